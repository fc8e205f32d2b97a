// What a caller may ask of a remover, and what it is told.
import { parseColour } from '../colour.js';
import { oneOf, type Mask } from '../cutout.js';
import { MediaError } from '../errors.js';
import type { MediaAssetType } from '../generated/contract.js';
import { flagOption, numberOption, type MediaImage } from '../pixels.js';
import { CACHE_LIMIT } from './cache.js';
import type { ModelEntry, ModelFile } from './choice.js';
import { sendableInput, type RemovalInput } from './input.js';
import type { Doubt, Verdict } from './verdict.js';
import type { RemovalProgress } from './progress.js';
import type { Device, Fallback, Job, JobResult, OutputKind, RemovalMode, RemovalReason, RuntimeFiles } from './protocol.js';

/** Models, devices and files of a remover. */
export interface BackgroundRemoverOptions {
  /**
   * A name of the table, a row of one's own, or an ONNX file itself. Default `['selfie', 'anything']`, which are
   * shipped: people, and where that is in doubt things. Of several each removal takes the one for its `assetType`, the first
   * without one; where that one's answer is doubtful, one for anything is asked too, and the better answer is given.
   * Each is read when it is first needed, and has one session.
   */
  model?: ModelEntry | readonly ModelEntry[] | undefined;
  /**
   * Where the model's file is: a URL, in Node also a path, bytes, or a function that gives one of these. A URL or path
   * that ends in `/` is a folder, in which each model is named ID.onnx (`selfie` and `anything` stay this package's).
   */
  modelUrl?: ModelFile | undefined;
  /** Whether to work in a worker, which leaves the caller's thread free and can be aborted at any moment. Default true. */
  worker?: boolean | undefined;
  /**
   * What the network runs on. `wasm`: the CPU. `webgpu`: the GPU. `auto`, the default: the GPU where the browser offers
   * one in hardware and its runtime was given (see `webgpu`), except for models that do not gain (`selfie`, `anything`; see
   * `device` of its row). A GPU that is missing or fails is replaced by `wasm`: see the result's `fallbacks`.
   */
  device?: 'auto' | Device | undefined;
  /**
   * ONNX Runtime's build for GPUs: `webgpu` of the entry `@aurastream/media-wasm/background-removal/webgpu`, or absolute
   * URLs of copies of its two files. They are 26.8 MB, fetched when a network is to run on a GPU, and no part of a
   * bundle that does not import that entry. With `assetsUrl` those of that folder are the default.
   */
  webgpu?: RuntimeFiles | undefined;
  /**
   * Threads of the CPU that the network runs on, 1 to 16. By default up to 4 where shared memory is allowed
   * (cross-origin isolation), else 1; in Firefox and Deno 1, whose workers now and then hang when they start others.
   */
  threads?: number | undefined;
  /**
   * Where the host serves a copy of this package's dist/ folder. By default the files beside this module. Another origin
   * than the page's must allow it (CORS), and a Content-Security-Policy needs `worker-src blob:` for it.
   */
  assetsUrl?: string | URL | undefined;
  /**
   * Whether a model that was fetched over the network is kept for the next time (see listCachedModels): only one
   * whose row has a digest, so that a damaged copy cannot be used. With `maxBytes` (default 1 GiB, of all of them) the
   * ones that were not used for the longest time make room. Default true.
   */
  cache?:
    | boolean
    | {
        /** Bytes of all kept models together. Default 1 GiB. */
        maxBytes?: number | undefined;
      }
    | undefined;
  /**
   * How long the worker may answer nothing, in ms, before it is taken to hang and is ended (`worker_failed`; the next
   * call starts another). A network that runs keeps it from answering: longer than the slowest one takes. Default
   * 600000.
   */
  workerTimeout?: number | undefined;
  /** How long a server of models or images may send nothing before it is given up, in ms. Default 30000. */
  stallTimeout?: number | undefined;
  /** Removals that may wait while one runs. Default 64. */
  queueLimit?: number | undefined;
}

