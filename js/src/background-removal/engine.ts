// One removal after another: bytes in, pixels or a file out. Runs in a worker or, if asked, in the caller's thread.
import wasm from '../../../build/wasm/media_core.wasm';
import { Core } from '../core.js';
import { CutoutApi } from '../cutout.js';
import { MediaError } from '../errors.js';
import { ImageApi } from '../image.js';
import type { MediaImage } from '../pixels.js';
import { pixelsOfBitmap } from './bitmap.js';
import type { EngineSetup, Job, JobResult, Report } from './protocol.js';
import { imageErrors, modelErrors, readSource } from './read.js';
import { openNetwork, type Network, type Runtime } from './session.js';

export class Engine {
  #core: Promise<Core> | undefined;
  #network: Promise<Network> | undefined;

  constructor(
    private readonly runtime: Runtime,
    private readonly setup: EngineSetup,
  ) {}

  /** @throws MediaError with the code of the step that failed; the next run starts afresh from there */
  async run(job: Job, report: Report, signal?: AbortSignal): Promise<JobResult> {
    const abortable = <T>(value: T): T => {
      if (signal?.aborted) throw new MediaError('aborted', 'The removal was cancelled.');
      return value;
    };
    const core = await (this.#core ??= Core.create(wasm));
    const network = abortable(await this.#open(report, signal));
    const [images, cutout] = [new ImageApi(core), new CutoutApi(core)];

    report('decode', 0);
    const image = abortable(await readImage(images, job, signal));
    const { model } = this.setup;
    const tensor = cutout.tensor(image, { ...model, width: network.width, height: network.height });
    report('decode', 1);

    report('inference', 0);
    const output = abortable(await network.run(tensor));
    report('inference', 1);

    report('edges', 0);
    const mask = cutout.maskOf(output, model, image.width, image.height);
    const { width, height } = image;
    if (job.output === 'mask') {
      report('edges', 1);
      report('encode', 1);
      return { width, height, data: mask.data as Uint8Array<ArrayBuffer> };
    }
    const cut = abortable(cutout.apply(image, mask));
    report('edges', 1);

    report('encode', 0);
    const data = job.output === 'png' ? images.encodePng(cut) : new Uint8Array(cut.data.buffer as ArrayBuffer);
    report('encode', 1);
    return { width, height, data: data as Uint8Array<ArrayBuffer> };
  }

  async dispose(): Promise<void> {
    const [core, network] = await Promise.allSettled([this.#core, this.#network]);
    if (core.status === 'fulfilled') core.value?.dispose();
    if (network.status === 'fulfilled') await network.value?.release();
  }

  async #open(report: Report, signal: AbortSignal | undefined): Promise<Network> {
    if (this.#network) {
      const network = await this.#network;
      report('model', 1);
      report('session', 1);
      return network;
    }
    const opening = this.#load(report, signal);
    opening.catch(() => {
      if (this.#network === opening) this.#network = undefined;
    });
    this.#network = opening;
    return opening;
  }

  async #load(report: Report, signal: AbortSignal | undefined): Promise<Network> {
    report('model', 0);
    const bytes = await readSource(this.setup.source, modelErrors, (fraction) => report('model', fraction), signal);
    report('model', 1);
    report('session', 0);
    const network = await openNetwork(this.runtime, this.setup, bytes);
    report('session', 1);
    return network;
  }
}

async function readImage(images: ImageApi, { input }: Job, signal: AbortSignal | undefined): Promise<MediaImage> {
  if ('pixels' in input) return input.pixels;
  if ('bitmap' in input) return pixelsOfBitmap(input.bitmap);
  return images.decodeAsync(await readSource(input, imageErrors, () => {}, signal));
}
