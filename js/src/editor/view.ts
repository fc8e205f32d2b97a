// Which part of a canvas a view of it shows, and how large: zooming, panning, and places there and back. Pure functions.
import { guarded } from '../guard.js';
import { areaRow, number, pointRow, positive, sizeRow, type Point, type Rect, type Size } from '../placement/geometry.js';

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
  sizeRow(canvas, 'canvas'), sizeRow(area, 'area');
  const [x, y] = pointRow(typeof margin === 'number' ? { x: margin, y: margin } : margin, 'margin');
  return { canvas, area, margin: { x, y }, most: positive(most, 'most') };
}

/** @throws MediaError `invalid_argument` where one of its numbers is none */
function known({ scale, left, top }: CanvasView): CanvasView {
  return { scale: positive(scale, 'view.scale'), left: number(left, 'view.left'), top: number(top, 'view.top') };
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
 * @throws MediaError `invalid_argument` for sizes that are not above 0 and numbers that are none, as all of these functions
 */
export const fitView = /* @__PURE__ */ guarded((options: ViewOptions): CanvasView => {
  const around = bounds(options);
  return settled({ scale: fitting(around), left: 0, top: 0 }, around);
}, 'fitView');

/** Whether all of the canvas is seen, as large as it fits. */
export const isFitted = /* @__PURE__ */ guarded((view: CanvasView, options: ViewOptions): boolean => Math.abs(known(view).scale / fitting(bounds(options)) - 1) < 1e-9, 'isFitted');

/**
 * Larger (a factor above 1) or smaller around a place in the view, CSS pixels, default its middle, which stays where it
 * is. Never smaller than both the whole canvas and one screen pixel a canvas pixel.
 */
export const zoomView = /* @__PURE__ */ guarded((view: CanvasView, factor: number, options: ViewOptions, at?: Point): CanvasView => {
  positive(factor, 'factor');
  const around = bounds(options);
  const fitted = fitting(around);
  const place = at ?? { x: around.area.width / 2, y: around.area.height / 2 };
  pointRow(place, 'at');
  const held = viewToCanvas(view, place);
  const scale = Math.min(Math.max(around.most, fitted), Math.max(Math.min(1, fitted), view.scale * factor));
  return settled({ scale, left: held.x - place.x / scale, top: held.y - place.y / scale }, around);
}, 'zoomView');

/** Dragged by a way on the screen, CSS pixels, as far as there is something to see. */
export const panView = /* @__PURE__ */ guarded((view: CanvasView, way: Point, options: ViewOptions): CanvasView => {
  const { scale, left, top } = known(view);
  const [x, y] = pointRow(way, 'way');
  return settled({ scale, left: left - x / scale, top: top - y / scale }, bounds(options));
}, 'panView');

/** Moved so far that a rectangle of the canvas is seen; of a larger one its upper left part. */
export const revealView = /* @__PURE__ */ guarded((view: CanvasView, rect: Rect, options: ViewOptions): CanvasView => {
  const [x, y, width, height] = areaRow(rect, 'rect');
  const around = bounds(options);
  const { scale, left, top } = known(view);
  const along = (at: number, from: number, length: number, seen: number): number => Math.min(from, Math.max(from + length - seen, at));
  return settled(
    { scale, left: along(left, x, width, around.area.width / scale), top: along(top, y, height, around.area.height / scale) },
    around,
  );
}, 'revealView');

/** The same after the area or the canvas changed: a canvas that was seen whole still is, else what was in the middle stays there. */
export const resizeView = /* @__PURE__ */ guarded((view: CanvasView, before: ViewOptions, after: ViewOptions): CanvasView => {
  if (isFitted(view, before)) return fitView(after);
  const middle = viewToCanvas(view, { x: before.area.width / 2, y: before.area.height / 2 });
  const { scale } = view;
  return settled({ scale, left: middle.x - after.area.width / 2 / scale, top: middle.y - after.area.height / 2 / scale }, bounds(after));
}, 'resizeView');

/** The place of the canvas at a place in the view, CSS pixels from its upper left corner. */
export const viewToCanvas = /* @__PURE__ */ guarded((view: CanvasView, place: Point): Point => {
  const { scale, left, top } = known(view);
  const [x, y] = pointRow(place, 'place');
  return { x: left + x / scale, y: top + y / scale };
}, 'viewToCanvas');

/** Where a place of the canvas is in the view. */
export const canvasToView = /* @__PURE__ */ guarded((view: CanvasView, place: Point): Point => {
  const { scale, left, top } = known(view);
  const [x, y] = pointRow(place, 'place');
  return { x: (x - left) * scale, y: (y - top) * scale };
}, 'canvasToView');
