// The editor without a page: gestures, steps, selections, and whose the placements are.
import assert from 'node:assert/strict';
import test from 'node:test';
import { createMediaKit } from '@aurastream/media-wasm';
import { createPlacementEditor, keyCommand } from '@aurastream/media-wasm/editor';
import { invalid, near } from './placement-support.mjs';

const kit = await createMediaKit();
const geometry = kit.placement;
const canvas = { width: 1000, height: 500 };

const placed = (assetId, more) => ({ assetId, displayName: assetId.toUpperCase(), assetType: 'logo', url: 'u', x: 50, y: 50, width: 20, height: 20, sizeUnit: 'percent', zIndex: 1, rotation: 0, opacity: 100, ...more });
const list = () => [placed('a', { x: 20, y: 30 }), placed('b', { x: 70, y: 60, zIndex: 2 })];

function edit(placements = list(), options) {
  const told = { changes: 0, commits: [], selections: [] };
  const editor = createPlacementEditor(
    { geometry, canvas, onChange: () => told.changes++, onCommit: (patch) => told.commits.push(patch), onSelect: (ids) => told.selections.push(ids), ...options },
    placements,
  );
  return { editor, told, state: () => editor.getSnapshot(), at: (i) => editor.getSnapshot().placements[i] };
}

/** Grabs what is selected, and lets go. */
function drag(editor, kind, from, ...points) {
  assert.ok(editor.begin(kind, from));
  for (const [point, keys] of points.map((point) => (Array.isArray(point) ? point : [point]))) editor.drag(point, keys);
  editor.end();
}

test('a drag snaps, shows its guides, and is one step however many moves it had', () => {
  const { editor, told, state, at } = edit();
  const start = at(0);
  assert.equal(editor.hit({ x: 200, y: 150 }), 'a');
  editor.select(['a']);
  editor.begin('move', { x: 200, y: 150 });
  assert.equal(state().gesture, 'move');
  editor.drag({ x: 400, y: 200 });
  editor.drag({ x: 498, y: 252 });
  assert.ok(state().guides.length > 0);
  assert.deepEqual([at(0).x, at(0).y, at(0).width], [50, 50, 20], 'the middle of the canvas, and not a digit of its size is another');
  editor.end();
  assert.deepEqual([state().guides, state().gesture, told.commits.length, told.changes], [[], undefined, 1, 2]);
  editor.undo();
  assert.deepEqual(at(0), start);
  assert.deepEqual([state().canUndo, state().canRedo, told.commits.length], [false, true, 2]);
  editor.redo();
  assert.equal(at(0).x, 50);
});

test('Ctrl drags freely; snapping may be off, or catch other things', () => {
  const free = (options, keys) => {
    const { editor, at } = edit([placed('a')], options);
    editor.select(['a']);
    drag(editor, 'move', { x: 500, y: 250 }, [{ x: 503, y: 250 }, keys]);
    return at(0).x;
  };
  assert.equal(free({}), 50);
  assert.equal(free({}, { ctrlKey: true }), 50.3);
  assert.equal(free({ snapping: false }), 50.3);
  assert.equal(free({ snapping: { kinds: ['third'] } }), 50.3);
});

test('a gesture that is taken back leaves nothing, neither a step nor a digit', () => {
  const { editor, told, state } = edit();
  const before = state().placements;
  editor.select(['a', 'b']);
  for (const [kind, from] of [['move', { x: 200, y: 150 }], ['rotate', { x: 450, y: 0 }], ['bottom-right', { x: 800, y: 350 }]]) {
    editor.begin(kind, from);
    editor.drag({ x: 340, y: 333 });
    assert.notDeepEqual(state().placements, before, kind);
    editor.undo();
    assert.deepEqual([state().placements, state().gesture], [before, undefined]);
  }
  assert.deepEqual([state().canUndo, told.commits.length], [false, 0]);
});

test('resizing keeps the ratio unless Shift or the placement says otherwise, and the smallest size', () => {
  const sides = (more, keys, options) => {
    const { editor, at } = edit([placed('a', more)], options);
    editor.select(['a']);
    drag(editor, 'bottom-right', { x: 600, y: 300 }, [{ x: 660, y: 300 }, { ctrlKey: true, ...keys }]);
    return [at(0).width, at(0).height].map((side) => Math.round(side * 100) / 100);
  };
  const [width, height] = sides();
  near(width, height, 0.02);
  assert.ok(width > 20);
  assert.deepEqual(sides({}, { shiftKey: true }), [26, 20]);
  assert.deepEqual(sides({ maintainAspectRatio: false }), [26, 20]);
  assert.deepEqual(sides({}, {}, { lockAspect: () => false }), [26, 20]);
  const { editor, at } = edit([placed('a')]);
  editor.select(['a']);
  drag(editor, 'right', { x: 600, y: 250 }, [{ x: 405, y: 250 }, { ctrlKey: true, shiftKey: true }]);
  near(at(0).width, 2.5);
});

