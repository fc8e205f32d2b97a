import { oneOf } from '../cutout.js';
import { MediaError } from '../errors.js';
import { numberOption } from '../pixels.js';
import { nodeModule } from '../node.js';
import { absoluteUrl, findAssets, isNode } from './assets.js';
import { chooseModels, modelSource, type ModelChoice } from './choice.js';
import { stallTimeoutOption } from './download.js';
import { sendableInput, type RemovalInput } from './input.js';
import type { SegmentationModel } from './models.js';
import {
  jobSettings,
  outputOf,
  sendableBackground,
  type BackgroundRemoverOptions,
  type Cutout,
  type RemoveOptions,
} from './options.js';
import { progressReport, type RemovalProgress } from './progress.js';
import type { EngineSetup, ModelSetup, OutputKind } from './protocol.js';
import { Queue } from './queue.js';
import { aborted, SameThread, unlessAborted, WorkerThread, type Thread } from './thread.js';

const disposed = (): MediaError => new MediaError('disposed', 'The background remover was disposed.');

/**
 * Removes backgrounds. Calls are answered in order, one at a time; a model is read when the first of them needs it,
 * and again after an aborted call has ended the worker.
 */
export class BackgroundRemover {
  readonly #queue: Queue;
  #thread: Thread | undefined;
  readonly #disposal = new AbortController();

  /** What is known of the model, the first of several: its licence, what it finds. */
  readonly model: SegmentationModel;

  /** @internal */
  constructor(
    /** What is known of each model. */
    readonly models: readonly SegmentationModel[],
    private readonly start: () => Promise<Thread>,
    queueLimit: number,
  ) {
    this.model = models[0]!;
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
    return { ...info, ...outputOf(result, output) } as Cutout<Output>;
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

async function defaultThreads(): Promise<number> {
  // In Firefox 153 a worker that starts a worker of its own blocks for ever, in about one page of fifty.
  if (!isNode && /Firefox\//.test(navigator.userAgent)) return 1;
  if (!isNode) return globalThis.crossOriginIsolated ? Math.min(4, navigator.hardwareConcurrency || 1) : 1;
  const { availableParallelism } = await nodeModule('node:os');
  return Math.min(4, availableParallelism());
}

async function modelSetup({ model, assumed, file }: ModelChoice): Promise<ModelSetup> {
  return { model, assumed, source: await modelSource(file) };
}

/**
 * A background remover. Nothing is loaded or fetched before its first `remove()`.
 * @throws MediaError `unknown_model`, `model_unavailable` when a model that is not shipped has no `modelUrl`,
 *   `invalid_argument`
 */
export async function createBackgroundRemover(options: BackgroundRemoverOptions = {}): Promise<BackgroundRemover> {
  const { model, modelUrl, worker = true, device = 'auto', threads, assetsUrl, cache = true, stallTimeout } = options ?? {};
  if (typeof worker !== 'boolean') throw new MediaError('invalid_argument', 'worker is true or false.');
  oneOf(device, ['auto', 'wasm', 'webgpu'], 'device');
  const folder = assetsUrl === undefined ? undefined : `${(await absoluteUrl(assetsUrl, 'assetsUrl')).replace(/\/$/, '')}/`;
  const assets = findAssets(folder);
  const choices = chooseModels(model, modelUrl, assets.selfie);
  const threadCount = threads === undefined ? await defaultThreads() : numberOption(threads, 1, 'threads', 1, 16, true);
  const workerUrl = folder === undefined ? undefined : new URL('background-removal-worker.js', folder).href;
  const settings = {
    runtime: assets.runtime, device, threads: threadCount, cache: Boolean(cache), stallTimeout: stallTimeoutOption(stallTimeout),
  };
  const start = async (): Promise<Thread> => {
    const setup: EngineSetup = { ...settings, models: await Promise.all(choices.map(modelSetup)) };
    return worker ? new WorkerThread(setup, workerUrl) : new SameThread(setup);
  };
  return new BackgroundRemover(choices.map(({ model: row }) => row), start, numberOption(options?.queueLimit, 64, 'queueLimit', 0, 10000, true));
}
