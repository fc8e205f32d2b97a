// kit.placement.query: what is where, what covers what, what leaves an area.
import type { Core } from '../core.js';
import type { ImageInput } from '../pixels.js';
import { imageLookUp, type Picture } from '../preview-input.js';
import { PLACEMENT_STRIDE, readPlacements, type AnyPlacement } from '../placement-input.js';
import { LOOK_STRIDE, placeInImage, radiusOf } from '../placement-look.js';
import {
  at,
  boxRow,
  boxRows,
  choice,
  invalid,
  number,
  pointRow,
  rectRow,
  sizeRow,
  toRect,
  type Box,
  type Margins,
  type Point,
  type Rect,
  type Size,
} from './geometry.js';

/** A placement that lies under a point. */
export interface PointHit {
  /** Index of the placement. */
  index: number;
  /** The place in its picture, 0…1 from the left and the top of the unturned box. */
  u: number;
  /** From the top; see `u`. */
  v: number;
}

/** Whether transparent parts of images let a point through. */
export interface HitOptions {
  /** Images by asset id: a placement is hit only where its image's alpha is above `alpha`. */
  images?: ReadonlyMap<string, ImageInput> | Readonly<Record<string, ImageInput>> | undefined;
  /** 0…255, default 0: whatever is not fully transparent. */
  alpha?: number | undefined;
}

/**
 * Canvas pixels by which a box reaches beyond each edge of an area, and the fraction of it that is outside.
 */
export interface Overflow extends Margins {
  /** Of the box's area, 0 to 1. */
  fraction: number;
}

/** A placement that is partly or wholly behind another. */
export interface Cover {
  /** Index of the placement behind. */
  back: number;
  /** Index of the one in front. */
  front: number;
  /** What fraction of the one behind is covered; 1: hidden, if the one in front is opaque. */
  fraction: number;
}

/** Canvas and point, and the radii of the placements' corners if any has one. */
function hitRow(canvas: Size, point: Point, looks: Float64Array): number[] {
  const radii = Array.from({ length: looks.length / LOOK_STRIDE }, (_, i) => radiusOf(looks.subarray(LOOK_STRIDE * i)));
  const given = radii.some((radius) => radius > 0) ? radii : [];
  return [...sizeRow(canvas, 'canvas'), ...pointRow(point, 'point'), given.length, ...given];
}

/** What lies where: hit tests, selections, overlaps; index in the list of placements everywhere. */
export class QueryApi {
  readonly #core: Core;

  /** @internal */
  constructor(core: Core) {
    this.#core = core;
  }

  /** Index of the front-most placement under a point, or −1. Turned boxes and rounded corners are tested as they are drawn. */
  hitTest(placements: readonly AnyPlacement[], canvas: Size, point: Point, options: HitOptions = {}): number {
    if (options?.images) return this.hits(placements, canvas, point, options)[0]?.index ?? -1;
    const read = readPlacements(placements, canvas);
    return at(this.#core.compute('placement_hit_test', hitRow(canvas, point, read.looks), read.rows, 1), 0);
  }

  /** Every placement under a point, front to back; what is beyond a rounded corner is not under it. */
  hits(
    placements: readonly AnyPlacement[],
    canvas: Size,
    point: Point,
    options: HitOptions = {},
  ): PointHit[] {
    const { rows, assetIds, looks } = readPlacements(placements, canvas);
    const n = this.#core.compute(
      'placement_hits',
      hitRow(canvas, point, looks),
      rows,
      3 * placements.length,
    );
    const all: PointHit[] = [];
    for (let i = 0; i < n.length; i += 3) all.push({ index: at(n, i), u: at(n, i + 1), v: at(n, i + 2) });
    const { images, alpha = 0 } = options ?? {};
    if (!images) return all;
    number(alpha, 'alpha', 0, 255);
    const imageOf = imageLookUp(images);
    return all.filter((hit) => {
      const image = imageOf(assetIds[hit.index] as string);
      return !image || alphaAt(image, placeInImage(looks.subarray(LOOK_STRIDE * hit.index), hit)) > alpha;
    });
  }

  /**
   * Indices of the boxes that a selection rectangle catches.
   * @param how `touching` its turned shape (default), or `containing` all of it
   */
  marquee(boxes: readonly Box[], rect: Rect, how: 'touching' | 'containing' = 'touching'): number[] {
    const rows = boxRows(boxes);
    const caught = this.#core.compute(
      'placement_marquee',
      [choice(how, ['touching', 'containing'], 'how'), ...rectRow(rect, 'rect')],
      rows,
      boxes.length,
    );
    return Array.from(caught.keys()).filter((i) => caught[i] === 1);
  }

  /** Square canvas pixels that two turned boxes share. */
  overlapArea(a: Box, b: Box): number {
    return at(this.#core.compute('placement_overlap', boxRow(a), boxRow(b), 1), 0);
  }

  /** How far a turned box leaves an area: the canvas as `{ left: 0, top: 0, ...canvas }`, or a safe area. */
  overflow(box: Box, area: Rect): Overflow {
    const n = this.#core.compute('placement_overflow', rectRow(area, 'area'), boxRow(box), 5);
    return { left: at(n, 0), top: at(n, 1), right: at(n, 2), bottom: at(n, 3), fraction: at(n, 4) };
  }

  /** The canvas without margins of percents, as of `kit.placement.constants.SAFE_ZONES`. */
  safeArea(canvas: Size, margins: Margins): Rect {
    if (typeof margins !== 'object' || margins === null) throw invalid('margins must be an object.');
    const sides = (['top', 'right', 'bottom', 'left'] as const).map((side) =>
      number(margins[side], `margins.${side}`, 0, 50),
    );
    return toRect(this.#core.compute('placement_safe_area', [...sizeRow(canvas, 'canvas'), ...sides], [], 4));
  }

  /**
   * Every pair of placements of which the one in front covers some of the one behind. At most 2000
   * placements.
   */
  covers(placements: readonly AnyPlacement[], canvas: Size): Cover[] {
    const { rows } = readPlacements(placements, canvas);
    const count = rows.length / PLACEMENT_STRIDE;
    if (count > 2000) throw invalid('These are too many placements: at most 2000.');
    const n = this.#core.compute(
      'placement_covers',
      sizeRow(canvas, 'canvas'),
      rows,
      (3 * count * (count - 1)) / 2,
    );
    const out: Cover[] = [];
    for (let i = 0; i < n.length; i += 3)
      out.push({ back: at(n, i), front: at(n, i + 1), fraction: at(n, i + 2) });
    return out;
  }
}

function alphaAt({ pixels, width, height }: Picture, { u, v }: Pick<PointHit, 'u' | 'v'>): number {
  const [x, y] = [Math.min(width - 1, Math.floor(u * width)), Math.min(height - 1, Math.floor(v * height))];
  return pixels[4 * (y * width + x) + 3] as number;
}
