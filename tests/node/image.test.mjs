import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createMediaKit, MediaError } from '@aurastream/media-wasm';
import { needsShared, readShared } from '../shared.mjs';

let kit;
before(async () => (kit = await createMediaKit()));
after(() => kit.dispose());

const code = (expected) => (error) => error instanceof MediaError && error.code === expected;

function picture(width, height, alpha = (i) => i % 256) {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let i = 0; i < width * height; ++i)
    data.set([i % 256, (i * 7) % 256, Math.floor(i / width) % 256, alpha(i)], i * 4);
  return { width, height, data };
}

function meanDifference(a, b) {
  let sum = 0;
  for (let i = 0; i < a.length; ++i) sum += Math.abs(a[i] - b[i]);
  return sum / a.length;
}

test('a photo of every EXIF orientation decodes to the same upright picture', needsShared, () => {
  const [first, ...others] = Array.from({ length: 9 }, (_, i) =>
    kit.image.decode(readShared('images/exif', `Portrait_${i}.jpg`)),
  );
  assert.ok(first.height > first.width);
  others.forEach((other, i) => {
    assert.equal(other.info.orientation, i + 1);
    assert.deepEqual([other.width, other.height], [first.width, first.height]);
    assert.ok(meanDifference(first.data, other.data) < 8);
  });
});

test('probe reads the headers of a photo', needsShared, () => {
  const info = kit.image.probe(readShared('images/exif/Portrait_6.jpg'));
  assert.deepEqual(
    {
      mime: info.mime,
      orientation: info.orientation,
      hasAlpha: info.hasAlpha,
      bitDepth: info.bitDepth,
      frameCount: info.frameCount,
    },
    { mime: 'image/jpeg', orientation: 6, hasAlpha: false, bitDepth: 8, frameCount: 1 },
  );
  assert.deepEqual([info.width, info.height], [info.storedHeight, info.storedWidth]);
});

test('resizing gives what Pillow gives, wherever the picture is visible', needsShared, () => {
  const manifest = JSON.parse(new TextDecoder().decode(readShared('pillow/manifest.json')));
  const visible = ({ data }) => data.map((value, i) => (data[i | 3] === 0 ? 0 : value));
  for (const row of manifest.filter((each) => each.kind === 'resize' && each.mode === 'RGBA')) {
    const found = kit.image.resize(
      kit.image.decode(readShared('pillow', row.in)),
      row.width,
      row.height,
      row.filter,
    );
    assert.deepEqual(visible(found), visible(kit.image.decode(readShared('pillow', row.out))), row.out);
  }
});

test('a PNG gives back the pixels that went in', () => {
  for (const [alpha, hasAlpha] of [
    [undefined, true],
    [() => 255, false],
  ]) {
    const image = picture(67, 41, alpha);
    for (const small of [false, true]) {
      const file = kit.image.encodePng(image, { small });
      assert.equal(kit.image.probe(file).hasAlpha, hasAlpha);
      assert.deepEqual(kit.image.decode(file).data, image.data);
    }
  }
});

test('a JPEG shows its background where the picture is transparent', () => {
  const clear = picture(32, 32, () => 0);
  const { data, info } = kit.image.decode(
    kit.image.encodeJpeg(clear, { quality: 95, background: '#20a0ff' }),
  );
  assert.equal(info.mime, 'image/jpeg');
  [0x20, 0xa0, 0xff].forEach((expected, c) => assert.ok(Math.abs(data[c] - expected) <= 3));
  assert.ok(
    kit.image.encodeJpeg(picture(64, 64), { quality: 20 }).length <
      kit.image.encodeJpeg(picture(64, 64), { quality: 95 }).length,
  );
  for (const options of [
    { quality: 0 },
    { quality: 101 },
    { quality: 50.5 },
    { quality: '90' },
    { background: 'red' },
    { background: 7 },
  ]) {
    assert.throws(() => kit.image.encodeJpeg(clear, options), code('invalid_argument'));
  }
});

test('a limit on bytes is met by the least loss, or refused', () => {
  const image = kit.image.resize(
    picture(64, 64, () => 255),
    256,
    256,
    'bicubic',
  );
  const whole = kit.image.encodePng(image, { small: true }).length;
  const exact = kit.image.encodeWithin(image, { type: 'image/png', maxBytes: whole });
  assert.ok(exact.lossless);
  assert.deepEqual(kit.image.decode(exact.bytes).data, image.data);
  const png = kit.image.encodeWithin(image, { type: 'image/png', maxBytes: whole >> 1 });
  assert.ok(!png.lossless && png.colorBits < 8 && png.bytes.length <= whole >> 1);
  const jpeg = kit.image.encodeWithin(image, { type: 'image/jpeg', maxBytes: 6000 });
  assert.ok(jpeg.quality > 1 && jpeg.bytes.length <= 6000);
  assert.ok(kit.image.encodeJpeg(image, { quality: jpeg.quality + 1 }).length > 6000);
  assert.throws(() => kit.image.encodeWithin(image, { type: 'image/png', maxBytes: 50 }), code('cannot_fit'));
  for (const options of [
    undefined,
    {},
    { type: 'image/gif', maxBytes: 5 },
    { type: 'image/png' },
    { type: 'image/png', maxBytes: NaN },
  ]) {
    assert.throws(() => kit.image.encodeWithin(image, options), code('invalid_argument'));
  }
});

