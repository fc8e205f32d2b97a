import assert from 'node:assert/strict';
import test from 'node:test';
import { BOX_STRIDE, createMediaKit, PLACEMENT_STRIDE } from '@aurastream/media-wasm';
import { invalid, near, random } from './placement-support.mjs';

const kit = await createMediaKit();
const { placement } = kit;
const canvas = { width: 1280, height: 720 };

test('batch rows give what single calls give', () => {
  const r = random(8);
  const { batch } = placement;
  const boxes = r.boxes(100);
  const rows = batch.boxes(boxes);
  assert.equal(rows.length, 100 * BOX_STRIDE);
  const rects = batch.bounds(rows);
  const corners = batch.corners(rows);
  const moved = batch.move(rows, { x: 0, y: 0 }, { x: 5, y: 6 });
  const frame = placement.unionBounds(boxes);
  const scaled = batch.resize(rows, 'bottom-right', {
    x: frame.left + 2 * frame.width,
    y: frame.top + 2 * frame.height,
  });
  boxes.forEach((box, i) => {
    assert.deepEqual([...rects.subarray(4 * i, 4 * i + 4)], Object.values(placement.bounds(box)));
    assert.deepEqual({ x: corners[8 * i], y: corners[8 * i + 1] }, placement.corners(box)[0]);
    assert.equal(moved[BOX_STRIDE * i], box.x + 5);
    near(scaled[BOX_STRIDE * i + 2], 2 * box.width, 1e-6);
  });
  const placements = boxes.map((box) => placement.toPlacement(box, canvas));
  const flat = batch.placements(placements);
  assert.equal(flat.length, 100 * PLACEMENT_STRIDE);
  const out = new Float64Array(rows.length);
  assert.equal(batch.toBoxes(flat, canvas, out), out);
  out.forEach((value, i) => near(value, rows[i], 1e-9));
  for (let i = 0; i < 50; i++) {
    const point = r.point();
    assert.equal(batch.hitTest(flat, canvas, point), placement.hitTest(placements, canvas, point));
  }
  const caught = batch.marquee(rows, { left: 0, top: 0, width: 700, height: 700 });
  assert.deepEqual(
    [...caught.keys()].filter((i) => caught[i]),
    placement.query.marquee(boxes, { left: 0, top: 0, width: 700, height: 700 }),
  );
  assert.equal(batch.rotate(rows, { x: 0, y: 0 }, { x: 1, y: 1 }, {}, rows), rows);
  assert.throws(() => batch.bounds(new Float64Array(7)), invalid);
  assert.throws(() => batch.bounds([1, 2, 3, 4, 5]), invalid);
  assert.throws(() => batch.bounds(rows, new Float64Array(3)), invalid);
  assert.throws(
    () => batch.bounds(Float64Array.of(...rows.subarray(0, 10), 0, 0, NaN, 1, 0)),
    (error) => invalid(error) && error.message.includes('boxes[2].width'),
  );
});

test('large batches grow the memory and stay right', () => {
  const boxes = random(9).boxes(20000);
  const rects = placement.batch.bounds(placement.batch.boxes(boxes));
  assert.deepEqual([...rects.subarray(-4)], Object.values(placement.bounds(boxes.at(-1))));
});
