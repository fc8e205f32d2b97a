// How well, and how fast, a simulated user selects by hand: this package's kit.cutout.createSelection beside OpenCV's
// grabCut (apt: python3-opencv), both with the same strokes rules, on pictures of 512 pixels.
//   node tests/bench/selection.mjs [--no-peer] [--each]
//   node tests/bench/selection.mjs --large [--no-peer]   CPU time of a box and of strokes on 12 megapixels only
import fs from 'node:fs';
import path from 'node:path';
import { createMediaKit } from '@aurastream/media-wasm';
import { createBackgroundRemover } from '@aurastream/media-wasm/background-removal';
import { shared } from '../shared.mjs';
import { Peer } from './selection/peer.mjs';
import { boxAround, CORRECTIONS, correction, firstStrokes, iou } from './selection/user.mjs';

const SIDE = 512;
const kit = await createMediaKit();

function load(folder) {
  const masks = fs.readdirSync(shared(folder, 'masks'));
  return masks.map((file) => {
    const name = path.parse(file).name;
    const photo = fs.readdirSync(shared(folder, 'images')).find((other) => path.parse(other).name === name);
    const decode = (...parts) => kit.image.decode(new Uint8Array(fs.readFileSync(shared(folder, ...parts))));
    const full = decode('images', photo);
    const scale = Math.min(1, SIDE / Math.max(full.width, full.height));
    const [width, height] = [full.width, full.height].map((side) => Math.max(1, Math.round(side * scale)));
    const image = scale < 1 ? kit.image.resize(full, width, height, 'lanczos3') : full;
    const grey = kit.image.resize(decode('masks', file), width, height, 'bilinear').data;
    const truth = { width, height, data: Uint8Array.from({ length: width * height }, (_, i) => grey[4 * i]) };
    return { name, full, image, truth };
  });
}

/** This package as a contender. */
class Ours {
  open(image, mask) {
    this.session?.dispose();
    this.session = kit.cutout.createSelection(image, { mask });
  }
  #timed(step) {
    const start = process.cpuUsage();
    step();
    const { user, system } = process.cpuUsage(start);
    return { milliseconds: (user + system) / 1000, mask: this.session.mask() };
  }
  box(rect) {
    return this.#timed(() => this.session.box(rect));
  }
  add(stroke) {
    return this.#timed(() => this.session.add(stroke));
  }
  close() {
    this.session?.dispose();
  }
}

/** IoU after the box, after two strokes, and after each correction. */
async function byBox(contender, { image, truth }) {
  const box = boxAround(truth);
  contender.open(image);
  let step = await contender.box(box);
  const curve = [iou(step.mask, truth)];
  const times = [step.milliseconds];
  for (const stroke of firstStrokes(truth, box)) times.push((step = await contender.add(stroke)).milliseconds);
  curve.push(iou(step.mask, truth));
  return { curve, times, ...(await corrections(contender, truth, step, curve, times)) };
}

async function corrections(contender, truth, first, curve, times) {
  let step = first;
  for (let i = 0; i < (Number(process.env.CORR) || CORRECTIONS); i++) {
    const stroke = correction(step.mask, truth);
    if (stroke) {
      step = await contender.add(stroke);
      times.push(step.milliseconds);
    }
    curve.push(iou(step.mask, truth));
  }
  return {};
}

async function byMask(contender, { image, truth }, mask) {
  contender.open(image, mask);
  const curve = [iou(mask, truth)];
  const times = [];
  await corrections(contender, truth, { mask }, curve, times);
  return { curve, times };
}

const mean = (list) => list.reduce((sum, value) => sum + value, 0) / list.length;
const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];
const line = (results) => results[0].curve.map((_, i) => mean(results.map(({ curve }) => curve[i])).toFixed(3)).join(' ');

const args = process.argv.slice(2);
const contenders = { ours: () => new Ours() };
if (!args.includes('--no-peer')) contenders.grabCut = () => new Peer('/usr/bin/python3', path.join(import.meta.dirname, 'selection/grabcut.py'));

