import assert from 'node:assert/strict';
import test from 'node:test';
import { createMediaKit, HANDLES, MediaError } from '@aurastream/media-wasm';

const { placement } = await createMediaKit();
const canvas = { width: 1280, height: 720 };
const invalid = (error) => error instanceof MediaError && error.code === 'invalid_argument';

function random(seed) {
  let state = seed;
  return (from, to) => from + ((state = (state * 48271) % 2147483647) / 2147483647) * (to - from);
}

test('placements become boxes and back, in percent and px', () => {
  assert.deepEqual(placement.toBox({ x: 25, y: 50, width: 10, height: 10 }, canvas), {
    x: 320,
    y: 360,
    width: 128,
    height: 72,
    rotation: 0,
  });
  assert.deepEqual(
    placement.toBox({ x: 0, y: 0, width: 10, height: 8, size_unit: 'px', rotation: 30 }, canvas),
    { x: 0, y: 0, width: 10, height: 8, rotation: 30 },
  );
  const box = { x: 320, y: 360, width: 128, height: 72, rotation: 15 };
  assert.deepEqual(placement.toPlacement(box, canvas), {
    x: 25,
    y: 50,
    width: 10,
    height: 10,
    sizeUnit: 'percent',
    rotation: 15,
  });
  assert.deepEqual(placement.toPlacement(box, canvas, 'px'), {
    x: 25,
    y: 50,
    width: 128,
    height: 72,
    sizeUnit: 'px',
    rotation: 15,
  });
});

test('pixel boxes, corners and bounds', () => {
  const box = { x: 10, y: 20, width: 8, height: 4, rotation: 90 };
  assert.deepEqual(placement.pixelRect({ ...box, x: 10.5, rotation: 0 }), {
    left: 7,
    top: 18,
    width: 8,
    height: 4,
  });
  assert.deepEqual(placement.corners(box), [
    { x: 12, y: 16 },
    { x: 12, y: 24 },
    { x: 8, y: 24 },
    { x: 8, y: 16 },
  ]);
  assert.deepEqual(placement.bounds(box), { left: 8, top: 16, width: 4, height: 8 });
});

test('a resize keeps the opposite handle, and the ratio when locked', () => {
  const next = random(3);
  for (let i = 0; i < 300; i++) {
    const start = {
      x: next(-200, 1500),
      y: next(-200, 900),
      width: next(2, 600),
      height: next(2, 600),
      rotation: next(-400, 400),
    };
    const corner = (i % 4) * 2;
    const pointer = { x: next(-200, 1500), y: next(-200, 900) };
    const lockAspect = i % 2 === 0;
    const out = placement.resize(start, HANDLES[corner], pointer, { lockAspect });
    const fixed = placement.corners(start)[(corner / 2 + 2) % 4];
    const nearest = Math.min(...placement.corners(out).map((p) => Math.hypot(p.x - fixed.x, p.y - fixed.y)));
    assert.ok(nearest < 1e-9, `${nearest}`);
    if (lockAspect) assert.ok(Math.abs(out.width / out.height / (start.width / start.height) - 1) < 1e-9);
  }
});

test('a drag is a function of its start: the box moves with the pointer', () => {
  const start = Object.freeze({ x: 10, y: 20, width: 8, height: 4, rotation: 90 });
  assert.deepEqual(placement.move(start, { x: 11, y: 21 }, { x: 16, y: 11 }), { ...start, x: 15, y: 10 });
});

test('the front-most placement under a point is hit', () => {
  const at = { x: 50, y: 50, width: 20, height: 20 };
  assert.equal(placement.hitTest([at, at, { ...at, zIndex: 0 }], canvas, { x: 640, y: 360 }), 1);
  assert.equal(placement.hitTest([{ ...at, rotation: 45 }], canvas, { x: 513, y: 289 }), -1);
  assert.equal(placement.hitTest([{ ...at, x: NaN }], canvas, { x: 640, y: 360 }), -1);
  assert.equal(placement.hitTest([], canvas, { x: 640, y: 360 }), -1);
});

test('new assets go where the editor puts them', () => {
  assert.deepEqual(placement.defaultPlacement(4, canvas), {
    x: 75,
    y: 75,
    width: 20,
    height: 20,
    sizeUnit: 'percent',
    zIndex: 5,
    rotation: 0,
    opacity: 100,
    maintainAspectRatio: true,
  });
  assert.deepEqual(placement.defaultPlacement(0, { width: 28, height: 28 }), {
    x: 50,
    y: 50,
    width: 100,
    height: 100,
    sizeUnit: 'percent',
    zIndex: 1,
    rotation: 0,
    opacity: 100,
    maintainAspectRatio: false,
  });
  const photo = placement.toBox(placement.defaultPlacement(0, canvas, { width: 300, height: 100 }), canvas);
  assert.ok(Math.abs(photo.width / photo.height - 3) < 1e-12);
});

test('numbers that cannot be computed with are refused by name', () => {
  const box = { x: 10, y: 20, width: 8, height: 4, rotation: 0 };
  for (const key of Object.keys(box)) {
    for (const value of [NaN, Infinity, 'x', 1e300, {}]) {
      for (const call of [
        () => placement.bounds({ ...box, [key]: value }),
        () => placement.resize({ ...box, [key]: value }, 'top', { x: 0, y: 0 }),
      ])
        assert.throws(
          call,
          (error) => invalid(error) && error.message.includes(`box.${key}`),
          `${key} ${value}`,
        );
    }
  }
  for (const call of [
    () => placement.bounds({ ...box, width: 0 }),
    () => placement.bounds(null),
    () => placement.corners(),
    () => placement.resize(box, 'middle', { x: 0, y: 0 }),
    () => placement.resize(box, 'top', { x: NaN, y: 0 }),
    () => placement.resize(box, 'top', null),
    () => placement.resize(box, 'top', { x: 0, y: 0 }, { smallest: { width: 0, height: 1 } }),
    () => placement.toBox({ x: 1, y: 1, width: 1 }, canvas),
    () => placement.toBox({ x: 1, y: 1, width: 1, height: 1 }, { width: 0, height: 1 }),
    () => placement.toBox({ x: 1, y: 1, width: 1, height: 1, sizeUnit: 'em' }, canvas),
    () => placement.toPlacement(box, canvas, 'em'),
    () => placement.hitTest('x', canvas, { x: 0, y: 0 }),
    () => placement.move(box, { x: 0 }, { x: 0, y: 0 }),
    () => placement.defaultPlacement(-1, canvas),
    () => placement.defaultPlacement(0.5, canvas),
  ])
    assert.throws(call, invalid, String(call));
});
