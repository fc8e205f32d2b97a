// What is seen of a canvas: fitting, zooming, panning, and places there and back.
import assert from 'node:assert/strict';
import test from 'node:test';
import {
  boxStyle, canvasToView, fitView, handleCursor, handlesStyle, handleStyle, HANDLES, isFitted, panView, resizeView, revealView, viewToCanvas, zoomView,
} from '@aurastream/media-wasm/editor';
import { invalid, near } from './placement-support.mjs';

const options = { canvas: { width: 1000, height: 500 }, area: { width: 540, height: 400 }, margin: 20 };
const refused = (call, message) => assert.throws(call, (error) => invalid(error) && message.test(error.message));
const point = (a, b) => (near(a.x, b.x), near(a.y, b.y));

test('a fitted canvas lies in the middle, with its margin on the tighter side', () => {
  const view = fitView(options);
  assert.equal(view.scale, 0.5);
  point(canvasToView(view, { x: 0, y: 0 }), { x: 20, y: 75 });
  point(canvasToView(view, { x: 1000, y: 500 }), { x: 520, y: 325 });
  point(viewToCanvas(view, canvasToView(view, { x: 123, y: 456 })), { x: 123, y: 456 });
  assert.ok(isFitted(view, options));
  assert.equal(fitView({ ...options, margin: { x: 20, y: 150 } }).scale, 0.2);
  assert.equal(fitView({ ...options, canvas: { width: 4, height: 4 } }).scale, 16, 'no larger than the largest scale');
});

test('zooming keeps the place under the pointer, within the limits', () => {
  const at = { x: 270, y: 200 };
  const before = fitView(options);
  const view = zoomView(before, 4, options, at);
  assert.equal(view.scale, 2);
  point(viewToCanvas(view, at), viewToCanvas(before, at));
  assert.deepEqual(zoomView(before, 4, options), view, 'by default around the middle');
  const off = zoomView(view, 1.5, options, { x: 100, y: 300 });
  point(viewToCanvas(off, { x: 100, y: 300 }), viewToCanvas(view, { x: 100, y: 300 }));
  assert.equal(zoomView(view, 1000, options).scale, 16);
  assert.deepEqual(zoomView(off, 1e-6, options), before, 'the smallest is the whole canvas');
  const small = { ...options, canvas: { width: 50, height: 50 } };
  assert.equal(fitView(small).scale, 7.2);
  assert.equal(zoomView(fitView(small), 0.01, small).scale, 1, 'or real size, where that is smaller');
});

test('panning goes as far as the canvas does, with its margin', () => {
  const view = zoomView(fitView(options), 4, options);
  point(canvasToView(panView(view, { x: 30, y: -40 }, options), { x: 500, y: 250 }), { x: 300, y: 160 });
  point(canvasToView(panView(view, { x: 1e5, y: 1e5 }, options), { x: 0, y: 0 }), { x: 20, y: 20 });
  point(canvasToView(panView(view, { x: -1e5, y: -1e5 }, options), { x: 1000, y: 500 }), { x: 520, y: 380 });
  const whole = fitView(options);
  assert.deepEqual(panView(whole, { x: 50, y: 50 }, options), whole);
});

test('what is to be seen is brought into the view, by no more than needed', () => {
  const view = zoomView(fitView(options), 4, options);
  const seen = revealView(view, { left: 900, top: 240, width: 50, height: 10 }, options);
  point(canvasToView(seen, { x: 950, y: 250 }), { x: 540, y: 200 });
  assert.deepEqual(revealView(seen, { left: 800, top: 200, width: 0, height: 0 }, options), seen);
});

test('in another area what was whole is whole, else the middle stays', () => {
  const larger = { ...options, area: { width: 1040, height: 800 } };
  assert.deepEqual(resizeView(fitView(options), options, larger), fitView(larger));
  const view = panView(zoomView(fitView(options), 8, options), { x: 100, y: 60 }, options);
  const after = resizeView(view, options, larger);
  assert.equal(after.scale, view.scale);
  point(viewToCanvas(after, { x: 520, y: 400 }), viewToCanvas(view, { x: 270, y: 200 }));
});

test('sizes and factors that are none are refused', () => {
  refused(() => fitView({ ...options, area: { width: 0, height: 10 } }), /area.width/);
  refused(() => fitView({ ...options, canvas: { width: NaN, height: 10 } }), /canvas.width/);
  refused(() => fitView({ ...options, most: 0 }), /most/);
  refused(() => zoomView(fitView(options), 0, options), /factor/);
});

test('a number that is none is refused, wherever it is, and never answered with one', () => {
  const view = fitView(options);
  for (const bad of [NaN, Infinity, '7', null]) {
    refused(() => fitView({ ...options, margin: { x: bad, y: 0 } }), /margin.x/);
    refused(() => panView({ ...view, left: bad }, { x: 1, y: 1 }, options), /left/);
    refused(() => panView(view, { x: 1, y: bad }, options), /way.y/);
    refused(() => zoomView(view, 2, options, { x: bad, y: 1 }), /at.x/);
    refused(() => revealView(view, { left: 1, top: 1, width: bad, height: 1 }, options), /rect.width/);
    refused(() => viewToCanvas({ ...view, scale: bad }, { x: 1, y: 1 }), /scale/);
    refused(() => canvasToView(view, { x: 1, y: bad }), /place.y/);
    refused(() => isFitted({ ...view, scale: bad }, options), /scale/);
    refused(() => resizeView({ ...view, top: bad }, options, options), /top/);
    refused(() => boxStyle({ x: 1, y: 1, width: 1, height: 1, rotation: bad }, options.canvas), /rotation/);
    refused(() => boxStyle({ x: bad, y: 1, width: 1, height: 1, rotation: 0 }, options.canvas), /box.x/);
    refused(() => handleCursor('top', bad), /rotation/);
    refused(() => handlesStyle(bad), /target/);
  }
  refused(() => handleStyle('middle'), /handle must be one of/);
  assert.equal(boxStyle({ x: 5, y: 5, width: 0, height: 10, rotation: 0 }, { width: 10, height: 10 }).width, '0%', 'as thin as a line');
});

test('cursors of handles turn with the box, and handles are held apart', () => {
  assert.deepEqual(HANDLES.map((handle) => handleCursor(handle)).slice(0, 4), ['nwse-resize', 'ns-resize', 'nesw-resize', 'ew-resize']);
  assert.equal(handleCursor('top', 50), 'nesw-resize');
  assert.equal(handleCursor('top', 360), 'ns-resize');
  assert.equal(handleCursor('left', -45), 'nesw-resize');
  assert.equal(handleCursor('rotate', 30), 'grab');
  assert.equal(handlesStyle(44).width, 'max(100%, 132px)');
});