/** The same photograph at 12 megapixels, and the same strokes: what the size costs. */
async function large() {
  const { full, truth, image } = load('objects').find(({ name }) => name === 'bike');
  const [width, height] = [4240, Math.round((4240 * full.height) / full.width)];
  const big = kit.image.resize(full, width, height, 'bilinear');
  const up = width / image.width;
  const small = ({ data }) => ({
    width: truth.width, height: truth.height,
    data: Uint8Array.from({ length: truth.data.length }, (_, i) => data[Math.floor((Math.floor(i / truth.width) + 0.5) * up) * width + Math.floor(((i % truth.width) + 0.5) * up)]),
  });
  const scaled = ({ kind, points, radius }) => ({ kind, radius: radius * up, points: points.map(({ x, y }) => ({ x: Math.min(x * up, width), y: Math.min(y * up, height) })) });
  const box = boxAround(truth);
  const bigBox = Object.fromEntries(Object.entries(box).map(([key, value]) => [key, Math.round(value * up)]));
  for (const [name, start] of Object.entries(contenders)) {
    const contender = start();
    const rounds = [];
    for (let round = 0; round < (name === 'ours' ? 3 : 1); round++) {
      contender.open(big);
      let step = await contender.box(bigBox);
      const times = [step.milliseconds];
      for (const stroke of firstStrokes(truth, box)) times.push((step = await contender.add(scaled(stroke))).milliseconds);
      for (let i = 0; i < 3; i++) times.push((step = await contender.add(scaled(correction(small(step.mask), truth)))).milliseconds);
      rounds.push(times);
    }
    const best = rounds[0].map((_, i) => Math.min(...rounds.map((times) => times[i])));
    console.log(`${width} × ${height} ${name.padEnd(8)} box ${best[0].toFixed(0)} ms, strokes ${best.slice(1).map((ms) => ms.toFixed(0)).join(' ')} ms`);
    contender.close();
  }
}

if (args.includes('--large')) {
  await large();
  kit.dispose();
  process.exit(0);
}

const remover = await createBackgroundRemover();
/** The people model's mask of a picture, whatever it makes of it. */
const modelMask = async ({ image }) => (await remover.remove(image, { mode: 'model', output: 'mask', allowEmpty: true })).mask;

console.log('IoU after: the box, two strokes, then 1 to 10 corrections');
for (const folder of ['people', 'objects']) {
  const pictures = load(folder);
  for (const [name, start] of Object.entries(contenders)) {
    const contender = start();
    try {
      const results = [];
      for (const picture of pictures) {
        const result = await byBox(contender, picture);
        results.push(result);
        if (args.includes('--each')) console.log(`  ${picture.name.padEnd(16)} ${result.curve.map((v) => v.toFixed(3)).join(' ')}`);
      }
      const boxes = median(results.map(({ times }) => times[0])), strokes = median(results.flatMap(({ times }) => times.slice(1)));
      console.log(`${folder.padEnd(8)} ${name.padEnd(8)} ${line(results)}   box ${boxes.toFixed(0)} ms, stroke ${strokes.toFixed(0)} ms`);
      if (name === 'ours') {
        const masked = [];
        for (const picture of pictures) {
          const result = await byMask(contender, picture, await modelMask(picture));
          masked.push(result);
          if (args.includes('--each')) console.log(`  ${picture.name.padEnd(16)} ${result.curve.map((v) => v.toFixed(3)).join(' ')}`);
        }
        console.log(`${folder.padEnd(8)} selfie's mask, then 1 to 10 corrections: ${line(masked)}`);
      }
    } catch (thrown) {
      if (name !== 'grabCut') throw thrown;
      console.log(`OpenCV's grabCut could not be run (${thrown.message}): apt-get install python3-opencv`);
    } finally {
      contender.close();
    }
  }
}
remover.dispose();
kit.dispose();
