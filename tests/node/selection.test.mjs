// kit.cutout.createSelection and select: what a box and strokes make, step by step, and input that makes no sense.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createMediaKit } from '@aurastream/media-wasm';

const kit = await createMediaKit();
after(() => kit.dispose());

/** A red disc on green that darkens downwards, with a little noise; and a second disc, farther to the right. */
const width = 240;
const height = 160;
const inDisc = (x, y) => Math.hypot(x - 80, y - 80) < 40;
const inOther = (x, y) => Math.hypot(x - 200, y - 80) < 20;
function picture() {
  const data = new Uint8ClampedArray(width * height * 4);
  let seed = 1;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      const noise = (seed >> 16) % 12;
      data.set(inDisc(x, y) || inOther(x, y) ? [190 + noise, 40, 50, 255] : [40, 130 + noise - y / 4, 60, 255], 4 * (y * width + x));
    }
  }
  return { width, height, data };
}
const image = picture();
const truth = (is) => Array.from({ length: width * height }, (_, i) => is((i % width) + 0.5, Math.floor(i / width) + 0.5));
function iou({ data }, expected) {
  let both = 0;
  let either = 0;
  expected.forEach((value, i) => {
    both += Number(value && data[i] >= 128);
    either += Number(value || data[i] >= 128);
  });
  return both / either;
}
const disc = truth(inDisc);
const box = { x: 35, y: 35, width: 90, height: 90 };
const code = (expected) => (error) => error.name === 'MediaError' && error.code === expected;

test('a box selects what it was drawn around', () => {
  const selection = kit.cutout.createSelection(image, { box });
  assert.ok(iou(selection.mask(), disc) > 0.95);
  selection.dispose();
});

test('a box that is drawn later says where the mask changed', () => {
  const selection = kit.cutout.createSelection(image);
  assert.ok(selection.mask().data.every((value) => value === 0));
  const { changed, part } = selection.box(box);
  assert.equal(part.data.length, changed.width * changed.height);
  assert.ok(iou(selection.mask(), disc) > 0.95);
  selection.dispose();
});

test('one keep and one remove stroke select without a box', () => {
  const mask = kit.cutout.select(image, {
    strokes: [
      { kind: 'keep', points: [{ x: 60, y: 80 }, { x: 100, y: 80 }], radius: 4 },
      { kind: 'remove', points: [{ x: 10, y: 10 }, { x: 140, y: 10 }, { x: 140, y: 150 }], radius: 4 },
    ],
  });
  // The other disc is of the same colour: it may be taken, or not.
  assert.ok(Math.max(iou(mask, disc), iou(mask, truth((x, y) => inDisc(x, y) || inOther(x, y)))) > 0.9);
});

test('what each step changed, put together, is the mask', () => {
  const selection = kit.cutout.createSelection(image, { box });
  const mask = selection.mask();
  const strokes = [
    { kind: 'remove', points: [[80, 60], [80, 70]], radius: 5 },
    { kind: 'keep', points: [[200, 80]], radius: 8 },
    { kind: 'paint', points: [[20, 140], [60, 150]], radius: 6, hardness: 0.5 },
    { kind: 'erase', points: new Float64Array([60, 80, 62, 80]), radius: 3 },
  ];
  const steps = [...strokes.map((stroke) => () => selection.add(stroke)), () => selection.undo(), () => selection.redo(), () => selection.reset(), () => selection.undo()];
  for (const step of steps) {
    const { changed, part } = step();
    assert.deepEqual(selection.changed, changed);
    for (let y = 0; y < changed.height; y++) {
      mask.data.set(part.data.subarray(y * changed.width, (y + 1) * changed.width), (changed.top + y) * width + changed.left);
    }
    assert.deepEqual(mask.data, selection.mask().data);
  }
  selection.dispose();
});

test('undo and redo go back and forth through every kind of step', () => {
  const selection = kit.cutout.createSelection(image);
  const seen = [selection.mask().data];
  const steps = [
    () => selection.box(box),
    () => selection.add({ kind: 'keep', points: [[200, 80]], radius: 6 }),
    () => selection.add({ kind: 'erase', points: [[80, 80]], radius: 10 }),
    () => selection.reset(),
    () => selection.add({ kind: 'paint', points: [[120, 20]], radius: 10 }),
  ];
  for (const step of steps) {
    step();
    seen.push(selection.mask().data);
  }
  for (const before of seen.slice(0, -1).reverse()) {
    selection.undo();
    assert.deepEqual(selection.mask().data, before);
  }
  assert.equal(selection.undo().canUndo, false);
  for (const next of seen.slice(1)) {
    selection.redo();
    assert.deepEqual(selection.mask().data, next);
  }
  assert.equal(selection.redo().changed.width, 0);
  selection.undo();
  assert.equal(selection.add({ kind: 'paint', points: [[5, 5]], radius: 2 }).canRedo, false);
  selection.dispose();
});