test('turning snaps to quarters, with Shift to steps', () => {
  const turned = (point, keys, options) => {
    const { editor, at } = edit([placed('a')], options);
    editor.select(['a']);
    drag(editor, 'rotate', { x: 500, y: 150 }, [point, keys]);
    return Math.round(at(0).rotation);
  };
  assert.equal(turned({ x: 600, y: 247 }), 90);
  assert.equal(turned({ x: 600, y: 247 }, { ctrlKey: true }), 88);
  assert.equal(turned({ x: 570, y: 180 }, { shiftKey: true }), 45);
  assert.equal(turned({ x: 560, y: 180 }, { shiftKey: true }, { rotateStep: 30 }), 30);
});

test('several move, turn and are pinched as one; what is between them stays, and their centres stay on the canvas', () => {
  const { editor, state, at } = edit();
  editor.select(['a', 'b']);
  const { frame } = state();
  assert.deepEqual([frame.x, frame.width], [450, 700]);
  drag(editor, 'move', { x: 200, y: 150 }, [{ x: -900, y: 150 }, { ctrlKey: true }]);
  assert.deepEqual([at(0).x, at(1).x], [0, 50]);
  drag(editor, 'pinch', [{ x: 0, y: 100 }, { x: 100, y: 100 }], [[{ x: 0, y: 100 }, { x: 50, y: 100 }]]);
  near(at(0).width, 10);
  editor.undo();
  editor.undo();
  assert.deepEqual([at(0).x, at(1).x, at(0).width], [20, 70, 20]);
});

test('a second finger takes a drag over: one step', () => {
  const { editor, state, at } = edit();
  const before = state().placements;
  editor.select(['a']);
  editor.begin('move', { x: 200, y: 150 });
  editor.drag({ x: 300, y: 150 }, { ctrlKey: true });
  editor.begin('pinch', [{ x: 300, y: 150 }, { x: 400, y: 150 }]);
  editor.drag([{ x: 300, y: 150 }, { x: 500, y: 150 }]);
  editor.end();
  near(at(0).width, 40);
  editor.undo();
  assert.deepEqual(state().placements, before);
});

test('a rectangle selects what it touches, with Shift too; Escape gives back what was selected', () => {
  const { editor, state } = edit();
  editor.begin('marquee', { x: 0, y: 0 });
  editor.drag({ x: 250, y: 250 });
  assert.deepEqual([state().selection, state().marquee], [['a'], { left: 0, top: 0, width: 250, height: 250 }]);
  editor.end();
  assert.equal(state().marquee, undefined);
  editor.begin('marquee', { x: 900, y: 400 });
  editor.drag({ x: 690, y: 290 }, { shiftKey: true });
  assert.deepEqual(state().selection, ['a', 'b']);
  editor.cancel();
  assert.deepEqual(state().selection, ['a']);
  editor.toggle('b');
  editor.toggle('a');
  assert.deepEqual(state().selection, ['b']);
  editor.selectAll();
  assert.deepEqual(state().selection, ['a', 'b']);
});

test('arrow keys in a row are one step, until something else is selected', () => {
  const { editor, at, state } = edit();
  editor.select(['a']);
  for (let i = 0; i < 3; i++) editor.nudge({ x: 1, y: 0 });
  near(at(0).x, 20.3);
  editor.nudge({ x: 1, y: 0 }, true);
  near(at(0).x, 25);
  editor.select(['b']);
  editor.select(['a']);
  editor.nudge({ x: 0, y: 1 });
  editor.undo();
  near(at(0).x, 25);
  editor.undo();
  near(at(0).x, 20);
  assert.equal(state().canUndo, false);
});

