import { oneOf, parseColour, type Mask } from '../cutout.js';
import { MediaError } from '../errors.js';
import { numberOption, type MediaImage } from '../pixels.js';
import { absoluteUrl, findAssets, isNode } from './assets.js';
import { chooseModel, modelSource, type CustomModel, type ModelFile } from './choice.js';
import { stallTimeoutOption } from './download.js';
import { sendableInput, type RemovalInput } from './input.js';
import type { ModelId, SegmentationModel } from './models.js';
import { progressReport, type RemovalProgress } from './progress.js';
import type { Device, EngineSetup, Fallback, Job, JobResult, OutputKind, RemovalMode } from './protocol.js';
import { Queue } from './queue.js';
import { aborted, SameThread, unlessAborted, WorkerThread, type Thread } from './thread.js';

export interface BackgroundRemoverOptions {
  /** A name of the table, a row of one's own, or an ONNX file itself. Default `selfie`, the model that is shipped. */
  model?: ModelId | CustomModel | ModelFile;
  /** Where the model's file is: a URL, in Node also a path, bytes, or a function that gives one of these. */
  modelUrl?: ModelFile;
  /** Whether to work in a worker, which leaves the caller's thread free and can be aborted at any moment. Default true. */
  worker?: boolean;
  /**
   * What the network runs on. `wasm`: the CPU. `webgpu`: the GPU, by a build of ONNX Runtime of 26.8 MB that is fetched
   * only then. `auto`, the default: the GPU where the browser offers one in hardware, except for models that do not
   * gain (`selfie`, see `device` of its row). A GPU that is missing or fails is replaced by `wasm`: see the result's `fallbacks`.
   */
  device?: 'auto' | Device;
  /** Threads of the CPU that the network runs on, 1 to 16. By default up to 4 where shared memory is allowed (cross-origin isolation), else 1. */
  threads?: number;
  /** Where the host serves a copy of this package's dist/ folder. By default the files beside this module. */
  assetsUrl?: string | URL;
  /**
   * Whether a model that was fetched over the network is kept for the next time (see listCachedModels): only one
   * whose row has a digest, so that a damaged copy cannot be used. Default true.
   */
  cache?: boolean;
  /** How long a server of models or images may send nothing before it is given up, in ms. Default 30000. */
  stallTimeout?: number;
  /** Removals that may wait while one runs. Default 64. */
  queueLimit?: number;
}

export interface RemoveOptions<Output extends OutputKind = OutputKind> {
  /** Cancels at any moment; in the caller's own thread (`worker: false`) before or after the network runs. */
  signal?: AbortSignal;
  /** Told the phase and how far the whole call is. */
  onProgress?: (progress: RemovalProgress) => void;
  /** Pixels, a PNG file's bytes, or the mask alone. Default `image`. */
  output?: Output;
  /**
   * `model`: the network finds the subject. `flat`: a background of one colour or a gentle gradient is keyed out,
   * and anything else is refused. `auto`: flat where it is flat, else the network. Default `model`.
   */
  mode?: RemovalMode;
  /** Move the mask's edges to those of the image, and free the colours there of the old background. Default false. */
  refine?: boolean;
  /** What becomes of background that the subject encloses, where the background is flat. Default `remove`. */
  holes?: 'remove' | 'keep';
  /** 0 to 1: makes the mask hard, subject from this value on. Default 0: it stays soft. */
  threshold?: number;
  /** Pixels over which the mask's edges are softened, 0 to 1000. Default 0. */
  feather?: number;
  /** Cut the picture down to the subject, with this many transparent pixels around it (`true`: none). */
  trim?: boolean | number;
  /** Put the cut-out on a colour (`#rrggbb`, `#rrggbbaa`) or on an image, which is scaled to cover. */
  background?: string | Exclude<RemovalInput, string>;
  /** Return a picture even where nothing, or everything, is subject, instead of failing. Default false. */
  allowEmpty?: boolean;
}