test('a stroke on a mask corrects near it and moves nothing far away', () => {
  // The mask has both discs, and a wrong corner; the stroke takes the other disc out.
  const data = Uint8Array.from(truth((x, y) => inDisc(x, y) || inOther(x, y) || (x < 20 && y < 20)), (value) => (value ? 255 : 0));
  const selection = kit.cutout.createSelection(image, { mask: { width, height, data } });
  assert.deepEqual(selection.mask().data, data);
  selection.add({ kind: 'remove', points: [[192, 80], [208, 80]], radius: 4 });
  const mask = selection.mask();
  assert.ok(mask.data[80 * width + 200] < 128, 'the stroke counts');
  assert.ok(iou(mask, truth((x, y) => inDisc(x, y) || (x < 20 && y < 20))) > 0.95);
  for (let y = 0; y < height; y++) {
    assert.deepEqual(mask.data.subarray(y * width, y * width + 130), data.subarray(y * width, y * width + 130));
  }
  selection.dispose();
});

test('the brush edits the mask itself, hard or soft', () => {
  const hard = kit.cutout.select(image, { strokes: [{ kind: 'paint', points: [[100, 80]], radius: 20 }] });
  const soft = kit.cutout.select(image, { strokes: [{ kind: 'paint', points: [[100, 80]], radius: 20, hardness: 0 }] });
  const along = ({ data }) => Array.from({ length: 30 }, (_, i) => data[80 * width + 100 + i]);
  assert.deepEqual(along(hard).slice(0, 19), Array(19).fill(255));
  assert.deepEqual(along(hard).slice(22), Array(8).fill(0));
  const values = along(soft);
  assert.ok(values[0] > 240 && values[10] > 100 && values[10] < 160 && values[25] === 0);
  assert.ok(values.every((value, i) => i === 0 || value <= values[i - 1]));
});

test('what was painted stays when a later stroke selects elsewhere', () => {
  const selection = kit.cutout.createSelection(image, { box });
  selection.add({ kind: 'paint', points: [[80, 30]], radius: 6 });
  selection.add({ kind: 'keep', points: [[200, 80]], radius: 6 });
  const { data } = selection.mask();
  assert.equal(data[30 * width + 80], 255);
  assert.equal(data[80 * width + 200], 255);
  selection.dispose();
});

test('a mask of another size, or of floats, is taken', () => {
  const mask = { width: 24, height: 16, data: Float32Array.from({ length: 24 * 16 }, (_, i) => Number((i % 24) < 12)) };
  const { data } = kit.cutout.select(image, { mask });
  assert.equal(data.length, width * height);
  assert.ok(data[20] > 250 && data[width - 20] < 5);
});

test('a mask with a box loses what lies outside of the box', () => {
  const mask = { width, height, data: new Uint8Array(width * height).fill(255) };
  const { data } = kit.cutout.select(image, { mask, box });
  assert.equal(data.reduce((sum, value) => sum + Number(value > 0), 0), box.width * box.height);
});

test('strokes and boxes that make no sense are refused, and change nothing', () => {
  const selection = kit.cutout.createSelection(image, { box });
  const before = selection.mask().data;
  const add = (stroke) => () => selection.add(stroke);
  const points = [[1, 1]];
  for (const refused of [
    add(undefined), add(null), add({}), add({ kind: 'paint' }), add({ kind: 'no', points }),
    add({ kind: 'keep', points: [] }), add({ kind: 'keep', points: new Float64Array() }),
    add({ kind: 'keep', points: [[NaN, 1]] }), add({ kind: 'keep', points: [[1, Infinity]] }), add({ kind: 'keep', points: [{ x: 1 }] }), add({ kind: 'keep', points: ['1,2'] }), add({ kind: 'keep', points: [null] }),
    add({ kind: 'keep', points: new Float64Array(3) }), add({ kind: 'keep', points: new Float64Array(2e6) }),
    add({ kind: 'keep', points, radius: 0 }), add({ kind: 'keep', points, radius: -1 }), add({ kind: 'keep', points, radius: NaN }), add({ kind: 'keep', points, radius: 1e9 }),
    add({ kind: 'paint', points, hardness: 2 }), add({ kind: 'paint', points, hardness: NaN }),
    () => selection.box(undefined), () => selection.box({ x: 0, y: 0, width: NaN, height: 4 }), () => selection.box({ x: 5, y: 5, width: 0, height: 4 }), () => selection.box({ x: 1000, y: 0, width: 5, height: 5 }), () => selection.box({ x: 50, y: 50, width: -20, height: 5 }),
    () => kit.cutout.createSelection(image, null), () => kit.cutout.createSelection(image, { mask: { width: 2, height: 2, data: new Uint8Array(3) } }),
    () => kit.cutout.createSelection({ width: 3, height: 3, data: new Uint8ClampedArray(4) }), () => kit.cutout.select(image, { strokes: 'x' }),
  ]) {
    assert.throws(refused, code('invalid_argument'), String(refused));
  }
  assert.deepEqual(selection.mask().data, before);
  selection.dispose();
});

