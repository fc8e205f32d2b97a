// Mouse, touch and pen on the canvas: which layer is meant, and the gesture from down to up.
import type { Point, Rect } from '@aurastream/media-wasm';
import { frameOf } from '@aurastream/media-wasm/editor';
import { shownImages } from '../engine/pictures.js';
import { canvasOf, toBox } from '../engine/layout.js';
import { metLayers } from '../engine/request.js';
import { inOrder, isThere, movableLayers, reachableLayers, type Layer } from '../state/model.js';
import { toggled } from '../state/groups.js';
import { duplicateInPlace } from './commands.js';
import type { Context } from './context.js';
import { editText } from './drawn.js';
import { follow } from './follow.js';
import { showGuides, showMarquee } from './frame.js';
import { begin, pinching, type Gesture } from './gestures.js';
import { layerMenu } from './layer-menu.js';
import { hideMeasure, measured, showMeasure } from './measure.js';

let gestures = 0;

/** Listens on the whole surface around the canvas: handles and layers may reach beyond it. */
export function attachPointers(context: Context, surface: HTMLElement, overlay: HTMLElement): void {
  const { kit, store, zoom } = context;
  const pointer = (event: PointerEvent): Point => zoom.toCanvas(event);
  /** Places in the window. */
  const fingers = new Map<number, Point>();
  /** What the fingers that are down do: a second one on a layer turns and scales it, else the view. */
  let stop = (): void => {};
  let isOnLayer = false;

  surface.addEventListener('pointerdown', (event) => {
    surface.dataset.pointer = event.pointerType;
    if (event.button !== 0 || (event.target as HTMLElement).closest('.zoom, button')) return;
    if (event.pointerType === 'touch') fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (fingers.size === 2) {
      stop();
      stop = isOnLayer && store.state.selection.length === 1 ? pinchLayer() : pinchView();
      return;
    }
    if (fingers.size > 2) return;
    const handle = (event.target as HTMLElement).dataset.handle;
    const id = handle ? undefined : layerAt(context, pointer(event));
    isOnLayer = handle !== undefined || id !== undefined;
    if (!isOnLayer) {
      stop = marquee(event);
      return;
    }
    event.preventDefault();
    if (id !== undefined && !choose(context, overlay, id, event.shiftKey || store.state.several)) return;
    if (movableLayers(store.state).length === 0) return;
    if (id !== undefined && event.altKey) duplicateInPlace(context);
    const start = { kit, state: store.state, grab: pointer(event), zoom: zoom.scale };
    stop = drag(event.pointerId, handle, begin(start, handle));
    if (event.pointerType === 'touch') whenHeld(surface, event, () => {
      stop();
      menuAt(event);
    });
  });

  /** Of what lies there; on empty ground, of the canvas. */
  function menuAt(event: { clientX: number; clientY: number }): void {
    const id = layerAt(context, zoom.toCanvas(event), shownLayers(context));
    if (id === undefined) store.dispatch({ type: 'selected', ids: [] });
    else if (!store.state.selection.includes(id)) store.dispatch({ type: 'selected', ids: [id] });
    layerMenu(context, event);
  }
  surface.addEventListener('contextmenu', (event) => {
    if ((event.target as HTMLElement).closest('.zoom, button')) return;
    event.preventDefault();
    // By a key it is for what is selected, wherever the pointer is.
    if ((event as Partial<PointerEvent>).pointerType === '') layerMenu(context);
    else menuAt(event);
  });
  surface.addEventListener('dblclick', (event) => {
    if ((event.target as HTMLElement).closest('.zoom, button')) return;
    const id = layerAt(context, zoom.toCanvas(event));
    if (id !== undefined) editText(context, id);
  });
  for (const end of ['pointerup', 'pointercancel'] as const) {
    surface.addEventListener(end, ({ pointerId }) => fingers.delete(pointerId));
  }

  function drag(pointerId: number, handle: string | undefined, gesture: Gesture): () => void {
    const key = `drag ${++gestures}`;
    const before = movableLayers(store.state);
    const clear = (): void => {
      gesture.end();
      showGuides(overlay, [], canvasOf(kit, store.state));
      hideMeasure(surface);
    };
    return follow(
      surface,
      pointerId,
      (event) => {
        const canvas = canvasOf(kit, store.state);
        const { layers, guides } = gesture.at(pointer(event), event);
        store.dispatch({ type: 'layersChanged', layers, gesture: key });
        showGuides(overlay, guides, canvas);
        showMeasure(surface, event, measured(handle, frameOf(kit.placement, layers.map((layer) => toBox(kit, layer, canvas)))!));
      },
      clear,
      () => store.dispatch({ type: 'layersChanged', layers: before, gesture: key }),
    );
  }

  function pinchLayer(): () => void {
    const key = `pinch ${++gestures}`;
    const ids = [...fingers.keys()];
    const place = (id: number): Point => zoom.toCanvas({ clientX: fingers.get(id)!.x, clientY: fingers.get(id)!.y });
    const places = (): [Point, Point] => [place(ids[0]!), place(ids[1]!)];
    const at = pinching({ kit, state: store.state, grab: places()[0], zoom: zoom.scale }, places());
    return withFingers(() => store.dispatch({ type: 'layersChanged', layers: at(places()), gesture: key }));
  }

  /** What lay between the fingers stays there. */
  function pinchView(): () => void {
    const pair = (): { x: number; y: number; apart: number } => {
      const [a, b] = [...fingers.values()] as [Point, Point];
      return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, apart: Math.max(8, Math.hypot(a.x - b.x, a.y - b.y)) };
    };
    let last = pair();
    return withFingers(() => {
      const now = pair();
      zoom.pan(now.x - last.x, now.y - last.y);
      zoom.by(now.apart / last.apart, { clientX: now.x, clientY: now.y });
      last = now;
    });
  }

  /** Until one of two fingers goes up. */
  function withFingers(moved: () => void): () => void {
    return follow(
      surface,
      undefined,
      ({ pointerId, clientX, clientY }) => {
        if (!fingers.has(pointerId)) return;
        fingers.set(pointerId, { x: clientX, y: clientY });
        if (fingers.size === 2) moved();
      },
      () => {},
    );
  }

  /** A rectangle drawn on empty ground selects what it touches. A finger moves what is seen, or the page. */
  function marquee(down: PointerEvent): () => void {
    const from = pointer(down);
    if (!down.shiftKey && !store.state.several) store.dispatch({ type: 'selected', ids: [] });
    if (down.pointerType === 'touch') return zoom.isWhole ? () => {} : panning(down);
    return follow(
      surface,
      down.pointerId,
      (event) => {
        const rect = between(from, pointer(event));
        showMarquee(overlay, rect, canvasOf(kit, store.state));
        if (rect.width === 0 || rect.height === 0) return;
        const layers = reachableLayers(store.state);
        const caught = kit.placement.query.marquee(
          layers.map((layer) => toBox(kit, layer, canvasOf(kit, store.state))),
          rect,
        );
        store.dispatch({ type: 'selected', ids: caught.map((index) => layers[index]!.id) });
      },
      () => showMarquee(overlay, undefined, canvasOf(kit, store.state)),
    );
  }

  function panning(down: PointerEvent): () => void {
    let [x, y] = [down.clientX, down.clientY];
    return follow(
      surface,
      down.pointerId,
      (event) => {
        zoom.pan(event.clientX - x, event.clientY - y);
        [x, y] = [event.clientX, event.clientY];
      },
      () => {},
    );
  }
}

