// One removal after another: bytes in, pixels or a file out. Runs in a worker or, if asked, in the caller's thread.
import { backgroundRemoval } from '../contract.js';
import { Core } from '../core.js';
import { CutoutApi, type Mask } from '../cutout.js';
import { toMediaError } from '../errors.js';
import { ImageApi } from '../image.js';
import { Looks } from '../looks.js';
import type { MediaImage } from '../pixels.js';
import type { Compiling } from './ahead.js';
import type { PlacedNetwork, Runtimes } from './device.js';
import { encode, finish } from './finish.js';
import { modelForSubject, secondOpinion } from './models.js';
import { Networks } from './networks.js';
import { firstView, Observer } from './passes.js';
import type { EngineSetup, Job, JobResult, ModelSetup, Plan, Preload, Report } from './protocol.js';
import { rehearse, type Stage } from './rehearse.js';
import { checkAbort, readImage, type Found, type Run, type Way } from './run.js';
import { calibrated, defaultTrust } from './verdict.js';
import { findKeyed, untouched } from './ways.js';

export class Engine {
  readonly #networks: Networks;
  /** Begun with the engine: the first job finds it there. */
  readonly #core: Promise<Core>;

  constructor(
    runtimes: Runtimes,
    private readonly setup: EngineSetup,
    compiling?: Compiling,
  ) {
    this.#networks = new Networks(runtimes, setup, compiling);
    this.#core = Core.create(setup.pixels, 'pixels');
    this.#core.catch(() => {});
  }

  /** @throws MediaError with the code of the step that failed; the next run starts afresh from there */
  async run(job: Job | Preload, report: Report, signal?: AbortSignal): Promise<JobResult | undefined> {
    const core = await this.#core;
    const stage = { images: new ImageApi(core), cutout: new CutoutApi(core), looks: new Looks(core) };
    if ('preload' in job) {
      await this.#preload(stage, report, signal);
      return undefined;
    }
    const { stallTimeout } = this.setup;
    const run: Run = { job, report, signal, stallTimeout, ...stage, kept: [] };
    try {
      return await this.#remove(core, run);
    } finally {
      for (const image of run.kept) image.free();
    }
  }

