import { absoluteUrl, assetsFolder } from '../addresses.js';
import { callOptions } from '../calls.js';
import { oneOf } from '../cutout.js';
import { asyncDisposable, disposable, released, releaseWhenForgotten, type Disposes, type AsyncDisposes } from '../disposal.js';
import { MediaError, toMediaError } from '../errors.js';
import { guardClass, guarded, refused } from '../guard.js';
import { flagOption, numberOption } from '../pixels.js';
import { shared } from '../shared-module.js';
import { isNode, nodeModule } from '../node.js';
import { aheadOf } from './ahead.js';
import { findAssets } from './assets.js';
import { chooseModels, modelSource, type ModelChoice } from './choice.js';
import { stallTimeoutOption } from './download.js';
import { Host, type State, type Work } from './host.js';
import { sendableInput, type RemovalInput } from './input.js';
import type { SegmentationModel } from './models.js';
import {
  cacheLimit,
  jobSettings,
  outputOf,
  sendableBackground,
  type BackgroundRemoverOptions,
  type Cutout,
  type PreloadOptions,
  type RemoveOptions,
} from './options.js';
import { progressReport, type RemovalProgress } from './progress.js';
import type { ModelSetup, OutputKind, RuntimeFiles } from './protocol.js';
import { Queue } from './queue.js';
import { startHere, startWorker } from './thread.js';

/** How long a worker may answer nothing, in ms, while its thread is busy with a network: longer than any takes. */
const WORKER_TIMEOUT = 600_000;

/**
 * Removes backgrounds. Calls are answered in order, one at a time; a model is read when the first of them needs it,
 * and again after an aborted call has ended the worker.
 */
export class BackgroundRemover {
  readonly #queue: Queue;
  readonly #host: Host;

  /** What is known of the model, the first of several: its licence, what it finds. */
  readonly model: SegmentationModel;

  /** @internal */
  constructor(
    /** What is known of each model. */
    readonly models: readonly SegmentationModel[],
    host: Host,
    queueLimit: number,
  ) {
    this.model = models[0]!;
    this.#host = host;
    this.#queue = new Queue(queueLimit);
  }

  /**
   * The image without its background: straight alpha, its own alpha kept, its exact size, upright.
   *
   * @throws MediaError of the image: `invalid_argument`, `empty_input`, `unsupported_format`, `corrupt_image`,
   *   `input_too_large`, `image_too_large`, `file_not_found`, `fetch_failed`; of the model: `model_unavailable`, `invalid_model`,
   *   `model_mismatch`, `digest_mismatch`, `inference_failed`; of what was found: `no_subject`, `no_background`, `not_flat`, `not_chroma`; of the run: `aborted`, `queue_full`, `worker_failed`, `disposed`,
   *   `out_of_memory`, `wasm_unavailable`. The remover stays usable after each but `disposed`.
   */
  async remove<Output extends OutputKind = 'image'>(image: RemovalInput, options: RemoveOptions<Output> = {}): Promise<Cutout<Output>> {
    const given = options ?? {};
    const { signal, onProgress } = callOptions(given);
    const settings = jobSettings(given);
    this.#host.check(signal);
    this.#queue.refuseWhenFull();
    // Copied now: a call that has to wait works on what it was given.
    const work = sendableWork(image, given.background, settings).catch((thrown: unknown) => Promise.reject(refused(thrown, 'remove')));
    work.catch(() => {});
    const report = progressReport(onProgress);
    const result = await this.#queue.run(() => this.#host.run(work, report, signal), signal);
    const { data, ...info } = result!;
    return { ...info, ...outputOf(result!, settings.output) } as Cutout<Output>;
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
      const onProgress = options?.onProgress && ((progress: RemovalProgress) =>
        options.onProgress!({ ...progress, fraction: (index + progress.fraction) / images.length }));
      results.push(...(await Promise.allSettled([this.remove(image, { ...options, ...(onProgress && { onProgress }) })])));
    }
    return results;
  }

  /**
   * Gets ready what the first removal would have to wait for: the worker, ONNX Runtime, each model's file and session.
   * Worth calling when a person opens the page that may need it. Removals that are asked for meanwhile wait for it.
   * @param options `onProgress` is told the phases `model`, `session` and `inference` (a trial run)
   * @throws MediaError of a model or of the run, as remove(); the remover stays usable after each but `disposed`
   */
  async preload(options: PreloadOptions = {}): Promise<void> {
    const { signal, onProgress } = callOptions(options ?? {});
    this.#host.check(signal);
    this.#queue.refuseWhenFull();
    const work = Promise.resolve<Work>({ job: { preload: true }, transfer: [] });
    const report = progressReport(onProgress);
    await this.#queue.run(() => this.#host.run(work, report, signal), signal);
  }

  /**
   * `idle`: nothing is held, before the first call and after an abort; `starting`: a call starts the worker; `ready`: it
   * waits for a call; `running`: it works on one; `stopped`: it was disposed of.
   */
  get state(): State {
    return this.#host.state;
  }

  /** Ends the worker and frees its memory; calls that run or wait end with `disposed`. May be called twice; `using` calls it. */
  dispose(): void {
    released(this);
    this.#host.stop();
    this.#queue.refuseAll(new MediaError('disposed', 'The background remover was disposed.'));
  }

  /** @internal */
  static gone(remover: BackgroundRemover): Promise<void> {
    return remover.#host.gone;
  }
}