test('a stroke outside the picture changes nothing', () => {
  const selection = kit.cutout.createSelection(image, { box });
  const before = selection.mask().data;
  const { changed } = selection.add({ kind: 'remove', points: [[-500, -500], [-400, 1e300]], radius: 5 });
  assert.equal(changed.width, 0);
  assert.deepEqual(selection.mask().data, before);
  selection.dispose();
});

test('strokes that contradict each other, or cover everything, leave an honest mask', () => {
  const everywhere = [[0, 0], [width, height]];
  const all = kit.cutout.select(image, { strokes: [{ kind: 'keep', points: everywhere, radius: 65535 }] });
  assert.ok(all.data.every((value) => value === 255));
  const none = kit.cutout.select(image, { box, strokes: [{ kind: 'remove', points: everywhere, radius: 500 }] });
  assert.ok(none.data.every((value) => value === 0));
  // The later one counts where both were.
  const last = kit.cutout.select(image, { box, strokes: [{ kind: 'keep', points: [[80, 80]], radius: 8 }, { kind: 'remove', points: [[80, 80]], radius: 8 }] });
  assert.ok(last.data[80 * width + 80] < 128);
});

test('sixty-five thousand points all over the picture are a stroke like any other', () => {
  // Up and down, a column and a half of a pixel at a time, several times over.
  const points = Float64Array.from({ length: 131072 }, (_, i) => (i % 2 ? (((i >> 1) & 1) * height) : (0.75 * i) % width));
  const mask = kit.cutout.select(image, { strokes: [{ kind: 'paint', points, radius: 3 }] });
  assert.ok(mask.data.every((value) => value === 255));
});

test('a picture of one colour, of one pixel, of one row', () => {
  const plain = (w, h) => ({ width: w, height: h, data: new Uint8ClampedArray(w * h * 4).fill(120) });
  for (const [w, h] of [[64, 48], [1, 1], [300, 1], [1, 300], [2, 2]]) {
    const selection = kit.cutout.createSelection(plain(w, h));
    selection.box({ x: 0, y: 0, width: w, height: h });
    selection.add({ kind: 'keep', points: [[w / 2, h / 2]], radius: 1 });
    selection.add({ kind: 'remove', points: [[0, 0]], radius: 1 });
    assert.equal(selection.mask().data.length, w * h);
    selection.dispose();
  }
});

test('the same steps give the same mask', () => {
  const strokes = [{ kind: 'keep', points: [[60, 80], [100, 80]], radius: 4 }, { kind: 'remove', points: [[10, 10], [140, 10]], radius: 4 }];
  assert.deepEqual(kit.cutout.select(image, { box, strokes }), kit.cutout.select(image, { box, strokes }));
});

test('a selection is disposed once, alone or with its kit', async () => {
  const selection = kit.cutout.createSelection(image, { box });
  selection.dispose();
  selection.dispose();
  assert.throws(() => selection.undo(), code('disposed'));
  assert.throws(() => selection.mask(), code('disposed'));
  if (Symbol.dispose) assert.equal(typeof selection[Symbol.dispose], 'function');
  const other = await createMediaKit();
  const lost = other.cutout.createSelection(image);
  other.dispose();
  assert.throws(() => lost.add({ kind: 'keep', points: [[1, 1]] }), code('disposed'));
  lost.dispose();
});

test('forty selections leave no memory behind', () => {
  for (let i = 0; i < 10; i++) kit.cutout.createSelection(image, { box }).dispose();
  const before = kit.memoryBytes;
  for (let i = 0; i < 40; i++) kit.cutout.createSelection(image, { box }).dispose();
  assert.equal(kit.memoryBytes, before);
});
