// Small files that ask for much work are refused by what they promise, with the reason; their harmless kin are not.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createMediaKit } from '@aurastream/media-wasm';
import { bmpOfRuns, gifOfFrame, jpegOfScans, pngOfChunks, pngOfPromise, svgKinds, svgOf } from '../hostile-images.mjs';

let kit;
before(async () => (kit = await createMediaKit()));
after(() => kit.dispose());

test('a JPEG of many scans is refused by pixels × scans, one of some is decoded', () => {
  for (const [side, scans] of [
    [2048, 60000],
    [2048, 2000],
    [8192, 40],
  ]) {
    const file = jpegOfScans(side, scans);
    for (const allowTruncated of [false, true]) {
      assert.throws(
        () => kit.image.decode(file, { allowTruncated }),
        ({ code, message }) => code === 'image_too_large' && /scans/.test(message),
        `${side} ${scans}`,
      );
    }
  }
  assert.equal(kit.image.decode(jpegOfScans(64, 3)).width, 64);
});

test('a GIF whose frame leaves its screen by far is refused, one that leaves it a little is cut', () => {
  const file = gifOfFrame(65535, 100_000);
  for (const allowTruncated of [false, true]) {
    assert.throws(
      () => kit.image.decode(file, { allowTruncated }),
      ({ code, message }) => code === 'image_too_large' && /frame/.test(message),
    );
  }
  assert.equal(kit.image.decode(gifOfFrame(100, 2000)).width, 1);
});

test('many chunks, runs that move about and long prologs come to an end', () => {
  assert.equal(kit.image.decode(pngOfChunks(20_000)).data[0], 7);
  assert.equal(kit.image.decode(bmpOfRuns(64, 100_000)).width, 64);
  for (const kind of svgKinds) {
    try {
      assert.equal(kit.image.probe(svgOf(1_000_000, kind)).mime, 'image/svg+xml', kind);
    } catch (error) {
      assert.ok(['unsupported_format', 'corrupt_image'].includes(error.code), `${kind}: ${error}`);
    }
  }
});

test('a PNG that promises a thousand times its size is refused, in 16 bits, by its header alone', () => {
  const png = pngOfPromise();
  for (const allowTruncated of [false, true]) {
    assert.throws(
      () => kit.image.decode(png, { allowTruncated }),
      ({ code, message }) => code === 'image_too_large' && /unpacks/.test(message),
    );
  }
});
