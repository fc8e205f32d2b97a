// A pointer move that snaps among 25, 100 and 1000 other assets, and the cost of one call, beside the same
// rules in plain JavaScript. The answers are compared before anything is timed.
//   node tests/bench/placement.mjs
import assert from 'node:assert/strict';
import { BOX_STRIDE, createMediaKit, SNAP_ROW } from '@aurastream/media-wasm';
import { bounds, PlainSnap } from './placement-plain.mjs';

const kit = await createMediaKit();
const { placement } = kit;
const canvas = { width: 1280, height: 720 };
const options = { canvas, threshold: 6 };

let state = 1;
const between = (from, to) => from + ((state = (state * 48271) % 2147483647) / 2147483647) * (to - from);
const box = () => ({
  x: between(0, 1280),
  y: between(0, 720),
  width: between(20, 200),
  height: between(20, 200),
  rotation: state % 3 ? 0 : between(0, 360),
});

/** Median nanoseconds of one call; contenders take turns, so that a slow moment hits all. */
function measure(contenders, calls, rounds = 41) {
  const times = contenders.map(() => []);
  for (let round = -5; round < rounds; round++) {
    contenders.forEach((run, i) => {
      const start = performance.now();
      for (let call = 0; call < calls; call++) run(call);
      if (round >= 0) times[i].push(((performance.now() - start) / calls) * 1e6);
    });
  }
  return times.map((list) => list.sort((a, b) => a - b)[list.length >> 1]);
}

const ns = (value) =>
  `${value < 10000 ? Math.round(value) : `${(value / 1000).toFixed(1)} k`} ns`.padStart(9);

console.log('A pointer move that snaps (lines, gaps, guides):');
for (const count of [25, 100, 1000]) {
  const others = Array.from({ length: count }, box);
  const path = Array.from({ length: 200 }, (_, i) => ({
    x: 100 + i * 5.3,
    y: 80 + i * 2.9,
    width: 160,
    height: 90,
    rotation: 0,
  }));
  const session = placement.createSnapSession(others, options);
  const plain = new PlainSnap(others, options);
  for (const wanted of path) {
    const [a, b] = [session.move(wanted), plain.move(wanted)];
    assert.ok(
      Math.abs(a.box.x - b.box.x) < 1e-6 && Math.abs(a.box.y - b.box.y) < 1e-6,
      JSON.stringify([wanted, a, b]),
    );
    assert.equal(a.guides.length, Math.min(8, b.guides.length));
  }
  const rows = path.map((b) => Float64Array.of(b.x, b.y, b.width, b.height, b.rotation));
  const out = new Float64Array(SNAP_ROW);
  const [batch, objects, js] = measure(
    [
      (i) => session.moveRow(rows[i % 200], out),
      (i) => session.move(path[i % 200]),
      (i) => plain.move(path[i % 200]),
    ],
    count === 1000 ? 200 : 1000,
  );
  console.log(
    `${String(count).padStart(5)} others:  rows ${ns(batch)}   objects ${ns(objects)}   plain JS ${ns(js)}   rows ${(js / batch).toFixed(1)}× as fast as plain JS`,
  );
  session.dispose();
}

console.log('One call:');
const one = box();
const row = placement.batch.boxes([one]);
const rect = new Float64Array(4);
const [single, batched, js] = measure(
  [() => placement.bounds(one), () => placement.batch.bounds(row, rect), () => bounds(one)],
  20000,
);
console.log(`bounds of a box:     object ${ns(single)}   row ${ns(batched)}   plain JS ${ns(js)}`);
const many = Array.from({ length: 1000 }, box);
const manyRows = placement.batch.boxes(many);
const rects = new Float64Array(4000);
const [all, allJs] = measure([() => placement.batch.bounds(manyRows, rects), () => many.map(bounds)], 50);
console.log(`bounds of 1000:      rows   ${ns(all)}   plain JS ${ns(allJs)}   (${BOX_STRIDE} numbers a box)`);
