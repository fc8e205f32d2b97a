import assert from 'node:assert/strict';
import test from 'node:test';
import {
  ANCHORS,
  BOX_STRIDE,
  createMediaKit,
  HANDLES,
  SNAP_KINDS,
  SNAP_ROW,
} from '@aurastream/media-wasm';
import { invalid, near, random } from './placement-support.mjs';

const kit = await createMediaKit();
const { placement } = kit;
const canvas = { width: 1280, height: 720 };
const area = { left: 0, top: 0, ...canvas };

test('anchors, unions and fits', () => {
  const { box } = random(1);
  for (const anchor of ANCHORS) {
    const moved = placement.atAnchor(box(), anchor, { x: 7, y: 9 });
    const { x, y } = placement.anchorPoint(moved, anchor);
    near(x, 7);
    near(y, 9);
  }
  assert.deepEqual(
    placement.unionBounds([
      { x: 0, y: 0, width: 2, height: 2 },
      { x: 10, y: 0, width: 4, height: 8 },
    ]),
    { left: -1, top: -4, width: 13, height: 8 },
  );
  assert.deepEqual(
    placement.fit({ width: 50, height: 50 }, { left: 0, top: 0, width: 200, height: 100 }, 'cover'),
    { x: 100, y: 50, width: 200, height: 200, rotation: 0 },
  );
});

test('gestures start from where they began and keep their limits', () => {
  const r = random(2);
  for (let i = 0; i < 300; i++) {
    const start = Object.freeze(placement.constrain(r.box(), area, { smallest: { width: 20, height: 20 } }));
    const handle = HANDLES[i % 8];
    const kept = placement.resize(start, handle, r.point(), {
      keep: 'box',
      area,
      lockAspect: i % 2 === 0,
      smallest: { width: 5, height: 5 },
    });
    const out = placement.query.overflow(kept, area);
    // At most the smallest size, hugging an edge.
    assert.ok(out.left + out.top + out.right + out.bottom < 30, JSON.stringify(out));
    assert.ok(kept.width >= 5 - 1e-9 && kept.height >= 5 - 1e-9);

    const grab = placement.corners(start)[0];
    near(placement.rotate(start, grab, grab).rotation, ((start.rotation % 360) + 360) % 360, 1e-9);
    assert.equal(placement.rotate(start, grab, r.point(), { step: 45 }).rotation % 45, 0);
    const fingers = [r.point(), r.point()];
    const same = placement.pinch(start, fingers, fingers);
    near(same.x, start.x, 1e-9);
    near(same.width, start.width, 1e-9);
  }
  const box = { x: 103, y: 50, width: 10, height: 10 };
  assert.equal(placement.nudge(box, { x: 1, y: 0 }, { step: 10 }).x, 113);
  assert.equal(placement.nudge(box, { x: -1, y: 0 }, { grid: { width: 64, height: 36 } }).x, 64);
});

test('a selection moves, scales evenly when a member is turned, and turns about its middle', () => {
  const r = random(3);
  for (let i = 0; i < 200; i++) {
    const start = r.boxes(3);
    const frame = placement.unionBounds(start);
    const corner = { x: frame.left + frame.width, y: frame.top + frame.height };
    const { boxes } = placement.resizeAll(start, 'bottom-right', { x: corner.x + 100, y: corner.y + 50 });
    boxes.forEach((box, k) => near(box.width / box.height / (start[k].width / start[k].height), 1));
    near(placement.unionBounds(boxes).left, frame.left, 1e-6);
    assert.deepEqual(placement.moveAll(start, { x: 1, y: 1 }, { x: 3, y: 0 })[2], {
      ...start[2],
      x: start[2].x + 2,
      y: start[2].y - 1,
    });
    const { boxes: turned, angle } = placement.rotateAll(start, corner, r.point(), { step: 15 });
    near(angle % 15, 0);
    const pinched = placement.pinchAll(start, [r.point(), corner], [r.point(), corner], {
      smallest: { width: 1, height: 1 },
    });
    near(pinched[1].width / start[1].width, pinched[2].height / start[2].height);
    assert.equal(placement.nudgeAll(start, { x: 0, y: 1 }, { step: 10 })[1].y, start[1].y + 10);
    near(
      Math.hypot(turned[0].x - turned[1].x, turned[0].y - turned[1].y),
      Math.hypot(start[0].x - start[1].x, start[0].y - start[1].y),
      1e-6,
    );
  }
});

