// Flat grounds that are not of one colour: gradients of several stops, vignettes, shadows, glows, checkerboards. Measured
// against true alphas.
import assert from 'node:assert/strict';
import test from 'node:test';
import { createMediaKit } from '@aurastream/media-wasm';

const kit = await createMediaKit();
const [WIDTH, HEIGHT] = [320, 240];
const mix = (a, b, t) => a.map((value, c) => value + t * (b[c] - value));
const clamp = (value) => Math.min(1, Math.max(0, value));

/** A ramp through any number of colours, evenly spaced. */
const ramp = (t, stops) => {
  const at = clamp(t) * (stops.length - 1);
  const k = Math.min(stops.length - 2, Math.floor(at));
  return mix(stops[k], stops[k + 1], at - k);
};

const stops = [[200, 40, 60], [240, 220, 90], [40, 90, 200]];
const gradients = {
  'three stops from the top': (x, y) => ramp(y / HEIGHT, stops),
  'three stops across': (x, y) => ramp((x / WIDTH + y / HEIGHT) / 2, [[10, 10, 30], [90, 30, 120], [250, 170, 60]]),
  'five stops from the left': (x) => ramp(x / WIDTH, [[255, 255, 255], [190, 220, 250], [250, 240, 210], [170, 200, 180], [120, 140, 190]]),
  'a circle of three stops': (x, y) => ramp(Math.hypot(x - WIDTH / 2, y - HEIGHT / 2) / 210, stops),
  'an ellipse of three stops': (x, y) => ramp(Math.hypot((x - WIDTH / 2) / WIDTH, (y - HEIGHT / 2) / HEIGHT) * 1.4, [[250, 250, 255], [180, 190, 220], [40, 50, 110]]),
  'a circle off the middle': (x, y) => ramp(Math.hypot(x - 100, y - 80) / 280, [[255, 240, 200], [240, 150, 80], [90, 20, 60]]),
  'a vignette': (x, y) => mix([120, 180, 160], [10, 14, 12], clamp(Math.hypot((x - WIDTH / 2) / WIDTH, (y - HEIGHT / 2) / HEIGHT) * 1.5 - 0.35)),
  'a soft vignette': (x, y) => mix([230, 228, 220], [110, 108, 100], clamp(2.2 * Math.hypot((x - WIDTH / 2) / WIDTH, (y - HEIGHT / 2) / HEIGHT) ** 4)),
};

/** A badge: a ring and a bar, in two colours that stand out from all of the grounds. */
const badge = {
  covers: (x, y) => Math.abs(Math.hypot(x - 150, y - 115) - 48) < 14 || (x > 190 && x < 270 && Math.abs(y - 150) < 12),
  paint: (x, y) => (y < 115 ? [16, 110, 60] : [250, 60, 220]),
};

/** @returns the picture, antialiased, and its true alpha; `veil`: what lies between the ground and the subject */
function draw({ covers, paint }, ground, veil) {
  const data = new Uint8ClampedArray(4 * WIDTH * HEIGHT);
  const alpha = new Float32Array(WIDTH * HEIGHT);
  for (let i = 0; i < alpha.length; i++) {
    const [x, y] = [i % WIDTH, Math.floor(i / WIDTH)];
    let [cover, colour] = [0, [0, 0, 0]];
    for (let k = 0; k < 36; k++) {
      const [u, v] = [x + ((k % 6) + 0.5) / 6, y + (Math.floor(k / 6) + 0.5) / 6];
      if (!covers(u, v)) continue;
      cover += 1 / 36;
      colour = paint(u, v);
    }
    const [shade, over] = veil ? [veil.colour, veil.alpha[i]] : [[0, 0, 0], 0];
    const behind = mix(ground(x + 0.5, y + 0.5), shade, over);
    data.set(mix(behind, colour, cover).map(Math.round), 4 * i);
    data[4 * i + 3] = 255;
    alpha[i] = cover;
  }
  return { image: { width: WIDTH, height: HEIGHT, data }, alpha };
}

const errorOf = ({ data }, alpha) => alpha.reduce((sum, value, i) => sum + Math.abs(data[4 * i + 3] / 255 - value), 0) / alpha.length;
const asJpeg = (image, quality) => kit.image.decode(kit.image.encodeJpeg(image, { quality }));

test('gradients of several stops and vignettes are gone without a blade or a disc of them left', (context) => {
  for (const [name, ground] of Object.entries(gradients)) {
    const { image, alpha } = draw(badge, ground);
    for (const [file, picture, options, most] of [['PNG', image, {}, 0.004], ['JPEG', asJpeg(image, 90), { jpeg: true }, 0.05]]) {
      const result = kit.cutout.flatBackground(picture, options);
      if (!result.flat) {
        context.diagnostic(`${name}, ${file}: refused`);
        assert.equal(file, 'JPEG', `${name} is modelled`);
        continue;
      }
      const error = errorOf(result.image, alpha);
      context.diagnostic(`${name}, ${file}: ${error.toFixed(4)}`);
      assert.ok(error <= most, `${name}, ${file}: ${error}`);
    }
  }
});

