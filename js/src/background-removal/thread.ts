// Where an engine runs: in a worker that can be ended at any moment, or in the caller's own thread.
import { MediaError, toMediaError } from '../errors.js';
import { nodeModule } from '../node.js';
import { isNode } from './assets.js';
import type { EngineSetup, FromWorker, Job, JobResult, Report, ToWorker } from './protocol.js';

/** One engine. Jobs are given to it one at a time. */
export interface Thread {
  run(job: Job, transfer: Transferable[], report: Report, signal: AbortSignal | undefined): Promise<JobResult>;
  /** Frees its memory; a job that runs ends with `error`. */
  stop(error: MediaError): void;
}

/** A worker of the browser or of Node. */
interface Channel {
  post(message: ToWorker, transfer: Transferable[]): void;
  onMessage: (message: FromWorker) => void;
  onDeath: (reason: string) => void;
  /** Node: whether it keeps the process alive. */
  hold(held: boolean): void;
  terminate(): void;
}

export const aborted = (): MediaError => new MediaError('aborted', 'The removal was cancelled.');

/** What a promise gives, or `error` as soon as the signal is aborted. */
export async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined, error: () => MediaError): Promise<T> {
  let onAbort: (() => void) | undefined;
  const abortion = new Promise<never>((_, reject) => {
    onAbort = () => reject(error());
    signal?.addEventListener('abort', onAbort);
    if (signal?.aborted) onAbort();
  });
  try {
    return await Promise.race([promise, abortion]);
  } finally {
    signal?.removeEventListener('abort', onAbort!);
  }
}

/** An engine in a worker, started at the first job and again after one was aborted or the worker died. */
export class WorkerThread implements Thread {
  #channel: Channel | undefined;
  #jobs = 0;
  #fail: ((error: MediaError) => void) | undefined; // ends the job that runs

  /** @param workerUrl of the browser's worker; by default the file beside this module */
  constructor(
    private readonly setup: EngineSetup,
    private readonly workerUrl: string | undefined,
  ) {}

  async run(job: Job, transfer: Transferable[], report: Report, signal: AbortSignal | undefined): Promise<JobResult> {
    const channel = await this.#start();
    if (signal?.aborted) throw aborted();
    const id = ++this.#jobs;
    let onAbort: (() => void) | undefined;
    channel.hold(true);
    try {
      return await new Promise<JobResult>((resolve, reject) => {
        this.#fail = reject;
        onAbort = () => this.stop(aborted());
        signal?.addEventListener('abort', onAbort, { once: true });
        channel.onDeath = (reason) => this.stop(new MediaError('worker_failed', `The background worker could not be started or died: ${reason}`));
        channel.onMessage = (message) => {
          if (message.id !== id) return;
          if ('phase' in message) report(message.phase, message.fraction);
          else if ('result' in message) resolve(message.result);
          else {
            const error = new MediaError(message.code, message.message);
            // ONNX Runtime that did not start cannot be started again in the same worker.
            if (error.code === 'wasm_unavailable') this.stop(error);
            else reject(error);
          }
        };
        channel.post({ id, job }, transfer);
      });
    } finally {
      channel.hold(false);
      this.#fail = undefined;
      if (onAbort) signal?.removeEventListener('abort', onAbort);
    }
  }

  stop(error: MediaError): void {
    const channel = this.#channel;
    this.#channel = undefined;
    if (channel) channel.onDeath = () => {};
    channel?.terminate();
    this.#fail?.(error);
  }

  async #start(): Promise<Channel> {
    if (this.#channel) return this.#channel;
    try {
      const channel = isNode ? await nodeChannel() : browserChannel(this.workerUrl);
      channel.post({ setup: this.setup }, []);
      this.#channel = channel;
      return channel;
    } catch (thrown) {
      throw toMediaError(thrown, 'worker_failed', 'The background worker could not be started.');
    }
  }
}

function browserChannel(workerUrl: string | undefined): Channel {
  // Written out so that bundlers see it and build the worker.
  const worker = workerUrl === undefined
    ? new Worker(new URL('./background-removal-worker.js', import.meta.url), { type: 'module' })
    : new Worker(workerUrl, { type: 'module' });
  const channel: Channel = {
    post: (message, transfer) => worker.postMessage(message, transfer),
    onMessage: () => {},
    onDeath: () => {},
    hold: () => {},
    terminate: () => worker.terminate(),
  };
  worker.onmessage = (event: MessageEvent<FromWorker>) => channel.onMessage(event.data);
  worker.onmessageerror = () => channel.onDeath('a message was lost.');
  worker.onerror = (event) => {
    event.preventDefault();
    channel.onDeath(event.message || 'its file cannot be loaded, or the Content-Security-Policy forbids it (worker-src).');
  };
  return channel;
}

const nodeEngine = (): URL => {
  const file = './background-removal-node.js'; // not for bundlers: it is of no use in a page
  return new URL(/* @vite-ignore */ file, import.meta.url);
};

async function nodeChannel(): Promise<Channel> {
  const { Worker: NodeWorker } = await nodeModule('node:worker_threads');
  // Options of the process, such as --input-type=module of `node -e`, are not for the worker.
  const worker = new NodeWorker(nodeEngine(), { workerData: { mediaWasm: 'background-removal' }, execArgv: [] });
  worker.unref();
  const channel: Channel = {
    post: (message, transfer) => worker.postMessage(message, transfer as never),
    onMessage: () => {},
    onDeath: () => {},
    hold: (held) => (held ? worker.ref() : worker.unref()),
    terminate: () => void worker.terminate(),
  };
  worker.on('message', (message: FromWorker) => channel.onMessage(message));
  worker.on('error', (error) => channel.onDeath(error.message));
  worker.on('exit', () => channel.onDeath('it ended.'));
  return channel;
}

/** What both engine modules export. */
interface EngineModule {
  createEngine(setup: EngineSetup): { run(job: Job, report: Report, signal?: AbortSignal): Promise<JobResult>; dispose(): Promise<void> };
}

/** An engine in the caller's thread: nothing interrupts a network that is running. */
export class SameThread implements Thread {
  #engine: ReturnType<EngineModule['createEngine']> | undefined;

  constructor(private readonly setup: EngineSetup) {}

  async run(job: Job, _transfer: Transferable[], report: Report, signal: AbortSignal | undefined): Promise<JobResult> {
    if (!this.#engine) {
      const { createEngine }: EngineModule = isNode
        ? await import(/* webpackIgnore: true */ /* @vite-ignore */ nodeEngine().href)
        : await import('./engine-browser.js');
      this.#engine = createEngine(this.setup);
    }
    try {
      return await this.#engine.run(job, report, signal);
    } catch (thrown) {
      // Node's engine is a file of its own, whose MediaError is not this file's.
      const { code = 'internal_error', message } = thrown as MediaError;
      throw new MediaError(code, message, { cause: thrown });
    }
  }

  stop(): void {
    void this.#engine?.dispose();
    this.#engine = undefined;
  }
}
