// Screens keyed and masks refined, measured against true alphas: generated ones and PyMatting's lemur.
import assert from 'node:assert/strict';
import test from 'node:test';
import { createMediaKit } from '@aurastream/media-wasm';
import { alphaError, compose, mattes, screen } from '../mattes.mjs';
import { chromaCases, mean, refineCases } from '../quality.mjs';
import { needsShared, readShared } from '../shared.mjs';

const kit = await createMediaKit();

test('subjects over a noisy screen get their alpha back', needsShared, (context) => {
  for (const { subject, colour, sigma, file, chroma, error } of chromaCases(kit, [4, 12])) {
    const name = `${subject} over ${colour}, σ ${sigma}, ${file}`;
    assert.equal(chroma, true, name);
    context.diagnostic(`${name}: ${error.toFixed(4)}`);
    // Strands of a pixel in a file that stores colour for four pixels at once are beyond it.
    const most = file === 'png' ? (subject === 'hair' ? { 4: 0.016, 12: 0.03 } : { 4: 0.015, 12: 0.04 })[sigma] : subject === 'hair' ? 0.08 : 0.03;
    assert.ok(error <= most, `${name}: ${error}`);
  }
});

test('an opaque subject in the light that a screen throws back stays opaque', () => {
  const side = 480;
  for (const ground of [[40, 170, 70], [40, 70, 180]]) {
    for (const own of [[210, 50, 60], [214, 164, 138], [92, 60, 44], [120, 124, 70]]) {
      const matte = { width: side, height: side, alpha: new Float32Array(side * side), colour: new Float32Array(3 * side * side) };
      for (let i = 0; i < side * side; i++) {
        const inside = 150 - Math.hypot((i % side) - 240, Math.floor(i / side) - 240);
        const light = 0.3 * Math.exp(-Math.max(0, inside) / 10);
        matte.alpha[i] = Math.min(1, Math.max(0, inside + 0.5));
        matte.colour.set(own.map((value, c) => value + light * (ground[c] - value)), 3 * i);
      }
      const { image } = kit.cutout.chroma(compose(matte, screen(ground), { sigma: 4 }));
      const error = alphaError(image, matte);
      assert.ok(error < 0.0035, `${own} before ${ground}: ${error}`);
    }
  }
});

test('refined masks are nearer to the true alpha on the mean, and never farther by more than a twentieth', needsShared, (context) => {
  const ratios = [];
  for (const { subject, ground, side, kind, ratio } of refineCases(kit)) {
    ratios.push(ratio);
    assert.ok(ratio <= 1.05, `${subject} over ${ground} by a mask of ${side} (${kind}): ${ratio}`);
  }
  context.diagnostic(`${ratios.length} cases: ${mean(ratios).toFixed(3)} of the error on the mean, at most ${Math.max(...ratios).toFixed(3)}`);
  assert.ok(ratios.length >= 90 && mean(ratios) < 0.95);
});

test('a screen may be named, and what has none is told', needsShared, () => {
  const matte = mattes.fingers(240, 240);
  const green = compose(matte, screen([40, 170, 70]));
  const named = kit.cutout.chroma(green, { color: '#28aa46' });
  assert.equal(named.chroma, true);
  assert.ok(named.color[1] > named.color[0] + 60 && named.certainty > 0.7);
  assert.deepEqual(kit.cutout.chroma(green, { color: '#ff0000' }), { chroma: false });
  const magenta = compose(matte, screen([190, 30, 170]));
  assert.deepEqual(kit.cutout.chroma(magenta), { chroma: false }, 'not looked for');
  assert.equal(kit.cutout.chroma(magenta, { color: '#be1eaa' }).chroma, true);
  for (const file of ['lemur/images/lemur.png', 'rembg/car-1.jpg', 'rembg/anime-girl-1.jpg', 'rembg/plants-1.jpg', 'exif/Portrait_6.jpg']) {
    assert.deepEqual(kit.cutout.chroma(kit.image.decode(readShared(`images/${file}`))), { chroma: false }, file);
  }
  for (const bad of [{ color: '#808080' }, { color: 'green' }, { color: 7 }, { tolerance: 2 }, { tolerance: NaN }]) {
    assert.throws(() => kit.cutout.chroma(green, bad), { code: 'invalid_argument' });
  }
});

test('no green is left in the colours of soft edges', () => {
  const matte = mattes['motion blur'](240, 240);
  const { image } = kit.cutout.chroma(compose(matte, screen([40, 170, 70]), { sigma: 4 }));
  for (let i = 0; i < image.data.length; i += 4) {
    const [red, green, blue, alpha] = image.data.subarray(i, i + 4);
    if (alpha > 0 && alpha < 255) assert.ok(green <= Math.max(red, blue) + 2, `pixel ${i / 4}: ${[red, green, blue]}`);
  }
});

test('the last columns of a picture of any width are keyed as the first ones of its mirror image', () => {
  const rows = ({ width, height, data }) => Array.from({ length: height }, (_, y) => new Uint32Array(data.buffer).subarray(y * width, (y + 1) * width));
  const picture = (width, lines) => {
    const pixels = new Uint32Array(width * lines.length);
    lines.forEach((line, y) => pixels.set(line, y * width));
    return { width, height: lines.length, data: new Uint8ClampedArray(pixels.buffer) };
  };
  const mirrored = (image) => picture(image.width, rows(image).map((row) => row.toReversed()));
  const whole = compose(mattes.fur(320, 160), screen([40, 170, 70], { sigma: 4 }));
  // Through the middle of the subject.
  for (const width of [160, 161, 162, 163]) {
    const image = picture(width, rows(whole).map((row) => row.slice(0, width)));
    const one = kit.cutout.chroma(image).image;
    const other = mirrored(kit.cutout.chroma(mirrored(image)).image);
    let strayed = 0;
    for (let y = 0; y < image.height; y++) {
      for (let x = width - 4; x < width; x++) strayed += Math.abs(one.data[4 * (y * width + x) + 3] - other.data[4 * (y * width + x) + 3]);
    }
    assert.ok(strayed / (4 * image.height) < 2, `${width}: ${strayed / (4 * image.height)}`);
  }
});

test('a pixel, nothing, one colour and odd shapes are answered', () => {
  const picture = (width, height, colour) => ({ width, height, data: Uint8ClampedArray.from({ length: 4 * width * height }, (_, i) => colour[i % 4]) });
  for (const [width, height] of [[1, 1], [1, 300], [300, 1], [7, 5], [64, 64]]) {
    for (const colour of [[0, 0, 0, 0], [0, 200, 0, 0], [0, 200, 0, 255], [128, 128, 128, 255], [255, 255, 255, 255], [0, 0, 0, 255]]) {
      const image = picture(width, height, colour);
      const mask = picture(1, 1, [0]).data.subarray(0, 1);
      for (const options of [{}, { color: '#0c0' }]) assert.equal(typeof kit.cutout.chroma(image, options).chroma, 'boolean');
      assert.equal(typeof kit.cutout.flatBackground(image, { jpeg: true }).flat, 'boolean');
      for (const value of [0, 128, 255]) {
        const one = { width: 1, height: 1, data: mask.fill(value) };
        assert.equal(kit.cutout.apply(image, one).data.length, image.data.length);
        assert.deepEqual([...new Set(kit.cutout.refine(image, one).data)], [value]);
      }
    }
  }
});
