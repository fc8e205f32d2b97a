// kit.placement.arrange: several boxes put in order, and the layers of placements.
import type { Core } from '../core.js';
import {
  boxRows,
  choice,
  flag,
  invalid,
  number,
  rectRow,
  toBoxes,
  toPoint,
  toRect,
  positive,
  BOX_STRIDE,
  boxRow,
  type Box,
  type Point,
  type Rect,
  type Size,
} from './geometry.js';

const alignments = ['left', 'center-x', 'right', 'top', 'center-y', 'bottom'] as const;
/**
 * Which edges or centres are brought onto one line: `left`, `center-x` and `right` move boxes sideways, the others
 * up and down.
 */
export type Alignment = (typeof alignments)[number];

const layouts = ['grid', 'row', 'column', 'focus', 'free-space'] as const;
/** How boxes are laid out in an area, see {@link ArrangeApi.layout}. */
export type Layout = (typeof layouts)[number];

const layerMoves = ['to-front', 'forward', 'backward', 'to-back'] as const;
/** Where in the order of layers assets go: all the way, or past one neighbour. */
export type LayerMove = (typeof layerMoves)[number];

/** `kit.placement.arrange`: alignment, distribution, layouts and layers of several boxes. */
export class ArrangeApi {
  readonly #core: Core;

  /** @internal */
  constructor(core: Core) {
    this.#core = core;
  }

  /**
   * Aligns boxes by their bounds.
   * @param to a rectangle (as the canvas: `{ left: 0, top: 0, ...canvas }`), `selection` for the frame
   *   around them, or
   *   the index of the key object, which stays
   */
  align(boxes: readonly Box[], how: Alignment, to: Rect | 'selection' | number = 'selection'): Box[] {
    const rows = boxRows(boxes);
    if (rows.length === 0) return [];
    const area = typeof to === 'object' ? rectRow(to, 'to') : this.#frame(boxes, to);
    return toBoxes(
      this.#core.compute('placement_align', [choice(how, alignments, 'how'), ...area], rows, rows.length),
    );
  }

  /** Equal gaps, or equal distances of centres, along an axis in spatial order; the outermost two stay. */
  distribute(boxes: readonly Box[], axis: 'x' | 'y', by: 'gaps' | 'centers' = 'gaps'): Box[] {
    const rows = boxRows(boxes);
    return toBoxes(
      this.#core.compute(
        'placement_distribute',
        [choice(axis, ['x', 'y'], 'axis'), choice(by, ['gaps', 'centers'], 'by')],
        rows,
        rows.length,
      ),
    );
  }

  /**
   * Gives every box a width, a height or both, about its centre; canvas pixels in the box' own frame.
   * @param lockAspect one side follows the other along the ratio; with both given the box fits into them
   */
  matchSize(boxes: readonly Box[], size: Partial<Size>, lockAspect = false): Box[] {
    const rows = boxRows(boxes);
    const { width, height } = size ?? {};
    if (width === undefined && height === undefined) throw invalid('size must have a width or a height.');
    const head = [
      width === undefined ? 0 : positive(width, 'size.width'),
      height === undefined ? 0 : positive(height, 'size.height'),
      flag(lockAspect, 'lockAspect'),
    ];
    return toBoxes(this.#core.compute('placement_match_size', head, rows, rows.length));
  }

  /**
   * Lays boxes out in an area at their own ratios, `gap` canvas pixels apart. `focus`: the first gets two
   * thirds, the others share the rest. `free-space`: sizes stay, each goes where it overlaps the ones
   * before it least.
   */
  layout(boxes: readonly Box[], how: Layout, area: Rect, gap = 0): Box[] {
    const rows = boxRows(boxes);
    const head = [choice(how, layouts, 'how'), ...rectRow(area, 'area'), number(gap, 'gap', 0)];
    return toBoxes(this.#core.compute('placement_layout', head, rows, rows.length));
  }

  /**
   * The centre where a box overlaps the others least, near the area's centre; full backgrounds do not count.
   */
  freePosition(box: Box, others: readonly Box[], area: Rect): Point {
    const rows = new Float64Array(BOX_STRIDE * (1 + boxRows(others, 'others').length / BOX_STRIDE));
    rows.set(boxRow(box));
    rows.set(boxRows(others, 'others'), BOX_STRIDE);
    return toPoint(this.#core.compute('placement_free_position', rectRow(area, 'area'), rows, 2));
  }

  /** The z-indices 1…n in the order of the given ones; of equals the later is in front. */
  normalizeZ(z: readonly number[]): number[] {
    return [...this.#core.compute('placement_normalize_z', [], zRow(z), z.length)];
  }

  /**
   * The z-indices 1…n after moving some of the assets; these keep their order among themselves.
   * @param selected their indices in `z`
   */
  moveLayers(z: readonly number[], selected: readonly number[], how: LayerMove): number[] {
    if (!Array.isArray(selected)) throw invalid('selected must be an array of indices.');
    const chosen = new Set<number>(selected);
    const pairs = zRow(z).flatMap((value, i) => [value, chosen.has(i) ? 1 : 0]);
    return [
      ...this.#core.compute('placement_move_layers', [choice(how, layerMoves, 'how')], pairs, z.length),
    ];
  }

  #frame(boxes: readonly Box[], to: 'selection' | number): number[] {
    if (typeof to === 'number' && !boxes[to]) throw invalid('to must be the index of one of the boxes.');
    if (typeof to === 'string') choice(to, ['selection'], 'to');
    const { left, top, width, height } = toRect(
      this.#core.compute(
        'placement_union_bounds',
        [],
        boxRows(typeof to === 'number' ? [boxes[to] as Box] : boxes),
        4,
      ),
    );
    return [left, top, width, height];
  }
}

function zRow(z: readonly number[]): number[] {
  if (!Array.isArray(z)) throw invalid('z must be an array of numbers.');
  return z.map((value, i) => number(value, `z[${i}]`));
}
