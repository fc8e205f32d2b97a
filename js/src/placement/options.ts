// Options of kit.placement's gestures, and how they are written as numbers.
import {
  choice,
  flag,
  HANDLES,
  invalid,
  LARGEST,
  number,
  pointRow,
  positive,
  rectRow,
  sizeRow,
  type Handle,
  type Point,
  type Rect,
  type Size,
} from './geometry.js';

const keeps = ['bleed', 'center', 'box'] as const;

/** What of a box has to stay inside an area: nothing, its centre, or all of it. */
export type Keep = (typeof keeps)[number];

/**
 * Sides in canvas pixels. Where the two disagree the smallest wins; locked, a clamp moves along the ratio.
 */
export interface SizeLimits {
  /** Default 1 × 1. */
  smallest?: Size | undefined;
  /** Default: no limit. */
  largest?: Size | undefined;
}

/** How a box is made to fit an area. */
export interface ConstrainOptions extends SizeLimits {
  /** Default `box`. */
  keep?: Keep | undefined;
  /** Keep the ratio of the sides in pixels. A turned box always keeps it when it is made to fit. */
  lockAspect?: boolean | undefined;
}

/** How a handle resizes a box. */
export interface ResizeOptions extends SizeLimits {
  /** Where the handle was grabbed; default: exactly on the handle. */
  grab?: Point | undefined;
  /** Keep the ratio of the sides (in pixels, not in percents). */
  lockAspect?: boolean | undefined;
  /** The ratio width / height to lock to: the picture's own. Default: the box' ratio at the start. */
  aspect?: number | undefined;
  /** The centre stays where it is, not the opposite handle. */
  fromCenter?: boolean | undefined;
  /** What has to stay inside `area`. Default `bleed`: nothing. */
  keep?: Keep | undefined;
  /** Canvas pixels; needed where `keep` is not `bleed`. */
  area?: Rect | undefined;
}

/** How turning snaps to angles. */
export interface RotateOptions {
  /** Degrees between the angles that it snaps to. Default: none. */
  step?: number | undefined;
  /** How many degrees from such an angle it still snaps. Default: always. */
  tolerance?: number | undefined;
}

/** What two fingers may do to a box. */
export interface PinchOptions extends SizeLimits {
  /** Whether the fingers turn it too. Default true. */
  rotate?: boolean | undefined;
}

/** How far an arrow key moves a box. */
export interface NudgeOptions {
  /** Canvas pixels, default 1. */
  step?: number | undefined;
  /** Canvas pixels between grid lines: the centre (of a selection's frame) goes to the next line instead. */
  grid?: Size | undefined;
}

/** The places of two fingers, the same one first each time. */
export type Fingers = readonly [Point, Point];

export function pinchRow(from: Fingers, to: Fingers, options: PinchOptions): number[] {
  if (!Array.isArray(from) || !Array.isArray(to)) throw invalid('from and to must be two points each.');
  const fingers = [
    pointRow(from[0], 'from[0]'),
    pointRow(from[1], 'from[1]'),
    pointRow(to[0], 'to[0]'),
    pointRow(to[1], 'to[1]'),
  ];
  return [...fingers.flat(), flag(options.rotate, 'rotate', true), ...limitsRow(options)];
}

export function nudgeRow(way: Point, options: NudgeOptions): number[] {
  const { step = 1, grid } = options;
  const [x, y] = pointRow(way, 'way');
  return [Math.sign(x), Math.sign(y), number(step, 'step', 0), ...(grid ? sizeRow(grid, 'grid') : [0, 0])];
}

export function limitsRow(limits: SizeLimits): number[] {
  const { smallest, largest } = limits;
  return [
    ...(smallest ? sizeRow(smallest, 'smallest') : [1, 1]),
    ...(largest ? sizeRow(largest, 'largest') : [LARGEST, LARGEST]),
  ];
}

export const keepIndex = (keep: Keep): number => choice(keep, keeps, 'keep');

export function resizeRow(handle: Handle, pointer: Point, options: ResizeOptions): number[] {
  const { grab, lockAspect, aspect, fromCenter, keep = 'bleed', area } = options;
  return [
    choice(handle, HANDLES, 'handle'),
    ...(grab ? [1, ...pointRow(grab, 'grab')] : [0, 0, 0]),
    ...pointRow(pointer, 'pointer'),
    flag(lockAspect, 'lockAspect'),
    aspect == null ? 0 : positive(aspect, 'aspect'),
    flag(fromCenter, 'fromCenter'),
    ...limitsRow(options),
    keepIndex(keep),
    ...(area || keep !== 'bleed' ? rectRow(area as Rect, 'area') : [0, 0, 0, 0]),
  ];
}

export function rotateRow(grab: Point, pointer: Point, options: RotateOptions): number[] {
  const { step = 0, tolerance = 180 } = options;
  return [
    ...pointRow(grab, 'grab'),
    ...pointRow(pointer, 'pointer'),
    number(step, 'step', 0),
    number(tolerance, 'tolerance', 0),
  ];
}