/** A subject's cover, moved and blurred: what a shadow or a glow is. */
function veilOf({ covers }, { dx = 0, dy = 0, sigma, strength, colour }) {
  const plane = new Float32Array(WIDTH * HEIGHT).map((_, i) => Number(covers((i % WIDTH) + 0.5 - dx, Math.floor(i / WIDTH) + 0.5 - dy)));
  const weights = Array.from({ length: Math.ceil(3 * sigma) * 2 + 1 }, (_, k, r = Math.ceil(3 * sigma)) => Math.exp(-((k - r) ** 2) / (2 * sigma * sigma)));
  const sum = weights.reduce((a, b) => a + b);
  const pass = (from, stride, position, length) => from.map((_, i) => weights.reduce((total, weight, k) => {
    const at = position(i) + k - (weights.length >> 1);
    return at < 0 || at >= length ? total : total + (weight / sum) * from[i + (at - position(i)) * stride];
  }, 0));
  const across = pass(plane, 1, (i) => i % WIDTH, WIDTH);
  const alpha = pass(across, WIDTH, (i) => Math.floor(i / WIDTH), HEIGHT).map((value) => strength * value);
  return { alpha, colour };
}

const white = () => [255, 255, 255];
const veils = {
  'a drop shadow on white': [white, { dx: 8, dy: 10, sigma: 6, strength: 0.5, colour: [0, 0, 0] }],
  'a wide, faint shadow on cream': [() => [250, 240, 214], { dx: 4, dy: 14, sigma: 12, strength: 0.3, colour: [0, 0, 0] }],
};

test('soft shadows and glows are kept as what they are, or removed, and leave no opaque ring', (context) => {
  for (const [name, [ground, of]] of Object.entries(veils)) {
    const veil = veilOf(badge, of);
    const { image, alpha } = draw(badge, ground, veil);
    const both = alpha.map((value, i) => value + (1 - value) * veil.alpha[i]);
    for (const [shadow, wanted] of [['keep', both], ['remove', alpha]]) {
      const result = kit.cutout.flatBackground(image, { shadow });
      assert.ok(result.flat && result.shadow, `${name} is seen`);
      const error = errorOf(result.image, wanted);
      context.diagnostic(`${name}, ${shadow}: ${error.toFixed(4)}`);
      assert.ok(error <= 0.01, `${name}, ${shadow}: ${error}`);
      // No ring: where the veil alone is, nothing is much more opaque than that.
      const rings = wanted.reduce((count, value, i) => count + (alpha[i] === 0 && result.image.data[4 * i + 3] / 255 > value + 0.25 ? 1 : 0), 0);
      assert.ok(rings <= 200, `${name}, ${shadow}: ${rings} pixels of a ring`);
    }
    // Over the ground it is the picture again.
    const kept = kit.cutout.flatBackground(image, { shadow: 'keep' }).image.data;
    let off = 0;
    for (let i = 0; i < alpha.length; i++) {
      const behind = ground((i % WIDTH) + 0.5, Math.floor(i / WIDTH) + 0.5);
      for (let c = 0; c < 3; c++) off += Math.abs(mix(behind, [...kept.subarray(4 * i, 4 * i + 3)], kept[4 * i + 3] / 255)[c] - image.data[4 * i + c]);
    }
    assert.ok(off / alpha.length / 3 < 1.5, `${name}: ${off / alpha.length / 3} levels off`);
  }
  const plain = draw(badge, white);
  assert.equal(kit.cutout.flatBackground(plain.image).shadow, false);
});

/** Shadows and glows from narrow to wide and from faint to deep, on grounds that are not white. */
function* deepVeils() {
  const colours = { teal: [40, 150, 160], orange: [240, 140, 40], navy: [20, 30, 80] };
  for (const [name, colour] of Object.entries(colours)) {
    for (const sigma of [4, 8]) {
      for (const strength of [0.6, 0.9]) {
        yield [`a shadow of ${strength} over ${sigma} pixels on ${name}`, () => colour, { dx: 7, dy: 9, sigma, strength, colour: [0, 0, 0] }];
        yield [`a glow of ${strength} over ${sigma} pixels on ${name}`, () => colour, { sigma, strength, colour: [255, 250, 120] }];
      }
    }
  }
}

