// What the entries over the module "placement" export besides their functions.
export { MediaError, type MediaErrorCode } from './errors.js';
export type { PlacementKit } from './kit-placement.js';
export type { AnyPlacement, FitMode, GlowEffect, ImageCrop, OutlineEffect, PlacementInput, PlacementIssue, ShadowEffect, SizeUnit } from './placement-input.js';
export { PLACEMENT_STRIDE } from './placement-input.js';
export type { PlacementApi } from './placement.js';
export type { Alignment, ArrangeApi, LayerMove, Layout } from './placement/arrange.js';
export type { BatchApi, Rows } from './placement/batch.js';
export { ANCHORS, BOX_STRIDE, HANDLES } from './placement/geometry.js';
export type {
  Anchor,
  Box,
  DefaultPlacement,
  Handle,
  Margins,
  PlacementConstants,
  PlacementGeometry,
  Point,
  Rect,
  ResizedBox,
  Size,
} from './placement/geometry.js';
export type { Item, ItemChange, Patch } from './placement/history.js';
export type { ConstrainOptions, Fingers, Keep, NudgeOptions, PinchOptions, ResizeOptions, RotateOptions, SizeLimits } from './placement/options.js';
export type { Cover, HitOptions, Overflow, PointHit, QueryApi } from './placement/queries.js';
export { SNAP_KINDS, SNAP_ROW } from './placement/snap.js';
export type { SnapGuide, SnapHit, SnapKind, SnapOptions, SnapResizeResult, SnapResult, SnapSession } from './placement/snap.js';
export { deserializePlacements, serializePlacements } from './placements.js';
export type { AssetPlacement, PlacedAsset, PlacementAnchor, SerializedPlacement, SerializeOptions } from './placements.js';
export type { CanvasSize } from './contract.js';