  async #preload(stage: Stage, report: Report, signal: AbortSignal | undefined): Promise<void> {
    const { models } = this.setup;
    let rehearsed: Promise<void> | undefined;
    for (const [index, model] of models.entries()) {
      const rest = models.length - 1 - index;
      report.plan([...(await this.#networks.plan(model)), ['inference', 1 + 8 * rest]]);
      const opening = this.#networks.open(model, report, signal);
      // While the first file arrives. What goes wrong with it the removal itself will tell.
      rehearsed ??= rehearse(stage, model.model).catch(() => {});
      const network = await opening;
      await rehearsed;
      // Of what is asked often the second run is slower than the others, too.
      for (let i = 0; i < (model.model.passes === 'closer' ? 2 : 1); i++) await network.warm();
      report('inference', 1 / (1 + 8 * rest));
    }
  }

  async #remove(core: Core, run: Run): Promise<JobResult> {
    const { job, report, signal } = run;
    const { models } = this.setup;
    const policy = job.assetType === undefined ? undefined : backgroundRemoval(core, job.assetType);
    const keeps = policy?.allowed === false;
    const { chosen, fits } = modelForSubject(models, policy?.subject);
    const open = async (model: ModelSetup): Promise<PlacedNetwork> => {
      if (model !== chosen) report.plan([...(await this.#networks.plan(model)), ['inference', 8], ...ending]);
      return this.#networks.open(model, report, signal);
    };
    const byModel: Plan = [...(await this.#networks.plan(chosen)), ['inference', 8]];
    const ending: Plan = [['edges', 1], ['encode', job.output === 'png' || job.output === 'blob' ? 2 : 1]];
    const decoding: Plan = [['decode', 2]];
    if (keeps || job.mode === 'flat' || job.mode === 'chroma') report.plan([...decoding, ['inference', 1], ...ending]);
    else report.plan(job.mode === 'auto' ? [...decoding, ...byModel, ...ending] : [...byModel.slice(0, -1), ...decoding, ['inference', 8], ...ending]);
    // Where the network is certain to run, its file is fetched while the image is decoded; where it is likely to,
    // for a photograph, what it runs in is started.
    const opening = job.mode === 'model' && !keeps ? open(chosen) : undefined;
    opening?.catch(() => {});
    const mayNeed = job.mode === 'auto' && !keeps ? () => this.#networks.prepare(chosen) : undefined;
    if (!opening) report('decode', 0);
    const reading = readImage(run, job.input, mayNeed);
    reading.catch(() => {});
    const opened = await settled(opening, reading);
    if (opening) report('decode', 0);
    const image = checkAbort(run, await reading);
    report('decode', 1);
    const found =
      (keeps && untouched(run, image)) ||
      (job.mode !== 'model' && findKeyed(run, image, policy?.subject)) ||
      (await findByModels(run, image, { chosen, second: secondOpinion(models, chosen), fits }, async (model) => checkAbort(run, opened && model === chosen ? opened : await open(model))));
    return encode(run, checkAbort(run, await finish(run, image, found)));
  }

  async dispose(): Promise<void> {
    const [core] = await Promise.allSettled([this.#core]);
    if (core.status === 'fulfilled') core.value.dispose();
    await this.#networks.release();
  }
}

/** What the first gives, when the second has ended too: what it holds then can be let go. */
async function settled<T>(first: Promise<T> | undefined, second: Promise<unknown>): Promise<T | undefined> {
  if (!first) return undefined;
  const [[outcome]] = [await Promise.allSettled([first, second])];
  if (outcome!.status === 'rejected') throw outcome!.reason;
  return outcome!.value as T;
}

interface Choice {
  chosen: ModelSetup;
  /** Asked too where the chosen one's answer is doubtful. */
  second: ModelSetup | undefined;
  /** Whether the chosen one is for the asset type's subject. */
  fits: boolean;
}

type Open = (model: ModelSetup) => Promise<PlacedNetwork>;

async function findByModels(run: Run, image: MediaImage, { chosen, second, fits }: Choice, open: Open): Promise<Found> {
  const first = await findByModel(run, image, chosen, open(chosen), fits);
  if (first.found.doubts.length === 0 || !second) return withMask(run, image, first);
  let other: Answer;
  try {
    other = await findByModel(run, image, second, open(second), fits);
  } catch (thrown) {
    const { code, message } = toMediaError(thrown, 'internal_error');
    if (code === 'aborted') throw thrown;
    first.found.way.fallbacks = [...first.found.way.fallbacks, { from: 'model', reason: 'model_unavailable', message: `Model "${second.model.id}" could not be asked too. ${message}` }];
    return withMask(run, image, first);
  }
  return withMask(run, image, better(run, first, other));
}

/** Two models of unlike making that see the same are right. */
const SAME_ANSWER = 0.9;

function better(run: Run, first: Answer, other: Answer): Answer {
  if (other.found.doubts.length === 0) return other;
  const best = other.found.way.certainty > first.found.way.certainty ? other : first;
  const isSomething = !best.found.doubts.some((reason) => reason === 'nothing_found' || reason === 'everything_found');
  if (isSomething && run.looks.overlap(first.mask, other.mask) >= SAME_ANSWER) best.found.doubts = [];
  return best;
}

/** What a model found, its mask not yet at the image's size. */
interface Answer {
  found: Omit<Found, 'mask'>;
  mask: Mask;
}

function withMask({ cutout, looks, job }: Run, image: MediaImage, { found, mask: seen }: Answer): Found {
  // Refining brings a mask to the image's size by itself.
  const mask = job.refine ? cutout.refine(image, seen) : looks.fit(seen, image.width, image.height);
  return { ...found, mask };
}

async function findByModel(run: Run, image: MediaImage, setup: ModelSetup, opening: Promise<PlacedNetwork>, fits: boolean): Promise<Answer> {
  const { looks, job, report } = run;
  const { model } = setup;
  // What the network is to be shown is made while it is still on its way.
  const view = firstView(run, image, setup);
  const network = await opening;
  report('inference', 0);
  const { mask, window, evidence } = await new Observer(run, image, model, network, view).observe();
  report('inference', 1);
  const { device, threads, fallbacks } = network;
  const certainty = calibrated(evidence, model.calibration);
  const way: Way = { method: 'model', reason: reasonOf(job, fits), model: model.id, certainty, device, threads, fallbacks };
  return { found: { way, doubts: looks.judge(evidence, model.trust ?? defaultTrust), row: model }, mask: looks.place(mask, window, image) };
}

function reasonOf({ assetType, mode, byDefault }: Job, fits: boolean): Way['reason'] {
  if (assetType !== undefined) return fits ? 'model_for_type' : 'other_model';
  if (byDefault) return 'default';
  return mode === 'auto' ? 'not_flat' : 'asked';
}