/** What every result says. */
export interface CutoutInfo {
  /** Pixels of the picture: those of the upright image, unless it was trimmed. */
  width: number;
  height: number;
  /** Where the picture's left upper corner lies in the upright image. */
  x: number;
  y: number;
  /** Which way it went. */
  method: 'model' | 'flat';
  /** Id of the model that found the subject; none where the background was flat. */
  model?: string;
  /** 0 to 1: how sure the mask is, not counting plain background. */
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

const disposed = (): MediaError => new MediaError('disposed', 'The background remover was disposed.');

interface Outputs {
  image: { image: MediaImage };
  png: { png: Uint8Array<ArrayBuffer> };
  mask: { mask: Mask };
}

/** The result, in the form that was asked for. */
export type Cutout<Output extends OutputKind = 'image'> = CutoutInfo & Outputs[Output];

/**
 * Removes backgrounds with one model. Calls are answered in order, one at a time; the model is read at the first
 * one, or when an aborted call has ended the worker.
 */
export class BackgroundRemover {
  readonly #queue: Queue;
  #thread: Thread | undefined;
  readonly #disposal = new AbortController();

  /** @internal */
  constructor(
    /** What is known of the model: its licence, what it finds. */
    readonly model: SegmentationModel,
    private readonly start: () => Promise<Thread>,
    queueLimit: number,
  ) {
    this.#queue = new Queue(queueLimit);
  }

  /**
   * The image without its background: straight alpha, its own alpha kept, its exact size, upright.
   *
   * @throws MediaError of the image: `invalid_argument`, `empty_input`, `unsupported_format`, `corrupt_image`,
   *   `input_too_large`, `image_too_large`, `file_not_found`, `fetch_failed`; of the model: `model_unavailable`, `invalid_model`,
   *   `model_mismatch`, `digest_mismatch`, `inference_failed`; of what was found: `no_subject`, `no_background`, `not_flat`; of the run: `aborted`, `queue_full`, `worker_failed`, `disposed`,
   *   `out_of_memory`, `wasm_unavailable`. The remover stays usable after each but `disposed`.
   */
  async remove<Output extends OutputKind = 'image'>(image: RemovalInput, options: RemoveOptions<Output> = {}): Promise<Cutout<Output>> {
    const { signal, onProgress, output = 'image' } = options ?? {};
    if (onProgress !== undefined && typeof onProgress !== 'function') throw new MediaError('invalid_argument', 'onProgress is a function.');
    if (signal !== undefined && !(signal instanceof AbortSignal)) throw new MediaError('invalid_argument', 'signal is an AbortSignal.');
    const settings = jobSettings(options ?? {});
    this.#check(signal);
    const result = await this.#queue.run(async () => {
      this.#check(signal);
      const prepare = async () => {
        const thread = this.#thread ?? (await this.start());
        const { input, transfer } = await sendableInput(image);
        const background = await sendableBackground(options?.background, transfer);
        return { thread, job: { ...settings, input, background }, transfer };
      };
      // A function that should give the model, or an image that the page still loads, may take any time.
      const { thread, job, transfer } = await unlessAborted(unlessAborted(prepare(), signal, aborted), this.#disposal.signal, disposed);
      this.#check(signal);
      this.#thread = thread;
      return thread.run(job, transfer, progressReport(onProgress), signal);
    }, signal);
    const { data, ...info } = result;
    return { ...info, ...(info.method === 'model' && { model: this.model.id }), ...outputOf(result, output) } as Cutout<Output>;
  }

  /**
   * Removes the backgrounds of several images, one after another. One that fails does not end the others.
   * @param options as for remove(); `onProgress` is told the whole batch's fraction
   * @returns in the images' order, each with its value or its error, as Promise.allSettled has them
   */
  async removeMany<Output extends OutputKind = 'image'>(
    images: readonly RemovalInput[],
    options: RemoveOptions<Output> = {},
  ): Promise<PromiseSettledResult<Cutout<Output>>[]> {
    if (!Array.isArray(images)) throw new MediaError('invalid_argument', 'The images are an array.');
    const results: PromiseSettledResult<Cutout<Output>>[] = [];
    for (const [index, image] of images.entries()) {
      const onProgress = options?.onProgress && (({ phase, fraction }: RemovalProgress) =>
        options.onProgress!({ phase, fraction: (index + fraction) / images.length }));
      results.push(...(await Promise.allSettled([this.remove(image, { ...options, ...(onProgress && { onProgress }) })])));
    }
    return results;
  }

