// What a pointer does to boxes. Each gesture is a function of the boxes when it began and of the pointer, so that nothing
// drifts.
import { MediaError } from '../errors.js';
import { guarded, guardedMembers } from '../guard.js';
import type { PlacementApi } from '../placement.js';
import { HANDLES, type Box, type Handle, type Point, type Size } from '../placement/geometry.js';
import type { Fingers, Keep, ResizeOptions } from '../placement/options.js';
import type { SnapGuide, SnapOptions, SnapSession } from '../placement/snap.js';
import { areaOf, frameOf } from './layout.js';
import type { GestureKind, GesturePoint, ModifierKeys } from './types.js';

/** Where a gesture has led. */
export interface BoxStep {
  /** In the order in which they were given. */
  readonly boxes: readonly Box[];
  /** Lines that show what they snapped to. */
  readonly guides: readonly SnapGuide[];
}

/** A gesture that goes on. */
export interface BoxGesture {
  /**
   * Where it leads when the pointer is there, whatever it did in between.
   * @throws MediaError `invalid_argument`
   */
  at(point: GesturePoint, keys?: ModifierKeys): BoxStep;
  /** It is done; nothing is asked of it any more. */
  end(): void;
}

/** What a gesture begins with. Lengths are canvas pixels. */
export interface BoxGestureStart {
  /** Of a kit. */
  geometry: PlacementApi;
  /** Pixels. */
  canvas: Size;
  /** What is moved; at least one. Several are moved, turned and resized as one, and snap by the frame around them. */
  boxes: readonly Box[];
  /** Where the pointer is, or for `pinch` the two fingers. */
  at: GesturePoint;
  /** What it may snap to. Default: nothing but the canvas. */
  others?: readonly Box[] | undefined;
  /** Screen pixels a canvas pixel, for how near things snap. Default 1. */
  zoom?: number | undefined;
  /** Default true; options say what catches. */
  snapping?: boolean | Omit<SnapOptions, 'canvas' | 'zoom'> | undefined;
  /** What of a box has to stay on the canvas while it is resized. Default `bleed`: nothing. */
  keep?: Keep | undefined;
  /** Smallest side, percent of the canvas' shorter one. Default: the editor's 5. */
  smallestPercent?: number | undefined;
  /** Whether the ratio of sides is kept; Shift swaps that, but not of `always`. Default false. */
  lockAspect?: boolean | 'always' | undefined;
  /** Degrees that turning goes by while Shift is held. Default 15. */
  rotateStep?: number | undefined;
  /** How many degrees from a quarter turn it snaps to that. Default 4. */
  rotateTolerance?: number | undefined;
}

type Given = Required<BoxGestureStart>;

const none: readonly SnapGuide[] = [];
const free = ({ ctrlKey, metaKey }: ModifierKeys): boolean => Boolean(ctrlKey || metaKey);
const noEnd = (): void => {};

/**
 * What a pointer does to boxes, from where it went down: for an editor that holds its own document. What the keys mean is
 * said of `ModifierKeys`.
 * @param kind a handle's name resizes
 * @throws MediaError `invalid_argument`
 */
export const beginGesture = /* @__PURE__ */ guarded((kind: Exclude<GestureKind, 'marquee'>, start: BoxGestureStart): BoxGesture => {
  if (!Array.isArray(start?.boxes) || start.boxes.length === 0) throw new MediaError('invalid_argument', 'boxes must be an array of at least one box.');
  if (!start.geometry) throw new MediaError('invalid_argument', "geometry must be a kit's placement.");
  const { others = [], zoom = 1, snapping = true, keep = 'bleed', lockAspect = false, rotateStep = 15, rotateTolerance = 4 } = start;
  const { smallestPercent = start.geometry.constants.SMALLEST_PERCENT } = start;
  const given: Given = { ...start, others, zoom, snapping, keep, smallestPercent, lockAspect, rotateStep, rotateTolerance };
  return guardedMembers(gestureOf(kind, given), 'gesture');
}, 'beginGesture');

function gestureOf(kind: Exclude<GestureKind, 'marquee'>, start: Given): BoxGesture {
  if (kind === 'move') return moving(start);
  if (kind === 'rotate') return turning(start);
  if (kind === 'pinch') return pinching(start);
  if (!HANDLES.includes(kind)) throw new MediaError('invalid_argument', 'A gesture is "move", "rotate", "pinch" or a handle\'s name.');
  return resizing(start, kind);
}

function snapSession({ geometry, canvas, others, zoom, snapping }: Given): SnapSession | undefined {
  if (snapping === false) return undefined;
  return geometry.createSnapSession(others, { ...(snapping === true ? {} : snapping), canvas, zoom });
}

/** Several snap by the frame around them. */
function moving(start: Given): BoxGesture {
  const { geometry, boxes } = start;
  const grab = start.at as Point;
  const frame = frameOf(geometry, boxes)!;
  const session = snapSession(start);
  return {
    at(point, keys = {}) {
      const wanted = geometry.move(frame, grab, point as Point);
      const { box, guides } = session && !free(keys) ? session.move(wanted) : { box: wanted, guides: none };
      if (boxes.length === 1) return { boxes: [box], guides };
      return { boxes: geometry.moveAll(boxes, grab, { x: grab.x + box.x - frame.x, y: grab.y + box.y - frame.y }), guides };
    },
    end: () => session?.dispose(),
  };
}

function turning({ geometry, boxes, at, rotateStep, rotateTolerance }: Given): BoxGesture {
  return {
    at(point, keys = {}) {
      const options = keys.shiftKey ? { step: rotateStep } : { step: 90, tolerance: free(keys) ? 0 : rotateTolerance };
      const turned = boxes.length === 1
        ? [geometry.rotate(boxes[0]!, at as Point, point as Point, options)]
        : geometry.rotateAll(boxes, at as Point, point as Point, options).boxes;
      return { boxes: turned, guides: none };
    },
    end: noEnd,
  };
}

const smallestOf = ({ canvas, smallestPercent }: Given): Size => {
  const side = Math.max(1, (Math.min(canvas.width, canvas.height) * smallestPercent) / 100);
  return { width: side, height: side };
};

function resizing(start: Given, handle: Handle): BoxGesture {
  const { geometry, boxes, at, canvas, keep } = start;
  const session = boxes.length === 1 ? snapSession(start) : undefined;
  const smallest = smallestOf(start);
  return {
    at(point, keys = {}) {
      const options: ResizeOptions = {
        grab: at as Point,
        smallest,
        lockAspect: start.lockAspect === 'always' || start.lockAspect !== Boolean(keys.shiftKey),
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

function pinching(start: Given): BoxGesture {
  const { geometry, boxes, at } = start;
  const smallest = smallestOf(start);
  return {
    at: (points) => ({ boxes: geometry.pinchAll(boxes, at as Fingers, points as Fingers, { smallest }), guides: none }),
    end: noEnd,
  };
}
