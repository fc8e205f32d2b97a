// One removal after another: bytes in, pixels or a file out. Runs in a worker or, if asked, in the caller's thread.
import wasm from '../../../build/wasm/media_core.wasm';
import { Core } from '../core.js';
import { CutoutApi, type Mask } from '../cutout.js';
import { MediaError } from '../errors.js';
import { ImageApi } from '../image.js';
import type { MediaImage } from '../pixels.js';
import { pixelsOfBitmap } from './bitmap.js';
import { cachedModel, keepModel } from './cache.js';
import { PlacedNetwork, type Runtimes } from './device.js';
import { checkDigest } from './digest.js';
import type { EngineSetup, Job, JobResult, Report } from './protocol.js';
import { imageErrors, modelErrors, readSource } from './read.js';
import { refuseWebPage } from './session.js';

/** Share of pixels, a two-thousandth, below which nothing counts as found. */
const LEAST_COVERAGE = 0.0005;

/** What the steps of one run share. */
interface Run {
  job: Job;
  report: Report;
  signal: AbortSignal | undefined;
  /** ms without a byte after which a server is given up. */
  stallTimeout: number;
  images: ImageApi;
  cutout: CutoutApi;
}

/** How a subject was found. */
type Way = Pick<JobResult, 'method' | 'certainty' | 'device' | 'threads' | 'fallbacks'>;

/** A subject: as a mask and, where the way to it gives one, as a cut-out. */
interface Found {
  way: Way;
  mask: Mask;
  cut?: MediaImage;
}

interface Finished extends Omit<JobResult, 'data' | 'width' | 'height'> {
  picture: MediaImage | Mask;
}

export class Engine {
  #core: Promise<Core> | undefined;
  #network: Promise<PlacedNetwork> | undefined;

  constructor(
    private readonly runtimes: Runtimes,
    private readonly setup: EngineSetup,
  ) {}

