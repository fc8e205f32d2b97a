// Cases for one version of React: the editor and the preview as components.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { createElement as h, createRef, useState, version as reactVersion } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { renderToString } from 'react-dom/server';
import { act, cleanup, configure, fireEvent, render, renderHook, waitFor } from '@testing-library/react';
import { createMediaKit } from '@aurastream/media-wasm';
import { HANDLES, MediaProvider, PlacementPreview, usePlacementEditor } from '@aurastream/media-wasm/react';

// jsdom has none.
window.PointerEvent ??= class extends window.MouseEvent {
  constructor(type, { pointerId = 0, pointerType = '', ...init } = {}) {
    super(type, init);
    Object.assign(this, { pointerId, pointerType });
  }
};
// In StrictMode at the root: below a component of no StrictMode, React 19 runs no effect twice.
configure({ asyncUtilTimeout: 30_000, reactStrictMode: true });

const canvas = { width: 1000, height: 500 };
const placed = (assetId, more) => ({ assetId, displayName: assetId.toUpperCase(), assetType: 'logo', url: 'u', x: 50, y: 50, width: 20, height: 20, sizeUnit: 'percent', zIndex: 1, rotation: 0, opacity: 100, ...more });
const list = () => [placed('a', { x: 20, y: 30 }), placed('b', { x: 70, y: 60, zIndex: 2 })];

/** An editor as an app writes one. */
function Editor({ told, ...options }) {
  const editor = usePlacementEditor({ canvas, ...options });
  told?.(editor);
  return h('div', { ...editor.getCanvasProps(), 'data-testid': 'canvas' },
    h('button', { onClick: () => editor.editor.remove() }, 'Delete'),
    editor.items.map((item) => h('div', { key: item.id, ...editor.getItemProps(item), title: item.id })),
    h('div', { ...editor.getFrameProps(), title: 'frame' }, [...HANDLES, 'rotate'].map((handle) => h('span', { key: handle, ...editor.getHandleProps(handle), title: handle }))),
    editor.guides.map((guide, i) => h('div', { key: i, ...editor.getGuideProps(guide), title: 'guide' })),
    h('div', { ...editor.getMarqueeProps(), title: 'marquee' }));
}

