// Mouse, touch and pen on the canvas: which layer is meant, and the gesture from down to up.
import type { Point, Rect } from '@aurastream/media-wasm';
import { shownImages } from '../engine/pictures.js';
import { canvasOf, toBox } from '../engine/layout.js';
import { placements } from '../engine/request.js';
import { inOrder, selectedLayers } from '../state/model.js';
import { duplicateInPlace } from './commands.js';
import type { Context } from './context.js';
import { showGuides, showMarquee } from './frame.js';
import { begin, pinching, type Gesture } from './gestures.js';

let gestures = 0;

export function attachPointers(context: Context, overlay: HTMLElement): void {
  const { kit, store } = context;
  const zoom = (): number => overlay.clientWidth / canvasOf(kit, store.state).width;
  /** Where the pointer is, in canvas pixels. */
  const pointer = (event: PointerEvent): Point => {
    const { left, top } = overlay.getBoundingClientRect();
    return { x: (event.clientX - left) / zoom(), y: (event.clientY - top) / zoom() };
  };
  const fingers = new Map<number, Point>();
  let stop = (): void => {};

  overlay.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    if (event.pointerType === 'touch') fingers.set(event.pointerId, pointer(event));
    if (fingers.size === 2 && store.state.selection.length === 1) {
      stop();
      stop = pinch();
      return;
    }
    const handle = (event.target as HTMLElement).dataset.handle;
    const id = handle ? undefined : layerAt(context, pointer(event));
    if (!handle && id === undefined) {
      stop = marquee(event);
      return;
    }
    event.preventDefault();
    if (id !== undefined && !choose(context, overlay, id, event.shiftKey)) return;
    if (id !== undefined && event.altKey) duplicateInPlace(context);
    const start = { kit, state: store.state, grab: pointer(event), zoom: zoom() };
    stop = drag(event.pointerId, begin(start, handle));
  });
  for (const end of ['pointerup', 'pointercancel'] as const) {
    overlay.addEventListener(end, ({ pointerId }) => fingers.delete(pointerId));
  }

  function drag(pointerId: number, gesture: Gesture): () => void {
    const key = `drag ${++gestures}`;
    const before = selectedLayers(store.state);
    return follow(
      overlay,
      pointerId,
      (event) => {
        const { layers, guides } = gesture.at(pointer(event), event);
        store.dispatch({ type: 'layersChanged', layers, gesture: key });
        showGuides(overlay, guides, canvasOf(kit, store.state));
      },
      () => {
        gesture.end();
        showGuides(overlay, [], canvasOf(kit, store.state));
      },
      () => store.dispatch({ type: 'layersChanged', layers: before, gesture: key }),
    );
  }

  function pinch(): () => void {
    const key = `pinch ${++gestures}`;
    const ids = [...fingers.keys()];
    const places = (): [Point, Point] => [fingers.get(ids[0]!)!, fingers.get(ids[1]!)!];
    const at = pinching({ kit, state: store.state, grab: places()[0], zoom: zoom() }, places());
    return follow(
      overlay,
      undefined,
      (event) => {
        if (!fingers.has(event.pointerId)) return;
        fingers.set(event.pointerId, pointer(event));
        store.dispatch({ type: 'layersChanged', layers: at(places()), gesture: key });
      },
      () => {},
    );
  }

  /** A rectangle drawn on empty ground selects what it touches. */
  function marquee(down: PointerEvent): () => void {
    const from = pointer(down);
    if (!down.shiftKey) store.dispatch({ type: 'selected', ids: [] });
    if (down.pointerType === 'touch') return () => {}; // the page scrolls
    return follow(
      overlay,
      down.pointerId,
      (event) => {
        const rect = between(from, pointer(event));
        showMarquee(overlay, rect, canvasOf(kit, store.state));
        if (rect.width === 0 || rect.height === 0) return;
        const { layers } = store.state.document;
        const caught = kit.placement.query.marquee(
          layers.map((layer) => toBox(kit, layer, canvasOf(kit, store.state))),
          rect,
        );
        store.dispatch({ type: 'selected', ids: caught.map((index) => layers[index]!.id) });
      },
      () => showMarquee(overlay, undefined, canvasOf(kit, store.state)),
    );
  }
}

/**
 * Calls `move` until the pointer (any, if undefined) goes up, then `end`; Escape takes it `back` before that.
 * @returns a way to end earlier
 */
function follow(
  overlay: HTMLElement,
  pointerId: number | undefined,
  move: (event: PointerEvent) => void,
  end: () => void,
  back?: () => void,
): () => void {
  const done = new AbortController();
  const { signal } = done;
  const mine = (event: PointerEvent): boolean => pointerId === undefined || event.pointerId === pointerId;
  const finish = (): void => {
    if (signal.aborted) return;
    done.abort();
    end();
  };
  if (pointerId !== undefined) overlay.setPointerCapture(pointerId);
  overlay.addEventListener(
    'pointermove',
    (event) => {
      if (mine(event)) move(event);
    },
    { signal },
  );
  addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Escape' || !back) return;
      event.preventDefault(); // the selection stays
      back();
      finish();
    },
    { signal, capture: true },
  );
  for (const type of ['pointerup', 'pointercancel'] as const) {
    overlay.addEventListener(
      type,
      (event) => {
        if (mine(event)) finish();
      },
      { signal },
    );
  }
  return finish;
}

/** The front-most layer under a point; the transparent parts of a cut-out let the point through. */
function layerAt({ kit, store, pictures }: Context, point: Point): string | undefined {
  const { state } = store;
  const images = shownImages(pictures, state);
  const order = inOrder(state.document.layers);
  const canvas = canvasOf(kit, state);
  const solid = kit.placement.query.hitTest(placements(state), canvas, point, { images, alpha: 16 });
  return order[solid >= 0 ? solid : kit.placement.hitTest(placements(state), canvas, point)]?.id;
}

/** Selects as a click does, or toggles with Shift; returns whether the layer is selected now. */
function choose({ store }: Context, overlay: HTMLElement, id: string, toggle: boolean): boolean {
  const { selection } = store.state;
  const selected = selection.includes(id);
  if (toggle)
    store.dispatch({
      type: 'selected',
      ids: selected ? selection.filter((other) => other !== id) : [...selection, id],
    });
  else if (!selected) store.dispatch({ type: 'selected', ids: [id] });
  overlay.querySelector<HTMLElement>(`[data-layer=${id}]`)?.focus({ preventScroll: true });
  return !(toggle && selected);
}

const between = (a: Point, b: Point): Rect => ({
  left: Math.min(a.x, b.x),
  top: Math.min(a.y, b.y),
  width: Math.abs(a.x - b.x),
  height: Math.abs(a.y - b.y),
});
