// The simulated user's box and first two strokes on pictures of pictures.py, for traits.cpp.
//   node tests/bench/selection/learn/cases.mjs FOLDER OUT
// OUT, a picture after the other: floats (width, height, the box, then of each stroke radius, number of points, points),
// RGBA, mask. Every picture's name goes to OUT.txt.
import fs from 'node:fs';
import path from 'node:path';
import { createMediaKit } from '@aurastream/media-wasm';
import { boxAround, firstStrokes } from '../user.mjs';

const [folder, out] = process.argv.slice(2);
const kit = await createMediaKit();
const decode = (file) => kit.image.decode(new Uint8Array(fs.readFileSync(path.join(folder, file))));
const file = fs.openSync(out, 'w');
const names = [];
for (const mask of fs.readdirSync(folder).filter((name) => name.endsWith('.mask.png')).sort()) {
  const image = decode(mask.replace('.mask.', '.image.'));
  const { width, height, data } = decode(mask);
  const truth = { width, height, data: Uint8Array.from({ length: width * height }, (_, i) => data[4 * i]) };
  const box = boxAround(truth);
  const strokes = firstStrokes(truth, box);
  if (strokes.length < 2) continue;
  const numbers = [width, height, box.x, box.y, box.width, box.height, ...strokes.flatMap(({ radius, points }) => [radius, points.length, ...points.flatMap(({ x, y }) => [x, y])])];
  for (const part of [new Uint8Array(Float32Array.from(numbers).buffer), image.data, truth.data]) fs.writeSync(file, part);
  names.push(mask.replace('.mask.png', ''));
}
fs.closeSync(file);
fs.writeFileSync(`${out}.txt`, `${names.join('\n')}\n`);
console.log(names.length, 'pictures');
kit.dispose();
