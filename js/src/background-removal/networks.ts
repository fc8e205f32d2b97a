// The networks of one engine: each is opened when it is first wanted, and then serves all calls.
import { cachedModel, keepModel } from './cache.js';
import { PlacedNetwork, type Runtimes } from './device.js';
import { checkDigest } from './digest.js';
import type { EngineSetup, ModelSetup, Report } from './protocol.js';
import { modelErrors, readSource } from './read.js';
import { refuseWebPage } from './session.js';

export class Networks {
  readonly #opened = new Map<ModelSetup, Promise<PlacedNetwork>>();

  constructor(
    private readonly runtimes: Runtimes,
    private readonly setup: EngineSetup,
  ) {}

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
    const { model, assumed } = wanted;
    let call: Call = { report, signal };
    const read = async (): Promise<Uint8Array> => {
      const bytes = await readModel(wanted, setup, call);
      call.report('model', 1);
      call.report('session', 0);
      return bytes;
    };
    report('model', 0);
    const network = await PlacedNetwork.open({ runtimes, setup, model, assumed, read });
    report('session', 1);
    // Read again when a GPU fails later, it is no longer this call's.
    call = { report: () => {}, signal: undefined };
    return network;
  }
}

interface Call {
  report: Report;
  signal: AbortSignal | undefined;
}

/** The model's file, checked: from the cache or from its source, and then kept if it came over the network. */
async function readModel(
  { source, model }: ModelSetup,
  { cache, stallTimeout }: EngineSetup,
  { report, signal }: Call,
): Promise<Uint8Array<ArrayBuffer>> {
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
