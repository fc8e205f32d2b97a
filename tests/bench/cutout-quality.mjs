// How near cut-outs come to true alphas.
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
kit.dispose();