test('snapping stays within its threshold, is idempotent, and says what it hit', () => {
  const r = random(4);
  for (let i = 0; i < 300; i++) {
    const others = r.boxes(i % 7);
    const options = {
      canvas,
      threshold: 10,
      zoom: 0.5,
      kinds: SNAP_KINDS,
      grid: { width: 64, height: 36 },
      safeZone: placement.constants.SAFE_ZONES.tiktok,
    };
    const wanted = r.box();
    const once = placement.snap(wanted, others, options);
    assert.ok(Math.abs(once.box.x - wanted.x) <= 20 + 1e-9 && Math.abs(once.box.y - wanted.y) <= 20 + 1e-9);
    const twice = placement.snap(once.box, others, options);
    near(twice.box.x, once.box.x);
    near(twice.box.y, once.box.y);
    if (once.x) near(once.box.x - wanted.x, once.x.moved);
    else assert.equal(once.box.x, wanted.x);
  }
  const { box, x, y, guides } = placement.snap({ x: 643, y: 100, width: 50, height: 50 }, [], { canvas });
  assert.equal(box.x, 640);
  assert.deepEqual(x, { kind: 'canvas-center', target: -1, moved: -3 });
  assert.equal(y, null);
  assert.deepEqual(guides, [
    { axis: 'x', kind: 'canvas-center', position: 640, from: 0, to: 720, target: -1 },
  ]);
});

test('a snap session holds its target, resizes, answers rows, and ends', () => {
  const session = placement.createSnapSession([{ x: 300, y: 300, width: 100, height: 60 }], {
    canvas,
    threshold: 10,
    hysteresis: 2,
  });
  assert.equal(session.move({ x: 655, y: 150, width: 50, height: 50 }).x, null);
  assert.equal(session.move({ x: 645, y: 150, width: 50, height: 50 }).x.kind, 'canvas-center');
  assert.equal(session.move({ x: 655, y: 150, width: 50, height: 50 }).box.x, 640);
  session.release();
  assert.equal(session.move({ x: 655, y: 150, width: 50, height: 50 }).x, null);
  const resized = session.resize(
    { x: 600, y: 600, width: 80, height: 40 },
    'right',
    { x: 656, y: 600 },
    { grab: { x: 640, y: 600 } },
  );
  assert.equal(resized.box.width, 100);
  assert.equal(resized.x.kind, 'size');
  const out = new Float64Array(SNAP_ROW);
  session.resizeRow(
    Float64Array.of(600, 600, 80, 40, 0),
    'right',
    { x: 656, y: 600 },
    { grab: { x: 640, y: 600 } },
    out,
  );
  assert.equal(out[2], 100);
  session.moveRow(Float64Array.of(645, 150, 50, 50, 0), out);
  assert.deepEqual([...out.subarray(0, BOX_STRIDE)], [640, 150, 50, 50, 0]);
  assert.equal(SNAP_KINDS[out[8]], 'canvas-center');
  assert.throws(() => session.moveRow(new Float64Array(2), out), invalid);
  assert.throws(() => session.move({ x: NaN, y: 0, width: 1, height: 1 }), invalid);
  session.dispose();
  session.dispose();
  assert.throws(
    () => session.move({ x: 1, y: 1, width: 1, height: 1 }),
    (error) => error.code === 'disposed',
  );
});

test('sessions that are disposed give their memory back', () => {
  const others = random(5).boxes(500);
  for (let i = 0; i < 20; i++) placement.createSnapSession(others, { canvas }).dispose();
  const before = kit.memoryBytes;
  for (let i = 0; i < 500; i++) placement.createSnapSession(others, { canvas }).dispose();
  assert.equal(kit.memoryBytes, before);
});

