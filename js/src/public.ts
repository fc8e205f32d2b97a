// What every entry exports besides createMediaKit.
export { MediaError, type MediaErrorCode } from './errors.js';
export type { MediaKit } from './kit.js';
export type { PlacementInput, PlacementIssue, SizeUnit } from './placement-input.js';
export { HANDLES } from './placement.js';
export type {
  Box,
  DefaultPlacement,
  Handle,
  PlacementApi,
  PlacementGeometry,
  Point,
  Rect,
  ResizedBox,
  ResizeOptions,
  Size,
} from './placement.js';