export const register = (version) => describe(`editor and preview, React ${version}`, () => {
  let kit;
  before(async () => {
    assert.equal(reactVersion.split('.')[0], version);
    kit = await createMediaKit();
  });
  after(() => kit.dispose());
  afterEach(cleanup);

  const provided = ({ children }) => h(MediaProvider, { kit }, children);

  /** An editor in StrictMode, and pointers of its canvas, which is shown at half its size. */
  function show(props, wrapper = provided) {
    const seen = {};
    const shown = render(h(Editor, { defaultPlacements: list(), ...props, told: (editor) => (seen.current = editor) }), { wrapper });
    const surface = shown.queryByTestId('canvas');
    if (surface) surface.getBoundingClientRect = () => ({ left: 100, top: 50, width: 500, height: 250 });
    const at = (x, y) => ({ clientX: 100 + x / 2, clientY: 50 + y / 2, pointerId: 1, button: 0, pointerType: 'mouse' });
    const pointer = (type, x, y, more, target = surface) => fireEvent[`pointer${type}`](target, { ...at(x, y), ...more });
    return { ...shown, seen, surface, pointer, placement: (i) => seen.current.placements[i] };
  }

  test('pointers on the canvas drag what lies there; a click selects, on empty ground nothing', () => {
    const { seen, pointer, placement, getByTitle, queryAllByTitle, surface } = show();
    pointer('Down', 200, 150);
    assert.equal(document.activeElement, getByTitle('a'));
    assert.deepEqual([seen.current.selection, seen.current.gesture], [['a'], undefined]);
    pointer('Move', 202, 150);
    assert.equal(placement(0).x, 20, 'a hand that trembles moves nothing');
    pointer('Move', 498, 252);
    assert.ok(queryAllByTitle('guide').length > 0);
    pointer('Up', 498, 252);
    assert.deepEqual([placement(0).x, placement(0).y, queryAllByTitle('guide').length], [50, 50, 0]);
    assert.equal(getByTitle('a').style.left, '40%');
    assert.equal(getByTitle('a').getAttribute('aria-label'), 'A, layer 1 of 2');
    pointer('Down', 700, 300);
    pointer('Up', 700, 300);
    assert.deepEqual([seen.current.selection, getByTitle('b').getAttribute('aria-pressed')], [['b'], 'true']);
    pointer('Down', 5, 5);
    pointer('Up', 5, 5);
    assert.deepEqual([seen.current.selection, getByTitle('frame').style.display], [[], 'none']);
    assert.equal(document.activeElement, surface);
    fireEvent.keyDown(surface, { key: 'z', ctrlKey: true });
    assert.equal(placement(0).x, 20);
  });

  test('several: Shift adds, a drag moves all, a click leaves one; a rectangle catches', () => {
    const { seen, pointer, placement } = show();
    pointer('Down', 200, 150);
    pointer('Up', 200, 150);
    pointer('Down', 700, 300, { shiftKey: true });
    pointer('Move', 750, 300, { ctrlKey: true });
    pointer('Up', 750, 300);
    assert.deepEqual([seen.current.selection, placement(0).x, placement(1).x], [['a', 'b'], 25, 75]);
    pointer('Down', 250, 150);
    pointer('Up', 250, 150);
    assert.deepEqual(seen.current.selection, ['a']);
    pointer('Down', 990, 490);
    pointer('Move', 700, 280);
    assert.deepEqual(seen.current.selection, ['b']);
    assert.equal(seen.current.marquee.left, 700);
    pointer('Up', 700, 280);
    assert.equal(seen.current.marquee, undefined);
  });

  test('handles resize and turn; Escape and a pointer that is taken away give back; what is let go of is done', () => {
    const { seen, pointer, placement, getByTitle, surface } = show();
    act(() => seen.current.editor.select(['a']));
    assert.equal(getByTitle('frame').style.width, '20%');
    assert.equal(getByTitle('bottom-right').style.cursor, 'nwse-resize');
    pointer('Down', 300, 200, {}, getByTitle('bottom-right'));
    pointer('Move', 400, 250, { ctrlKey: true });
    pointer('Up', 400, 250);
    assert.equal(placement(0).width, 30);
    pointer('Down', 250, 0, {}, getByTitle('rotate'));
    pointer('Move', 500, 175);
    assert.equal(placement(0).rotation, 90);
    fireEvent.keyDown(surface, { key: 'Escape' });
    assert.deepEqual([placement(0).rotation, seen.current.selection], [0, ['a']]);
    pointer('Move', 600, 175);
    pointer('Up', 600, 175);
    assert.equal(placement(0).rotation, 0);
    pointer('Down', 250, 175);
    pointer('Move', 350, 175, { ctrlKey: true });
    pointer('Cancel', 350, 175);
    assert.equal(placement(0).x, 25);
    pointer('Down', 250, 175);
    pointer('Move', 350, 175, { ctrlKey: true });
    fireEvent(surface, new window.PointerEvent('lostpointercapture', { bubbles: true, pointerId: 1 }));
    assert.deepEqual([placement(0).x, seen.current.gesture], [35, undefined]);
  });

  test('fingers: one moves, two pinch, on empty ground the page scrolls', () => {
    const { seen, pointer, placement } = show();
    const touch = (pointerId) => ({ pointerType: 'touch', pointerId });
    pointer('Down', 200, 150, touch(7));
    pointer('Move', 250, 150, touch(7));
    pointer('Down', 350, 150, touch(8));
    assert.equal(seen.current.gesture, 'pinch');
    pointer('Move', 450, 150, touch(8));
    pointer('Up', 450, 150, touch(8));
    pointer('Up', 250, 150, touch(7));
    assert.equal(Math.round(placement(0).width), 40);
    act(() => seen.current.editor.undo());
    assert.deepEqual(seen.current.placements, list());
    pointer('Down', 5, 5, touch(9));
    pointer('Move', 900, 450, touch(9));
    assert.deepEqual([seen.current.selection, seen.current.marquee], [[], undefined]);
    pointer('Cancel', 900, 450, touch(9));
    pointer('Down', 200, 150, touch(9));
    pointer('Move', 300, 150, touch(9));
    pointer('Up', 300, 150, touch(9));
    assert.notEqual(placement(0).x, 20);
  });

  test("what is the host's own inside of the canvas stays its own, and keys in a field are typed", () => {
    const { seen, pointer, placement, getByText } = show();
    act(() => seen.current.editor.select(['a']));
    pointer('Down', 200, 150, {}, getByText('Delete'));
    pointer('Move', 400, 150, {}, getByText('Delete'));
    assert.deepEqual([placement(0).x, seen.current.selection], [20, ['a']]);
    fireEvent.keyDown(getByText('Delete'), { key: 'Delete' });
    assert.equal(seen.current.placements.length, 2);
    fireEvent.click(getByText('Delete'));
    assert.equal(seen.current.placements.length, 1);
    const right = pointer('Down', 700, 300, { button: 2 });
    assert.deepEqual([right, seen.current.selection], [true, []]);
  });

  test('keys: what has the focus is moved and taken away, and the focus stays in the canvas', () => {
    const { seen, placement, getByTitle, surface } = show();
    act(() => getByTitle('b').focus());
    fireEvent.keyDown(getByTitle('b'), { key: 'Enter' });
    fireEvent.keyDown(getByTitle('b'), { key: 'ArrowLeft' });
    assert.equal(Math.round(placement(1).x * 10), 699);
    fireEvent.keyDown(getByTitle('b'), { key: 'Delete' });
    assert.deepEqual([seen.current.items.length, document.activeElement], [1, surface]);
    fireEvent.keyDown(document.activeElement, { key: 'z', metaKey: true });
    fireEvent.keyDown(document.activeElement, { key: 'z', metaKey: true });
    assert.deepEqual([seen.current.placements, seen.current.selection], [list(), ['b']]);
    assert.equal(fireEvent.keyDown(surface, { key: 'Tab' }), true);
    assert.equal(fireEvent.keyDown(surface, { key: 'ArrowUp' }), false);
  });

  test('placements of the component above: it is asked, and may say no', () => {
    let above;
    const Above = ({ most }) => {
      const [placements, setPlacements] = useState(list);
      above = { placements, setPlacements };
      return h(Editor, { placements, onChange: (next) => next[0].x <= most && setPlacements(next), told: (editor) => (above.editor = editor) });
    };
    const { getByTestId } = render(h(Above, { most: 40 }), { wrapper: provided });
    const surface = getByTestId('canvas');
    surface.getBoundingClientRect = () => ({ left: 0, top: 0, width: 1000, height: 500 });
    const pointer = (type, clientX) => fireEvent[`pointer${type}`](surface, { clientX, clientY: 150, pointerId: 1, button: 0, ctrlKey: type === 'Move' });
    pointer('Down', 200);
    for (const x of [250, 300, 900]) pointer('Move', x);
    pointer('Up', 900);
    assert.deepEqual([above.placements[0].x, above.editor.placements[0].x, above.editor.items[0].box.x], [30, 30, 300]);
    act(() => above.editor.editor.undo());
    assert.equal(above.placements[0].x, 20);
    act(() => above.setPlacements([placed('c', { x: 10 })]));
    assert.deepEqual(above.editor.items.map(({ id }) => id), ['c']);
    act(() => {
      above.editor.editor.add(placed('d'));
      above.editor.editor.add(placed('e'));
    });
    assert.deepEqual([above.placements.length, above.editor.selection], [3, ['e']]);
    const item = surface.querySelector('[data-placement-item=e]');
    act(() => item.focus());
    fireEvent.keyDown(item, { key: 'Delete' });
    assert.deepEqual([above.placements.length, document.activeElement], [2, surface], 'the focus stays in the canvas');
  });

  test('options written anew are the same options; others begin at once; a gesture ends with the component', () => {
    const calls = [];
    const { result, rerender, unmount } = renderHook(({ width, keep }) => {
      calls.push(1);
      return usePlacementEditor({ canvas: { width, height: 500 }, keep, defaultPlacements: list(), onChange: () => {}, label: ({ name }) => `it is ${name}` });
    }, { wrapper: provided, initialProps: { width: 1000, keep: 'center' } });
    assert.equal(result.current.getItemProps(result.current.items[0])['aria-label'], 'it is A');
    const { editor } = result.current;
    const before = calls.length;
    rerender({ width: 1000, keep: 'box' });
    assert.ok(calls.length - before <= 2);
    act(() => editor.setBox('a', { x: -500 }));
    assert.equal(result.current.items[0].box.x, 100);
    rerender({ width: 2000, keep: 'box' });
    assert.equal(result.current.items[0].box.x, 200);
    assert.equal(result.current.editor, editor);
    act(() => {
      editor.select(['a']);
      editor.begin('move', { x: 200, y: 150 });
      editor.drag({ x: 900, y: 150 });
    });
    unmount();
    assert.equal(editor.getSnapshot().gesture, undefined);
    near(editor.getSnapshot().items[0].box.x, 200);
  });

  test('an option that is left out at a later rendering is the default again', () => {
    const asked = [];
    const { result, rerender } = renderHook((options) => usePlacementEditor({ canvas, defaultPlacements: list(), ...options }), {
      wrapper: provided, initialProps: { keep: 'bleed', onSelect: (ids) => asked.push(ids) },
    });
    rerender({});
    act(() => result.current.editor.setBox('a', { x: -500 }));
    assert.equal(result.current.items[0].box.x, 0, 'keep is center');
    act(() => result.current.editor.select(['a']));
    assert.deepEqual(asked, []);
  });

  const near = (a, b) => assert.ok(Math.abs(a - b) < 1e-9, `${a} is not ${b}`);

  test('without a provider the kit loads, and then there is something to edit', async () => {
    const { result } = renderHook(() => usePlacementEditor({ canvas, defaultPlacements: list() }));
    await waitFor(() => assert.equal(result.current.status, 'ready'));
    assert.equal(result.current.items.length, 2);
  });

  /** What a browser has and jsdom has not: canvases that can be drawn to. */
  function withCanvases(work) {
    const drawn = [];
    const { getContext } = window.HTMLCanvasElement.prototype;
    window.HTMLCanvasElement.prototype.getContext = () => ({ putImageData: (image, x, y, ...part) => drawn.push({ part, pixel: (u, v) => [...image.data.subarray(4 * (v * image.width + u), 4 * (v * image.width + u) + 4)] }) });
    globalThis.ImageData ??= class {
      constructor(data, width, height) {
        Object.assign(this, { data, width, height });
      }
    };
    const end = () => (window.HTMLCanvasElement.prototype.getContext = getContext);
    return work(drawn).finally(end);
  }

  const colour = (...rgba) => ({ width: 1, height: 1, data: new Uint8ClampedArray(rgba) });
  const red = colour(255, 0, 0, 255);

  test('a preview is drawn, and drawn again where it changed; the prompt is its alternative text', () => withCanvases(async (drawn) => {
    const updates = [];
    const ref = createRef();
    const of = (placements, more) => h(PlacementPreview, { size: canvas, placements, images: { a: red }, background: '#000', onUpdate: (update) => updates.push(update), className: 'shown', ref, ...more });
    const { rerender, getByRole, unmount } = render(of(list()), { wrapper: provided });
    await waitFor(() => assert.equal(drawn.length, 1));
    assert.deepEqual([drawn[0].part, drawn[0].pixel(200, 150), drawn[0].pixel(5, 5)], [[0, 0, 1000, 500], [255, 0, 0, 255], [0, 0, 0, 255]]);
    assert.deepEqual(updates[0].missing, ['b']);
    const element = getByRole('img');
    assert.deepEqual([element.width, element.height, element.className, ref.current], [1000, 500, 'shown', element]);
    assert.equal(element.getAttribute('aria-label'), kit.prompt.describe(list(), canvas));
    rerender(of([placed('a', { x: 30, y: 30 }), list()[1]]));
    await waitFor(() => assert.equal(drawn.length, 2));
    assert.ok(drawn[1].part[2] < 500);
    rerender(of([placed('a', { x: 30, y: 30 }), list()[1]], { images: { a: red, b: colour(0, 0, 255, 255) }, alt: 'Two logos' }));
    await waitFor(() => assert.deepEqual(drawn.at(-1).pixel(700, 300), [0, 0, 255, 255]));
    assert.deepEqual([updates.at(-1).missing, element.getAttribute('aria-label')], [[], 'Two logos']);
    rerender(of(list(), { size: { width: 100, height: 50 } }));
    await waitFor(() => assert.deepEqual(drawn.at(-1).part, [0, 0, 100, 50]));
    unmount();
  }));

  test('files are decoded, what fails is told and the rest is drawn; sessions go with the component', () => withCanvases(async (drawn) => {
    const { createSession } = kit.preview;
    const sessions = [];
    kit.preview.createSession = (options) => (sessions.push(createSession.call(kit.preview, options)), sessions.at(-1));
    try {
      const errors = [];
      const images = { a: new Blob([kit.image.encodePng(red)]), b: new Blob(['no picture']), c: 'data:text/plain,neither' };
      const { unmount } = render(h(PlacementPreview, { size: canvas, placements: list(), images, onError: (error) => errors.push(error.code) }), { wrapper: provided });
      await waitFor(() => assert.deepEqual([drawn.at(-1)?.pixel(200, 150), errors], [[255, 0, 0, 255], ['unsupported_format', 'unsupported_format']]));
      assert.equal(sessions.length, 2, "StrictMode's first and its second");
      assert.throws(() => sessions[0].update([]), { code: 'disposed' });
      unmount();
      assert.throws(() => sessions[1].update([]), { code: 'disposed' });
      render(h(PlacementPreview, { size: { width: 0, height: 1 }, placements: [], onError: (error) => errors.push(error.code) }), { wrapper: provided });
      await waitFor(() => assert.ok(errors.includes('invalid_argument')));
      render(h(PlacementPreview, { size: canvas, placements: [placed('a', { x: 500 })] }), { wrapper: provided });
      assert.equal(document.querySelector('canvas:last-of-type').getAttribute('role'), 'img');
      // One that cannot be read at all is told, and ends no page.
      const odd = [];
      const unread = { assetId: 'o', position: { x: 50, y: 50, anchor: 'topLeft' }, size: { width: 10, height: 10, unit: 'percent' } };
      render(h(PlacementPreview, { size: canvas, placements: [unread], onError: (error) => odd.push(error.code) }), { wrapper: provided });
      await waitFor(() => assert.deepEqual(odd.slice(0, 1), ['invalid_argument']));
    } finally {
      delete kit.preview.createSession;
    }
  }));

  test('server rendering: neither breaks, and what the server wrote is taken over without a word', async () => {
    const Page = () => h('main', null, h(Editor, { defaultPlacements: list() }), h(PlacementPreview, { size: canvas, placements: list(), placeholder: 'Wait' }), h(PlacementPreview, { size: canvas, placements: list() }));
    const bare = renderToString(h(Page));
    assert.match(bare, />Wait<\/span>/);
    assert.match(bare, /<canvas role="img" width="1000" height="500"/);
    assert.doesNotMatch(bare, /data-placement-item/);
    const page = h(MediaProvider, { kit }, h(Page));
    const html = renderToString(page);
    assert.match(html, /data-placement-item="a"/);
    assert.match(html, /aria-label="[^"]*A/);
    const place = document.body.appendChild(document.createElement('div'));
    place.innerHTML = html;
    const quiet = console.error;
    const said = [];
    console.error = (...words) => said.push(words);
    try {
      await withCanvases(async () => {
        let root;
        await act(async () => (root = hydrateRoot(place, page)));
        assert.equal(place.querySelectorAll('[data-placement-item]').length, 2);
        act(() => root.unmount());
      });
    } finally {
      console.error = quiet;
      place.remove();
    }
    assert.deepEqual(said, []);
  });
});