test('aligning twice, distributing, matching and laying out', () => {
  const r = random(6);
  const { arrange } = placement;
  for (let i = 0; i < 200; i++) {
    const boxes = r.boxes(4);
    for (const how of ['left', 'center-x', 'right', 'top', 'center-y', 'bottom']) {
      const once = arrange.align(boxes, how);
      arrange.align(once, how).forEach((box, k) => {
        near(box.x, once[k].x);
        near(box.y, once[k].y);
      });
    }
    const key = arrange.align(boxes, 'left', 2);
    near(key[2].x, boxes[2].x);
    near(placement.bounds(key[0]).left, placement.bounds(boxes[2]).left);
    for (const how of ['grid', 'row', 'column', 'focus', 'free-space']) {
      const laid = arrange.layout(boxes, how, area, 4);
      laid.forEach((box, k) => near(box.width / box.height / (boxes[k].width / boxes[k].height), 1));
    }
    const xs = arrange
      .distribute(boxes, 'x', 'centers')
      .map((box) => box.x)
      .sort((a, b) => a - b);
    near(xs[1] - xs[0], xs[2] - xs[1], 1e-6);
  }
  assert.deepEqual(arrange.matchSize([{ x: 0, y: 0, width: 100, height: 50 }], { width: 60 }, true), [
    { x: 0, y: 0, width: 60, height: 30, rotation: 0 },
  ]);
  assert.deepEqual(arrange.normalizeZ([5, 5, -2, 9]), [2, 3, 1, 4]);
  assert.deepEqual(arrange.moveLayers([5, 5, -2, 9], [0], 'forward'), [3, 2, 1, 4]);
  assert.deepEqual(arrange.moveLayers([1, 2, 3], [0, 1], 'to-front'), [2, 3, 1]);
  assert.deepEqual(
    arrange.freePosition({ x: 0, y: 0, width: 100, height: 100 }, [{ x: 640, y: 360, ...canvas }], area),
    { x: 640, y: 360 },
  );
  assert.deepEqual(arrange.align([], 'left'), []);
});

test('hits, marquees, overlaps, overflows and covers', () => {
  const { query } = placement;
  const at = { x: 50, y: 50, width: 20, height: 20 };
  const placements = [
    { ...at, assetId: 'a' },
    { ...at, assetId: 'b', rotation: 90, zIndex: 2 },
  ];
  assert.deepEqual(
    query.hits(placements, canvas, { x: 640, y: 360 }).map((hit) => hit.index),
    [1, 0],
  );
  // The left half of b's picture is transparent; turned clockwise, its left is up.
  const half = { width: 2, height: 1, data: new Uint8ClampedArray([0, 0, 0, 0, 9, 9, 9, 255]) };
  const images = new Map([['b', half]]);
  assert.equal(query.hitTest(placements, canvas, { x: 640, y: 340 }, { images }), 0);
  assert.equal(query.hitTest(placements, canvas, { x: 640, y: 380 }, { images }), 1);
  const boxes = [
    { x: 50, y: 50, width: 40, height: 40, rotation: 45 },
    { x: 200, y: 50, width: 20, height: 20 },
  ];
  assert.deepEqual(query.marquee(boxes, { left: 0, top: 0, width: 60, height: 100 }), [0]);
  assert.deepEqual(query.marquee(boxes, { left: 22, top: 22, width: 200, height: 200 }, 'containing'), [1]);
  // In its bounds, not in it.
  assert.deepEqual(query.marquee(boxes, { left: 24, top: 24, width: 4, height: 4 }), []);
  near(
    query.overlapArea({ x: 0, y: 0, width: 2, height: 2 }, { x: 0, y: 0, width: 2, height: 2, rotation: 45 }),
    8 * (Math.SQRT2 - 1),
  );
  const safe = query.safeArea({ width: 1080, height: 1920 }, placement.constants.SAFE_ZONES.tiktok);
  assert.deepEqual([safe.left, safe.top], [54, 288]);
  assert.deepEqual(query.overflow({ x: 0, y: 360, width: 200, height: 100 }, area), {
    left: 100,
    top: 0,
    right: 0,
    bottom: 0,
    fraction: 0.5,
  });
  assert.deepEqual(
    query.covers(
      [
        { ...at, width: 10, height: 10 },
        { ...at, zIndex: 3 },
      ],
      canvas,
    ),
    [{ back: 0, front: 1, fraction: 1 }],
  );
});

test('a layout goes to another canvas and back', () => {
  const r = random(7);
  const story = { width: 1080, height: 1920 };
  for (let i = 0; i < 300; i++) {
    const box = r.box();
    const there = placement.retarget(box, canvas, story);
    near(there.width / there.height / (box.width / box.height), 1);
    const back = placement.retarget(there, story, canvas);
    for (const key of Object.keys(box)) near(back[key], box[key], 1e-5);
  }
});

