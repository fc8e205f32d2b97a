// Mouse, touch and pen on the canvas. The geometry is the kit's; each gesture is a function of its start state and
// the pointer, so nothing drifts.
import type { Box, Handle, Point } from '@aurastream/media-wasm';
import { canvasSize } from '../engine/contract.js';
import { toBox, withBox } from '../engine/layout.js';
import { selectedLayers, type Layer } from '../state/model.js';
import type { Context } from './context.js';

/** The smallest side of a layer, in percent of the canvas' shorter side: the editor's limit. */
const SMALLEST_PERCENT = 5;
const ROTATION_STEP = 15;

type Gesture = (at: Point, event: PointerEvent) => Layer[];

let count = 0;

export function attachGestures(context: Context, overlay: HTMLElement): void {
  const { kit, store } = context;
  /** Where the pointer is, in canvas pixels. */
  const pointer = (event: PointerEvent): Point => {
    const { left, top, width } = overlay.getBoundingClientRect();
    const scale = canvasSize(kit, store.state.document.canvas).width / width;
    return { x: (event.clientX - left) * scale, y: (event.clientY - top) * scale };
  };
  overlay.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    const target = event.target as HTMLElement;
    const box = target.closest<HTMLElement>('.layer');
    if (!box) {
      store.dispatch({ type: 'selected', ids: [] });
      return;
    }
    event.preventDefault();
    box.focus({ preventScroll: true });
    const id = box.dataset.layer!;
    if (!store.state.selection.includes(id)) store.dispatch({ type: 'selected', ids: [id] });
    const gesture = begin(context, target.dataset.handle, pointer(event));
    follow(context, overlay, event.pointerId, (moved) => gesture(pointer(moved), moved));
  });
}

function follow({ store }: Context, overlay: HTMLElement, pointerId: number, layersAt: (event: PointerEvent) => Layer[]): void {
  const key = `drag ${++count}`;
  const done = new AbortController();
  const { signal } = done;
  overlay.setPointerCapture(pointerId);
  overlay.addEventListener('pointermove', (event) => {
    if (event.pointerId === pointerId) store.dispatch({ type: 'layersChanged', layers: layersAt(event), gesture: key });
  }, { signal });
  for (const end of ['pointerup', 'pointercancel'] as const) {
    overlay.addEventListener(end, (event) => {
      if (event.pointerId === pointerId) done.abort();
    }, { signal });
  }
}

function begin({ kit, store }: Context, handle: string | undefined, grab: Point): Gesture {
  const canvas = canvasSize(kit, store.state.document.canvas);
  const starts = selectedLayers(store.state).map((layer) => ({ layer, box: toBox(kit, layer, canvas) }));
  const each = (change: (box: Box, layer: Layer) => Box): Layer[] =>
    starts.map(({ layer, box }) => withBox(kit, layer, change(box, layer), canvas));
  if (handle === undefined) {
    return (at) => each((box) => {
      const moved = kit.placement.move(box, grab, at);
      return { ...moved, x: clamp(moved.x, canvas.width), y: clamp(moved.y, canvas.height) };
    });
  }
  if (handle === 'rotate') {
    return (at, event) => each((box) => {
      const turned = (box.rotation + angle(box, at) - angle(box, grab) + 360) % 360;
      return { ...box, rotation: event.shiftKey ? (Math.round(turned / ROTATION_STEP) * ROTATION_STEP) % 360 : turned };
    });
  }
  const side = (Math.min(canvas.width, canvas.height) * SMALLEST_PERCENT) / 100;
  const smallest = { width: side, height: side };
  return (at, event) => each((box, layer) => kit.placement.resize(box, handle as Handle, at, {
    grab, smallest, lockAspect: layer.lockAspect !== event.shiftKey, fromCenter: event.altKey,
  }));
}

/** The contract wants centres on the canvas. */
const clamp = (value: number, largest: number): number => Math.min(largest, Math.max(0, value));
const angle = (centre: Point, at: Point): number => (Math.atan2(at.y - centre.y, at.x - centre.x) * 180) / Math.PI;