  /** @throws MediaError with the code of the step that failed; the next run starts afresh from there */
  async run(job: Job, report: Report, signal?: AbortSignal): Promise<JobResult> {
    const core = await (this.#core ??= Core.create(wasm));
    const { stallTimeout } = this.setup;
    const run: Run = { job, report, signal, stallTimeout, images: new ImageApi(core), cutout: new CutoutApi(core) };
    // Where the network is certain to run, its file is fetched before the image is looked at.
    const network = job.mode === 'model' ? await this.#open(report, signal) : undefined;
    report('decode', 0);
    const image = checkAbort(run, await readImage(run, job.input));
    report('decode', 1);
    const found = (job.mode !== 'model' && findFlat(run, image)) || (await this.#findByModel(run, image, network));
    return encode(run, checkAbort(run, await finish(run, image, found)));
  }

  async dispose(): Promise<void> {
    const [core, network] = await Promise.allSettled([this.#core, this.#network]);
    if (core.status === 'fulfilled') core.value?.dispose();
    if (network.status === 'fulfilled') await network.value?.release();
  }

  async #findByModel(run: Run, image: MediaImage, opened: PlacedNetwork | undefined): Promise<Found> {
    const { cutout, report } = run;
    const network = checkAbort(run, opened ?? (await this.#open(report, run.signal)));
    const { model } = this.setup;
    report('inference', 0);
    const tensor = cutout.tensor(image, { ...model, width: network.width, height: network.height });
    const output = checkAbort(run, await network.run(tensor));
    report('inference', 1);
    const { width, height } = image;
    // Refining brings a mask to the image's size by itself.
    const mask = run.job.refine
      ? cutout.refine(image, cutout.maskOf(output, model, output.width, output.height))
      : cutout.maskOf(output, model, width, height);
    const { device, threads, fallbacks } = network;
    return { way: { method: 'model', certainty: cutout.measure(mask).certainty, device, threads, fallbacks }, mask };
  }

  async #open(report: Report, signal: AbortSignal | undefined): Promise<PlacedNetwork> {
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

  /** The model's file, checked: from the cache or from its source, and then kept if it came over the network. */
  async #readModel(report: Report, signal: AbortSignal | undefined): Promise<Uint8Array<ArrayBuffer>> {
    const { source, model, cache, stallTimeout } = this.setup;
    const url = cache && 'url' in source && /^https?:/.test(source.url) ? source.url : undefined;
    const checked = async (bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> => {
      refuseWebPage(bytes);
      if (model.digest) await checkDigest(bytes, model.digest);
      return bytes;
    };
    const kept = url === undefined ? undefined : await cachedModel(url);
    // A kept file that was damaged since is fetched again.
    const usable = kept && (await checked(kept).catch(() => undefined));
    if (usable) return usable;
    const progress = (fraction: number): void => report('model', fraction);
    const bytes = await checked(await readSource(source, modelErrors, { progress, signal, stallTimeout }));
    if (url !== undefined && model.digest) await keepModel(url, bytes);
    return bytes;
  }

  async #load(report: Report, signal: AbortSignal | undefined): Promise<PlacedNetwork> {
    const { model, assumed } = this.setup;
    report('model', 0);
    const read = async (): Promise<Uint8Array> => {
      const bytes = await this.#readModel(report, signal);
      report('model', 1);
      report('session', 0);
      return bytes;
    };
    const network = await PlacedNetwork.open({ runtimes: this.runtimes, setup: this.setup, model, assumed, read });
    report('session', 1);
    return network;
  }
}

function checkAbort<T>({ signal }: Run, value: T): T {
  if (signal?.aborted) throw new MediaError('aborted', 'The removal was cancelled.');
  return value;
}

async function readImage({ images, signal, stallTimeout }: Run, input: Job['input']): Promise<MediaImage> {
  if ('pixels' in input) return input.pixels;
  if ('bitmap' in input) return pixelsOfBitmap(input.bitmap);
  return images.decodeAsync(await readSource(input, imageErrors, { signal, stallTimeout }));
}

/** The subject on a flat background. @throws MediaError `not_flat` when nothing else was asked for */
function findFlat({ cutout, job, report }: Run, image: MediaImage): Found | undefined {
  const result = cutout.flatBackground(image, { holes: job.holes });
  if (result.flat) {
    report('inference', 1);
    const way: Way = { method: 'flat', certainty: result.certainty, device: 'none', threads: 0, fallbacks: [] };
    return { way, mask: alphaOf(result.image), cut: result.image };
  }
  if (job.mode === 'flat') throw new MediaError('not_flat', 'The background is not of one colour or a gentle gradient.');
  return undefined;
}

function alphaOf({ width, height, data }: MediaImage): Mask {
  const alpha = new Uint8Array(width * height);
  for (let i = 0; i < alpha.length; i++) alpha[i] = data[4 * i + 3]!;
  return { width, height, data: alpha };
}

/** From the mask to the finished picture, or the mask itself. */
async function finish(run: Run, image: MediaImage, found: Found): Promise<Finished> {
  const { job, cutout, report } = run;
  report('edges', 0);
  const adjusted = job.threshold > 0 || job.feather > 0;
  const mask = adjusted ? cutout.adjust(found.mask, job) : found.mask;
  const { coverage } = cutout.measure(mask);
  if (!job.allowEmpty) refuseEmpty(coverage);
  if (job.output === 'mask') {
    report('edges', 1);
    return { picture: mask, x: 0, y: 0, ...found.way, coverage };
  }
  let picture: MediaImage = found.cut && !adjusted ? found.cut : cutout.apply(found.cut ?? image, mask, { unmix: job.refine && !found.cut });
  let [x, y] = [0, 0];
  if (job.trim !== undefined) ({ x, y, ...picture } = cutout.trim(picture, job.trim));
  if (job.background !== undefined) {
    picture = cutout.placeOn(picture, typeof job.background === 'string' ? job.background : await readImage(run, job.background));
  }
  report('edges', 1);
  return { picture, x, y, ...found.way, coverage };
}

/** A mask without a subject, or without a background, is no cut-out. */
function refuseEmpty(coverage: number): void {
  if (coverage < LEAST_COVERAGE) throw new MediaError('no_subject', 'No subject was found in this image. Another model may find one.');
  if (coverage > 1 - LEAST_COVERAGE) throw new MediaError('no_background', 'The whole image was taken for the subject: there is no background to remove.');
}

function encode({ job, images, report }: Run, { picture, ...rest }: Finished): JobResult {
  report('encode', 0);
  const { width, height, data } = picture;
  const bytes = job.output === 'png' ? images.encodePng(picture as MediaImage) : new Uint8Array(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength);
  report('encode', 1);
  return { ...rest, width, height, data: bytes };
}
