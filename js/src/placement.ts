// kit.placement: an editor's geometry as pure functions. Inputs are never changed.
import type { Core } from './core.js';
import { MediaError } from './errors.js';
import { readPlacements, type EditorPlacement, type PlacementInput, type SizeUnit } from './placement-input.js';

/** Pixels of a canvas or an image. */
export interface Size {
  width: number;
  height: number;
}

/** Canvas pixels: the origin is the top left, y goes down. */
export interface Point {
  x: number;
  y: number;
}

/** An axis-aligned rectangle, pixels. */
export interface Rect {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** A rectangle turned about its centre: centre and size in pixels, rotation in degrees clockwise. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
  rotation: number;
}

/** What a placement says about geometry, in the keys that the web app serialises. */
export interface PlacementGeometry {
  /** Centre, percent of the canvas' width. */
  x: number;
  /** Centre, percent of the canvas' height. */
  y: number;
  width: number;
  height: number;
  sizeUnit: SizeUnit;
  rotation: number;
}

export interface DefaultPlacement extends PlacementGeometry {
  zIndex: number;
  opacity: number;
  /** Whether the editor locks the aspect ratio of the new asset. */
  maintainAspectRatio: boolean;
}

/** The eight handles, clockwise from the top left of the unturned box. */
export const HANDLES = ['top-left', 'top', 'top-right', 'right', 'bottom-right', 'bottom', 'bottom-left', 'left'] as const;
export type Handle = (typeof HANDLES)[number];

export interface ResizeOptions {
  /** Where the handle was grabbed; default: exactly on the handle. */
  grab?: Point;
  /** Keep the ratio of the sides (in pixels, not in percents). */
  lockAspect?: boolean;
  /** The ratio width / height to lock to: the picture's own. Default: the box' ratio at the start. */
  aspect?: number;
  /** The centre stays where it is, not the opposite handle. */
  fromCenter?: boolean;
  /** Smallest sides in pixels, at least and by default 1 × 1. Locked, a clamp moves along the ratio. */
  smallest?: Size;
  /** Largest sides in pixels. */
  largest?: Size;
}

export interface ResizedBox extends Box {
  /** The pointer crossed the opposite edge: the picture may be mirrored. */
  flippedX: boolean;
  flippedY: boolean;
}

/** What the core answers; how many there are depends on the operation. */
type Numbers = [number, number, number, number, number, number, number, number, number];

const largestNumber = 1e9;

/** `kit.placement`. Every method throws MediaError `invalid_argument` for NaN, infinities and sizes of 0. */
export class PlacementApi {
  readonly #core: Core;

  /** @internal */
  constructor(core: Core) {
    this.#core = core;
  }

