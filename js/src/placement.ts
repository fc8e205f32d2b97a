// kit.placement: an editor's geometry as pure functions. Inputs are never changed.
import type { Core } from './core.js';
import type { NumericOperation } from './generated/operations.js';
import { guarded } from './guard.js';
import {
  coreIssues,
  fits,
  readPlacements,
  type AnyPlacement,
  type CoreIssue,
  type FitMode,
  type PlacementIssue,
  type SizeUnit,
} from './placement-input.js';
import { ArrangeApi } from './placement/arrange.js';
import { BatchApi } from './placement/batch.js';
import {
  ANCHORS,
  at,
  BOX_STRIDE,
  boxRow,
  boxRows,
  choice,
  flag,
  invalid,
  number,
  pointRow,
  rectRow,
  sizeRow,
  toBox,
  toBoxes,
  toPoint,
  toRect,
  type Anchor,
  type Box,
  type DefaultPlacement,
  type Handle,
  type PlacementConstants,
  type PlacementGeometry,
  type Point,
  type Rect,
  type ResizedBox,
  type Size,
} from './placement/geometry.js';
import { apply, compose, diff, invert } from './placement/history.js';
import {
  keepIndex,
  limitsRow,
  nudgeRow,
  pinchRow,
  resizeRow,
  rotateRow,
  type ConstrainOptions,
  type Fingers,
  type Keep,
  type NudgeOptions,
  type PinchOptions,
  type ResizeOptions,
  type RotateOptions,
} from './placement/options.js';
import { QueryApi } from './placement/queries.js';
import { SnapSession, type SnapOptions, type SnapResult } from './placement/snap.js';

interface CanvasSizes {
  CANVAS_SIZES: Record<string, Size>;
  DEFAULT_CANVAS_SIZE: Size;
}

/**
 * `kit.placement`. Its methods throw MediaError `invalid_argument` for NaN, infinities and sizes of 0, naming
 * them.
 */
export class PlacementApi {
  readonly #core: Core;
  #constants: PlacementConstants | undefined;
  #canvases: CanvasSizes | undefined;
  /** Align, distribute, layers, layouts. */
  readonly arrange: ArrangeApi;
  /** What is where, what covers what, what leaves the canvas. */
  readonly query: QueryApi;
  /** The same functions over rows in a Float64Array, for what runs at every pointer move or frame. */
  readonly batch: BatchApi;

  /**
   * The patch that leads from one list of placements to another, told apart by `id`, or else
   * by `assetId` and, of several placements of one asset, their order; or by the key given.
   */
  readonly diff = guarded(diff, 'placement.diff');
  /** The list after a patch. */
  readonly apply = guarded(apply, 'placement.apply');
  /** The patch that undoes a patch. */
  readonly invert = guarded(invert, 'placement.invert');
  /** One patch in place of two. */
  readonly compose = guarded(compose, 'placement.compose');

  /** @internal */
  constructor(core: Core) {
    this.#core = core;
    this.arrange = new ArrangeApi(core);
    this.query = new QueryApi(core);
    this.batch = new BatchApi(core);
  }

