// Files made for a rule each: odd, damaged or hostile ones, beside what they must show.
import zlib from 'node:zlib';

const big = (value, count) =>
  Array.from({ length: count }, (_, i) => Math.floor(value / 256 ** (count - 1 - i)) & 255);
const little = (value, count) => big(value, count).reverse();
const latin = (text) => [...Buffer.from(text, 'latin1')];
const join = (...parts) => new Uint8Array(Buffer.concat(parts.map((part) => Buffer.from(part))));
const insert = (file, at, bytes) => join(file.subarray(0, at), bytes, file.subarray(at));

// ---- PNG ----

export function pngChunk(type, data) {
  const body = join(latin(type), data);
  let crc = -1;
  for (const byte of body) {
    crc ^= byte;
    for (let bit = 0; bit < 8; ++bit) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return join(big(data.length, 4), body, big(~crc >>> 0, 4));
}

/** `rows` are packed samples; chunks before and after the pixels are pairs of a type and its data. */
export function png({ width, height, depth, colour, rows, before = [], after = [], data, interlaced = 0 }) {
  const deflated = data ?? zlib.deflateSync(join(...rows.map((row) => [0, ...row])));
  const chunks = [
    ['IHDR', [...big(width, 4), ...big(height, 4), depth, colour, 0, 0, interlaced]],
    ...before,
    ['IDAT', deflated],
    ...after,
    ['IEND', []],
  ];
  return join(
    [137, 80, 78, 71, 13, 10, 26, 10],
    ...chunks.map(([type, bytes]) => pngChunk(type, bytes)),
  );
}

const orientationTag = (value) => [
  ...latin('II*\0'),
  ...little(8, 4),
  ...little(1, 2),
  ...little(0x112, 2),
  ...little(3, 2),
  ...little(1, 4),
  ...little(value, 4),
  ...little(0, 4),
];

function pngCases() {
  const rgb = Array.from({ length: 3 }, (_, y) => Array.from({ length: 5 }, (_, x) => [x * 50, y * 80, 99]).flat());
  const plain = { width: 5, height: 3, depth: 8, colour: 2, rows: rgb };
  const bottomUp = { ...plain, rows: [...rgb].reverse() };
  const xmp =
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">' +
    '<rdf:Description xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:Orientation="4"/></rdf:RDF></x:xmpmeta>';
  const profile = [...latin('Exif\0\0'), ...orientationTag(4)];
  const hex = `\nexif\n${profile.length}\n${Buffer.from(profile).toString('hex')}\n`;
  const out = [
    { name: 'eXIf before the pixels', file: png({ ...plain, before: [['eXIf', orientationTag(4)]] }), like: png(bottomUp) },
    // The specification allows it; browsers have begun to draw by then.
    { name: 'eXIf behind the pixels', file: png({ ...plain, after: [['eXIf', orientationTag(4)]] }), like: png(bottomUp), differs: true },
    {
      name: 'orientation in XMP',
      file: png({ ...plain, before: [['iTXt', latin(`XML:com.adobe.xmp\0\0\0\0\0${xmp}`)]] }),
      like: png(plain),
    },
    {
      name: 'orientation in a raw profile',
      file: png({ ...plain, before: [['zTXt', join(latin('Raw profile type exif\0\0'), zlib.deflateSync(hex))]] }),
      like: png(plain),
    },
  ];

  // Samples 0, 1, 2 … as far as the depth goes, and which of them a tRNS of `key` makes transparent.
  const ramp = (depth) => {
    const bits = Array.from({ length: 16 }, (_, x) => (x % 2 ** depth).toString(2).padStart(depth, '0')).join('');
    return Array.from({ length: bits.length / 8 }, (_, i) => Number.parseInt(bits.slice(i * 8, i * 8 + 8), 2));
  };
  for (const depth of [1, 2, 4, 8]) {
    const grey = { width: 16, height: 1, depth, colour: 0, rows: [ramp(depth)] };
    const most = 2 ** depth - 1;
    for (const key of [1, 0x101, most, 0xff00 | most, 2 ** depth | 1]) {
      const pixels = Array.from({ length: 16 }, (_, x) => {
        const value = x & most;
        return [...Array(3).fill(Math.round((value * 255) / most)), value === (key & most) ? 0 : 255];
      }).flat();
      out.push({
        name: `tRNS ${key.toString(16)} of ${depth} bits`,
        file: png({ ...grey, before: [['tRNS', big(key, 2)]] }),
        pixels,
        // Chromium masks eight bits whatever the depth; Firefox does as the specification says.
        differs: depth < 8 && (key & 255) > most,
      });
    }
  }
  const words = [0x1234, 0x1235, 0x12ff, 0xffff, 0, 0xff, 0x80, 0x7f80, 0x8080];
  const to8 = (value) => Math.round((value * 255) / 65535);
  out.push(
    {
      name: 'tRNS of 16 bits',
      file: png({ width: 9, height: 1, depth: 16, colour: 0, rows: [words.flatMap((word) => big(word, 2))], before: [['tRNS', [0x12, 0x34]]] }),
      pixels: words.flatMap((word) => [...Array(3).fill(to8(word)), word === 0x1234 ? 0 : 255]),
      within: 1, // Chromium cuts the lower byte off
    },
    {
      name: 'tRNS of three times 16 bits',
      file: png({
        width: 9,
        height: 1,
        depth: 16,
        colour: 2,
        rows: [words.flatMap((word) => [...big(word, 2), 0x12, 0x34, 0, 1])],
        before: [['tRNS', [0x12, 0x34, 0x12, 0x34, 0, 1]]],
      }),
      pixels: words.flatMap((word) => [to8(word), to8(0x1234), 0, word === 0x1234 ? 0 : 255]),
      within: 1,
    },
    {
      name: 'all values of 16 bits',
      file: png({ width: 256, height: 256, depth: 16, colour: 0, rows: Array.from({ length: 256 }, (_, y) => Array.from({ length: 256 }, (_, x) => [y, x]).flat()) }),
      pixels: Array.from({ length: 65536 }, (_, i) => [to8(i), to8(i), to8(i), 255]).flat(),
      within: 1,
    },
  );
  const key = ['tRNS', [0, 50, 0, 80, 0, 99]];
  const holed = png({ ...plain, before: [key] });
  const PLTE = ['PLTE', [255, 0, 0, 0, 255, 0, 0, 0, 255, 9, 9, 9]];
  const indexed = { width: 6, height: 1, depth: 8, colour: 3, rows: [[0, 1, 2, 3, 4, 5]] };
  const colours = (...alpha) =>
    [[255, 0, 0], [0, 255, 0], [0, 0, 255], [9, 9, 9], [0, 0, 0], [0, 0, 0]].flatMap((colour, i) => [...colour, alpha[i] ?? 255]);
  out.push(
    { name: 'a second tRNS', file: png({ ...plain, before: [key, ['tRNS', [0, 100, 0, 80, 0, 99]]] }), like: holed },
    { name: 'tRNS behind the pixels', file: png({ ...plain, after: [key] }), like: png(plain) },
    { name: 'tRNS with high bits', file: png({ ...plain, before: [['tRNS', [7, 50, 7, 80, 7, 99]]] }), like: holed },
    // Beyond the palette Chromium takes its last colour, Firefox black.
    { name: 'tRNS before the palette', file: png({ ...indexed, before: [['tRNS', [10, 20]], PLTE] }), pixels: colours(), differs: true },
    { name: 'more of tRNS than of the palette', file: png({ ...indexed, before: [PLTE, ['tRNS', [10, 20, 30, 40, 50, 60]]] }), pixels: colours(10, 20, 30, 40), differs: true },
    { name: 'two palettes', file: png({ ...indexed, before: [PLTE, PLTE] }), refused: 'corrupt_image' },
    { name: 'a palette behind the pixels', file: png({ ...indexed, after: [PLTE] }), refused: 'corrupt_image' },
    { name: 'a palette for grey', file: png({ ...indexed, colour: 0, before: [PLTE] }), like: png({ ...indexed, colour: 0 }) },
  );
  return out.map((one) => ({ ...one, name: `PNG: ${one.name}` }));
}

// ---- BMP ----

/** `at` tells where the pixels are said to begin, from where they do and where the palette does. */
function bmp({ bits, header = 40, used = 0, colours = 2 ** bits, compression = 0, at = (real) => real, data }) {
  const [width, height] = [8, 4];
  const palette = Array.from({ length: colours }, (_, i) => [i * 50, i * 90, 255 - i, ...(header === 12 ? [] : [0])]).flat();
  const stride = Math.ceil((width * bits) / 32) * 4;
  const pixels = data ?? Array.from({ length: height * stride }, (_, i) => (bits === 8 ? (i * 3) % colours : i * 37));
  const info =
    header === 12
      ? [...little(12, 4), ...little(width, 2), ...little(height, 2), 1, 0, bits, 0]
      : [...little(header, 4), ...little(width, 4), ...little(height, 4), 1, 0, bits, 0, ...little(compression, 4), ...little(pixels.length, 4), ...little(0, 8), ...little(used, 4), ...little(0, 4)];
  const start = 14 + info.length;
  const real = start + palette.length;
  return join([66, 77], little(real + pixels.length, 4), [0, 0, 0, 0], little(at(real, start), 4), info, palette, pixels);
}

/** The pixels of such a file by hand: a palette that stands behind the header, pixels where they are said to be. */
function bmpPixels(file, bits, entry = 4, used = 2 ** bits) {
  const from = file[10] | (file[11] << 8);
  const palette = 14 + file[14];
  const stride = Math.ceil((8 * bits) / 32) * 4;
  const out = [];
  for (let y = 3; y >= 0; --y) {
    for (let x = 0; x < 8; ++x) {
      const index = (file[from + y * stride + ((x * bits) >> 3)] >> (8 - bits - ((x * bits) & 7))) & (2 ** bits - 1);
      const at = palette + index * entry;
      out.push(...(index < used ? [file[at + 2], file[at + 1], file[at]] : [0, 0, 0]), 255);
    }
  }
  return out;
}

function bmpCases() {
  const out = [];
  for (const bits of [1, 4, 8]) {
    const into = bmp({ bits, at: (_, palette) => palette });
    const middle = bmp({ bits, at: (real, palette) => (real + palette) / 2 });
    const old = bmp({ bits, header: 12, at: (_, palette) => palette + 3 });
    const two = bmp({ bits, used: 2, colours: 2 ** bits });
    out.push(
      { name: `${bits} bits, pixels at the palette`, file: into, pixels: bmpPixels(into, bits) },
      { name: `${bits} bits, pixels in the palette`, file: middle, pixels: bmpPixels(middle, bits) },
      { name: `${bits} bits of OS/2, pixels in the palette`, file: old, pixels: bmpPixels(old, bits, 3) },
      { name: `${bits} bits, a palette of two`, file: two, pixels: bmpPixels(two, bits, 4, 2) },
      { name: `${bits} bits, a palette of a thousand`, file: bmp({ bits, used: 1000 }), like: bmp({ bits }) },
    );
  }
  const runs = [8, 1, 0, 0, 8, 2, 0, 0, 8, 3, 0, 0, 8, 4, 0, 0, 0, 1];
  const file = bmp({ bits: 8, compression: 1, data: runs });
  out.push({ name: 'run lengths, a file as it should be', file, like: file });
  return out.map((one) => ({ ...one, name: `BMP: ${one.name}` }));
}

// ---- JPEG ----

/** The segments up to the first scan's header: where each begins, its marker and its length. */
export function jpegSegments(file) {
  const out = [];
  for (let at = 2; ; ) {
    const length = (file[at + 2] << 8) | file[at + 3];
    out.push({ at, marker: file[at + 1], length });
    at += 2 + length;
    if (file[at - length - 1] === 0xda) return out;
  }
}

/** Of a whole JPEG, and the smaller one that its EXIF holds. */
function jpegCases(whole, thumbnail) {
  const segments = jpegSegments(whole);
  const [frame, scan] = [0xc0, 0xda].map((marker) => segments.find((one) => one.marker === marker).at);
  const end = whole.length - 2;
  const out = [];
  const places = { 'at the start': 2, 'before the frame': frame, 'before the scan': scan, 'before the end': end };
  const between = {
    'FF00': [0xff, 0],
    'FF00 twice': [0xff, 0, 0xff, 0],
    'stray bytes': [1, 2, 3],
    'fill bytes': [0xff, 0xff, 0xff],
    'a stray restart': [0xff, 0xd3],
    'TEM': [0xff, 1],
    'a comment': [0xff, 0xfe, 0, 4, 1, 2],
    'a comment without length': [0xff, 0xfe, 0, 0],
    'a block of EXIF that leads nowhere': [0xff, 0xe1, 0, 20, ...latin('Exif\0\0II*\0'), ...Array(8).fill(255)],
  };
  for (const [what, bytes] of Object.entries(between))
    for (const [where, at] of Object.entries(places)) out.push({
        name: `${what} ${where}`,
        file: insert(whole, at, bytes),
        // A JPEG is told by its first three bytes.
        ...(what === 'stray bytes' && at === 2 ? { refused: 'unsupported_format' } : { like: whole }),
      });
  for (const [what, bytes] of Object.entries({ 'a second SOI': [0xff, 0xd8], 'a reserved marker': [0xff, 2, 0, 4, 1, 2], 'JPG0': [0xff, 0xf0, 0, 4, 1, 2] })) {
    out.push({ name: `${what} before the scan`, file: insert(whole, scan, bytes), refused: 'corrupt_image' });
    out.push({ name: `${what} before the end`, file: insert(whole, end, bytes), refused: 'corrupt_image' });
  }
  const without = (marker) => {
    const { at, length } = segments.find((one) => one.marker === marker);
    return join(whole.subarray(0, at), whole.subarray(at + 2 + length));
  };
  out.push({ name: 'no quantisation tables', file: without(0xdb), refused: 'corrupt_image' });
  out.push({ name: 'no Huffman tables', file: without(0xc4), refused: 'corrupt_image', differs: true });
  out.push({ name: 'two pictures', file: join(whole, whole), like: whole });
  out.push({ name: 'bytes after the end', file: join(whole, Array(50).fill(7)), like: whole });

  // EXIF with a picture of its own, its length damaged: the bytes that are left over are passed over or refused, but
  // what comes out is the picture.
  const body = join(latin('Exif\0\0II*\0'), little(8, 4), Array(6).fill(0), thumbnail);
  const exif = insert(whole, 2, join([0xff, 0xe1], big(body.length + 2, 2), body));
  for (const length of [0, 1, 2, 8, 20, 21, 100, body.length - 20, body.length, body.length + 1, body.length + 2, body.length + 4, body.length + 30, body.length + 200]) {
    const file = exif.slice();
    file.set(big(length, 2), 4);
    out.push({ name: `EXIF of ${body.length + 2} bytes says ${length}`, file, like: whole, orRefused: 'corrupt_image' });
  }
  // What ends too soon is no good picture. Browsers make the rest up.
  const cut = join(whole.subarray(0, (scan + end) >> 1), [0xff, 0xd9]);
  out.push({ name: 'half of the data', file: cut, refused: 'corrupt_image', differs: true });
  out.push({ name: 'the last bytes of the data missing', file: join(whole.subarray(0, end - 3), [0xff, 0xd9]), refused: 'corrupt_image', differs: true });
  out.push({ name: 'a restart in the data', file: insert(whole, (scan + end) >> 1, [0xff, 0xd1]), refused: 'corrupt_image', differs: true });
  out.push({ name: 'restarts promised', file: insert(whole, scan, [0xff, 0xdd, 0, 4, 0, 2]), refused: 'corrupt_image', differs: true });
  return out.map((one) => ({ ...one, name: `JPEG: ${one.name}` }));
}

/**
 * Each with `file` and what must come of it: `pixels` (RGBA), the picture of another file (`like`), or a code
 * (`refused`, `orRefused`). `differs`: Chromium does otherwise, for a reason that is given. `within`: of a channel.
 */
export function imageCases(kit) {
  const data = new Uint8ClampedArray(64 * 48 * 4);
  for (let i = 0; i < data.length; ++i) data[i] = i % 4 === 3 ? 255 : ((i >> 2) % 64) * (1 + (i % 4)) + (i >> 8);
  const picture = { width: 64, height: 48, data };
  const whole = kit.image.encodeJpeg(picture, { quality: 80 });
  const thumbnail = kit.image.encodeJpeg(kit.image.resize(picture, 16, 12), { quality: 60 });
  return [...pngCases(), ...bmpCases(), ...jpegCases(whole, thumbnail)];
}
