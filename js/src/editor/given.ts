// What an editor is given, checked and completed.
import { MediaError } from '../errors.js';
import type { AnyPlacement } from '../placement-input.js';
import type { Point, Rect } from '../placement/geometry.js';
import type { BoxGestureStart } from './gestures.js';
import type { Laid, Layout } from './layout.js';
import type { EditorOptions, GesturePoint } from './types.js';

type Loose = Record<string, unknown>;

/** What a shape of an editor says of its ratio; where it says true, reading it keeps the ratio whatever is written. */
const lockOf = (placement: AnyPlacement): boolean | undefined =>
  ((placement as unknown as Loose).size as { maintainAspectRatio?: boolean } | null | undefined)?.maintainAspectRatio;

function isLocked<P extends AnyPlacement>(placement: P, { lockAspect }: EditorOptions<P>): boolean {
  const { maintainAspectRatio } = placement as unknown as Loose;
  return lockAspect?.(placement) ?? (typeof maintainAspectRatio === 'boolean' ? maintainAspectRatio : lockOf(placement) ?? true);
}

/** What a gesture of some placements begins with. */
export function gestureStart<P extends AnyPlacement>(
  options: EditorOptions<P>, { laid }: Layout<P>, members: readonly Laid<P>[], at: GesturePoint, zoom: number,
): BoxGestureStart {
  const { canvas, snapping, keep = 'center', smallestPercent, rotateStep, rotateTolerance } = options;
  const isAlways = members.some(({ placement }) => lockOf(placement) === true);
  return {
    geometry: options.geometry!, canvas, at, zoom, snapping, keep, smallestPercent, rotateStep, rotateTolerance,
    boxes: members.map(({ box }) => box),
    others: laid.filter((one) => !members.includes(one)).map(({ box }) => box),
    lockAspect: isAlways ? 'always' : members.some(({ placement }) => isLocked(placement, options)),
  };
}

/** A copy, with another id where it has one. */
export function copied<P extends AnyPlacement>(placement: P, { copy, idKey = 'id' }: EditorOptions<P>): P {
  if (copy) return copy(placement);
  return typeof (placement as unknown as Loose)[idKey] === 'string' ? { ...placement, [idKey]: newId() } : { ...placement };
}

/** Pages that are not secure have no randomUUID. */
const newId = (): string =>
  crypto.randomUUID?.() ?? Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');

export const same = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((id, i) => id === b[i]);

export const between = (a: Point, b: Point): Rect => ({ left: Math.min(a.x, b.x), top: Math.min(a.y, b.y), width: Math.abs(a.x - b.x), height: Math.abs(a.y - b.y) });

export function list<P>(placements: readonly P[]): readonly P[] {
  if (!Array.isArray(placements)) throw new MediaError('invalid_argument', 'placements must be an array.');
  return placements as readonly P[];
}

export function checked<P extends AnyPlacement>(options: EditorOptions<P>): EditorOptions<P> {
  const { width, height } = options?.canvas ?? {};
  if (!(Number(width) > 0) || !(Number(height) > 0)) throw new MediaError('invalid_argument', 'options must have a canvas with a width and a height above 0.');
  return options;
}
