// What a pointer does to boxes, for editors that keep their own document.
import assert from 'node:assert/strict';
import test from 'node:test';
import { createMediaKit } from '@aurastream/media-wasm';
import { beginGesture, frameOf, HANDLES } from '@aurastream/media-wasm/editor';
import { invalid, near } from './placement-support.mjs';

const kit = await createMediaKit();
const canvas = { width: 1000, height: 500 };
const box = { x: 200, y: 200, width: 100, height: 50, rotation: 0 };
const other = { x: 700, y: 260, width: 100, height: 50, rotation: 0 };
const start = (more = {}) => ({ geometry: kit.placement, canvas, boxes: [box], at: { x: 200, y: 200 }, ...more });
const led = (kind, more, point, keys) => {
  const gesture = beginGesture(kind, start(more));
  const step = gesture.at(point, keys);
  gesture.end();
  return step;
};

test('moving follows the pointer, snaps to what is near, and not while Ctrl is held', () => {
  const [free] = led('move', { snapping: false }, { x: 313, y: 257 }).boxes;
  assert.deepEqual([free.x, free.y], [313, 257]);
  const { boxes: [snapped], guides } = led('move', { others: [other] }, { x: 313, y: 257 });
  assert.equal(snapped.y, 260);
  assert.ok(guides.length > 0);
  assert.equal(led('move', { others: [other] }, { x: 313, y: 257 }, { ctrlKey: true }).boxes[0].y, 257);
  assert.equal(led('move', { others: [other] }, { x: 313, y: 257 }, { metaKey: true }).guides.length, 0);
});

test('a step depends on where the pointer is, not on its way there', () => {
  const gesture = beginGesture('bottom-right', start({ at: { x: 250, y: 225 } }));
  gesture.at({ x: 900, y: 20 });
  const { boxes } = gesture.at({ x: 280, y: 240 });
  gesture.end();
  assert.deepEqual(boxes, led('bottom-right', { at: { x: 250, y: 225 } }, { x: 280, y: 240 }).boxes);
});

test('Shift swaps the ratio, but not of what always keeps it; Alt resizes about the centre', () => {
  const pull = (more, keys) => led('right', { at: { x: 250, y: 200 }, snapping: false, ...more }, { x: 350, y: 200 }, keys).boxes[0];
  assert.deepEqual([pull({}).width, pull({}).height], [200, 50]);
  assert.equal(pull({}, { shiftKey: true }).height, 100);
  assert.equal(pull({ lockAspect: true }).height, 100);
  assert.equal(pull({ lockAspect: true }, { shiftKey: true }).height, 50);
  assert.equal(pull({ lockAspect: 'always' }, { shiftKey: true }).height, 100);
  assert.deepEqual([pull({}, { altKey: true }).x, pull({}, { altKey: true }).width], [200, 300]);
});

test('what is resized is no smaller than it may be, and stays where it has to', () => {
  const shrink = (more) => led('right', { at: { x: 250, y: 200 }, snapping: false, ...more }, { x: 152, y: 200 }).boxes[0].width;
  assert.equal(shrink({}), 5 * kit.placement.constants.SMALLEST_PERCENT);
  assert.equal(shrink({ smallestPercent: 16 }), 80);
  const wide = (keep) => led('right', { at: { x: 250, y: 200 }, snapping: false, keep }, { x: 1400, y: 200 }).boxes[0];
  near(wide(undefined).width, 1250);
  near(Math.round(wide('box').width * 1e6), 850e6);
});

test('turning snaps to quarters, goes in steps with Shift, and freely with Ctrl', () => {
  const turn = (degrees, keys, more) => {
    const angle = (degrees * Math.PI) / 180;
    return led('rotate', { at: { x: 300, y: 200 }, ...more }, { x: 200 + 100 * Math.cos(angle), y: 200 + 100 * Math.sin(angle) }, keys).boxes[0].rotation;
  };
  near(turn(88), 90);
  near(turn(88, { ctrlKey: true }), 88);
  near(turn(80), 80);
  near(turn(80, {}, { rotateTolerance: 12 }), 90);
  near(turn(80, { shiftKey: true }), 75);
  near(turn(80, { shiftKey: true }, { rotateStep: 20 }), 80);
});

test('several go as one; two fingers scale and turn', () => {
  const both = led('move', { boxes: [box, other], snapping: false }, { x: 210, y: 190 }).boxes;
  assert.deepEqual(both.map(({ x, y }) => [x, y]), [[210, 190], [710, 250]]);
  const [pinched] = led('pinch', { at: [{ x: 150, y: 200 }, { x: 250, y: 200 }] }, [{ x: 100, y: 200 }, { x: 300, y: 200 }]).boxes;
  near(pinched.width, 200);
  assert.deepEqual(frameOf(kit.placement, [box]), box);
  assert.deepEqual(frameOf(kit.placement, [box, other]), { x: 450, y: 230, width: 600, height: 110, rotation: 0 });
  assert.equal(frameOf(kit.placement, []), undefined);
});

test('what is no gesture is refused', () => {
  const refused = (call) => assert.throws(call, invalid);
  for (const boxes of [undefined, [], 'boxes', null]) refused(() => beginGesture('move', start({ boxes })));
  for (const kind of ['marquee', 'fly', '', undefined, 'toString']) refused(() => beginGesture(kind, start()));
  refused(() => beginGesture('move'));
  refused(() => beginGesture('move', start({ geometry: undefined })));
  for (const kind of ['move', 'rotate', ...HANDLES]) refused(() => led(kind, {}, { x: Number.NaN, y: 0 }));
  for (const kind of ['move', 'rotate', 'pinch']) refused(() => led(kind, { boxes: [{ x: 0, y: 0 }] }, { x: 1, y: 1 }));
});
