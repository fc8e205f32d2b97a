// Small files that ask for much work: each format's way of saying "again" in few bytes.
import zlib from 'node:zlib';
import { png } from './image-cases.mjs';

const big = (value, count) =>
  Array.from({ length: count }, (_, i) => Math.floor(value / 256 ** (count - 1 - i)) & 255);
const little = (value, count) => big(value, count).reverse();
const join = (...parts) => new Uint8Array(Buffer.concat(parts.map((part) => Buffer.from(part))));

/** A string of 0 and 1 as a JPEG's entropy-coded data, filled up with ones. */
function entropy(bits) {
  const out = [];
  for (let i = 0; i < bits.length; i += 8) {
    out.push(Number.parseInt(bits.slice(i, i + 8).padEnd(8, '1'), 2));
    if (out.at(-1) === 0xff) out.push(0);
  }
  return out;
}

/** A grey progressive JPEG whose refinement scans go over all its blocks, in 16 bytes each. */
export function jpegOfScans(side, scans) {
  const segment = (marker, bytes) => [0xff, marker, ...big(bytes.length + 2, 2), ...bytes];
  const oneCode = (kind, symbol) => segment(0xc4, [kind, 1, ...Array(15).fill(0), symbol]);
  const blocks = Math.ceil(side / 8) ** 2;
  const first = [...segment(0xda, [1, 1, 0, 0, 0, 0]), ...entropy('0'.repeat(blocks))];
  const runs = Math.ceil(blocks / 32767);
  // Symbol 0xe0: the bands of 2¹⁴ blocks and as many as 14 bits add end here.
  const again = [...segment(0xda, [1, 1, 0, 1, 63, 0x21]), ...entropy(`0${'1'.repeat(14)}`.repeat(runs))];
  return join(
    [0xff, 0xd8],
    segment(0xdb, [0, ...Array(64).fill(1)]),
    segment(0xc2, [8, ...big(side, 2), ...big(side, 2), 1, 1, 0x11, 0]),
    oneCode(0x00, 0),
    oneCode(0x10, 0xe0),
    first,
    ...Array(scans).fill(again),
    [0xff, 0xd9],
  );
}

/** A GIF with a screen of one pixel and a frame of side × side, in codes of growing texts. */
export function gifOfFrame(side, bytes) {
  const codes = [];
  let bits = '';
  const put = (code, width) => (bits = code.toString(2).padStart(width, '0') + bits);
  const flush = () => {
    while (bits.length >= 8) {
      codes.push(Number.parseInt(bits.slice(-8), 2));
      bits = bits.slice(0, -8);
    }
  };
  // Texts of 1, 2, 3 … pixels, each the one before and one more, then the longest over and over.
  put(4, 3);
  put(0, 3);
  for (let code = 6, width = 3; code < 4096; ++code) {
    put(code, width);
    if (code + 1 === 2 ** width && width < 12) ++width;
    flush();
  }
  while (codes.length < bytes) {
    put(4095, 12);
    flush();
  }
  const blocks = [];
  for (let at = 0; at < codes.length; at += 255) {
    const block = codes.slice(at, at + 255);
    blocks.push([block.length], block);
  }
  return join(
    Buffer.from('GIF89a'),
    [1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255, 0x2c, 0, 0, 0, 0, ...little(side, 2), ...little(side, 2), 0, 2],
    ...blocks,
    [0, 0x3b],
  );
}

/** A PNG of 16-bit RGBA, interlaced, every row by the costliest filter; zeros, which nearly vanish when deflated. */
export function pngOfZeros(side, { interlaced = 1 } = {}) {
  const passes = interlaced
    ? [[0, 0, 8, 8], [4, 0, 8, 8], [0, 4, 4, 8], [2, 0, 4, 4], [0, 2, 2, 4], [1, 0, 2, 2], [0, 1, 1, 2]]
    : [[0, 0, 1, 1]];
  const rows = passes.map(([x, y, dx, dy]) => {
    const stride = 1 + Math.ceil((side - x) / dx) * 8;
    const pass = Buffer.alloc(stride * Math.ceil((side - y) / dy));
    for (let at = 0; at < pass.length; at += stride) pass[at] = 4;
    return pass;
  });
  return png({ width: side, height: side, depth: 16, colour: 6, data: zlib.deflateSync(Buffer.concat(rows), { level: 9 }), interlaced });
}

/** A PNG with its pixels, and chunks of no bytes for the rest. */
export function pngOfChunks(chunks) {
  return png({ width: 1, height: 1, depth: 8, colour: 0, rows: [[7]], before: Array(chunks).fill(['teSt', []]) });
}

/** A PNG whose header promises 512 MiB of rows, of which there are none. */
export const pngOfPromise = () => png({ width: 8192, height: 8192, depth: 16, colour: 6, rows: [[0]] });

/** A BMP of run lengths that move about. */
export function bmpOfRuns(side, bytes) {
  const runs = Array.from({ length: bytes / 4 }, (_, i) => (i % 2 ? [0, 2, 0, 0] : [255, 1, 0, 0])).flat();
  const info = [...little(40, 4), ...little(side, 4), ...little(side, 4), 1, 0, 8, 0, ...little(1, 4), ...Array(20).fill(0)];
  return join([66, 77], Array(8).fill(0), little(14 + 40 + 1024, 4), info, Array(1024).fill(9), runs, [0, 1]);
}

/** An SVG whose prolog and root are long in each of the ways that they can be. */
export function svgOf(bytes, kind) {
  const root = '<svg xmlns="http://www.w3.org/2000/svg" width="5" height="4"';
  const repeat = (text) => text.repeat(Math.ceil(bytes / text.length));
  const text = {
    comments: () => `${repeat('<!---->')}${root}/>`,
    doctypes: () => `${repeat('<!DOCTYPE svg>')}${root}/>`,
    instructions: () => `${repeat('<?a?>')}${root}/>`,
    attributes: () => `${root} ${repeat('a="b" ')}/>`,
    'open quotes': () => `${root} ${repeat('a="')}`,
    names: () => `${root} ${repeat('a ')}/>`,
    roots: () => repeat('<svg '),
    'quotes in roots': () => repeat('<svg a="'),
    content: () => `${root}>${repeat('<svg x="1"')}</svg>`,
  }[kind]();
  return join(Buffer.from(text));
}
export const svgKinds = ['comments', 'doctypes', 'instructions', 'attributes', 'open quotes', 'names', 'roots', 'quotes in roots', 'content'];