  /** Ends the worker and frees its memory; calls that run or wait end with `disposed`. May be called twice. */
  dispose(): void {
    const error = disposed();
    this.#disposal.abort();
    this.#queue.refuseAll(error);
    this.#thread?.stop(error);
    this.#thread = undefined;
  }

  #check(signal: AbortSignal | undefined): void {
    if (this.#disposal.signal.aborted) throw disposed();
    if (signal?.aborted) throw aborted();
  }
}

function outputOf({ width, height, data }: JobResult, output: OutputKind): object {
  switch (output) {
    case 'png':
      return { png: data };
    case 'mask':
      return { mask: { width, height, data } };
    case 'image':
      return { image: { width, height, data: new Uint8ClampedArray(data.buffer, data.byteOffset, data.byteLength) } };
  }
}

/** The options that go to the engine as they are. @throws MediaError `invalid_argument` */
function jobSettings(options: RemoveOptions): Omit<Job, 'input' | 'background'> {
  const { trim, refine = false, allowEmpty = false } = options;
  const padding = trim === true ? 0 : trim === false ? undefined : trim;
  return {
    output: oneOf(options.output ?? 'image', ['image', 'png', 'mask'], 'output'),
    mode: oneOf(options.mode ?? 'model', ['model', 'flat', 'auto'], 'mode'),
    holes: oneOf(options.holes ?? 'remove', ['remove', 'keep'], 'holes'),
    threshold: numberOption(options.threshold, 0, 'threshold', 0, 1),
    feather: numberOption(options.feather, 0, 'feather', 0, 1000),
    trim: padding === undefined ? undefined : numberOption(padding, 0, 'trim', 0, 10000, true),
    refine: Boolean(refine),
    allowEmpty: Boolean(allowEmpty),
  };
}

async function sendableBackground(background: RemoveOptions['background'], transfer: Transferable[]): Promise<Job['background']> {
  if (background === undefined) return undefined;
  if (typeof background === 'string') {
    parseColour(background);
    return background;
  }
  const sendable = await sendableInput(background);
  transfer.push(...sendable.transfer);
  return sendable.input;
}

async function defaultThreads(): Promise<number> {
  if (!isNode) return globalThis.crossOriginIsolated ? Math.min(4, navigator.hardwareConcurrency || 1) : 1;
  const { availableParallelism } = await import(/* webpackIgnore: true */ /* @vite-ignore */ 'node:os');
  return Math.min(4, availableParallelism());
}

/**
 * A background remover. Nothing is loaded or fetched before its first `remove()`.
 * @throws MediaError `unknown_model`, `model_unavailable` when a model that is not shipped has no `modelUrl`,
 *   `invalid_argument`
 */
export async function createBackgroundRemover(options: BackgroundRemoverOptions = {}): Promise<BackgroundRemover> {
  const { model, modelUrl, worker = true, device = 'auto', threads, assetsUrl, cache = true, queueLimit = 64, stallTimeout } = options ?? {};
  if (typeof worker !== 'boolean') throw new MediaError('invalid_argument', 'worker is true or false.');
  oneOf(device, ['auto', 'wasm', 'webgpu'], 'device');
  const folder = assetsUrl === undefined ? undefined : `${(await absoluteUrl(assetsUrl, 'assetsUrl')).replace(/\/$/, '')}/`;
  const assets = findAssets(folder);
  const choice = chooseModel(model, modelUrl, assets.selfie);
  const threadCount = threads === undefined ? await defaultThreads() : numberOption(threads, 1, 'threads', 1, 16, true);
  const workerUrl = folder === undefined ? undefined : new URL('background-removal-worker.js', folder).href;

  const patience = stallTimeoutOption(stallTimeout);

  const start = async (): Promise<Thread> => {
    const setup: EngineSetup = {
      runtime: assets.runtime, device, threads: threadCount, model: choice.model, assumed: choice.assumed,
      source: await modelSource(choice.file), cache: Boolean(cache),
      stallTimeout: patience,
    };
    return worker ? new WorkerThread(setup, workerUrl) : new SameThread(setup);
  };
  return new BackgroundRemover(choice.model, start, numberOption(queueLimit, 64, 'queueLimit', 0, 10000, true));
}