test("the editor's presets are the contract's", () => {
  assert.deepEqual(placement.constants, {
    GRID_PERCENT: 5,
    SMALLEST_PERCENT: 5,
    SIZE_PRESETS: [5, 15, 30, 50, 75, 100],
    POSITION_PRESETS: [10, 50, 90],
    SAFE_ZONES: {
      youtube: { top: 10, right: 10, bottom: 10, left: 10 },
      twitch: { top: 5, right: 5, bottom: 5, left: 5 },
      instagram: { top: 10, right: 5, bottom: 10, left: 5 },
      tiktok: { top: 15, right: 5, bottom: 20, left: 5 },
    },
  });
});

test("canvases, regions and size words are the contract's", () => {
  assert.deepEqual(placement.canvasSize('twitch_emote_56'), { width: 56, height: 56 });
  assert.deepEqual(placement.canvasSize('story_graphic'), { width: 1080, height: 1920 });
  assert.deepEqual(placement.canvasSize('anything'), canvas);
  assert.deepEqual(placement.canvasSize('toString'), canvas);
  const words = [
    [0, 0],
    [50, 0],
    [100, 0],
    [32.9, 33],
    [33, 66],
    [66.1, 66],
    [0, 66.1],
    [50, 100],
    [100, 100],
  ].map(([x, y]) => placement.region(x, y));
  assert.deepEqual(words, [
    'top left',
    'top centre',
    'top right',
    'centre left',
    'centre',
    'centre right',
    'bottom left',
    'bottom centre',
    'bottom right',
  ]);
  const sizes = [9.9, 10, 19.9, 20, 34.9, 35, 49.9, 50].map((width) => placement.sizeWord(width));
  assert.deepEqual(sizes, [
    'very small',
    'small',
    'small',
    'medium-sized',
    'medium-sized',
    'large',
    'large',
    'very large',
  ]);
  assert.throws(() => placement.region(NaN, 0), invalid);
});

test('check names everything that cannot be computed with', () => {
  const good = { x: 0, y: 0, width: 5, height: 5 };
  const found = placement.check([
    good,
    { ...good, x: NaN, height: 0 },
    { ...good, size_unit: 'em' },
    {},
    { ...good, rotation: 1e300 },
  ]);
  assert.deepEqual(found.map(({ type, loc }) => `${loc.join('.')} ${type}`).sort(), [
    '1.height greater_than',
    '1.x finite_number',
    '2.sizeUnit literal_error',
    '3.height finite_number',
    '3.width finite_number',
    '3.x finite_number',
    '3.y finite_number',
    '4.rotation less_than_equal',
  ]);
});

test('nonsense is refused with a code', () => {
  const box = { x: 1, y: 1, width: 1, height: 1 };
  for (const call of [
    () => placement.rotate(box, null, { x: 0, y: 0 }),
    () => placement.rotate(box, { x: 0, y: 0 }, { x: 0, y: 0 }, { step: -1 }),
    () => placement.pinch(box, [{ x: 0, y: 0 }], null),
    () => placement.pinch(box, [{ x: 0, y: 0 }], [{ x: 0, y: 0 }]),
    () => placement.constrain(box, null),
    () => placement.keepInside(box, area, 'all'),
    () => placement.resize(box, 'top', { x: 0, y: 0 }, { keep: 'box' }),
    () => placement.resizeAll('x', 'top', { x: 0, y: 0 }),
    () => placement.unionBounds([null]),
    () => placement.unionBounds([box, { ...box, height: 0 }]),
    () => placement.createSnapSession([], {}),
    () => placement.createSnapSession([], null),
    () => placement.createSnapSession([], { canvas, zoom: 0 }),
    () => placement.createSnapSession([], { canvas, kinds: ['wall'] }),
    () => placement.createSnapSession([], { canvas, kinds: 5 }),
    () => placement.createSnapSession([{ ...box, width: -1 }], { canvas }),
    () => placement.retarget(box, canvas, { width: 0, height: 1 }),
    () => placement.arrange.align([box], 'middle'),
    () => placement.arrange.align([box], 'left', 3),
    () => placement.arrange.matchSize([box], {}),
    () => placement.arrange.moveLayers([1, NaN], [0], 'forward'),
    () => placement.arrange.moveLayers([1, 2], null, 'forward'),
    () => placement.arrange.layout([box], 'pile', area),
    () => placement.query.safeArea(canvas, null),
    () => placement.query.overflow(box, { ...area, width: Infinity }),
    () => placement.atAnchor(box, 'middle', { x: 0, y: 0 }),
    () => placement.fit({ width: 1, height: 1 }, area, 'stretch'),
  ])
    assert.throws(call, invalid, String(call));
});
