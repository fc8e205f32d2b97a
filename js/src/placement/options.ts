// Options of kit.placement's gestures, and how they are written as numbers.
import { choice, HANDLES, LARGEST, number, pointRow, positive, rectRow, sizeRow, type Handle, type Point, type Rect, type Size } from './geometry.js';

const keeps = ['bleed', 'center', 'box'] as const;

/** What of a box has to stay inside an area: nothing, its centre, or all of it. */
export type Keep = (typeof keeps)[number];

/** Sides in canvas pixels. Where the two disagree the smallest wins; locked, a clamp moves along the ratio. */
export interface SizeLimits {
  /** Default 1 × 1. */
  smallest?: Size;
  largest?: Size;
}

export interface ConstrainOptions extends SizeLimits {
  /** Default `box`. */
  keep?: Keep;
  /** Keep the ratio of the sides in pixels. A turned box always keeps it when it is made to fit. */
  lockAspect?: boolean;
}

export interface ResizeOptions extends SizeLimits {
  /** Where the handle was grabbed; default: exactly on the handle. */
  grab?: Point;
  /** Keep the ratio of the sides (in pixels, not in percents). */
  lockAspect?: boolean;
  /** The ratio width / height to lock to: the picture's own. Default: the box' ratio at the start. */
  aspect?: number;
  /** The centre stays where it is, not the opposite handle. */
  fromCenter?: boolean;
  /** What has to stay inside `area`. Default `bleed`: nothing. */
  keep?: Keep;
  area?: Rect;
}

export interface RotateOptions {
  /** Degrees between the angles that it snaps to. Default: none. */
  step?: number;
  /** How many degrees from such an angle it still snaps. Default: always. */
  tolerance?: number;
}

export function limitsRow(limits: SizeLimits): number[] {
  const { smallest, largest } = limits;
  return [...(smallest ? sizeRow(smallest, 'smallest') : [1, 1]), ...(largest ? sizeRow(largest, 'largest') : [LARGEST, LARGEST])];
}

export const keepIndex = (keep: Keep): number => choice(keep, keeps, 'keep');

export function resizeRow(handle: Handle, pointer: Point, options: ResizeOptions): number[] {
  const { grab, lockAspect, aspect, fromCenter, keep = 'bleed', area } = options;
  return [
    choice(handle, HANDLES, 'handle'),
    ...(grab ? [1, ...pointRow(grab, 'grab')] : [0, 0, 0]),
    ...pointRow(pointer, 'pointer'),
    lockAspect ? 1 : 0,
    aspect === undefined ? 0 : positive(aspect, 'aspect'),
    fromCenter ? 1 : 0,
    ...limitsRow(options),
    keepIndex(keep),
    ...(area || keep !== 'bleed' ? rectRow(area as Rect, 'area') : [0, 0, 0, 0]),
  ];
}

export function rotateRow(grab: Point, pointer: Point, options: RotateOptions): number[] {
  const { step = 0, tolerance = 180 } = options;
  return [...pointRow(grab, 'grab'), ...pointRow(pointer, 'pointer'), number(step, 'step', 0), number(tolerance, 'tolerance', 0)];
}