test('align, distribute, layers, copies and removing are one step each', () => {
  const { editor, state, at } = edit([...list(), placed('c', { x: 40, y: 80, zIndex: 3 })]);
  const before = state().placements;
  editor.select(['a']);
  editor.align('right');
  near(at(0).x, 90);
  editor.selectAll();
  editor.align('top');
  near(at(0).y, at(1).y);
  editor.distribute('x');
  editor.select(['a']);
  editor.layer('to-front');
  assert.deepEqual(state().items.map(({ rank }) => rank), [3, 1, 2]);
  editor.duplicate();
  assert.deepEqual(state().selection, ['a#2']);
  assert.deepEqual([at(3).zIndex, state().placements.length], [4, 4]);
  near(at(3).y, at(0).y + 5);
  editor.remove();
  editor.remove(['b']);
  assert.deepEqual(state().placements.map(({ assetId }) => assetId), ['a', 'c']);
  editor.setBox('a', { rotation: 30 });
  editor.update('a', { opacity: 40 });
  assert.deepEqual([at(0).rotation, at(0).opacity], [30, 40]);
  editor.add(placed('d'));
  assert.deepEqual(state().selection, ['d']);
  editor.edit((all) => all);
  for (let steps = 0; state().canUndo; steps++) {
    assert.ok(steps < 10);
    editor.undo();
  }
  assert.deepEqual(state().placements, before);
});

test('of several placements of one asset the right one is moved, taken away and given back', () => {
  const { editor, at, told, state } = edit([placed('a', { x: 20 }), placed('a', { x: 80, zIndex: 2 })]);
  editor.select(['a#2']);
  drag(editor, 'move', { x: 800, y: 250 }, [{ x: 700, y: 250 }, { ctrlKey: true }]);
  assert.deepEqual([at(0).x, at(1).x, told.commits[0].items[0].id], [20, 70, 'a#2']);
  editor.undo();
  assert.deepEqual([at(0).x, at(1).x], [20, 80]);
  editor.remove();
  editor.undo();
  assert.equal(state().placements.length, 2);
  const own = edit([placed('a', { id: 'one' })]);
  own.editor.duplicate(['one']);
  assert.equal(new Set(own.state().items.map(({ id }) => id)).size, 2);
});

test('placements keep the shape, unit, anchor and keys that they have', () => {
  const nested = {
    assetId: 'n', asset: { id: 'n', displayName: 'N', assetType: 'logo', url: 'u' },
    position: { x: 10, y: 10, anchor: 'top-left' }, size: { width: 200, height: 100, unit: 'px', maintainAspectRatio: true }, zIndex: 1, rotation: 0, opacity: 100,
  };
  const snake = { asset_id: 's', display_name: 'S', asset_type: 'logo', url: 'u', x: 80, y: 80, width: 10, height: 10, size_unit: 'percent', z_index: 2 };
  const { editor, state, at } = edit([nested, snake]);
  assert.deepEqual(state().items.map(({ name, box }) => [name, box.x, box.y, box.width]), [['N', 200, 100, 200], ['S', 800, 400, 100]]);
  editor.select(['n']);
  drag(editor, 'move', { x: 200, y: 100 }, [{ x: 240, y: 100 }, { ctrlKey: true }]);
  assert.deepEqual(at(0), { ...nested, position: { x: 14, y: 10, anchor: 'top-left' } });
  // Shift does not break what the shape itself says.
  drag(editor, 'bottom-right', { x: 340, y: 150 }, [{ x: 440, y: 150 }, { ctrlKey: true, shiftKey: true }]);
  near(at(0).size.width / at(0).size.height, 2);
  near(at(0).position.x, 14);
  editor.select(['s']);
  editor.layer('to-back');
  assert.deepEqual([at(1).z_index, at(0).zIndex, 'zIndex' in at(1)], [1, 2, false]);
});

test('placements of others come in meanwhile: their changes are no step of ours, and ours can be undone', () => {
  const { editor, at, told } = edit();
  editor.select(['a']);
  editor.begin('move', { x: 200, y: 150 });
  editor.drag({ x: 250, y: 150 }, { ctrlKey: true });
  editor.setPlacements(editor.getSnapshot().placements.map((one) => (one.assetId === 'b' ? { ...one, opacity: 10 } : one)));
  editor.drag({ x: 300, y: 150 }, { ctrlKey: true });
  editor.end();
  assert.deepEqual(told.commits[0].items.map(({ id }) => id), ['a']);
  editor.undo();
  assert.deepEqual([at(0).x, at(1).opacity], [20, 10]);
});

test('controlled placements are asked for, and shown only when they are given', () => {
  const asked = [];
  const { editor, at, state } = edit(list(), { controlled: true, onChange: (placements) => asked.push(placements) });
  editor.select(['a']);
  editor.nudge({ x: 1, y: 0 });
  editor.nudge({ x: 1, y: 0 });
  assert.equal(at(0).x, 20);
  near(asked.at(-1)[0].x, 20.2);
  editor.setPlacements(asked.at(-1));
  near(at(0).x, 20.2);
  // Refused: the next step begins with what there is.
  editor.nudge({ x: 1, y: 0 });
  editor.setPlacements(state().placements);
  editor.nudge({ x: 1, y: 0 });
  near(asked.at(-1)[0].x, 20.3);
});

