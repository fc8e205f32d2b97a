// What can be drawn on the picture, and what of it is sent to the worker.
import type { Point } from '@aurastream/media-wasm';
import type { SelectionStep } from '../../engine/selecting.worker.js';

export const modes = ['keep', 'remove', 'box', 'paint', 'erase', 'move'] as const;
export type Mode = (typeof modes)[number];

export const isBrush = (mode: Mode): mode is 'keep' | 'remove' | 'paint' | 'erase' =>
  mode !== 'box' && mode !== 'move';

/** A gesture on the picture: places are the picture's pixels. */
export interface Mark {
  mode: Exclude<Mode, 'move'>;
  points: Point[];
  radius: number;
  hardness: number;
}

/** What a stroke may have, less a few: the core refuses more. */
const MOST_POINTS = 60_000;

/** Adds where the pointer went on to. A box has its first and its last corner. */
export function extend(mark: Mark, point: Point): void {
  if (mark.mode === 'box') {
    mark.points = [mark.points[0]!, point];
    return;
  }
  const last = mark.points.at(-1)!;
  if (Math.hypot(point.x - last.x, point.y - last.y) < mark.radius / 8) return;
  mark.points.push(point);
  if (mark.points.length > MOST_POINTS) mark.points = mark.points.filter((_, i) => i % 2 === 0);
}

/** Undefined for a box that is no more than a click. */
export function stepOf({ mode, points, radius, hardness }: Mark, leastSide: number): SelectionStep | undefined {
  if (mode !== 'box') return { add: { kind: mode, points, radius, hardness } };
  const [from, to] = [points[0]!, points.at(-1)!];
  const box = {
    x: Math.min(from.x, to.x),
    y: Math.min(from.y, to.y),
    width: Math.abs(to.x - from.x),
    height: Math.abs(to.y - from.y),
  };
  return box.width < leastSide || box.height < leastSide ? undefined : { box };
}
