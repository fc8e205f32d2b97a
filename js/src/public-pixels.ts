// What the entries over the module "pixels" export besides their functions.
export { MediaError, type MediaErrorCode } from './errors.js';
export type { PixelsKit } from './kit-pixels.js';
export type {
  BlobOptions,
  DecodedImage,
  DecodeOptions,
  EncodedImage,
  EncodeWithinOptions,
  ExportPreset,
  ExportPresetName,
  ImageApi,
  ImageInfo,
  ImageLimits,
  ImageMime,
  JpegOptions,
  PngOptions,
  ResizeFilter,
} from './image.js';
export type { AdjustOptions, ApplyOptions, Backdrop, ChromaOptions, ChromaResult, CutoutApi, FlatOptions, FlatResult, Mask, MaskMeasure } from './cutout.js';
export type { BytesInput, FileInput, ImageInput, MediaImage } from './pixels.js';
export type { PreviewApi, PreviewResult } from './preview.js';
export type { PreviewBackground, PreviewOptions } from './preview-input.js';
export type { PreviewSession, PreviewSessionOptions, PreviewUpdate } from './preview-session.js';
export type { MaskBytes, Selection, SelectionBox, SelectionOptions, SelectionStroke, SelectionUpdate, SelectOptions, StrokeKind, StrokePoint } from './selection.js';
export type { AnyPlacement, FitMode, GlowEffect, ImageCrop, OutlineEffect, PlacementInput, PlacementIssue, ShadowEffect, SizeUnit } from './placement-input.js';
export type { CanvasSize } from './contract.js';