export interface BackgroundRemover extends Disposes, AsyncDisposes {}

guardClass(BackgroundRemover);
disposable(BackgroundRemover);
asyncDisposable(BackgroundRemover, BackgroundRemover.gone);

async function sendableWork(
  image: RemovalInput,
  background: RemoveOptions['background'],
  settings: ReturnType<typeof jobSettings>,
): Promise<Work> {
  const sending = sendableInput(image);
  const [{ input, transfer }, behind] = await Promise.all([sending, sendableBackground(background)]);
  return { job: { ...settings, input, background: behind.background }, transfer: [...transfer, ...behind.transfer] };
}

async function defaultThreads(): Promise<number> {
  // In Firefox 153 a worker that starts a worker of its own blocks for ever, in about one page of fifty.
  if (!isNode && /Firefox\//.test(navigator.userAgent)) return 1;
  // In Deno 2.9 a second session with threads waits for them for ever, in every fourth process.
  if ('Deno' in globalThis) return 1;
  if (!isNode) return globalThis.crossOriginIsolated ? Math.min(4, navigator.hardwareConcurrency || 1) : 1;
  const { availableParallelism } = await nodeModule('node:os');
  return Math.min(4, availableParallelism());
}

/** @throws MediaError `invalid_argument` */
async function runtimeOption(webgpu: RuntimeFiles | null | undefined): Promise<{ webgpu?: RuntimeFiles }> {
  if (webgpu == null) return {};
  const { mjs, wasm } = webgpu;
  return { webgpu: { mjs: await absoluteUrl(mjs, 'webgpu.mjs'), wasm: await absoluteUrl(wasm, 'webgpu.wasm') } };
}

/** The one that a kit has compiled already, or will take from here. @throws MediaError `wasm_unavailable` */
async function pixelsModule(): Promise<WebAssembly.Module> {
  try {
    return await shared.pixels.known() ?? (await (await import('../inlined-pixels.js')).inlinedPixels());
  } catch (thrown) {
    throw toMediaError(thrown, 'wasm_unavailable', 'The media module could not be loaded.');
  }
}

async function modelSetup({ model, assumed, shipped, file }: ModelChoice): Promise<ModelSetup> {
  return { model, assumed, ...(shipped && { shipped }), source: await modelSource(file) };
}

/**
 * A background remover. Nothing is loaded or fetched before its first `remove()`.
 * @throws MediaError `unknown_model`, `model_unavailable` when a model that is not shipped has no `modelUrl`,
 *   `invalid_argument`
 * @function
 */
export const createBackgroundRemover = guarded(create, 'createBackgroundRemover');

async function create(options: BackgroundRemoverOptions = {}): Promise<BackgroundRemover> {
  const { threads, cache, stallTimeout, workerTimeout } = options ?? {};
  const [model, modelUrl, assetsUrl] = [options?.model ?? undefined, options?.modelUrl ?? undefined, options?.assetsUrl ?? undefined];
  const worker = flagOption(options?.worker, true, 'worker');
  const device = oneOf(options?.device === undefined ? 'auto' : options.device, ['auto', 'wasm', 'webgpu'], 'device');
  const folder = await assetsFolder(assetsUrl);
  const assets = findAssets(folder);
  const choices = chooseModels(model, modelUrl, assets.models);
  const threadCount = threads == null ? await defaultThreads() : numberOption(threads, 1, 'threads', 1, 16, true);
  const settings = {
    runtime: { ...assets.runtime, ...(await runtimeOption(options?.webgpu)) }, device, threads: threadCount, cacheLimit: cacheLimit(cache), stallTimeout: stallTimeoutOption(stallTimeout),
  };
  const patience = numberOption(workerTimeout, WORKER_TIMEOUT, 'workerTimeout', 1, 2 ** 31 - 1);
  const host = new Host(
    async () => {
      const [pixels, ...models] = await Promise.all([pixelsModule(), ...choices.map(modelSetup)]);
      return { ...settings, pixels, models };
    },
    (work) => aheadOf({ ...settings, models: choices }, work),
    worker ? startWorker(folder, patience) : startHere(folder),
  );
  const remover = new BackgroundRemover(choices.map(({ model: row }) => row), host, numberOption(options?.queueLimit, 64, 'queueLimit', 0, 10000, true));
  releaseWhenForgotten(remover, () => host.stop());
  return remover;
}
