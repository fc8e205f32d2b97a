// kit.placement.batch: rows of numbers in, rows of numbers out, without an object for each box.
import { isDoubles } from '../brands.js';
import type { Core } from '../core.js';
import { PLACEMENT_STRIDE, readPlacements, type AnyPlacement } from '../placement-input.js';
import {
  at,
  BOX_STRIDE,
  boxRows,
  choice,
  invalid,
  pointRow,
  rectRow,
  sizeRow,
  type Box,
  type Handle,
  type Point,
  type Rect,
  type Size,
} from './geometry.js';
import {
  pinchRow,
  resizeRow,
  rotateRow,
  type Fingers,
  type PinchOptions,
  type ResizeOptions,
  type RotateOptions,
} from './options.js';

/** Numbers of all, one after the other: {@link BOX_STRIDE} a box, {@link PLACEMENT_STRIDE} a placement. */
export type Rows = Float64Array;

/**
 * Rows of placements are PLACEMENT_STRIDE (8) doubles: x, y (centre, percent), width, height, unit (0
 * percent, 1 px), z-index, rotation, opacity. Rows of boxes are BOX_STRIDE (5): centre x, centre y, width,
 * height, rotation, in canvas pixels and degrees. Every method writes into `out` where one is given (it may
 * be the input), and answers it; else it answers a new array. @throws MediaError `invalid_argument` for
 * rows that are none, or an `out` that is too short
 */
export class BatchApi {
  readonly #core: Core;

  /** @internal */
  constructor(core: Core) {
    this.#core = core;
  }

  /**
   * Rows of placement objects; `canvas` resolves an editor's anchors and locked ratios. What is missing or no
   * number is NaN, which the other methods refuse by name.
   */
  placements(placements: readonly AnyPlacement[], canvas?: Size): Rows {
    return readPlacements(placements, canvas).rows;
  }

  /** Rows of box objects. */
  boxes(boxes: readonly Box[]): Rows {
    return boxRows(boxes);
  }

  /** Placements to boxes. */
  toBoxes(placements: Rows, canvas: Size, out?: Rows): Rows {
    const count = rowsOf(placements, PLACEMENT_STRIDE);
    return answer(
      this.#core.compute('placement_to_boxes', sizeRow(canvas, 'canvas'), placements, count * BOX_STRIDE),
      out,
    );
  }

  /** Boxes to the whole pixels that they fill: left, top, width, height. */
  pixelRects(boxes: Rows, out?: Rows): Rows {
    return answer(this.#core.compute('placement_pixel_rects', [], boxes, 4 * rowsOf(boxes, BOX_STRIDE)), out);
  }

  /** Boxes to bounds: left, top, width, height. */
  bounds(boxes: Rows, out?: Rows): Rows {
    return answer(this.#core.compute('placement_bounds', [], boxes, 4 * rowsOf(boxes, BOX_STRIDE)), out);
  }

  /** Boxes to corners: x and y of four points. */
  corners(boxes: Rows, out?: Rows): Rows {
    return answer(this.#core.compute('placement_corners', [], boxes, 8 * rowsOf(boxes, BOX_STRIDE)), out);
  }

  /** A selection dragged. */
  move(start: Rows, grab: Point, pointer: Point, out?: Rows): Rows {
    rowsOf(start, BOX_STRIDE);
    return answer(
      this.#core.compute(
        'placement_move',
        [...pointRow(grab, 'grab'), ...pointRow(pointer, 'pointer')],
        start,
        start.length,
      ),
      out,
    );
  }

  /** A selection resized, as `kit.placement.resizeAll`. */
  resize(start: Rows, handle: Handle, pointer: Point, options: ResizeOptions = {}, out?: Rows): Rows {
    rowsOf(start, BOX_STRIDE);
    return answer(
      this.#core
        .compute('placement_resize_all', resizeRow(handle, pointer, options ?? {}), start, start.length + 2)
        .subarray(2),
      out,
    );
  }

  /** A selection turned, as `kit.placement.rotateAll`. */
  rotate(start: Rows, grab: Point, pointer: Point, options: RotateOptions = {}, out?: Rows): Rows {
    rowsOf(start, BOX_STRIDE);
    return answer(
      this.#core
        .compute('placement_rotate_all', rotateRow(grab, pointer, options ?? {}), start, start.length + 1)
        .subarray(1),
      out,
    );
  }

  /** A selection pinched, as `kit.placement.pinchAll`. */
  pinch(start: Rows, from: Fingers, to: Fingers, options: PinchOptions = {}, out?: Rows): Rows {
    rowsOf(start, BOX_STRIDE);
    return answer(
      this.#core.compute('placement_pinch', pinchRow(from, to, options ?? {}), start, start.length),
      out,
    );
  }

  /** Index of the front-most placement under a point, or −1. */
  hitTest(placements: Rows, canvas: Size, point: Point): number {
    rowsOf(placements, PLACEMENT_STRIDE);
    return at(
      this.#core.compute(
        'placement_hit_test',
        [...sizeRow(canvas, 'canvas'), ...pointRow(point, 'point'), 0],
        placements,
        1,
      ),
      0,
    );
  }

  /** For each box 1 if the selection rectangle catches it, else 0. */
  marquee(boxes: Rows, rect: Rect, how: 'touching' | 'containing' = 'touching', out?: Rows): Rows {
    const head = [choice(how, ['touching', 'containing'], 'how'), ...rectRow(rect, 'rect')];
    return answer(this.#core.compute('placement_marquee', head, boxes, rowsOf(boxes, BOX_STRIDE)), out);
  }
}

/** How many rows there are. */
function rowsOf(rows: unknown, stride: number): number {
  if (!isDoubles(rows) || rows.length % stride !== 0)
    throw invalid(`The rows must be a Float64Array of ${stride} numbers each.`);
  return rows.length / stride;
}

function answer(view: Float64Array<ArrayBuffer>, out: Rows | undefined): Rows {
  if (out === undefined) return view.slice();
  if (!isDoubles(out) || out.length < view.length)
    throw invalid(`out must be a Float64Array of at least ${view.length} numbers.`);
  out.set(view);
  return out;
}