/** The front-most of some layers under a point; the transparent parts of a cut-out let the point through. */
function layerAt({ kit, store, pictures }: Context, point: Point, layers = reachableLayers(store.state)): string | undefined {
  const { state } = store;
  const images = shownImages(pictures, state);
  const order = inOrder(layers);
  const placed = metLayers(kit, state, order);
  const canvas = canvasOf(kit, state);
  const solid = kit.placement.query.hitTest(placed, canvas, point, { images, alpha: 16 });
  return order[solid >= 0 ? solid : kit.placement.hitTest(placed, canvas, point)]?.id;
}

/** Locked ones too: their menu unlocks them. */
const shownLayers = ({ store: { state } }: Context): Layer[] => state.document.layers.filter((layer) => !layer.hidden && isThere(state, layer));

/** A finger that stays where it is, ms, and how far it may move meanwhile, CSS pixels. */
const HELD = { after: 550, within: 10 } as const;

function whenHeld(surface: HTMLElement, down: PointerEvent, then: () => void): void {
  const done = new AbortController();
  const { signal } = done;
  const timer = setTimeout(() => {
    done.abort();
    then();
  }, HELD.after);
  signal.addEventListener('abort', () => clearTimeout(timer));
  surface.addEventListener('pointermove', (event) => {
    if (Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) > HELD.within) done.abort();
  }, { signal });
  for (const type of ['pointerdown', 'pointerup', 'pointercancel'] as const) surface.addEventListener(type, () => done.abort(), { signal });
}

/** Selects as a click does, or toggles with Shift; returns whether the layer is selected now. */
function choose({ store }: Context, overlay: HTMLElement, id: string, toggle: boolean): boolean {
  const { selection } = store.state;
  const selected = selection.includes(id);
  if (toggle)
    store.dispatch({
      type: 'selected',
      ids: toggled(store.state.document.layers, selection, id),
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
