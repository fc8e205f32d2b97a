// Files of every kind through the package.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { createMediaKit, MediaError } from '@aurastream/media-wasm';
import { difference, fileSamples } from '../image-samples.mjs';
import { needsShared, shared } from '../shared.mjs';

let kit;
before(async () => (kit = await createMediaKit()));
after(() => kit.dispose());

/** Lets an operation succeed or refuse, but not fail in any other way. */
function attempt(work) {
  try {
    work();
  } catch (error) {
    assert.ok(error instanceof MediaError && error.code !== 'internal_error', error);
  }
}

const code = (expected) => (error) => error instanceof MediaError && error.code === expected;

/** Every file below a folder of the shared images. */
function filesIn(...folder) {
  const root = shared('images', ...folder);
  const files = fs
    .readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile());
  return files.map((entry) => path.join(entry.parentPath ?? entry.path, entry.name));
}

const read = (file) => new Uint8Array(fs.readFileSync(file));

test('every kind of file shows its picture', () => {
  for (const { name, file, picture, within } of fileSamples) {
    const found = difference(kit.image.decode(file), kit.image.decode(picture));
    assert.ok(found <= within, `${name}: off by ${found}`);
  }
});

test('PngSuite: every primary file equals its reference', needsShared, () => {
  const files = filesIn('pngsuite/primary');
  assert.equal(files.length, 77);
  for (const file of files) {
    const reference = shared('images/pngsuite/primary_check', path.basename(file));
    assert.equal(difference(kit.image.decode(read(file)), kit.image.decode(read(reference))), 0, file);
  }
});

test('PngSuite: every corrupt file is refused, and decoding what there is does no harm', needsShared, () => {
  for (const file of filesIn('pngsuite/corrupt')) {
    assert.throws(
      () => kit.image.decode(read(file)),
      ({ code }) => ['corrupt_image', 'unsupported_format'].includes(code),
      file,
    );
    attempt(() => kit.image.decode(read(file), { allowTruncated: true }));
  }
});

test('every real file is decoded, or refused by the name of its format', needsShared, () => {
  let decoded = 0;
  for (const file of [...filesIn('formats'), ...filesIn('exif'), ...filesIn('rembg'), ...filesIn('lemur')]) {
    if (/\.(txt|md)$|LICENSE/.test(file)) continue;
    if (file.endsWith('.webp')) {
      assert.throws(() => kit.image.decode(read(file)), code('unsupported_format'), file);
      continue;
    }
    const { width, height, data, info } = kit.image.decode(read(file));
    assert.deepEqual([width, height, data.length], [info.width, info.height, width * height * 4], file);
    ++decoded;
  }
  assert.ok(decoded > 60, `${decoded}`);
});

test('a thousand rounds of decoding, resizing and encoding leave the memory where it was', async () => {
  const own = await createMediaKit();
  const { image } = own;
  const picture = image.resize(
    image.decode(fileSamples.find(({ name }) => name === 'GIF').file),
    200,
    150,
    'bicubic',
  );
  const large = [image.encodePng(picture), image.encodeJpeg(picture)]; // 120 kB of pixels: losing some shows
  const damaged = (file, i) =>
    file.map((byte, at) => (at > file.length / 2 && at % 97 === i % 97 ? byte ^ 0x55 : byte));
  const round = (i) => {
    const { file } = fileSamples[i % fileSamples.length];
    const small = image.resize(image.decode(file), 20, 15);
    image.encodePng(small, { small: i % 3 === 0 });
    image.encodeJpeg(small, { quality: 1 + (i % 100) });
    const whole = large[i % 2];
    image.encodePng(image.decode(whole));
    image.encodeJpeg(picture);
    for (const hurt of [
      file.subarray(0, file.length - 4),
      damaged(file, i),
      whole.subarray(0, whole.length >> 1),
      damaged(whole, i),
    ]) {
      for (const allowTruncated of [false, true]) attempt(() => image.decode(hurt, { allowTruncated }));
    }
  };
  for (let i = 0; i < fileSamples.length; ++i) round(i);
  const before = own.memoryBytes;
  for (let i = 0; i < 1000; ++i) round(i);
  assert.equal(own.memoryBytes, before);
  own.dispose();
});
