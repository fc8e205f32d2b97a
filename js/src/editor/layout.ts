// Between placements of any shape and boxes: read all at once, written back in the shape, unit and keys that they have.
import { guarded } from '../guard.js';
import type { AnyPlacement, PlacementIssue } from '../placement-input.js';
import type { PlacementApi } from '../placement.js';
import { ANCHORS, toBoxes, type Anchor, type Box, type Rect, type Size } from '../placement/geometry.js';
import { idsOf } from '../placement/history.js';
import type { Keep } from '../placement/options.js';
import { serializePlacements } from '../placements.js';

type Loose = Record<string, unknown>;

/** One placement, read. */
export interface Laid<P> {
  readonly id: string;
  readonly index: number;
  readonly placement: P;
  readonly name: string;
  readonly box: Box;
  readonly z: number;
  readonly unit: 'percent' | 'px';
}

/** A list of placements, read. */
export interface Layout<P> {
  readonly laid: readonly Laid<P>[];
  readonly byId: ReadonlyMap<string, Laid<P>>;
  readonly issues: readonly PlacementIssue[];
}

/** Column of the z-index in a row of placements. */
const Z = 5;

export function read<P extends AnyPlacement>(geometry: PlacementApi, placements: readonly P[], canvas: Size, idKey?: string): Layout<P> {
  const ids = idsOf(placements as unknown as readonly Loose[], idKey);
  const issues = geometry.check(placements, canvas);
  const refused = new Set(issues.map(({ loc }) => loc[0]));
  const good = placements.flatMap((placement, index) => (refused.has(index) ? [] : [{ placement, index }]));
  const list = good.map(({ placement }) => placement);
  const rows = geometry.batch.placements(list, canvas);
  const boxes = toBoxes(geometry.batch.toBoxes(rows, canvas));
  const flat = serializePlacements(list, { canvas });
  const stride = list.length > 0 ? rows.length / list.length : 0;
  const laid = good.map(({ placement, index }, i): Laid<P> => {
    const { assetId, displayName, sizeUnit } = flat[i]!;
    const id = ids[index]!;
    return { id, index, placement, name: displayName || assetId || id, box: boxes[i]!, z: rows[i * stride + Z]!, unit: sizeUnit ?? 'percent' };
  });
  return { laid, byId: new Map(laid.map((one) => [one.id, one])), issues };
}

/** Indices, back to front: of equals the later is in front. */
export const backToFront = (z: readonly number[]): number[] => z.map((_, i) => i).sort((a, b) => z[a]! - z[b]! || a - b);

const isObject = (value: unknown): value is Loose => typeof value === 'object' && value !== null;

/** A placement moved to a box: what of the box did not change stays as it is written, to the digit. */
export function withBox<P extends AnyPlacement>(geometry: PlacementApi, { placement, box: from, unit }: Laid<P>, to: Box, canvas: Size): P {
  const old = placement as unknown as Loose;
  const out: Loose = { ...old };
  const made = geometry.toPlacement(to, canvas, unit);
  const { position, size } = old;
  const resized = to.width !== from.width || to.height !== from.height;
  const asked = isObject(position) ? position.anchor : undefined;
  const anchor = ANCHORS.includes(asked as Anchor) ? (asked as Anchor) : 'center';
  // A box of a locked ratio may be smaller than it is written, so that its anchor is moved along rather than computed.
  const point = anchor === 'center' || resized ? percentOf(geometry, { ...to, rotation: 0 }, anchor, canvas) : undefined;
  const moved = (axis: 'x' | 'y', side: number, holder: Loose): unknown => {
    if (to[axis] === from[axis] && !resized) return holder[axis];
    return point ? point[axis] : Number(holder[axis]) + ((to[axis] - from[axis]) / side) * 100;
  };
  const place = old.x == null && isObject(position) ? position : old;
  const placed = { x: moved('x', canvas.width, place), y: moved('y', canvas.height, place) };
  if (place === old) Object.assign(out, placed);
  else out.position = { ...place, ...placed, ...(asked !== undefined && { anchor }) };
  if (resized) {
    const sides = { width: made.width, height: made.height };
    if (old.width == null && isObject(size)) out.size = { ...size, ...sides };
    else Object.assign(out, sides);
  }
  if (to.rotation !== from.rotation) out.rotation = made.rotation;
  return out as P;
}

function percentOf(geometry: PlacementApi, box: Box, anchor: Anchor, canvas: Size): { x: number; y: number } {
  const { x, y } = geometry.anchorPoint(box, anchor);
  return { x: (x / canvas.width) * 100, y: (y / canvas.height) * 100 };
}

/** A placement in another layer, under the key that it has. */
export function withZ<P extends AnyPlacement>(placement: P, z: number): P {
  const key = (placement as unknown as Loose).z_index === undefined ? 'zIndex' : 'z_index';
  return { ...placement, [key]: z };
}

/**
 * The frame that handles sit on: a single box itself, the rectangle around several, or undefined around none.
 * @throws MediaError `invalid_argument`
 */
export const frameOf = /* @__PURE__ */ guarded((geometry: PlacementApi, boxes: readonly Box[]): Box | undefined => {
  if (boxes.length < 2) return boxes[0];
  const { left, top, width, height } = geometry.unionBounds(boxes);
  return { x: left + width / 2, y: top + height / 2, width, height, rotation: 0 };
}, 'frameOf');

export const areaOf = (canvas: Size): Rect => ({ left: 0, top: 0, width: canvas.width, height: canvas.height });

const farther = (a: number, b: number): number => (Math.abs(b) > Math.abs(a) ? b : a);

/** Boxes brought back to where they may be, together as far as that goes: what is between them stays. */
export function held(geometry: PlacementApi, boxes: readonly Box[], canvas: Size, keep: Keep): Box[] {
  if (keep === 'bleed') return [...boxes];
  const inside = (box: Box): Box => geometry.keepInside(box, areaOf(canvas), keep);
  const shift = boxes.map((box) => [box, inside(box)] as const).reduce(
    (far, [box, kept]) => ({ x: farther(far.x, kept.x - box.x), y: farther(far.y, kept.y - box.y) }),
    { x: 0, y: 0 },
  );
  if (shift.x === 0 && shift.y === 0) return [...boxes];
  return boxes.map((box) => inside({ ...box, x: box.x + shift.x, y: box.y + shift.y }));
}