test('what cannot be shown is said, and the rest is edited', () => {
  const { editor, state, at } = edit([placed('a', { width: 0 }), placed('b')]);
  assert.deepEqual([state().items.map(({ id, index }) => [id, index]), state().issues.map(({ loc }) => loc)], [[['b', 1]], [[0, 'width']]]);
  editor.selectAll();
  drag(editor, 'move', { x: 500, y: 250 }, [{ x: 600, y: 250 }, { ctrlKey: true }]);
  assert.deepEqual([at(0).x, at(1).x], [50, 60]);
  editor.duplicate();
  editor.remove();
  assert.equal(state().placements.length, 2);
  assert.throws(() => createPlacementEditor({ geometry, canvas: { width: 0, height: 1 } }), invalid);
  assert.throws(() => createPlacementEditor({ geometry, canvas }, {}), invalid);
});

test('a store: one state until something changes, the same items where nothing of them did, and listeners that end', () => {
  const { editor, state } = edit();
  let calls = 0;
  const end = editor.subscribe(() => calls++);
  assert.equal(state(), state());
  const [a, b] = state().items;
  editor.select(['a']);
  assert.notEqual(state().items[0], a);
  assert.equal(state().items[1], b);
  assert.ok(calls > 0);
  const before = calls;
  editor.select(['a']);
  editor.configure({ canvas: { ...canvas }, keep: 'box' });
  assert.equal(calls, before);
  editor.configure({ canvas: { width: 500, height: 500 } });
  assert.equal(calls, before + 1);
  end();
  editor.select([]);
  assert.equal(calls, before + 1);
});

test('without geometry there is nothing, and nothing happens', () => {
  const { editor, state } = edit(list(), { geometry: undefined });
  assert.deepEqual([state().ready, state().items, state().placements.length], [false, [], 2]);
  editor.selectAll();
  editor.nudge({ x: 1, y: 0 });
  editor.align('left');
  editor.duplicate(['a']);
  assert.equal(editor.begin('move', { x: 0, y: 0 }), false);
  editor.configure({ geometry });
  assert.deepEqual([state().ready, state().items.length], [true, 2]);
});

test('through what is transparent a pointer goes, unless nothing else is there', () => {
  const clear = { width: 1, height: 1, data: new Uint8ClampedArray(4) };
  const { editor } = edit([placed('a', { width: 40, height: 40 }), placed('b', { zIndex: 2 })], { images: new Map([['b', clear]]) });
  assert.equal(editor.hit({ x: 500, y: 250 }), 'a');
  editor.remove(['a']);
  assert.equal(editor.hit({ x: 500, y: 250 }), 'b');
  assert.equal(editor.hit({ x: 5, y: 5 }), undefined);
});

test('keys: each does what it says', () => {
  const { editor, state, at } = edit();
  const press = (key, keys = {}, focused) => keyCommand({ key, ...keys })?.(editor, focused);
  press('Enter', {}, 'a');
  press(' ', { shiftKey: true }, 'b');
  assert.deepEqual(state().selection, ['a', 'b']);
  press('Escape');
  press('a', { metaKey: true });
  assert.equal(state().selection.length, 2);
  press('Enter', {}, 'a');
  press('ArrowRight');
  press('ArrowDown', { shiftKey: true });
  near(at(0).x, 20.1);
  press('PageUp');
  assert.equal(state().items[0].rank, 2);
  press('PageDown', { shiftKey: true });
  assert.equal(state().items[0].rank, 1);
  press('d', { ctrlKey: true });
  press('Delete');
  assert.equal(state().placements.length, 2);
  while (state().canUndo) press('z', { ctrlKey: true });
  assert.deepEqual(state().placements, list());
  press('Z', { ctrlKey: true, shiftKey: true });
  press('y', { ctrlKey: true });
  near(at(0).x, 20.1);
  for (const key of ['x', 'F5', 'constructor', 'Tab']) assert.equal(keyCommand({ key }), undefined);
  assert.equal(keyCommand({ key: 'ArrowLeft', altKey: true }), undefined, 'back in the history of the browser');
  assert.equal(keyCommand({ key: 's', ctrlKey: true }), undefined);
});
