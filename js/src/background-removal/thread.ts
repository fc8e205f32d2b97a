// Where an engine runs: in a worker that can be ended at any moment, or in the caller's own thread.
import { assetsFolder } from '../addresses.js';
import { MediaError, toMediaError, unpackError } from '../errors.js';
import { importAtRunTime, isNode } from '../node.js';
import { compileAhead, type Ahead, type Compiling } from './ahead.js';
import { browserChannel, nodeChannel, type Channel } from './channel.js';
import { silent } from './progress.js';
import type { EngineSetup, FromWorker, Job, JobResult, Preload, Report } from './protocol.js';
import { Watchdog } from './watchdog.js';

/** An engine that was started. It gets one job at a time. */
export interface Thread {
  /** Whether end() ends a job that runs at once. Else the job is told by its signal and ends at its next step. */
  readonly endsAtOnce: boolean;
  /** Called when it died by itself, once. */
  onDeath: () => void;
  /** @returns nothing for a preload */
  run(job: Job | Preload, transfer: Transferable[], report: Report, signal: AbortSignal): Promise<JobResult | undefined>;
  /** Lets all go that it holds. May be called twice. @returns when it is gone */
  end(): Promise<void>;
}

/**
 * @param setup awaited while the thread starts
 * @param ahead what is compiled while the setup is still awaited
 * @throws MediaError of what could not be started; nothing is left of it
 */
export type StartThread = (setup: Promise<EngineSetup>, ahead: Ahead, signal: AbortSignal) => Promise<Thread>;

/** What waits for the worker's answer. */
interface Asked<T> {
  resolve(answer: T): void;
  reject(error: Error): void;
}

class WorkerThread implements Thread {
  readonly endsAtOnce = true;
  onDeath = (): void => {};
  #jobs = 0;
  #report: Report = silent;
  #asked: Asked<JobResult | undefined> | undefined;
  #gone: Promise<void> | undefined;
  /** What it died of: it may do so before anybody asks. */
  #death: MediaError | undefined;
  readonly #watchdog: Watchdog;