test('an export preset gives every size, each inside its limit', () => {
  const wide = picture(300, 200);
  const emotes = kit.image.exportFor('twitch_emote', wide);
  assert.deepEqual(
    emotes.map(({ width, height }) => [width, height]),
    [
      [112, 112],
      [56, 56],
      [28, 28],
    ],
  );
  for (const { bytes, width } of emotes) {
    assert.ok(bytes.length <= 1e6);
    const back = kit.image.decode(bytes);
    assert.equal(back.width, width);
    assert.equal(back.data[3], 0, 'the wide picture leaves the top free');
  }
  for (const [name, { maxBytes, sizes }] of Object.entries(kit.image.exportPresets)) {
    const files = kit.image.exportFor(name, wide);
    assert.equal(files.length, sizes.length);
    assert.ok(
      files.every(({ bytes }) => bytes.length <= maxBytes),
      name,
    );
  }
  assert.throws(() => kit.image.exportFor('toString', wide), code('invalid_argument'));
});

test('bad files are refused, each with its code, and the kit stays usable', () => {
  const png = kit.image.encodePng(picture(50, 40));
  const decode = (file, options) => () => kit.image.decode(file, options);
  assert.throws(decode(new Uint8Array()), code('empty_input'));
  assert.throws(decode(png.subarray(0, png.length >> 1)), code('corrupt_image'));
  assert.throws(decode(new TextEncoder().encode('not an image')), code('unsupported_format'));
  assert.throws(decode(png, { maxBytes: 100 }), code('input_too_large'));
  assert.throws(decode(png, { maxPixels: 1999 }), code('image_too_large'));
  assert.throws(decode(png, { maxSide: 49 }), code('image_too_large'));
  const bomb = png.slice();
  new DataView(bomb.buffer).setUint32(16, 60000);
  new DataView(bomb.buffer).setUint32(20, 60000);
  assert.throws(decode(bomb, { maxSide: 65535 }), code('image_too_large'));
  assert.equal(kit.image.decode(png).width, 50);
});

test('left out, limits are those that the documentation names', () => {
  const sized = (width, height) => {
    const file = kit.image.encodePng(picture(2, 2));
    new DataView(file.buffer).setUint32(16, width);
    new DataView(file.buffer).setUint32(20, height);
    return () => kit.image.probe(file).width;
  };
  assert.equal(sized(32767, 2048)(), 32767);
  assert.throws(sized(32768, 1), code('image_too_large'));
  assert.equal(sized(8192, 8192)(), 8192);
  assert.throws(sized(8192, 8193), code('image_too_large'));
  assert.throws(() => kit.image.probe(new Uint8Array(64 * 2 ** 20 + 1)), code('input_too_large'));
  assert.throws(() => kit.image.probe(new Uint8Array(64 * 2 ** 20)), code('unsupported_format'));
});

test('wrong arguments are refused with invalid_argument', () => {
  const image = picture(8, 8);
  const gone = new Uint8Array(16);
  structuredClone(gone.buffer, { transfer: [gone.buffer] });
  for (const file of [undefined, null, 'text', 5, {}, [1, 2], gone.buffer]) {
    assert.throws(
      () => kit.image.decode(file),
      (error) => ['invalid_argument', 'empty_input'].includes(error.code),
      String(file),
    );
    assert.throws(() => kit.image.probe(file), MediaError);
  }
  for (const options of [{ maxBytes: NaN }, { maxPixels: -1 }, { maxSide: '5' }]) {
    assert.throws(() => kit.image.decode(new Uint8Array(9), options), code('invalid_argument'));
  }
  for (const wrong of [
    undefined,
    null,
    {},
    { ...image, width: 9 },
    { ...image, height: NaN },
    { ...image, data: [1] },
    { width: 2 ** 20, height: 2 ** 20, data: image.data },
  ]) {
    assert.throws(() => kit.image.resize(wrong, 4, 4), code('invalid_argument'));
    assert.throws(() => kit.image.encodePng(wrong), code('invalid_argument'));
  }
  for (const [width, height, filter] of [
    [0, 4],
    [4, 0.5],
    [NaN, 4],
    [70000, 4],
    ['4', 4],
    [undefined, 4],
    [4, 4, 'cubic'],
    [4, 4, 0],
  ]) {
    assert.throws(() => kit.image.resize(image, width, height, filter), code('invalid_argument'));
  }
  assert.throws(() => kit.image.resize(image, 65535, 65535), code('image_too_large'));
});

test('pictures come in any view: Uint8Array, shared memory, a part of a buffer', () => {
  const image = picture(16, 16);
  const expected = kit.image.encodePng(image);
  const shared = new Uint8ClampedArray(new SharedArrayBuffer(1024));
  shared.set(image.data);
  const part = new Uint8Array(1100).subarray(50, 1074);
  part.set(image.data);
  for (const data of [shared, part, new Uint8Array(image.data)]) {
    assert.deepEqual(kit.image.encodePng({ width: 16, height: 16, data }), expected);
  }
});

test('WebP and SVG are told apart but refused in Node, naming the way out', needsShared, async () => {
  const webp = readShared('images/formats/webp/lossy_images/simple-rgb.webp');
  const svg = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"/>');
  assert.equal(kit.image.probe(webp).mime, 'image/webp');
  assert.deepEqual([kit.image.probe(svg).width, kit.image.probe(svg).height], [20, 10]);
  for (const file of [webp, svg]) {
    assert.throws(
      () => kit.image.decode(file),
      (error) => error.code === 'unsupported_format' && /PNG or JPEG/.test(error.message),
    );
    await assert.rejects(
      kit.image.decodeAsync(file),
      (error) => error.code === 'unsupported_format' && /PNG or JPEG/.test(error.message),
    );
  }
  const png = kit.image.encodePng(picture(5, 5));
  assert.deepEqual((await kit.image.decodeAsync(png)).data, picture(5, 5).data);
});
