// Snapping during one drag: the other assets are indexed once.
import { isDoubles } from '../brands.js';
import type { Core } from '../core.js';
import { disposable, released, releaseWhenForgotten, type Disposes } from '../disposal.js';
import { MediaError } from '../errors.js';
import {
  at,
  BOX_STRIDE,
  boxRow,
  boxRows,
  choice,
  number,
  positive,
  record,
  sizeRow,
  toBox,
  type Box,
  type Handle,
  type Margins,
  type Point,
  type Size,
} from './geometry.js';
import { resizeRow, type ResizeOptions } from './options.js';

/** What a box can snap to, in the order that breaks ties between equally near targets. */
export const SNAP_KINDS = [
  'canvas-edge',
  'canvas-center',
  'safe-zone',
  'third',
  'asset-edge',
  'asset-center',
  'gap',
  'size',
  'grid',
] as const;
/** One of {@link SNAP_KINDS}. */
export type SnapKind = (typeof SNAP_KINDS)[number];

/** What a drag snaps to, and how strongly. */
export interface SnapOptions {
  /** Pixels. */
  canvas: Size;
  /** Default: all but `grid` and `safe-zone`, each of which is added where its option is given. */
  kinds?: readonly SnapKind[] | undefined;
  /** Screen pixels within which a target catches. Default 6. */
  threshold?: number | undefined;
  /** Screen pixels a canvas pixel. Default 1. */
  zoom?: number | undefined;
  /** A target that holds lets go at this many thresholds. Default 1.5, at least 1. */
  hysteresis?: number | undefined;
  /** Canvas pixels between grid lines; centres snap to them. */
  grid?: Size | undefined;
  /** Margins in percent, as of `kit.placement.constants.SAFE_ZONES`. */
  safeZone?: Margins | undefined;
}

/** The target that was hit on one axis. */
export interface SnapHit {
  /** What was hit. */
  kind: SnapKind;
  /** Index of the other asset, or −1: the canvas. */
  target: number;
  /** Canvas pixels by which the snap moved the box, or its edge. */
  moved: number;
}

/**
 * A line to draw. `gap` and `size`: along the axis from `from` to `to`, at `position` across it (the empty
 * stretch, or the side that is equalled). Else: across the axis from `from` to `to`, at `position` on it.
 */
export interface SnapGuide {
  /** Along which the box snapped. */
  axis: 'x' | 'y';
  /** What was hit. */
  kind: SnapKind;
  /** Canvas pixels: across the axis for `gap` and `size`, else on it. */
  position: number;
  /** Where the line begins, canvas pixels. */
  from: number;
  /** Where the line ends, canvas pixels. */
  to: number;
  /** Index of the other asset, or −1: the canvas. */
  target: number;
}

/** A dragged box after snapping. */
export interface SnapResult {
  /** The box where it snapped to, or as it was given. */
  box: Box;
  /** What was hit sideways, if anything. */
  x: SnapHit | null;
  /** What was hit up and down, if anything. */
  y: SnapHit | null;
  /** The lines that show why, on both axes. */
  guides: SnapGuide[];
}

/** A resized box after snapping. */
export interface SnapResizeResult extends SnapResult {
  /** The pointer crossed the opposite edge: the picture may be mirrored. */
  flippedX: boolean;
  /** The same up and down. */
  flippedY: boolean;
}

/**
 * Doubles of a result: box, flips, two hits of 4, the number of guides, guides of 6. See {@link
 * SnapSession.moveRow}.
 */
export const SNAP_ROW = BOX_STRIDE + 2 + 2 * 4 + 1 + 8 * 6;

const defaultKinds = SNAP_KINDS.filter((kind) => kind !== 'grid' && kind !== 'safe-zone');

function optionsRow(options: SnapOptions): number[] {
  const { canvas, threshold = 6, zoom = 1, hysteresis = 1.5, grid, safeZone } = record(options, 'options');
  const kinds = options.kinds ?? [
    ...defaultKinds,
    ...(grid ? (['grid'] as const) : []),
    ...(safeZone ? (['safe-zone'] as const) : []),
  ];
  if (!Array.isArray(kinds)) throw new MediaError('invalid_argument', 'kinds must be an array.');
  const bits = kinds.reduce((all, kind: SnapKind) => all | (1 << choice(kind, SNAP_KINDS, 'kinds')), 0);
  const margins = safeZone ? record(safeZone, 'safeZone') : { top: 0, right: 0, bottom: 0, left: 0 };
  return [
    ...sizeRow(canvas, 'canvas'),
    bits,
    number(threshold, 'threshold', 0),
    positive(zoom, 'zoom'),
    number(hysteresis, 'hysteresis', 1),
    ...(grid ? sizeRow(grid, 'grid') : [0, 0]),
    ...(['top', 'right', 'bottom', 'left'] as const).map((side) => number(margins[side], `safeZone.${side}`)),
  ];
}

const kindOf = (index: number): SnapKind => SNAP_KINDS[index] as SnapKind;

