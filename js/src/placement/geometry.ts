// The plain values of kit.placement, and how they are written as numbers and checked.
import { MediaError } from '../errors.js';
import type { SizeUnit } from '../placement-input.js';

/** Pixels of a canvas or an image. */
export interface Size {
  /** Above 0. */
  width: number;
  /** Above 0. */
  height: number;
}

/** Canvas pixels: the origin is the top left, y goes down. */
export interface Point {
  /** From the left edge. */
  x: number;
  /** From the upper edge. */
  y: number;
}

/** An axis-aligned rectangle, canvas pixels. */
export interface Rect {
  /** Of its left edge. */
  left: number;
  /** Of its upper edge. */
  top: number;
  /** To the right. */
  width: number;
  /** Downwards. */
  height: number;
}

/** A rectangle turned about its centre: centre and size in canvas pixels, rotation in degrees clockwise. */
export interface Box {
  /** Of the centre, from the left edge of the canvas. */
  x: number;
  /** Of the centre, from the upper edge of the canvas. */
  y: number;
  /** Of the unturned box, above 0. */
  width: number;
  /** Of the unturned box, above 0. */
  height: number;
  /** Degrees clockwise. */
  rotation: number;
}

/** Distances from the canvas' edges, in percent of its height (top, bottom) and width (right, left). */
export interface Margins {
  /** At the upper edge. */
  top: number;
  /** At the right edge. */
  right: number;
  /** At the lower edge. */
  bottom: number;
  /** At the left edge. */
  left: number;
}

/** What a placement says about geometry, in the keys that the web app serialises. */
export interface PlacementGeometry {
  /** Centre, percent of the canvas' width. */
  x: number;
  /** Centre, percent of the canvas' height. */
  y: number;
  /** Above 0: percent of the canvas' width, or canvas pixels, as `sizeUnit` says. */
  width: number;
  /** Above 0: percent of the canvas' height, or canvas pixels, as `sizeUnit` says. */
  height: number;
  /** Of `width` and `height`; `x` and `y` are always in percent. */
  sizeUnit: SizeUnit;
  /** Degrees clockwise. */
  rotation: number;
}

/** Where the editor puts a new asset. */
export interface DefaultPlacement extends PlacementGeometry {
  /** Higher is nearer to the viewer. */
  zIndex: number;
  /** Percent. */
  opacity: number;
  /** Whether the editor locks the aspect ratio of the new asset. */
  maintainAspectRatio: boolean;
}

/** What resizing made of a box. */
export interface ResizedBox extends Box {
  /** The pointer crossed the opposite edge: the picture may be mirrored. */
  flippedX: boolean;
  /** The same up and down. */
  flippedY: boolean;
}

/** The editor's grid, presets and safe zones. */
export interface PlacementConstants {
  /** Of the editor's grid. */
  readonly GRID_PERCENT: number;
  /** Smallest side in the editor, percent of the canvas. */
  readonly SMALLEST_PERCENT: number;
  /** Percent of the canvas. */
  readonly SIZE_PRESETS: readonly number[];
  /** Percent of the canvas, each way: nine places. */
  readonly POSITION_PRESETS: readonly number[];
  /** Margins in percent, by platform. */
  readonly SAFE_ZONES: Readonly<Record<'youtube' | 'twitch' | 'instagram' | 'tiktok', Readonly<Margins>>>;
}

/** The eight handles, clockwise from the top left of the unturned box. */
export const HANDLES = [
  'top-left',
  'top',
  'top-right',
  'right',
  'bottom-right',
  'bottom',
  'bottom-left',
  'left',
] as const;
/** One of {@link HANDLES}: a corner or the middle of a side, as the unturned box has them. */
export type Handle = (typeof HANDLES)[number];

/** Points of a box, row by row. */
export const ANCHORS = [
  'top-left',
  'top',
  'top-right',
  'left',
  'center',
  'right',
  'bottom-left',
  'bottom',
  'bottom-right',
] as const;
/** One of {@link ANCHORS}. */
export type Anchor = (typeof ANCHORS)[number];

/** Numbers in a row of boxes: centre x, centre y, width, height, rotation. */
export const BOX_STRIDE = 5;

