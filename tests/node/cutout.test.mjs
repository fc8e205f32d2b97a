import assert from 'node:assert/strict';
import test from 'node:test';
import { createMediaKit, MediaError } from '@aurastream/media-wasm';

const kit = await createMediaKit();
const image = { width: 2, height: 1, data: new Uint8ClampedArray([200, 100, 50, 255, 200, 100, 50, 128]) };

test('a mask multiplies the alpha and leaves colour straight, as bytes or as floats', () => {
  const expected = [200, 100, 50, 128, 0, 0, 0, 0];
  for (const data of [new Uint8Array([128, 0]), new Uint8ClampedArray([128, 0]), new Float32Array([0.5, 0])]) {
    assert.deepEqual([...kit.cutout.apply(image, { width: 2, height: 1, data }).data], expected);
  }
});

test('a mask of another size is brought to the image', () => {
  const cut = kit.cutout.apply(image, { width: 1, height: 3, data: new Uint8Array(3).fill(255) });
  assert.deepEqual([...cut.data], [...image.data]);
});

test('an image or a mask whose size and values disagree is refused', () => {
  const mask = { width: 2, height: 1, data: new Uint8Array(2) };
  const refused = (error) => error instanceof MediaError && error.code === 'invalid_argument';
  for (const bad of [undefined, null, {}, { ...mask, width: 3 }, { ...mask, height: 0 }, { ...mask, data: [1, 2] }, { ...mask, width: NaN }]) {
    assert.throws(() => kit.cutout.apply(image, bad), refused);
  }
  for (const bad of [undefined, {}, { ...image, width: 1 }, { ...image, data: 'pixels' }]) {
    assert.throws(() => kit.cutout.apply(bad, mask), refused);
  }
  assert.equal(kit.cutout.apply(image, { ...mask, data: new Uint8Array([255, 255]) }).data[3], 255);
});