/** What is to be made of one picture. */
export interface RemoveOptions<Output extends OutputKind = OutputKind> {
  /** Cancels at any moment; in the caller's own thread (`worker: false`) before or after the network runs. */
  signal?: AbortSignal | undefined;
  /** Told the phase and how far the whole call is. */
  onProgress?: ((progress: RemovalProgress) => void) | undefined;
  /** Pixels, a PNG file's bytes or Blob, or the mask alone. Default `image`. */
  output?: Output | undefined;
  /**
   * `model`: the network finds the subject. `flat`: a background of one colour, a gradient or a checkerboard is keyed
   * out, and anything else is refused; `chroma`: in the same way a green or blue screen. `auto`, the default: what is
   * transparent already stays as it is, then flat, then chroma where it is either, else the network.
   */
  mode?: RemovalMode | undefined;
  /**
   * What the picture is to be. Types that keep their background (`background`, `overlay`, …: the backend's rule, see
   * `kit.contract.backgroundRemoval`) give the picture back as it is, whatever the mode. For the others it decides
   * the model: one for what the type shows (`face`: people, `character` and `emote`: drawn, else anything), else one
   * for anything, else the first. Of several for one subject the one with the largest input is taken.
   */
  assetType?: MediaAssetType | undefined;
  /** Move the mask's edges to those of the image, by up to 1.5 pixels of the network's mask. Default true. */
  refine?: boolean | undefined;
  /** Free the colours of half-transparent pixels of the old background, so that no rim of it stays. Default true. */
  unmix?: boolean | undefined;
  /**
   * What becomes of background that the subject encloses, where the background is flat. By default it is kept for types
   * that show somebody, whose teeth, eyes and shirts are often of the ground's colour (`emote`, `character`, `face`), and
   * removed for others; without a type `auto`: kept where it looks like paint, such as eyes with pupils or teeth in a mouth.
   */
  holes?: 'remove' | 'keep' | 'auto' | undefined;
  /** What becomes of a soft shadow or glow around the subject, where the background is flat. Default `keep`. */
  shadow?: 'keep' | 'remove' | undefined;
  /** 0 to 1: makes the mask hard, subject from this value on. Default 0: it stays soft. */
  threshold?: number | undefined;
  /** Pixels over which the mask's edges are softened, 0 to 1000. Default 0. */
  feather?: number | undefined;
  /** Cut the picture down to the subject, with this many transparent pixels around it (`true`: none). */
  trim?: boolean | number | undefined;
  /** Put the cut-out on a colour (`#rrggbb`, `#rrggbbaa`) or on an image, which is scaled to cover. */
  background?: string | Exclude<RemovalInput, string> | undefined;
  /** Return a picture even where nothing, or everything, is subject, instead of failing. Default false. */
  allowEmpty?: boolean | undefined;
}

/** How preload() is watched and cancelled. */
export interface PreloadOptions {
  /** Cancels it. */
  signal?: AbortSignal | undefined;
  /** Told how far it is. */
  onProgress?: ((progress: RemovalProgress) => void) | undefined;
}

/** What every result says. */
export interface CutoutInfo {
  /** Pixels of the picture: those of the upright image, unless it was trimmed. */
  width: number;
  /** Pixels, like `width`. */
  height: number;
  /** Where the picture's left upper corner lies in the upright image. */
  x: number;
  /** From the top; see `x`. */
  y: number;
  /** Which way it went; `none`: the picture is as it was. */
  method: 'model' | 'flat' | 'chroma' | 'none';
  /** Why it went that way. */
  reason: RemovalReason;
  /** Id of the model that found the subject, where one did. */
  model?: string;
  /**
   * `good`, or `doubtful`: there are reasons in `doubts` to look at it before it is used, and to keep the original.
   * Pictures in which nothing at all is found are refused (`no_subject`) rather than doubtful.
   */
  verdict: Verdict;
  /** Why it is doubtful and what may help; empty when it is good. */
  doubts: readonly Doubt[];
  /**
   * 0 to 1: how far it is to be believed. Of a model with a calibration (see its row) about the overlap with the truth
   * that answers like this one had; else how clearly subject and background are apart.
   */
  certainty: number;
  /** Share of the image's pixels that are subject. */
  coverage: number;
  /** What the network ran on; `none` where none was needed. */
  device: Device | 'none';
  /** Threads of the CPU that the network ran on; 0 where none was needed. */
  threads: number;
  /** What was asked for or tried, and not used; empty when all went as asked. */
  fallbacks: Fallback[];
}

