// What the entries over the module "core" export besides their functions.
export { MediaError, type MediaErrorCode } from './errors.js';
export type { CoreKit } from './kit-core.js';
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
export type { EndpointRow } from './tables.js';
export type {
  Access,
  BackgroundRemoval,
  CanvasSize,
  Constants,
  ContractApi,
  ContractIssue,
  EncodeResult,
  FieldName,
  InvalidResult,
  IssueOf,
  JsonSchema,
  KeyStyle,
  MessageOptions,
  ModelOrList,
  PromptSelection,
  Room,
  RoomLeft,
  Validated,
  ValidateOptions,
  ValidationResult,
} from './contract.js';
export { deserializePlacements, serializePlacements } from './placements.js';
export type { AssetPlacement, PlacedAsset, PlacementAnchor, SerializedPlacement, SerializeOptions } from './placements.js';
export type { DescribeOptions, PromptApi } from './prompt.js';
export type * from './generated/contract.js';
export type { EndpointName } from './generated/endpoints.js';
export type { JsonText } from './json.js';
export type { ModelSchema, SchemaIssue, SchemaResult, StandardSchema } from './standard-schema.js';
export type { BuiltRequest, RefusedRequest, RequestBody, RequestContext, RequestParts, RequestResult, RequestsApi, UploadImage, UploadMediaFields, UploadMediaParams } from './requests.js';
export type { IssueMessage, IssueMessages } from './messages.js';
export type { ResponseOptions, ResponsesApi, ServerError, ServerIssue, Tolerated } from './responses.js';
