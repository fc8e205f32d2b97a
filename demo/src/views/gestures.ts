// What a pointer on the canvas does, by the kit's geometry: each gesture is a function of its start state and the
// pointer, so nothing drifts.
import type {
  Box,
  Handle,
  CoreKit,
  Point,
  ResizeOptions,
  SnapGuide,
  SnapOptions,
} from '@aurastream/media-wasm/url';
import { canvasOf, toBox, withBox } from '../engine/layout.js';
import { movableLayers, type Layer, type State } from '../state/model.js';
import { croppedTo } from '../state/crop.js';
import { frameOf } from './frame.js';

export interface Step {
  layers: Layer[];
  guides: readonly SnapGuide[];
}

export interface Gesture {
  at(pointer: Point, event: PointerEvent): Step;
  end(): void;
}

interface Start {
  kit: CoreKit;
  state: State;
  grab: Point;
  /** Screen pixels a canvas pixel. */
  zoom: number;
}

/** Held while dragging: no snapping. */
const unsnapped = (event: PointerEvent): boolean => event.ctrlKey || event.metaKey;

const TURN_STEP = 15;
/** Turning snaps to quarter turns within this many degrees. */
const TURN_TOLERANCE = 4;

export function begin(start: Start, handle: string | undefined): Gesture {
  const { kit, state } = start;
  const canvas = canvasOf(kit, state);
  const layers = movableLayers(state);
  const boxes = layers.map((layer) => toBox(kit, layer, canvas));
  const step = (moved: readonly Box[], guides: readonly SnapGuide[] = []): Step => ({
    layers: layers.map((layer, index) => withBox(kit, layer, moved[index]!, canvas)),
    guides,
  });
  if (handle === undefined) return moving(start, boxes, step);
  if (handle === 'rotate') return turning(start, boxes, step);
  const [only] = layers;
  if (state.cropping && only && layers.length === 1) return cropping(start, only, boxes[0]!, handle as Handle);
  return resizing(start, boxes, layers, handle as Handle, step);
}

type ToStep = (moved: readonly Box[], guides?: readonly SnapGuide[]) => Step;

/** Snaps to what the kit finds near; the other layers are indexed once, when the drag begins. */
function snapSession({ kit, state, zoom }: Start) {
  const canvas = canvasOf(kit, state);
  const others = state.document.layers
    .filter(({ id }) => !state.selection.includes(id))
    .map((layer) => toBox(kit, layer, canvas));
  const options: SnapOptions = { canvas, zoom };
  return state.snapping ? kit.placement.createSnapSession(others, options) : undefined;
}

/** A selection snaps by the frame around it. */
function moving(start: Start, boxes: readonly Box[], step: ToStep): Gesture {
  const { kit, grab } = start;
  const frame = frameOf(kit, boxes);
  const session = snapSession(start);
  return {
    at(pointer, event) {
      const wanted = kit.placement.move(frame, grab, pointer);
      const snapped = session && !unsnapped(event) ? session.move(wanted) : { box: wanted, guides: [] };
      const to = { x: grab.x + snapped.box.x - frame.x, y: grab.y + snapped.box.y - frame.y };
      return step(kit.placement.moveAll(boxes, grab, to), snapped.guides);
    },
    end: () => session?.dispose(),
  };
}

function turning({ kit, grab }: Start, boxes: readonly Box[], step: ToStep): Gesture {
  return {
    at(pointer, event) {
      const options = event.shiftKey
        ? { step: TURN_STEP }
        : { step: 90, tolerance: unsnapped(event) ? 0 : TURN_TOLERANCE };
      const [only] = boxes;
      if (only && boxes.length === 1) return step([kit.placement.rotate(only, grab, pointer, options)]);
      return step(kit.placement.rotateAll(boxes, grab, pointer, options).boxes);
    },
    end() {},
  };
}

function resizing(
  start: Start,
  boxes: readonly Box[],
  layers: readonly Layer[],
  handle: Handle,
  step: ToStep,
): Gesture {
  const { kit, state, grab } = start;
  const canvas = canvasOf(kit, state);
  const side = (Math.min(canvas.width, canvas.height) * kit.placement.constants.SMALLEST_PERCENT) / 100;
  const session = boxes.length === 1 ? snapSession(start) : undefined;
  const locked = layers.some(({ lockAspect }) => lockAspect);
  return {
    at(pointer, event) {
      const options: ResizeOptions = {
        grab,
        smallest: { width: side, height: side },
        lockAspect: locked !== event.shiftKey,
        fromCenter: event.altKey,
      };
      const [only] = boxes;
      if (!only || boxes.length > 1)
        return step(kit.placement.resizeAll(boxes, handle, pointer, options).boxes);
      if (!session || unsnapped(event)) return step([kit.placement.resize(only, handle, pointer, options)]);
      const { box, guides } = session.resize(only, handle, pointer, options);
      return step([box], guides);
    },
    end: () => session?.dispose(),
  };
}

/** A handle cuts off what it is dragged over, and brings it back. */
function cropping({ kit, state, grab }: Start, layer: Layer, box: Box, handle: Handle): Gesture {
  const canvas = canvasOf(kit, state);
  return {
    at(pointer) {
      const to = kit.placement.resize(box, handle, pointer, { grab, smallest: { width: 1, height: 1 } });
      return { layers: [croppedTo(layer, box, to, canvas)], guides: [] };
    },
    end() {},
  };
}

/** Two fingers on one layer: it moves, scales and turns with them. */
export function pinching(
  { kit, state }: Start,
  from: readonly [Point, Point],
): (to: readonly [Point, Point]) => Layer[] {
  const canvas = canvasOf(kit, state);
  const layers = movableLayers(state).slice(0, 1);
  return (to) =>
    layers.map((layer) =>
      withBox(kit, layer, kit.placement.pinch(toBox(kit, layer, canvas), from, to), canvas),
    );
}