interface Outputs {
  image: { image: MediaImage };
  png: { png: Uint8Array<ArrayBuffer> };
  blob: { blob: Blob };
  mask: { mask: Mask };
}

/** The result, in the form that was asked for. */
export type Cutout<Output extends OutputKind = 'image'> = CutoutInfo & Outputs[Output];

/** The result's bytes in the form that was asked for. */
export function outputOf({ width, height, data }: JobResult, output: OutputKind): object {
  switch (output) {
    case 'png':
      return { png: data };
    case 'blob':
      return { blob: new Blob([data], { type: 'image/png' }) };
    case 'mask':
      return { mask: { width, height, data } };
    case 'image':
      return { image: { width, height, data: new Uint8ClampedArray(data.buffer, data.byteOffset, data.byteLength) } };
  }
}

/** The options that go to the engine as they are. @throws MediaError `invalid_argument` */
export function jobSettings(options: RemoveOptions): Omit<Job, 'input' | 'background'> {
  const { trim, refine, unmix, allowEmpty } = options;
  const assetType = options.assetType;
  if (assetType !== undefined && typeof assetType !== 'string') throw new MediaError('invalid_argument', 'assetType is text.');
  const padding = trim === true ? 0 : trim === false || trim === null ? undefined : trim;
  return {
    output: oneOf(options.output ?? 'image', ['image', 'png', 'blob', 'mask'], 'output'),
    assetType,
    mode: oneOf(options.mode ?? 'auto', ['model', 'flat', 'chroma', 'auto'], 'mode'),
    byDefault: options.mode === undefined && assetType === undefined,
    holes: options.holes === undefined ? undefined : oneOf(options.holes, ['remove', 'keep', 'auto'] as const, 'holes'),
    shadow: oneOf(options.shadow ?? 'keep', ['keep', 'remove'] as const, 'shadow'),
    threshold: numberOption(options.threshold, 0, 'threshold', 0, 1),
    feather: numberOption(options.feather, 0, 'feather', 0, 1000),
    trim: padding === undefined ? undefined : numberOption(padding, 0, 'trim', 0, 10000, true),
    refine: flagOption(refine, true, 'refine'),
    unmix: flagOption(unmix, true, 'unmix'),
    allowEmpty: flagOption(allowEmpty, false, 'allowEmpty'),
  };
}

/** @throws MediaError `invalid_argument` */
export async function sendableBackground(
  background: RemoveOptions['background'],
): Promise<{ background: Job['background']; transfer: Transferable[] }> {
  if (background == null) return { background: undefined, transfer: [] };
  if (typeof background === 'string') {
    parseColour(background, 'background');
    return { background, transfer: [] };
  }
  const { input, transfer } = await sendableInput(background);
  return { background: input, transfer };
}

/** Bytes of models that may be kept. @throws MediaError `invalid_argument` */
export function cacheLimit(cache: BackgroundRemoverOptions['cache']): number {
  if (cache == null || typeof cache === 'boolean') return cache === false ? 0 : CACHE_LIMIT;
  if (typeof cache !== 'object') throw new MediaError('invalid_argument', 'cache is true, false or {maxBytes}.');
  return numberOption(cache.maxBytes, CACHE_LIMIT, 'cache.maxBytes', 0, Number.MAX_SAFE_INTEGER, true);
}