/** Larger numbers, either way, are refused. */
export const LARGEST = 1e9;

export const invalid = (message: string) => new MediaError('invalid_argument', message);

export function record<T extends object>(value: T, name: string): T {
  if (typeof value !== 'object' || value === null) throw invalid(`${name} must be an object.`);
  return value;
}

/** @throws MediaError `invalid_argument` unless it is a finite number within [least, most] */
export function number(value: unknown, name: string, least = -LARGEST, most = LARGEST): number {
  if (typeof value !== 'number' || !(value >= least && value <= most)) {
    throw invalid(`${name} must be a finite number${least === -LARGEST ? '' : ` of at least ${least}`}.`);
  }
  return value;
}

const above0 = Number.MIN_VALUE;

export function positive(value: unknown, name: string): number {
  if (typeof value !== 'number' || !(value >= above0 && value <= LARGEST))
    throw invalid(`${name} must be a finite number above 0.`);
  return value;
}

export function sizeRow(value: Size, name: string): [number, number] {
  const { width, height } = record(value, name);
  return [positive(width, `${name}.width`), positive(height, `${name}.height`)];
}

export function pointRow(value: Point, name: string): [number, number] {
  const { x, y } = record(value, name);
  return [number(x, `${name}.x`), number(y, `${name}.y`)];
}

export function rectRow(value: Rect, name: string): [number, number, number, number] {
  const { left, top } = record(value, name);
  return [number(left, `${name}.left`), number(top, `${name}.top`), ...sizeRow(value, name)];
}

/** The same for one that may be as thin as a line. */
export function areaRow(value: Rect, name: string): [number, number, number, number] {
  const { left, top, width, height } = record(value, name);
  return [number(left, `${name}.left`), number(top, `${name}.top`), number(width, `${name}.width`, 0), number(height, `${name}.height`, 0)];
}

/** A box's row. The core checks its numbers; what is no number at all becomes NaN. */
export function boxRow(box: Box): number[] {
  const { x, y, width, height, rotation = 0 } = record(box, 'box');
  return [x, y, width, height, rotation].map((value) => (typeof value === 'number' ? value : NaN));
}

export function boxRows(boxes: readonly Box[], name = 'boxes'): Float64Array {
  if (!Array.isArray(boxes)) throw invalid(`${name} must be an array.`);
  const rows = new Float64Array(boxes.length * BOX_STRIDE);
  boxes.forEach((box, i) => rows.set(boxRow(box), i * BOX_STRIDE));
  return rows;
}

/** An option that is true or false, as 1 or 0; left out or null it is the fallback. */
export function flag(value: unknown, name: string, fallback = false): number {
  if (value == null) return Number(fallback);
  if (typeof value !== 'boolean') throw invalid(`${name} must be true or false.`);
  return Number(value);
}

/** The place of a word in its list. @throws MediaError `invalid_argument` when it is not in it */
export function choice<T extends string>(value: T, of: readonly T[], name: string): number {
  const index = of.indexOf(value);
  if (index < 0) throw invalid(`${name} must be one of ${of.join(', ')}.`);
  return index;
}

/** Numbers of an answer; how many there are depends on the operation. */
type Answer = Float64Array & { readonly [index: number]: number };

const at = (n: Float64Array, i: number): number => (n as Answer)[i] as number;

export const toPoint = (n: Float64Array, i = 0): Point => ({ x: at(n, i), y: at(n, i + 1) });
export const toRect = (n: Float64Array, i = 0): Rect => ({
  left: at(n, i),
  top: at(n, i + 1),
  width: at(n, i + 2),
  height: at(n, i + 3),
});
export const toBox = (n: Float64Array, i = 0): Box => ({
  x: at(n, i),
  y: at(n, i + 1),
  width: at(n, i + 2),
  height: at(n, i + 3),
  rotation: at(n, i + 4),
});
export { at };

/** The boxes of rows that begin at `from`. */
export function toBoxes(rows: Float64Array, from = 0): Box[] {
  const out: Box[] = [];
  for (let i = from; i + BOX_STRIDE <= rows.length; i += BOX_STRIDE) out.push(toBox(rows, i));
  return out;
}
