// What the remover and its engine say to each other, across threads or within one.
import type { PackedError } from '../errors.js';
import type { SegmentationModel } from './models.js';
import type { CutoutInfo } from './options.js';

/** What a removal is doing, in this order. */
export type RemovalPhase = 'model' | 'session' | 'decode' | 'inference' | 'edges' | 'encode';

/** Pixels that cross threads: straight RGBA, 4 bytes a pixel. */
export interface Pixels {
  width: number;
  height: number;
  data: Uint8ClampedArray<ArrayBuffer>;
}

/** A file's bytes, or where to read them: an absolute URL, `file:` included in Node. */
export type Source = { bytes: Uint8Array<ArrayBuffer> | Blob } | { url: string };

/** What a network runs on: the GPU, or the CPU. */
export type Device = 'webgpu' | 'wasm';

/** Something that is not used although it was asked for, or because it failed. */
export interface Fallback {
  /** What the result was made without. */
  from: 'webgpu' | 'threads' | 'model';
  /**
   * `no_webgpu`: the platform has none; `no_adapter`: it has no GPU to offer; `runtime_unavailable`: ONNX Runtime's
   * build for GPUs was not given or cannot be loaded; `session_failed`: the GPU cannot take the model; `inference_failed`: it cannot
   * run it; `bad_output`: it answers with values that are not numbers; `device_lost`: it went away; `not_isolated`:
   * the page may not share memory, and so has no threads; `threads_blocked`: they cannot be started;
   * `model_unavailable`: a second model, which should have been asked too, could not be read or run.
   */
  reason: 'no_webgpu' | 'no_adapter' | 'runtime_unavailable' | 'session_failed' | 'inference_failed' | 'bad_output' | 'device_lost'
    | 'not_isolated' | 'threads_blocked' | 'model_unavailable';
  /** For people. */
  message: string;
}

/** Absolute URLs of ONNX Runtime's two files for a device. */
export interface RuntimeFiles {
  /** Its script, a module. */
  mjs: string;
  /** Its WebAssembly. */
  wasm: string;
}

export interface ModelSetup {
  model: SegmentationModel;
  /** The row was assumed: the file's own input size counts. */
  assumed: boolean;
  /** Part of this package: not kept a second time in the cache. */
  shipped?: true;
  source: Source;
}

/** Everything an engine is started with. */
export interface EngineSetup {
  /** The module "pixels", compiled in the caller's thread, where kits may have it too. */
  pixels: WebAssembly.Module;
  /** For GPUs only where the caller gave it, or the whole folder. */
  runtime: { wasm: RuntimeFiles; webgpu?: RuntimeFiles };
  device: 'auto' | Device;
  threads: number;
  /** One at least. */
  models: ModelSetup[];
  /** Bytes of models that may be kept together: those that come over the network and have a digest. 0: none. */
  cacheLimit: number;
  /** ms without a byte after which a server is given up. */
  stallTimeout: number;
}

/** The form of a result: pixels, the bytes of a PNG, a PNG as a Blob, or the mask alone. */
export type OutputKind = 'image' | 'png' | 'blob' | 'mask';

type SendableImage = Source | { pixels: Pixels } | { bitmaps: ImageBitmap[] };

/** How a removal goes about it: by the network, by the flat background, or by that where there is one. */
export type RemovalMode = 'model' | 'flat' | 'chroma' | 'auto';

/**
 * Why a removal went the way it did. `asked`: `mode` said so; `default`: nobody asked for anything, and the background
 * was neither flat nor a screen; `flat`, `chroma`, `not_flat`: what `auto` found the background to
 * be; `already_removed`: the picture's border is transparent; `never_removed`: pictures of this asset type keep their
 * background; `model_for_type`: the background was not flat, and the model is one for what the type shows;
 * `other_model`: the remover has no model for that.
 */
export type RemovalReason =
  | 'asked'
  | 'default'
  | 'flat'
  | 'chroma'
  | 'not_flat'
  | 'already_removed'
  | 'never_removed'
  | 'model_for_type'
  | 'other_model';

export interface Job {
  input: SendableImage;
  /** Decides whether the background goes at all, and which model finds the subject. */
  assetType: string | undefined;
  output: OutputKind;
  mode: RemovalMode;
  /** Neither a mode nor an asset type was asked for. */
  byDefault: boolean;
  /** Move the mask's edges to those of the image. */
  refine: boolean;
  /** Free the colours of half-transparent pixels of the old background. */
  unmix: boolean;
  /** undefined: as the asset type wants it. */
  holes: 'remove' | 'keep' | 'auto' | undefined;
  shadow: 'keep' | 'remove';
  /** As in AdjustOptions of the mask; 0 leaves it. */
  threshold: number;
  feather: number;
  /** Transparent pixels around the subject; undefined keeps the image's size. */
  trim: number | undefined;
  background: string | SendableImage | undefined;
  allowEmpty: boolean;
}

/** What the caller is told, and the picture itself. */
export interface JobResult extends CutoutInfo {
  /** RGBA pixels, a PNG file or one mask byte a pixel, as the job's `output` says. */
  data: Uint8Array<ArrayBuffer>;
}

/** What a call is going to do, in order, and about what share of its time each phase takes. */
export type Plan = [phase: RemovalPhase, weight: number][];

/** Bytes of a file that have arrived, and of how many where that is known. */
export interface Arrived {
  /** So far. */
  loaded: number;
  /** Of the whole file; left out where the server does not say. */
  total?: number;
}

export interface Report {
  (phase: RemovalPhase, fraction: number, arrived?: Arrived): void;
  /** Told before the first phase, and again when more is known: what is left is shared out among what is left to do. */
  plan(plan: Plan): void;
}

/** Everything that the first removal would have to wait for: the module, and each model's file and session. */
export interface Preload {
  preload: true;
}

/** The first message sets the engine up. A ping is answered at once, unless the thread is busy. */
export type ToWorker = { setup: EngineSetup } | { ahead: EngineSetup['runtime'] } | { ping: true } | { id: number; job: Job | Preload };

export type FromWorker =
  | { ready: true }
  | { pong: true }
  | { id: number; phase: RemovalPhase; fraction: number; arrived: Arrived | undefined }
  | { id: number; plan: Plan }
  /** Nothing of a preload. */
  | { id: number; result: JobResult | undefined }
  | { id: number; error: PackedError };
