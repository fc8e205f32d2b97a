// The networks of one engine: each is opened when it is first wanted, and then serves all calls.
import { compileAhead, type Compiling } from './ahead.js';
import { cachedModel, isCached, keepModel } from './cache.js';
import { PlacedNetwork, prepareDevice, type Runtimes } from './device.js';
import { silent } from './progress.js';
import type { EngineSetup, ModelSetup, Plan, Report } from './protocol.js';
import { checkModel, readChecked } from './read-model.js';

export class Networks {
  readonly #opened = new Map<ModelSetup, Promise<PlacedNetwork>>();
  #prepared = false;

  constructor(
    private readonly runtimes: Runtimes,
    private readonly setup: EngineSetup,
    private compiling: Compiling | undefined,
  ) {}

  /** What is left to do before a network can run, by about how long it takes. */
  async plan(wanted: ModelSetup): Promise<Plan> {
    if (this.#opened.has(wanted)) return [['model', 0], ['session', 0]];
    const { source, model, shipped } = wanted;
    const isRemote = 'url' in source && /^https?:/.test(source.url);
    const arrives = isRemote && !(this.setup.cacheLimit > 0 && !shipped && model.digest && (await isCached(model.digest)));
    return [['model', arrives ? 12 : 1], ['session', 2]];
  }

  /** Opens a network that is likely to be wanted; of one whose file is not at hand, only what it will run in is started. */
  prepare(wanted: ModelSetup): void {
    if (this.#opened.size > 0 || this.#prepared) return;
    this.#prepared = true;
    const { runtimes, setup } = this;
    const preparing = wanted.shipped ? this.open(wanted, silent, undefined) : prepareDevice({ runtimes, setup, model: wanted.model, isReady: false, compiled: this.#compiled });
    preparing.catch(() => {});
  }

  /** Begun when it is first wanted, where the caller has not. */
  readonly #compiled = (): Compiling | undefined => (this.compiling ??= compileAhead(this.setup.runtime));

  /** @throws MediaError of the model; the next call tries anew */
  async open(wanted: ModelSetup, report: Report, signal: AbortSignal | undefined): Promise<PlacedNetwork> {
    const opened = this.#opened.get(wanted);
    if (opened) {
      const network = await opened;
      report('model', 1);
      report('session', 1);
      return network;
    }
    const opening = this.#load(wanted, report, signal);
    opening.catch(() => {
      if (this.#opened.get(wanted) === opening) this.#opened.delete(wanted);
    });
    this.#opened.set(wanted, opening);
    return opening;
  }

  async release(): Promise<void> {
    const opened = [...this.#opened.values()];
    this.#opened.clear();
    for (const network of await Promise.allSettled(opened)) {
      if (network.status === 'fulfilled') await network.value.release();
    }
  }

  async #load(wanted: ModelSetup, report: Report, signal: AbortSignal | undefined): Promise<PlacedNetwork> {
    const { runtimes, setup } = this;
    const { model, assumed, shipped } = wanted;
    let call: Call = { report, signal };
    const read = async (): Promise<Uint8Array> => {
      const bytes = await readModel(wanted, setup, call);
      call.report('model', 1);
      call.report('session', 0);
      return bytes;
    };
    report('model', 0);
    const network = await PlacedNetwork.open({ runtimes, setup, model, assumed, isReady: shipped === true, compiled: this.#compiled, read });
    report('session', 1);
    // Read again when a GPU fails later, it is no longer this call's.
    call = { report: silent, signal: undefined };
    return network;
  }
}

interface Call {
  report: Report;
  signal: AbortSignal | undefined;
}

/** The model's file, checked: from the cache or from its source, and then kept if it came over the network. */
async function readModel(
  { source, model, shipped }: ModelSetup,
  { cacheLimit, stallTimeout }: EngineSetup,
  { report, signal }: Call,
): Promise<Uint8Array<ArrayBuffer>> {
  const url = 'url' in source && /^https?:/.test(source.url) ? source.url : undefined;
  const { digest } = model;
  const mayKeep = url !== undefined && cacheLimit > 0 && !shipped;
  // Without a digest nothing tells that a kept file is the one, and whole. One that was damaged since is fetched again.
  const kept = mayKeep && digest ? await cachedModel(digest) : undefined;
  const usable = kept && (await checkModel(kept, digest).catch(() => undefined));
  if (usable) return usable;
  const progress = (loaded: number, total: number | undefined): void =>
    report('model', total ? loaded / total : 0, { loaded, ...(total !== undefined && { total }) });
  const bytes = await readChecked(source, digest, { progress, signal, stallTimeout });
  if (mayKeep && digest) await keepModel(digest, url, bytes, cacheLimit);
  return bytes;
}