function hitOf(row: Float64Array, from: number): SnapHit | null {
  return at(row, from) === 1
    ? { kind: kindOf(at(row, from + 1)), target: at(row, from + 2), moved: at(row, from + 3) }
    : null;
}

function readResult(row: Float64Array): SnapResizeResult {
  const guides: SnapGuide[] = [];
  for (let i = 0; i < at(row, 15); i++) {
    const g = 16 + 6 * i;
    guides.push({
      axis: at(row, g) === 0 ? 'x' : 'y',
      kind: kindOf(at(row, g + 1)),
      position: at(row, g + 2),
      from: at(row, g + 3),
      to: at(row, g + 4),
      target: at(row, g + 5),
    });
  }
  return {
    box: toBox(row),
    flippedX: at(row, 5) === 1,
    flippedY: at(row, 6) === 1,
    x: hitOf(row, 7),
    y: hitOf(row, 11),
    guides,
  };
}

function checkRows(box: Float64Array, out: Float64Array): void {
  if (
    !isDoubles(box) ||
    !isDoubles(out) ||
    box.length !== BOX_STRIDE ||
    out.length < SNAP_ROW
  ) {
    throw new MediaError(
      'invalid_argument',
      `The box must be a Float64Array of ${BOX_STRIDE} numbers, out of ${SNAP_ROW}.`,
    );
  }
}

/** One drag. It remembers what it snapped to, so that an asset does not flicker between targets. */
export class SnapSession {
  readonly #core: Core;
  readonly #generation: number;
  /** The session's number in the core, as the head of its calls. */
  #head: [number] | undefined;

  /** @internal */
  constructor(core: Core, options: SnapOptions, others: readonly Box[] | Float64Array) {
    const rows = isDoubles(others) ? others : boxRows(others, 'others');
    this.#core = core;
    this.#head = [at(core.compute('snap_create', optionsRow(options), rows, 1), 0)];
    this.#generation = core.generation;
    const { generation } = core;
    const head = this.#head;
    releaseWhenForgotten(this, () => end(core, generation, head));
  }

  /**
   * Where a box that the pointer wants here goes: on each axis to the nearest target within the threshold.
   * @param wanted the box as dragged, without any snapping before
   */
  move(wanted: Box): SnapResult {
    const { box, x, y, guides } = readResult(
      this.#core.compute('snap_move', this.#live(), boxRow(wanted), SNAP_ROW),
    );
    return { box, x, y, guides };
  }

  /**
   * The same without objects, for every pointer move.
   * @param wanted a row of a box (centre x, centre y, width, height, rotation)
   * @param out gets, of at least SNAP_ROW doubles: the box (5), two that are of resizes (2), for x and y
   *   whether
   *   something was hit, the place of its kind in SNAP_KINDS, its target and the pixels moved (8), the
   *   number of guides (1), and each guide's axis (0 x, 1 y), kind, position, from, to and target (6)
   */
  moveRow(wanted: Float64Array, out: Float64Array): void {
    checkRows(wanted, out);
    out.set(this.#core.compute('snap_move', this.#live(), wanted, SNAP_ROW));
  }

  /** A resize whose moved edges snap; of a turned box only to equal sizes. As `kit.placement.resize`. */
  resize(start: Box, handle: Handle, pointer: Point, options: ResizeOptions = {}): SnapResizeResult {
    return readResult(
      this.#core.compute(
        'snap_resize',
        [...this.#live(), ...resizeRow(handle, pointer, options ?? {})],
        boxRow(start),
        SNAP_ROW,
      ),
    );
  }

  /**
   * The same without objects: rows as of {@link moveRow}; the two numbers after the box say whether it
   * flipped.
   */
  resizeRow(
    start: Float64Array,
    handle: Handle,
    pointer: Point,
    options: ResizeOptions,
    out: Float64Array,
  ): void {
    checkRows(start, out);
    out.set(
      this.#core.compute(
        'snap_resize',
        [...this.#live(), ...resizeRow(handle, pointer, options ?? {})],
        start,
        SNAP_ROW,
      ),
    );
  }

  /** Forgets what it holds, as when the pointer goes up and down again. */
  release(): void {
    this.#core.compute('snap_release', this.#live(), [], 0);
  }

  /** Gives its memory back. May be called twice; `using` calls it. */
  dispose(): void {
    const head = this.#head;
    this.#head = undefined;
    released(this);
    if (head) end(this.#core, this.#generation, head);
  }

  #live(): [number] {
    if (!this.#head || this.#core.generation !== this.#generation) {
      throw new MediaError('disposed', 'This snap session is over; create another with createSnapSession().');
    }
    return this.#head;
  }
}

export interface SnapSession extends Disposes {}

disposable(SnapSession);

function end(core: Core, generation: number, head: [number]): void {
  if (core.generation !== generation) return;
  try {
    core.compute('snap_dispose', head, [], 0);
  } catch {
    // The kit was disposed: the session went with it.
  }
}