  /** The editor's grid, presets and safe zones. */
  get constants(): PlacementConstants {
    return (this.#constants ??= JSON.parse(
      this.#core.call('placement_constants').text,
    ) as PlacementConstants);
  }

  /**
   * Why placements cannot be used: every number that is missing, not finite or beyond 10⁹, every size that
   * is not above 0. None means that the other methods take them.
   */
  check(placements: readonly AnyPlacement[], canvas?: Size): PlacementIssue[] {
    const { rows, issues } = readPlacements(placements, canvas);
    return [
      ...issues,
      ...coreIssues(JSON.parse(this.#core.call('placement_check', [rows]).text) as CoreIssue[], issues),
    ];
  }

  // ---- Units and boxes ----

  /** The box of a placement in canvas pixels. Percent sizes are of the canvas' width and height. */
  toBox(placement: AnyPlacement, canvas: Size): Box {
    const { rows, issues } = readPlacements([placement], canvas);
    if (issues[0]) throw invalid(`placement.${issues[0].loc[1]} ${issues[0].message}.`);
    return toBox(this.#core.compute('placement_to_boxes', sizeRow(canvas, 'canvas'), rows, BOX_STRIDE));
  }

  /**
   * The geometry of a box for a placement, in `sizeUnit`: `{ ...placement, ...toPlacement(box, canvas) }`.
   */
  toPlacement(box: Box, canvas: Size, sizeUnit: SizeUnit = 'percent'): PlacementGeometry {
    const unit = choice(sizeUnit, ['percent', 'px'], 'sizeUnit');
    const n = this.#core.compute(
      'placement_to_placements',
      [...sizeRow(canvas, 'canvas'), unit],
      boxRow(box),
      8,
    );
    return { ...toPoint(n), width: at(n, 2), height: at(n, 3), sizeUnit, rotation: at(n, 6) };
  }

  /**
   * The whole pixels that a box fills before it is turned about their centre. The preview and the hit test
   * use the same rule: left, top, width and height each round half up, and a size is at least 1.
   */
  pixelRect(box: Box): Rect {
    return toRect(this.#core.compute('placement_pixel_rects', [], boxRow(box), 4));
  }

  /** Corners of the turned box: those that were top left, top right, bottom right, bottom left. */
  corners(box: Box): [Point, Point, Point, Point] {
    const n = this.#core.compute('placement_corners', [], boxRow(box), 8);
    return [toPoint(n), toPoint(n, 2), toPoint(n, 4), toPoint(n, 6)];
  }

  /** The smallest axis-aligned rectangle around the turned box. */
  bounds(box: Box): Rect {
    return toRect(this.#core.compute('placement_bounds', [], boxRow(box), 4));
  }

  /** The smallest axis-aligned rectangle around all boxes; all 0 for none. */
  unionBounds(boxes: readonly Box[]): Rect {
    return toRect(this.#core.compute('placement_union_bounds', [], boxRows(boxes), 4));
  }

  /** Where a corner, edge or the centre of the turned box is. */
  anchorPoint(box: Box, anchor: Anchor): Point {
    return toPoint(
      this.#core.compute('placement_anchor_points', [choice(anchor, ANCHORS, 'anchor')], boxRow(box), 2),
    );
  }

  /** The box moved so that its anchor is at a point. */
  atAnchor(box: Box, anchor: Anchor, point: Point): Box {
    const head = [choice(anchor, ANCHORS, 'anchor'), ...pointRow(point, 'point')];
    return this.#box('placement_at_anchor', head, box);
  }

  /**
   * Where content lies in a rectangle: stretched (`fill`), whole inside (`contain`) or covering it (`cover`),
   * centred.
   */
  fit(content: Size, into: Rect, mode: FitMode): Box {
    const head = [choice(mode, fits, 'mode'), ...sizeRow(content, 'content'), ...rectRow(into, 'into')];
    return toBox(this.#core.compute('placement_fit', head, [], BOX_STRIDE));
  }

  // ---- Limits ----

  /** The box moved inside an area; one that is too large for it lies about the area's centre. */
  keepInside(box: Box, area: Rect, keep: Keep = 'box'): Box {
    return this.#box('placement_keep_inside', [keepIndex(keep), ...rectRow(area, 'area')], box);
  }

  /** Its size clamped about its centre, made small enough for the area, and moved inside. */
  constrain(box: Box, area: Rect, options: ConstrainOptions = {}): Box {
    const { keep = 'box', lockAspect = false } = options ?? {};
    const head = [keepIndex(keep), ...rectRow(area, 'area'), flag(lockAspect, 'lockAspect'), ...limitsRow(options ?? {})];
    return this.#box('placement_constrain', head, box);
  }

  // ---- Gestures: `start` is what was there when the gesture began, so nothing drifts ----

  /** The box dragged from where it was grabbed to the pointer. */
  move(start: Box, grab: Point, pointer: Point): Box {
    return this.#box('placement_move', [...pointRow(grab, 'grab'), ...pointRow(pointer, 'pointer')], start);
  }

  /**
   * The box with one handle dragged to the pointer, in the box' own turned frame: the opposite handle
   * stays. With `keep`, a box that starts inside the area stays inside, each edge for itself (locked: along
   * the ratio).
   */
  resize(start: Box, handle: Handle, pointer: Point, options: ResizeOptions = {}): ResizedBox {
    const n = this.#core.compute(
      'placement_resize',
      resizeRow(handle, pointer, options ?? {}),
      boxRow(start),
      BOX_STRIDE + 2,
    );
    return { ...toBox(n), flippedX: at(n, 5) === 1, flippedY: at(n, 6) === 1 };
  }

  /**
   * The box turned about its centre by the angle from where it was grabbed to the pointer; rotation in [0,
   * 360).
   */
  rotate(start: Box, grab: Point, pointer: Point, options: RotateOptions = {}): Box & {
    /** It is held by an angle of `step`. */
    snapped: boolean;
  } {
    const n = this.#core.compute(
      'placement_rotate',
      rotateRow(grab, pointer, options ?? {}),
      boxRow(start),
      BOX_STRIDE + 1,
    );
    return { ...toBox(n), snapped: at(n, 5) === 1 };
  }

  /**
   * Two fingers from where they were to where they are: what lay under them stays there. Scales along the
   * ratio.
   */
  pinch(start: Box, from: Fingers, to: Fingers, options: PinchOptions = {}): Box {
    return this.#box('placement_pinch', pinchRow(from, to, options ?? {}), start);
  }

  /** An arrow key: `way` is −1, 0 or 1 along x and y. */
  nudge(box: Box, way: Point, options: NudgeOptions = {}): Box {
    return this.#box('placement_nudge', nudgeRow(way, options ?? {}), box);
  }

  /** A selection dragged. */
  moveAll(start: readonly Box[], grab: Point, pointer: Point): Box[] {
    return this.#boxes('placement_move', [...pointRow(grab, 'grab'), ...pointRow(pointer, 'pointer')], start);
  }

  /**
   * A selection resized by a handle of the frame around it (`unionBounds`). It scales evenly when a member
   * is turned; the limits hold for every member; what flips is mirrored.
   */
  resizeAll(
    start: readonly Box[],
    handle: Handle,
    pointer: Point,
    options: ResizeOptions = {},
  ): {
    /** In the order of `start`. */
    boxes: Box[];
    /** The pointer crossed the opposite edge of the frame: pictures may be mirrored. */
    flippedX: boolean;
    /** The same up and down. */
    flippedY: boolean;
  } {
    const rows = boxRows(start);
    const n = this.#core.compute(
      'placement_resize_all',
      resizeRow(handle, pointer, options ?? {}),
      rows,
      rows.length + 2,
    );
    return { boxes: toBoxes(n, 2), flippedX: n[0] === 1, flippedY: n[1] === 1 };
  }

  /** A selection turned about the frame's centre; steps are of the angle turned by. */
  rotateAll(
    start: readonly Box[],
    grab: Point,
    pointer: Point,
    options: RotateOptions = {},
  ): {
    /** In the order of `start`. */
    boxes: Box[];
    /** Degrees clockwise that the selection was turned by. */
    angle: number;
  } {
    const rows = boxRows(start);
    const n = this.#core.compute(
      'placement_rotate_all',
      rotateRow(grab, pointer, options ?? {}),
      rows,
      rows.length + 1,
    );
    return { boxes: toBoxes(n, 1), angle: at(n, 0) };
  }

  /** A selection pinched: one scale for all, within the limits of every member. */
  pinchAll(start: readonly Box[], from: Fingers, to: Fingers, options: PinchOptions = {}): Box[] {
    return this.#boxes('placement_pinch', pinchRow(from, to, options ?? {}), start);
  }

  /** A selection nudged as one. */
  nudgeAll(start: readonly Box[], way: Point, options: NudgeOptions = {}): Box[] {
    return this.#boxes('placement_nudge', nudgeRow(way, options ?? {}), start);
  }

  // ---- Snapping ----

  /** Indexes the other assets for one drag. Dispose the session when the drag ends. */
  createSnapSession(others: readonly Box[] | Float64Array, options: SnapOptions): SnapSession {
    return new SnapSession(this.#core, options, others);
  }

  /** Snaps a box once. */
  snap(box: Box, others: readonly Box[], options: SnapOptions): SnapResult {
    const session = this.createSnapSession(others, options);
    try {
      return session.move(box);
    } finally {
      session.dispose();
    }
  }

  // ---- Hit test ----

  /** Index of the front-most placement under a point, or −1. Turned boxes are tested as they are drawn. */
  hitTest(placements: readonly AnyPlacement[], canvas: Size, point: Point): number {
    return this.query.hitTest(placements, canvas, point);
  }

  // ---- Canvas and defaults ----

  /**
   * A box on another canvas, its ratio and turn kept: what fits still fits with the same room on the
   * tighter side, what covers the canvas still covers it, what touches an edge still touches it. There and
   * back is identity.
   */
  retarget(box: Box, from: Size, to: Size): Box {
    return this.#box('placement_retarget', [...sizeRow(from, 'from'), ...sizeRow(to, 'to')], box);
  }

  /** Pixels of the canvas of an asset type; of one that has none of its own, the default's. */
  canvasSize(assetType: string): Size {
    this.#canvases ??= JSON.parse(this.#core.call('placement_canvases').text) as CanvasSizes;
    const { CANVAS_SIZES: sizes, DEFAULT_CANVAS_SIZE: other } = this.#canvases;
    return { ...(Object.hasOwn(sizes, assetType) ? (sizes[assetType] as Size) : other) };
  }

  /** The prompt's word for where a centre (percent of the canvas) is: `top left` … `bottom right`. */
  region(x: number, y: number): string {
    return this.#core.call('placement_region', [], number(x, 'x'), number(y, 'y')).text;
  }

  /** The prompt's word for a width in percent of the canvas: `very small` … `very large`. */
  sizeWord(widthPercent: number): string {
    return this.#core.call('placement_size_word', [], number(widthPercent, 'widthPercent')).text;
  }

  /**
   * Where the editor puts asset number `index` (from 0) at first. With the image's size the default box is
   * that in which the whole image fits at its own ratio.
   */
  defaultPlacement(index: number, canvas: Size, image?: Size): DefaultPlacement {
    if (!Number.isInteger(index) || index < 0 || index > 1e6)
      throw invalid('index must be a whole number from 0.');
    const head = [index, ...sizeRow(canvas, 'canvas'), ...(image ? sizeRow(image, 'image') : [0, 0])];
    const n = this.#core.compute('placement_default_placement', head, [], 9);
    return {
      ...toPoint(n),
      width: at(n, 2),
      height: at(n, 3),
      sizeUnit: at(n, 4) === 1 ? 'px' : 'percent',
      zIndex: at(n, 5),
      rotation: at(n, 6),
      opacity: at(n, 7),
      maintainAspectRatio: at(n, 8) === 1,
    };
  }

  #box(operation: NumericOperation, head: readonly number[], box: Box): Box {
    return toBox(this.#core.compute(operation, head, boxRow(box), BOX_STRIDE));
  }

  #boxes(operation: NumericOperation, head: readonly number[], boxes: readonly Box[]): Box[] {
    const rows = boxRows(boxes);
    return toBoxes(this.#core.compute(operation, head, rows, rows.length));
  }
}
