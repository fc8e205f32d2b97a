// How near cut-outs come to true alphas, and what the steps cost beside `apply` (CPU time of this process).
//   node tests/bench/cutout-quality.mjs
import { createMediaKit } from '@aurastream/media-wasm';
import { chromaCases, mean, refineCases } from '../quality.mjs';

const kit = await createMediaKit();

console.log('Screens: mean absolute error of alpha');
const keyed = {};
for (const { subject, colour, sigma, file, error } of chromaCases(kit)) {
  (keyed[`${subject}, ${colour}`] ??= {})[`σ ${sigma} ${file}`] = Number(error.toFixed(4));
}
console.table(keyed);

console.log('Refining: error of alpha beside the plain upsampled mask’s, over six photographs: mean, worst');
const refined = {};
for (const { subject, side, kind, ratio } of refineCases(kit)) ((refined[subject] ??= {})[`${side} ${kind}`] ??= []).push(ratio);
const all = Object.values(refined).flatMap((row) => Object.values(row).flat());
console.table(Object.fromEntries(Object.entries(refined).map(([subject, row]) => [subject, Object.fromEntries(
  Object.entries(row).map(([name, ratios]) => [name, `${mean(ratios).toFixed(3)}, ${Math.max(...ratios).toFixed(3)}`]))])));
console.log(`${all.length} cases: ${mean(all).toFixed(3)} on the mean, at most ${Math.max(...all).toFixed(3)}`);

/** The least CPU milliseconds of a few runs. */
function time(work, runs = 4) {
  let least = Infinity;
  for (let i = 0; i < runs; i++) {
    const start = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(start);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}

/** A starry disc with a hole, its edge two pixels of a 256² mask wide; and a ground of one colour, or a photograph's noise. */
function scene(width, height) {
  const mask = { width, height, data: new Uint8Array(width * height) };
  const data = (fill) => {
    const out = new Uint8ClampedArray(4 * width * height).fill(255);
    for (let i = 0; i < mask.data.length; i++) fill(out, 4 * i, mask.data[i] / 255, i);
    return { width, height, data: out };
  };
  for (let i = 0; i < mask.data.length; i++) {
    const [u, v] = [(i % width) - width / 2, Math.floor(i / width) - height / 2];
    const away = (height * (0.3 + 0.04 * Math.sin(9 * Math.atan2(v, u))) - Math.hypot(u, v)) / (height / 256);
    mask.data[i] = Math.round(255 * Math.min(1, Math.max(0, away / 2 + 0.5)));
  }
  let state = 1;
  const grain = () => ((state = (Math.imul(state, 1664525) + 1013904223) >>> 0) >>> 27) - 16;
  const over = (ground, noisy) => (out, at, alpha) => {
    for (let c = 0; c < 3; c++) out[at + c] = alpha * [200, 60, 90][c] + (1 - alpha) * ground[c] + (noisy ? grain() : 0);
  };
  const hard = { ...mask, data: mask.data.map((value) => (value < 128 ? 0 : 255)) };
  const logo = data((out, at, _, i) => over([255, 255, 255], false)(out, at, hard.data[i] / 255));
  const photo = data((out, at, alpha, i) => over([(i % width) / width * 200, 90, 120], true)(out, at, alpha));
  return { mask, logo, photo, screen: data(over([40, 170, 70], true)) };
}

console.log('Speed beside apply without un-mixing: CPU ms (ratio)');
const costs = {};
for (const [name, width, height] of [['1024²', 1024, 1024], ['12 MP', 4000, 3000]]) {
  const { mask, logo, photo, screen } = scene(width, height);
  const small = { width: 320, height: 320, data: Uint8Array.from({ length: 320 * 320 }, (_, i) =>
    mask.data[Math.floor(Math.floor(i / 320) * height / 320) * width + Math.floor((i % 320) * width / 320)]) };
  const apply = time(() => kit.cutout.apply(photo, mask, { unmix: false }));
  const steps = {
    'apply, un-mixed': () => kit.cutout.apply(photo, mask),
    'refine, from 320²': () => kit.cutout.refine(photo, small),
    'flat, a logo': () => kit.cutout.flatBackground(logo),
    'flat, a logo as JPEG': () => kit.cutout.flatBackground(logo, { jpeg: true }),
    'flat, a photo refused': () => kit.cutout.flatBackground(photo),
    'chroma, a noisy screen': () => kit.cutout.chroma(screen),
    'chroma, a photo refused': () => kit.cutout.chroma(photo),
  };
  (costs.apply ??= {})[name] = `${apply.toFixed(1)}`;
  for (const [step, work] of Object.entries(steps)) {
    const took = time(work);
    (costs[step] ??= {})[name] = `${took.toFixed(1)} (${(took / apply).toFixed(2)})`;
  }
}
console.table(costs);