  constructor(
    private readonly channel: Channel,
    timeout: number,
  ) {
    this.#watchdog = new Watchdog(timeout, () => channel.post({ ping: true }, []), () => this.#die(new MediaError(
      'worker_failed', `The background worker answered nothing for ${timeout} ms and was ended; the next call starts another.`,
    )));
    channel.onMessage = (message) => this.#hear(message);
    channel.onDeath = (reason, cause) => this.#die(new MediaError(
      'worker_failed', `The background worker could not be started or died: ${reason}`, { cause },
    ));
  }

  /** @returns when the worker has answered that it is there */
  async begin(setup: EngineSetup): Promise<void> {
    await this.#ask(() => this.channel.post({ setup }, []));
  }

  /** What it does until it is begun with. */
  prepare(ahead: EngineSetup['runtime']): void {
    if (!this.#gone) this.channel.post({ ahead }, []);
  }

  async run(job: Job | Preload, transfer: Transferable[], report: Report): Promise<JobResult | undefined> {
    this.#report = report;
    return this.#ask(() => this.channel.post({ id: ++this.#jobs, job }, transfer));
  }

  async end(): Promise<void> {
    this.#asked?.reject(new MediaError('worker_failed', 'The background worker was ended.'));
    this.#watchdog.stop();
    await (this.#gone ??= this.channel.terminate());
  }

  async #ask(post: () => void): Promise<JobResult | undefined> {
    if (this.#death) throw this.#death;
    this.#watchdog.start();
    try {
      return await new Promise((resolve, reject) => {
        this.#asked = { resolve, reject };
        post();
      });
    } finally {
      this.#asked = undefined;
      this.#report = silent;
      this.#watchdog.stop();
    }
  }

  #hear(message: FromWorker): void {
    this.#watchdog.heard();
    if ('ready' in message) this.#asked?.resolve(undefined);
    if (!('id' in message) || message.id !== this.#jobs) return;
    if ('phase' in message) this.#report(message.phase, message.fraction, message.arrived);
    else if ('plan' in message) this.#report.plan(message.plan);
    else if ('result' in message) this.#asked?.resolve(message.result);
    else this.#asked?.reject(unpackError(message.error));
  }

  #die(error: MediaError): void {
    if (this.#gone) return;
    this.#death = error;
    this.#asked?.reject(error);
    void this.end();
    this.onDeath();
  }
}

/**
 * A worker. It is ended, started or not, when the signal is aborted before it has answered.
 * @param folder of the package's files, see assetsFolder()
 * @param timeout ms for which it may answer nothing
 */
export const startWorker = (folder: string | undefined, timeout: number): StartThread => async (setup, ahead, signal) => {
  const open = isNode ? await nodeChannel(await nodeEngine(folder), 'background-removal') : () => browserChannel(browserWorker(folder));
  signal.throwIfAborted();
  let thread: WorkerThread | undefined;
  const end = (): void => void thread?.end();
  signal.addEventListener('abort', end, { once: true });
  try {
    const started = (thread = new WorkerThread(open(), timeout));
    void ahead.then((files) => files && started.prepare(files));
    const given = await setup;
    signal.throwIfAborted();
    await started.begin(given);
    return started;
  } catch (thrown) {
    end();
    throw toMediaError(thrown, 'worker_failed', 'The background worker could not be started.');
  } finally {
    signal.removeEventListener('abort', end);
  }
};

/** Written out so that bundlers see the file and copy it as it is: it is whole, there is nothing in it to follow. */
const browserWorker = (folder: string | undefined): string =>
  folder === undefined ? new URL('./background-removal-worker.js', import.meta.url).href : new URL('background-removal-worker.js', folder).href;

/** Node starts files only; the others may be served. */
const nodeEngine = async (folder: string | undefined): Promise<URL> =>
  new URL('background-removal-node.js', folder?.startsWith('file:') ? folder : await assetsFolder(undefined));

/** What both engine modules export. */
interface EngineModule {
  createEngine(setup: EngineSetup, compiling?: Compiling): { run(job: Job | Preload, report: Report, signal: AbortSignal): Promise<JobResult | undefined>; dispose(): Promise<void> };
}

class SameThread implements Thread {
  readonly endsAtOnce = false;
  readonly onDeath = (): void => {};
  #running: Promise<unknown> = Promise.resolve();
  #gone: Promise<void> | undefined;

  constructor(private readonly engine: ReturnType<EngineModule['createEngine']>) {}

  run(job: Job | Preload, _transfer: Transferable[], report: Report, signal: AbortSignal): Promise<JobResult | undefined> {
    const running = this.engine.run(job, report, signal);
    this.#running = running.catch(() => {});
    return running;
  }

  /** Nothing interrupts a network that runs: its memory goes when it has ended. */
  end(): Promise<void> {
    return (this.#gone ??= this.#running.then(() => this.engine.dispose()));
  }
}

const isServiceWorker = 'ServiceWorkerGlobalScope' in globalThis;

/** An engine in the caller's thread: nothing interrupts a network that is running. */
export const startHere = (folder: string | undefined): StartThread => async (setup, ahead) => {
  if (isServiceWorker) throw new MediaError('wasm_unavailable', 'ONNX Runtime cannot be started in a service worker, which may not import modules; remove backgrounds in a page or its worker.');
  let engine: EngineModule;
  try {
    engine = isNode
      ? ((await importAtRunTime((await nodeEngine(folder)).href)) as EngineModule)
      : await import('./engine-browser.js');
  } catch (thrown) {
    throw toMediaError(thrown, 'wasm_unavailable', 'The engine cannot be loaded here.');
  }
  const files = await ahead;
  return new SameThread(engine.createEngine(await setup, files && compileAhead(files)));
};
