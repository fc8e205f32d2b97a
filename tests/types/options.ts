// Compiled, never run: every option may be given as undefined, which is as if it were left out, also where
// exactOptionalPropertyTypes tells the two apart.
import type {
  AdjustOptions, ApplyOptions, BlobOptions, ChromaOptions, ConstrainOptions, DecodeOptions, DescribeOptions, EncodeWithinOptions, FlatOptions, HitOptions,
  ImageCrop, JpegOptions, NudgeOptions, PinchOptions, PlacementInput, PngOptions, PreviewBackground, PreviewOptions, PreviewSessionOptions, RequestContext,
  ResizeOptions, ResponseOptions, RotateOptions, SelectionOptions, SelectionStroke, SelectOptions, SerializeOptions, ShadowEffect, SizeLimits, SnapOptions,
  ValidateOptions,
} from '@aurastream/media-wasm';
import type { BackgroundRemoverOptions, FetchModelOptions, PreloadOptions, RemoveOptions, SegmentationModel } from '@aurastream/media-wasm/background-removal';
import type { CallOptions, MediaClientOptions } from '@aurastream/media-wasm/client';
import type { BoxGestureStart, EditorOptions, ModifierKeys, ViewOptions } from '@aurastream/media-wasm/editor';
import type { MediaProviderProps, PlacementPreviewProps, UseBackgroundRemoverOptions, UsePlacementEditorOptions } from '@aurastream/media-wasm/react';
import type { MediaKitWorkerOptions, WorkerCallOptions } from '@aurastream/media-wasm/worker';

/** The keys that may be left out but not be undefined. */
type Missed<T> = { [K in keyof T]-?: Partial<Pick<T, K>> extends Pick<T, K> ? ({ [P in K]: undefined } extends Pick<T, K> ? never : K) : never }[keyof T];

type All = [
  AdjustOptions, ApplyOptions, BlobOptions, ChromaOptions, ConstrainOptions, DecodeOptions, DescribeOptions, EncodeWithinOptions, FlatOptions, HitOptions,
  ImageCrop, JpegOptions, NudgeOptions, PinchOptions, PlacementInput, PngOptions, PreviewBackground, PreviewOptions, PreviewSessionOptions, RequestContext,
  ResizeOptions, ResponseOptions, RotateOptions, SelectionOptions, SelectionStroke, SelectOptions, SerializeOptions, ShadowEffect, SizeLimits, SnapOptions,
  ValidateOptions, BackgroundRemoverOptions, FetchModelOptions, PreloadOptions, RemoveOptions, SegmentationModel, CallOptions, MediaClientOptions,
  BoxGestureStart, EditorOptions, ModifierKeys, ViewOptions, MediaProviderProps, PlacementPreviewProps, UseBackgroundRemoverOptions, UsePlacementEditorOptions,
  MediaKitWorkerOptions, WorkerCallOptions,
];
type MissedOf<Each extends unknown[]> = { [I in keyof Each]: Missed<Each[I]> }[number];
const missed: [MissedOf<All>] extends [never] ? true : MissedOf<All> = true;
void missed;
