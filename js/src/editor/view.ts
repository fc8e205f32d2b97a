// Which part of a canvas a view of it shows, and how large: zooming, panning, and places there and back. Pure functions.
import { invalid, positive, type Point, type Rect, type Size } from '../placement/geometry.js';

/** What is seen of a canvas. A view is made by {@link fitView}. */
export interface CanvasView {
  /** Screen pixels a canvas pixel. */
  readonly scale: number;
  /** What lies at the view's left edge, canvas pixels; below 0 where there is room beside the canvas. */
  readonly left: number;
  /** What lies at its upper edge. */
  readonly top: number;
}

/** What is looked at, and through what. */
export interface ViewOptions {
  /** Canvas pixels. */
  canvas: Size;
  /** Of the view on the screen, CSS pixels. */
  area: Size;
  /** Room around the canvas, CSS pixels, default 24; of its own along each axis. */
  margin?: number | Point | undefined;
  /** The largest scale, default 16. */
  most?: number | undefined;
}

interface Bounds {
  canvas: Size;
  area: Size;
  margin: Point;
  most: number;
}

function bounds({ canvas, area, margin = 24, most = 16 }: ViewOptions): Bounds {
  for (const [name, { width, height }] of Object.entries({ canvas, area })) positive(width, `${name}.width`), positive(height, `${name}.height`);
  return { canvas, area, margin: typeof margin === 'number' ? { x: margin, y: margin } : margin, most: positive(most, 'most') };
}

/** Scale at which all of the canvas is seen. */
function fitting({ canvas, area, margin, most }: Bounds): number {
  const across = Math.max(1, area.width - 2 * margin.x) / canvas.width;
  const down = Math.max(1, area.height - 2 * margin.y) / canvas.height;
  return Math.min(across, down, most);
}

/** The canvas fills the view but for the margin, or lies in its middle. */
function settled({ scale, left, top }: CanvasView, { canvas, area, margin }: Bounds): CanvasView {
  const along = (at: number, seen: number, whole: number, room: number): number =>
    seen >= whole + 2 * room ? (whole - seen) / 2 : Math.min(whole + room - seen, Math.max(-room, at));
  return {
    scale,
    left: along(left, area.width / scale, canvas.width, margin.x / scale),
    top: along(top, area.height / scale, canvas.height, margin.y / scale),
  };
}

/**
 * The whole canvas, as large as it fits.
 * @throws MediaError `invalid_argument` for sizes that are not above 0, as all of these functions
 */
export function fitView(options: ViewOptions): CanvasView {
  const known = bounds(options);
  return settled({ scale: fitting(known), left: 0, top: 0 }, known);
}

/** Whether all of the canvas is seen, as large as it fits. */
export const isFitted = (view: CanvasView, options: ViewOptions): boolean => Math.abs(view.scale / fitting(bounds(options)) - 1) < 1e-9;

/**
 * Larger (a factor above 1) or smaller around a place in the view, CSS pixels, default its middle, which stays where it
 * is. Never smaller than both the whole canvas and one screen pixel a canvas pixel.
 */
export function zoomView(view: CanvasView, factor: number, options: ViewOptions, at?: Point): CanvasView {
  if (!(factor > 0)) throw invalid('factor must be a number above 0.');
  const known = bounds(options);
  const fitted = fitting(known);
  const place = at ?? { x: known.area.width / 2, y: known.area.height / 2 };
  const held = viewToCanvas(view, place);
  const scale = Math.min(Math.max(known.most, fitted), Math.max(Math.min(1, fitted), view.scale * factor));
  return settled({ scale, left: held.x - place.x / scale, top: held.y - place.y / scale }, known);
}

/** Dragged by a way on the screen, CSS pixels, as far as there is something to see. */
export function panView(view: CanvasView, way: Point, options: ViewOptions): CanvasView {
  const { scale, left, top } = view;
  return settled({ scale, left: left - way.x / scale, top: top - way.y / scale }, bounds(options));
}

/** Moved so far that a rectangle of the canvas is seen; of a larger one its upper left part. */
export function revealView(view: CanvasView, rect: Rect, options: ViewOptions): CanvasView {
  const known = bounds(options);
  const { scale, left, top } = view;
  const along = (at: number, from: number, length: number, seen: number): number => Math.min(from, Math.max(from + length - seen, at));
  return settled(
    { scale, left: along(left, rect.left, rect.width, known.area.width / scale), top: along(top, rect.top, rect.height, known.area.height / scale) },
    known,
  );
}

/** The same after the area or the canvas changed: a canvas that was seen whole still is, else what was in the middle stays there. */
export function resizeView(view: CanvasView, before: ViewOptions, after: ViewOptions): CanvasView {
  if (isFitted(view, before)) return fitView(after);
  const middle = viewToCanvas(view, { x: before.area.width / 2, y: before.area.height / 2 });
  const { scale } = view;
  return settled({ scale, left: middle.x - after.area.width / 2 / scale, top: middle.y - after.area.height / 2 / scale }, bounds(after));
}

/** The place of the canvas at a place in the view, CSS pixels from its upper left corner. */
export const viewToCanvas = ({ scale, left, top }: CanvasView, { x, y }: Point): Point => ({ x: left + x / scale, y: top + y / scale });

/** Where a place of the canvas is in the view. */
export const canvasToView = ({ scale, left, top }: CanvasView, { x, y }: Point): Point => ({ x: (x - left) * scale, y: (y - top) * scale });