  /** The box of a placement in canvas pixels. Percent sizes are of the canvas' width and height. */
  toBox(placement: PlacementInput | EditorPlacement, canvas: Size): Box {
    const { rows, issues } = readPlacements([placement]);
    if (issues[0]) throw new MediaError('invalid_argument', `placement.${issues[0].loc[1]} ${issues[0].message}.`);
    return toBox(this.#numbers('placement_to_box', rows, ...size(canvas, 'canvas')));
  }

  /** The geometry of a box for a placement, in `sizeUnit`: `{ ...placement, ...toPlacement(box, canvas) }`. */
  toPlacement(box: Box, canvas: Size, sizeUnit: SizeUnit = 'percent'): PlacementGeometry {
    if (sizeUnit !== 'percent' && sizeUnit !== 'px') throw new MediaError('invalid_argument', 'sizeUnit must be percent or px.');
    const n = this.#numbers('placement_from_box', boxRow(box), ...size(canvas, 'canvas'), sizeUnit === 'px' ? 1 : 0);
    return { x: n[0], y: n[1], width: n[2], height: n[3], sizeUnit, rotation: n[6] };
  }

  /**
   * The whole pixels that a box fills before it is turned about their centre. The preview and the hit test use
   * the same rule: left, top, width and height each round half up, and a size is at least 1.
   */
  pixelRect(box: Box): Rect {
    return toRect(this.#numbers('placement_pixel_rect', boxRow(box)));
  }

  /** Corners of the turned box: those that were top left, top right, bottom right, bottom left. */
  corners(box: Box): [Point, Point, Point, Point] {
    const n = this.#numbers('placement_corners', boxRow(box));
    const point = (i: number): Point => ({ x: n[2 * i] as number, y: n[2 * i + 1] as number });
    return [point(0), point(1), point(2), point(3)];
  }

  /** The smallest axis-aligned rectangle around the turned box. */
  bounds(box: Box): Rect {
    return toRect(this.#numbers('placement_bounds', boxRow(box)));
  }

  /** The box dragged from where it was grabbed to the pointer. `start` is the box when the drag began. */
  move(start: Box, grab: Point, pointer: Point): Box {
    const [from, to] = [point(grab, 'grab'), point(pointer, 'pointer')];
    return { ...start, x: start.x + to[0] - from[0], y: start.y + to[1] - from[1] };
  }

  /**
   * The box with one handle dragged to the pointer, in the box' own turned frame; the opposite handle stays.
   * `start` is the box when the drag began, so a whole drag is a function of where it began and where it is.
   */
  resize(start: Box, handle: Handle, pointer: Point, options: ResizeOptions = {}): ResizedBox {
    const index = HANDLES.indexOf(handle);
    if (index < 0) throw new MediaError('invalid_argument', `handle must be one of ${HANDLES.join(', ')}.`);
    const { grab, lockAspect = false, aspect = 0, fromCenter = false, smallest, largest } = options ?? {};
    const least = smallest ? size(smallest, 'smallest') : [1, 1];
    const most = largest ? size(largest, 'largest') : [largestNumber, largestNumber];
    const row = [
      ...boxRow(start), index, ...(grab ? point(grab, 'grab') : [NaN, NaN]), ...point(pointer, 'pointer'),
      lockAspect ? 1 : 0, number(aspect, 'aspect'), fromCenter ? 1 : 0, ...least, ...most,
    ];
    const n = this.#numbers('placement_resize', Float64Array.from(row));
    return { ...toBox(n), flippedX: n[5] === 1, flippedY: n[6] === 1 };
  }

  /** Index of the front-most placement under a point, or −1. Turned boxes are tested as they are drawn. */
  hitTest(placements: readonly (PlacementInput | EditorPlacement)[], canvas: Size, at: Point): number {
    const { rows } = readPlacements(placements);
    return this.#numbers('placement_hit_test', rows, ...size(canvas, 'canvas'), ...point(at, 'point'))[0];
  }

  /**
   * Where the editor puts asset number `index` (from 0) at first. With the image's size the default box is that
   * in which the whole image fits at its own ratio.
   */
  defaultPlacement(index: number, canvas: Size, image?: Size): DefaultPlacement {
    if (!Number.isInteger(index) || index < 0 || index > 1e6) throw new MediaError('invalid_argument', 'index must be a whole number from 0.');
    const n = this.#call('placement_default', [], index, ...size(canvas, 'canvas'), ...(image ? size(image, 'image') : [0, 0]));
    return {
      x: n[0], y: n[1], width: n[2], height: n[3], sizeUnit: n[4] === 1 ? 'px' : 'percent',
      zIndex: n[5], rotation: n[6], opacity: n[7], maintainAspectRatio: n[8] === 1,
    };
  }

  #numbers(operation: string, row: Float64Array, ...numbers: number[]): Numbers {
    return this.#call(operation, [row], ...numbers);
  }

  #call(operation: string, rows: Float64Array[], ...numbers: number[]): Numbers {
    return new Float64Array(this.#core.call(operation, rows, ...numbers).data.buffer) as unknown as Numbers;
  }
}

const toRect = (n: Numbers): Rect => ({ left: n[0], top: n[1], width: n[2], height: n[3] });
const toBox = (n: Numbers): Box => ({ x: n[0], y: n[1], width: n[2], height: n[3], rotation: n[4] });

function record<T extends object>(value: T, name: string): T {
  if (typeof value !== 'object' || value === null) throw new MediaError('invalid_argument', `${name} must be an object.`);
  return value;
}

/** The core checks the numbers; what is no number at all becomes NaN. */
function boxRow(box: Box): Float64Array {
  const { x, y, width, height, rotation = 0 } = record(box, 'box');
  return Float64Array.from([x, y, width, height, rotation], (value) => (typeof value === 'number' ? value : NaN));
}

function number(value: number, name: string): number {
  if (typeof value !== 'number' || !(Math.abs(value) <= largestNumber)) throw new MediaError('invalid_argument', `${name} must be a finite number.`);
  return value;
}

function size(value: Size, name: string): [number, number] {
  const { width, height } = record(value, name);
  if (!(number(width, `${name}.width`) > 0 && number(height, `${name}.height`) > 0)) {
    throw new MediaError('invalid_argument', `${name}.width and ${name}.height must be above 0.`);
  }
  return [width, height];
}

function point(value: Point, name: string): [number, number] {
  const { x, y } = record(value, name);
  return [number(x, `${name}.x`), number(y, `${name}.y`)];
}
