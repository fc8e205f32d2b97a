// What a pointer does to boxes. Each gesture is a function of the boxes when it began and of the pointer, so that nothing
// drifts.
import type { PlacementApi } from '../placement.js';
import type { Box, Handle, Point, Size } from '../placement/geometry.js';
import type { Fingers, Keep, ResizeOptions } from '../placement/options.js';
import type { SnapGuide, SnapOptions, SnapSession } from '../placement/snap.js';
import { areaOf, frameOf } from './layout.js';
import type { GestureKind, GesturePoint, ModifierKeys } from './types.js';

/** Where a gesture has led. */
interface Step {
  boxes: readonly Box[];
  guides: readonly SnapGuide[];
}

/** @internal */
export interface BoxGesture {
  at(point: GesturePoint, keys: ModifierKeys): Step;
  end(): void;
}

/** What a gesture begins with. @internal */
export interface GestureStart {
  geometry: PlacementApi;
  canvas: Size;
  /** What is moved; at least one. */
  boxes: readonly Box[];
  /** What it may snap to. */
  others: readonly Box[];
  at: GesturePoint;
  /** Screen pixels a canvas pixel. */
  zoom: number;
  snapping: false | Omit<SnapOptions, 'canvas' | 'zoom'>;
  keep: Keep;
  smallestPercent: number;
  locked: boolean;
  /** Shift does not unlock: the ratio is a rule of the placement's. */
  alwaysLocked: boolean;
  rotateStep: number;
  rotateTolerance: number;
}

const none: readonly SnapGuide[] = [];
const free = ({ ctrlKey, metaKey }: ModifierKeys): boolean => Boolean(ctrlKey || metaKey);
const noEnd = (): void => {};

/** @internal */
export function beginGesture(kind: Exclude<GestureKind, 'marquee'>, start: GestureStart): BoxGesture {
  if (kind === 'move') return moving(start);
  if (kind === 'rotate') return turning(start);
  if (kind === 'pinch') return pinching(start);
  return resizing(start, kind);
}

function snapSession({ geometry, canvas, others, zoom, snapping }: GestureStart): SnapSession | undefined {
  return snapping ? geometry.createSnapSession(others, { ...snapping, canvas, zoom }) : undefined;
}

/** Several snap by the frame around them. */
function moving(start: GestureStart): BoxGesture {
  const { geometry, boxes } = start;
  const grab = start.at as Point;
  const frame = frameOf(geometry, boxes)!;
  const session = snapSession(start);
  return {
    at(point, keys) {
      const wanted = geometry.move(frame, grab, point as Point);
      const { box, guides } = session && !free(keys) ? session.move(wanted) : { box: wanted, guides: none };
      if (boxes.length === 1) return { boxes: [box], guides };
      return { boxes: geometry.moveAll(boxes, grab, { x: grab.x + box.x - frame.x, y: grab.y + box.y - frame.y }), guides };
    },
    end: () => session?.dispose(),
  };
}

function turning({ geometry, boxes, at, rotateStep, rotateTolerance }: GestureStart): BoxGesture {
  return {
    at(point, keys) {
      const options = keys.shiftKey ? { step: rotateStep } : { step: 90, tolerance: free(keys) ? 0 : rotateTolerance };
      const turned = boxes.length === 1
        ? [geometry.rotate(boxes[0]!, at as Point, point as Point, options)]
        : geometry.rotateAll(boxes, at as Point, point as Point, options).boxes;
      return { boxes: turned, guides: none };
    },
    end: noEnd,
  };
}

const smallestOf = ({ canvas, smallestPercent }: GestureStart): Size => {
  const side = Math.max(1, (Math.min(canvas.width, canvas.height) * smallestPercent) / 100);
  return { width: side, height: side };
};

function resizing(start: GestureStart, handle: Handle): BoxGesture {
  const { geometry, boxes, at, canvas, keep } = start;
  const session = boxes.length === 1 ? snapSession(start) : undefined;
  const smallest = smallestOf(start);
  return {
    at(point, keys) {
      const options: ResizeOptions = {
        grab: at as Point,
        smallest,
        lockAspect: start.alwaysLocked || start.locked !== Boolean(keys.shiftKey),
        fromCenter: Boolean(keys.altKey),
        keep,
        ...(keep !== 'bleed' && { area: areaOf(canvas) }),
      };
      if (boxes.length > 1) return { boxes: geometry.resizeAll(boxes, handle, point as Point, options).boxes, guides: none };
      const box = boxes[0]!;
      if (!session || free(keys)) return { boxes: [geometry.resize(box, handle, point as Point, options)], guides: none };
      const snapped = session.resize(box, handle, point as Point, options);
      return { boxes: [snapped.box], guides: snapped.guides };
    },
    end: () => session?.dispose(),
  };
}

function pinching(start: GestureStart): BoxGesture {
  const { geometry, boxes, at } = start;
  const smallest = smallestOf(start);
  return {
    at: (points) => ({ boxes: geometry.pinchAll(boxes, at as Fingers, points as Fingers, { smallest }), guides: none }),
    end: noEnd,
  };
}
