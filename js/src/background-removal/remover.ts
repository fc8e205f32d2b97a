import type { Mask } from '../cutout.js';
import { MediaError } from '../errors.js';
import type { MediaImage } from '../pixels.js';
import { absoluteUrl, findAssets, isNode } from './assets.js';
import { chooseModel, modelSource, type CustomModel, type ModelFile } from './choice.js';
import { sendableInput, type RemovalInput } from './input.js';
import type { ModelId, SegmentationModel } from './models.js';
import { progressReport, type RemovalProgress } from './progress.js';
import type { EngineSetup, JobResult, OutputKind } from './protocol.js';
import { Queue } from './queue.js';
import { SameThread, WorkerThread, type Thread } from './thread.js';

export interface BackgroundRemoverOptions {
  /** A name of the table, a row of one's own, or an ONNX file itself. Default `selfie`, the model that is shipped. */
  model?: ModelId | CustomModel | ModelFile;
  /** Where the model's file is: a URL, in Node also a path, bytes, or a function that gives one of these. */
  modelUrl?: ModelFile;
  /** Whether to work in a worker, which leaves the caller's thread free and can be aborted at any moment. Default true. */
  worker?: boolean;
  /** Threads of the network, 1 to 16. By default up to 4 where shared memory is allowed (cross-origin isolation), else 1. */
  threads?: number;
  /** Where the host serves a copy of this package's dist/ folder. By default the files beside this module. */
  assetsUrl?: string | URL;
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
}

/** What every result says. */
export interface CutoutInfo {
  /** Pixels of the upright image. */
  width: number;
  height: number;
  /** Id of the model that found the subject. */
  model: string;
}

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
  #disposed = false;

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
   *   `image_too_large`, `file_not_found`, `fetch_failed`; of the model: `model_unavailable`, `invalid_model`,
   *   `model_mismatch`, `inference_failed`; of the run: `aborted`, `queue_full`, `worker_failed`, `disposed`,
   *   `out_of_memory`, `wasm_unavailable`. The remover stays usable after each but `disposed`.
   */
  async remove<Output extends OutputKind = 'image'>(image: RemovalInput, options: RemoveOptions<Output> = {}): Promise<Cutout<Output>> {
    const { signal, onProgress, output = 'image' } = options ?? {};
    if (!['image', 'png', 'mask'].includes(output)) throw new MediaError('invalid_argument', 'output is "image", "png" or "mask".');
    if (onProgress !== undefined && typeof onProgress !== 'function') throw new MediaError('invalid_argument', 'onProgress is a function.');
    if (signal !== undefined && !(signal instanceof AbortSignal)) throw new MediaError('invalid_argument', 'signal is an AbortSignal.');
    this.#check(signal);
    const result = await this.#queue.run(async () => {
      this.#check(signal);
      this.#thread ??= await this.start();
      const { input, transfer } = await sendableInput(image);
      this.#check(signal);
      return this.#thread.run({ input, output }, transfer, progressReport(onProgress), signal);
    }, signal);
    return { model: this.model.id, ...shape(result, output) } as Cutout<Output>;
  }

  /** Ends the worker and frees its memory; calls that run or wait end with `disposed`. May be called twice. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    const error = new MediaError('disposed', 'The background remover was disposed.');
    this.#queue.refuseAll(error);
    this.#thread?.stop(error);
    this.#thread = undefined;
  }

  #check(signal: AbortSignal | undefined): void {
    if (this.#disposed) throw new MediaError('disposed', 'The background remover was disposed.');
    if (signal?.aborted) throw new MediaError('aborted', 'The removal was cancelled.');
  }
}

function shape({ width, height, data }: JobResult, output: OutputKind): object {
  switch (output) {
    case 'png':
      return { width, height, png: data };
    case 'mask':
      return { width, height, mask: { width, height, data } };
    case 'image':
      return { width, height, image: { width, height, data: new Uint8ClampedArray(data.buffer) } };
  }
}

async function defaultThreads(): Promise<number> {
  if (!isNode) return globalThis.crossOriginIsolated ? Math.min(4, navigator.hardwareConcurrency || 1) : 1;
  const { availableParallelism } = await import(/* webpackIgnore: true */ /* @vite-ignore */ 'node:os');
  return Math.min(4, availableParallelism());
}

function integer(value: unknown, least: number, most: number, what: string): number {
  if (Number.isInteger(value) && (value as number) >= least && (value as number) <= most) return value as number;
  throw new MediaError('invalid_argument', `${what} is an integer from ${least} to ${most}.`);
}

/**
 * A background remover. Nothing is loaded or fetched before its first `remove()`.
 * @throws MediaError `unknown_model`, `model_unavailable` when a model that is not shipped has no `modelUrl`,
 *   `invalid_argument`
 */
export async function createBackgroundRemover(options: BackgroundRemoverOptions = {}): Promise<BackgroundRemover> {
  const { model, modelUrl, worker = true, threads, assetsUrl, queueLimit = 64 } = options ?? {};
  if (typeof worker !== 'boolean') throw new MediaError('invalid_argument', 'worker is true or false.');
  const folder = assetsUrl === undefined ? undefined : `${(await absoluteUrl(assetsUrl, 'assetsUrl')).replace(/\/$/, '')}/`;
  const assets = findAssets(folder);
  const choice = chooseModel(model, modelUrl, assets.selfie);
  const threadCount = threads === undefined ? await defaultThreads() : integer(threads, 1, 16, 'threads');
  const workerUrl = folder === undefined ? undefined : new URL('background-removal-worker.js', folder).href;

  const start = async (): Promise<Thread> => {
    const setup: EngineSetup = {
      runtime: assets.runtime, threads: threadCount, model: choice.model, assumed: choice.assumed, source: await modelSource(choice.file),
    };
    return worker ? new WorkerThread(setup, workerUrl) : new SameThread(setup);
  };
  return new BackgroundRemover(choice.model, start, integer(queueLimit, 0, 10000, 'queueLimit'));
}
