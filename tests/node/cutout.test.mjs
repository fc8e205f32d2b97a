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

/** A red disc on a ground, antialiased, and its true alpha. */
function disc(width, height, ground) {
  const data = new Uint8ClampedArray(width * height * 4);
  const alpha = new Float32Array(width * height);
  for (let i = 0; i < alpha.length; i++) {
    const [x, y] = [i % width, Math.floor(i / width)];
    alpha[i] = Math.min(1, Math.max(0, height / 3 + 0.5 - Math.hypot(x + 0.5 - width / 2, y + 0.5 - height / 2)));
    const paint = [220, 30, 40];
    for (let c = 0; c < 3; c++) data[4 * i + c] = Math.round(alpha[i] * paint[c] + (1 - alpha[i]) * ground[c]);
    data[4 * i + 3] = 255;
  }
  return { width, height, data, alpha };
}

test('a flat background goes without a network, and no rim of it stays', () => {
  const drawn = disc(120, 90, [250, 250, 250]);
  const result = kit.cutout.flatBackground(drawn);
  assert.equal(result.flat, true);
  assert.deepEqual(result.colour, [250, 250, 250]);
  assert.ok(result.certainty > 0.9 && result.certainty <= 1);
  let error = 0;
  for (let i = 0; i < drawn.alpha.length; i++) {
    error += Math.abs(result.image.data[4 * i + 3] / 255 - drawn.alpha[i]);
    if (result.image.data[4 * i + 3] > 0) assert.ok(result.image.data[4 * i + 1] <= 40, `pixel ${i} is reddish all the way`);
  }
  assert.ok(error / drawn.alpha.length < 0.002);
  assert.throws(() => kit.cutout.flatBackground(drawn, { holes: 'fill' }), { code: 'invalid_argument' });
});

test('un-mixing takes the old background out of half-transparent colours', () => {
  const drawn = disc(120, 90, [0, 255, 0]);
  const mask = { width: 120, height: 90, data: drawn.alpha };
  const greenest = (cut) => Math.max(...cut.data.filter((_, i) => i % 4 === 1));
  assert.ok(greenest(kit.cutout.apply(drawn, mask, { unmix: false })) > 150);
  assert.ok(greenest(kit.cutout.apply(drawn, mask)) < 60, 'by default');
  assert.ok(greenest(kit.cutout.apply(drawn, mask, { unmix: true })) < 60);
});

test('a coarse mask is refined to the edges of the image', () => {
  const drawn = disc(240, 180, [0, 90, 0]);
  const coarse = { width: 24, height: 18, data: new Float32Array(24 * 18) };
  for (let i = 0; i < drawn.alpha.length; i++) coarse.data[Math.floor(i / 2400) * 24 + Math.floor((i % 240) / 10)] += drawn.alpha[i] / 100;
  const refined = kit.cutout.refine(drawn, coarse);
  const error = refined.data.reduce((sum, value, i) => sum + Math.abs(value / 255 - drawn.alpha[i]), 0) / refined.data.length;
  assert.ok(error < 0.02, `${error}`);
});

test('a mask is measured, made hard and made soft', () => {
  const mask = { width: 2, height: 2, data: new Float32Array([0, 1, 0.5, 1]) };
  const { coverage, certainty } = kit.cutout.measure(mask);
  assert.equal(coverage, 0.75);
  assert.ok(Math.abs(certainty - (2 + 1 / 255) / 3) < 1e-5); // masks have steps of 1/255
  assert.deepEqual([...kit.cutout.adjust(mask, { threshold: 0.6 }).data], [0, 255, 0, 255]);
  assert.throws(() => kit.cutout.adjust(mask, { threshold: 2 }), { code: 'invalid_argument' });
});

test('a cut-out is trimmed to its subject and put on a colour or a picture', () => {
  const data = new Uint8ClampedArray(5 * 4 * 4);
  data.set([9, 8, 7, 255], 4 * (2 * 5 + 3));
  const cut = { width: 5, height: 4, data };
  const trimmed = kit.cutout.trim(cut, 1);
  assert.deepEqual([trimmed.width, trimmed.height, trimmed.x, trimmed.y], [3, 3, 2, 1]);
  assert.deepEqual([...trimmed.data.slice(16, 20)], [9, 8, 7, 255]);
  assert.deepEqual([...kit.cutout.placeOn(trimmed, '#f80').data.slice(0, 4)], [255, 136, 0, 255]);
  assert.deepEqual([...kit.cutout.placeOn(trimmed, '#10203080').data.slice(0, 4)], [16, 32, 48, 128]);
  const backdrop = { width: 1, height: 1, data: new Uint8ClampedArray([1, 2, 3, 255]) };
  assert.deepEqual([...kit.cutout.placeOn(trimmed, backdrop).data.slice(0, 4)], [1, 2, 3, 255]);
  for (const bad of ['red', '#12', '#12345', undefined, {}]) assert.throws(() => kit.cutout.placeOn(trimmed, bad), { code: 'invalid_argument' });
});
