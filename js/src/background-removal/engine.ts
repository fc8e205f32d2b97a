// One removal after another: bytes in, pixels or a file out. Runs in a worker or, if asked, in the caller's thread.
import wasm from '../../../build/wasm/media_core.wasm';
import { backgroundRemoval } from '../contract.js';
import { Core } from '../core.js';
import { CutoutApi } from '../cutout.js';
import { ImageApi } from '../image.js';
import type { MediaImage } from '../pixels.js';
import type { PlacedNetwork, Runtimes } from './device.js';
import { encode, finish } from './finish.js';
import { modelForSubject } from './models.js';
import { Networks } from './networks.js';
import type { EngineSetup, Job, JobResult, ModelSetup, Plan, Report } from './protocol.js';
import { checkAbort, readImage, type Found, type Run, type Way } from './run.js';
import { findFlat, untouched } from './ways.js';

export class Engine {
  readonly #networks: Networks;
  #core: Promise<Core> | undefined;

  constructor(
    runtimes: Runtimes,
    private readonly setup: EngineSetup,
  ) {
    this.#networks = new Networks(runtimes, setup);
  }

  /** @throws MediaError with the code of the step that failed; the next run starts afresh from there */
  async run(job: Job, report: Report, signal?: AbortSignal): Promise<JobResult> {
    const core = await (this.#core ??= Core.create(wasm));
    const { stallTimeout } = this.setup;
    const run: Run = { job, report, signal, stallTimeout, images: new ImageApi(core), cutout: new CutoutApi(core), kept: [] };
    try {
      return await this.#remove(core, run);
    } finally {
      for (const image of run.kept) image.free();
    }
  }

  async #remove(core: Core, run: Run): Promise<JobResult> {
    const { job, report, signal } = run;
    const { models } = this.setup;
    const policy = job.assetType === undefined ? undefined : backgroundRemoval(core, job.assetType);
    const keeps = policy?.allowed === false;
    const { chosen, fits } = modelForSubject(models, policy?.subject);
    const open = (): Promise<PlacedNetwork> => this.#networks.open(chosen, report, signal);
    const byModel: Plan = [...(await this.#networks.plan(chosen)), ['inference', 8]];
    const ending: Plan = [['edges', 1], ['encode', job.output === 'png' || job.output === 'blob' ? 2 : 1]];
    const decoding: Plan = [['decode', 2]];
    if (keeps || job.mode === 'flat') report.plan([...decoding, ['inference', 1], ...ending]);
    else report.plan(job.mode === 'auto' ? [...decoding, ...byModel, ...ending] : [...byModel.slice(0, -1), ...decoding, ['inference', 8], ...ending]);
    // Where the network is certain to run, its file is fetched before the image is looked at.
    const opened = job.mode === 'model' && !keeps ? await open() : undefined;
    report('decode', 0);
    const image = checkAbort(run, await readImage(run, job.input));
    report('decode', 1);
    const found =
      (keeps && untouched(run, image)) ||
      (job.mode !== 'model' && findFlat(run, image, policy?.subject)) ||
      (await findByModel(run, image, chosen, checkAbort(run, opened ?? (await open())), fits));
    return encode(run, checkAbort(run, await finish(run, image, found)));
  }

  async dispose(): Promise<void> {
    const [core] = await Promise.allSettled([this.#core]);
    if (core.status === 'fulfilled') core.value?.dispose();
    await this.#networks.release();
  }
}

/** @param fits whether the model is one for the asset type's subject */
async function findByModel(
  run: Run,
  image: MediaImage,
  { model }: ModelSetup,
  network: PlacedNetwork,
  fits: boolean,
): Promise<Found> {
  const { cutout, job, report } = run;
  report('inference', 0);
  const tensor = cutout.tensor(image, { ...model, width: network.width, height: network.height });
  const output = checkAbort(run, await network.run(tensor));
  report('inference', 1);
  const { width, height } = image;
  // Refining brings a mask to the image's size by itself.
  const mask = job.refine
    ? cutout.refine(image, cutout.maskOf(output, model, output.width, output.height))
    : cutout.maskOf(output, model, width, height);
  const { device, threads, fallbacks } = network;
  const measure = cutout.measure(mask);
  return { way: { method: 'model', reason: reasonOf(job, fits), model: model.id, certainty: measure.certainty, device, threads, fallbacks }, mask, measure };
}

function reasonOf({ assetType, mode }: Job, fits: boolean): Way['reason'] {
  if (assetType !== undefined) return fits ? 'model_for_type' : 'other_model';
  return mode === 'auto' ? 'not_flat' : 'asked';
}