/** Pixels outside of the subject that are much more opaque than they ought to be. */
const ringOf = ({ data }, wanted, alpha) =>
  wanted.reduce((count, value, i) => count + (alpha[i] === 0 && data[4 * i + 3] / 255 > value + 0.25 ? 1 : 0), 0);

test('a deep shadow or glow on a coloured ground is un-mixed, or not called good', (context) => {
  const blob = {
    covers: (x, y) => Math.hypot(x - 160, y - 120) < 60 + 12 * Math.cos(5 * Math.atan2(y - 120, x - 160)),
    paint: (x) => (x < 160 ? [250, 40, 160] : [30, 60, 220]),
  };
  const seen = { PNG: 0, JPEG: 0 };
  const all = [...deepVeils()];
  for (const [name, ground, of] of all) {
    const veil = veilOf(blob, of);
    const { image, alpha } = draw(blob, ground, veil);
    const area = alpha.reduce((sum, value) => sum + value);
    for (const [file, picture, options] of [['PNG', image, {}], ['JPEG', asJpeg(image, 95), { jpeg: true }]]) {
      // What a codec makes of a narrow one cannot be told from what it makes of an edge.
      if (file === 'JPEG' && of.sigma < 8) continue;
      const result = kit.cutout.flatBackground(picture, { ...options, shadow: 'remove' });
      if (!result.flat || result.certainty < 0.5) continue;
      const ring = ringOf(result.image, alpha, alpha);
      assert.ok(ring <= 0.05 * area, `${name}, ${file}: ${ring} pixels of a ring, certainty ${result.certainty}`);
      seen[file] += result.shadow ? 1 : 0;
    }
  }
  context.diagnostic(`seen as what they are, of ${all.length}: ${JSON.stringify(seen)}`);
  assert.ok(seen.PNG >= all.length - 2, `${seen.PNG} of ${all.length}`);
});

test('a ring of two colours is not called good', () => {
  const veil = veilOf(badge, { sigma: 8, strength: 0.9, colour: [0, 0, 0] });
  const { image, alpha } = draw(badge, () => [40, 150, 160], veil);
  // Red to the left, blue to the right: no one colour over the ground.
  for (let i = 0; i < alpha.length; i++) {
    if (alpha[i] > 0) continue;
    image.data.set(mix([40, 150, 160], i % WIDTH < 150 ? [255, 0, 0] : [0, 0, 255], veil.alpha[i]).map(Math.round), 4 * i);
  }
  const result = kit.cutout.flatBackground(image, { shadow: 'remove' });
  assert.ok(!result.flat || result.certainty < 0.5 || ringOf(result.image, alpha, alpha) < 200, `certainty ${result.certainty}`);
});

const board = (square, light, dark, dx = 0, dy = 0) => (x, y) => ((Math.floor((x + dx) / square) + Math.floor((y + dy) / square)) & 1 ? dark : light);
const grey = (value) => [value, value, value];
const boards = {
  'white and light grey, 8 pixels': board(8, grey(255), grey(204)),
  'white and hardly grey, 10 pixels, cut': board(10, grey(255), grey(239), 3, 7),
  'dark greys, 16 pixels': board(16, grey(102), grey(153), 5, 2),
  'squares of 12.7 pixels': board(12.7, grey(254), grey(205), 2.2, 4.9),
};

test('the checkerboard that stands for transparency is taken for what it is', (context) => {
  for (const [name, ground] of Object.entries(boards)) {
    const { image, alpha } = draw(badge, ground);
    for (const [file, picture, options, most] of [['PNG', image, {}, 0.01], ['JPEG', asJpeg(image, 90), { jpeg: true }, 0.03]]) {
      const result = kit.cutout.flatBackground(picture, options);
      assert.equal(result.flat, true, `${name}, ${file}`);
      const error = errorOf(result.image, alpha);
      context.diagnostic(`${name}, ${file}: ${error.toFixed(4)}, ${result.certainty.toFixed(2)}`);
      assert.ok(error <= most, `${name}, ${file}: ${error}`);
    }
  }
});

test('a JPEG of quality 95 comes out as clean as one of quality 75', (context) => {
  for (const [name, ground] of Object.entries({ white, navy: () => [12, 20, 60], green: () => [30, 170, 70] })) {
    const { image, alpha } = draw(badge, ground);
    const errors = [75, 85, 95].map((quality) => {
      const result = kit.cutout.flatBackground(asJpeg(image, quality), { jpeg: true });
      return result.flat ? errorOf(result.image, alpha) : 1;
    });
    context.diagnostic(`${name}: ${errors.map((error) => error.toFixed(4))}`);
    assert.ok(errors[2] <= errors[0] + 0.001 && errors[1] <= errors[0] + 0.001, `${name}: ${errors}`);
  }
});
