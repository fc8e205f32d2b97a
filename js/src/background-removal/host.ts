// The life of a remover's engine: the one place that knows whether there is one, and what becomes of it.
import { abortedBy, MediaError, refuseAborted, toMediaError } from '../errors.js';
import type { Ahead } from './ahead.js';
import { stayAwake } from './awake.js';
import type { EngineSetup, Job, JobResult, Preload, Report } from './protocol.js';
import type { StartThread, Thread } from './thread.js';

/**
 *   idle ──▶ starting ──▶ ready ◀──▶ running        any of them ──▶ stopped
 *     ▲          │          │           │
 *     └──────────┴──────────┴───────────┘  aborted, failed, or the worker died
 *
 * `idle`: nothing is held. `starting`: a call waits for the models' addresses and the worker. `ready`: an engine waits
 * for a call. `running`: it works on one. `stopped`: nothing is held, and nothing will be.
 */
export type State = 'idle' | 'starting' | 'ready' | 'running' | 'stopped';

/** A job and what is handed over with it. */
export interface Work {
  job: Job | Preload;
  transfer: Transferable[];
}

const disposed = (): MediaError => new MediaError('disposed', 'The background remover was disposed.');

/** One call. Whatever it waits for, it ends as soon as its caller or the host says so. */
class Call {
  readonly #controller = new AbortController();
  readonly #ended: Promise<never>;
  readonly #onAbort = (): void => this.end(abortedBy(this.caller!, 'The removal'));

  constructor(private readonly caller: AbortSignal | undefined) {
    this.#ended = new Promise((_, reject) => {
      this.signal.addEventListener('abort', () => reject(this.signal.reason as MediaError), { once: true });
    });
    this.#ended.catch(() => {});
    caller?.addEventListener('abort', this.#onAbort);
  }

  /** Aborted, with the MediaError as its reason, when the call has ended before its time. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  end(error: MediaError): void {
    this.#controller.abort(error);
  }

  /** What a promise gives. @throws MediaError when the call has ended meanwhile, or what the promise throws */
  async until<T>(promise: Promise<T>): Promise<T> {
    const value = await Promise.race([promise, this.#ended]);
    this.signal.throwIfAborted();
    return value;
  }

  close(): void {
    this.caller?.removeEventListener('abort', this.#onAbort);
  }
}

/** Runs one call at a time (see Queue) on an engine that it starts, ends and starts again. */
export class Host {
  #state: State = 'idle';
  /** In `ready` and `running`. */
  #thread: Thread | undefined;
  #call: Call | undefined;
  /** What an ended call left running in the caller's own thread, where nothing interrupts it. */
  #rest: Promise<unknown> = Promise.resolve();
  #gone: Promise<void> = Promise.resolve();

  constructor(
    private readonly setup: () => Promise<EngineSetup>,
    private readonly ahead: (work: Promise<Work>) => Ahead,
    private readonly start: StartThread,
  ) {}

  get state(): State {
    return this.#state;
  }

  /** When all is gone that was ended. */
  get gone(): Promise<void> {
    return this.#gone;
  }

  /** @throws MediaError `disposed`, `aborted` */
  check(signal: AbortSignal | undefined): void {
    if (this.#state === 'stopped') throw disposed();
    refuseAborted(signal, 'The removal');
  }

  /** @throws MediaError of the call; the next one works unless this one says `disposed` */
  async run(work: Promise<Work>, report: Report, signal: AbortSignal | undefined): Promise<JobResult | undefined> {
    this.check(signal);
    const call = new Call(signal);
    const sleep = stayAwake();
    this.#call = call;
    let running: Promise<JobResult | undefined> | undefined;
    try {
      await call.until(this.#rest);
      const thread = this.#thread ?? (await this.#begin(call, work));
      const { job, transfer } = await call.until(work);
      this.#enter('running');
      running = thread.run(job, transfer, report, call.signal);
      const result = await call.until(running);
      this.#enter('ready');
      return result;
    } catch (thrown) {
      const error = toMediaError(thrown, 'internal_error');
      this.#recover(error, running, call.signal.aborted);
      throw error;
    } finally {
      call.close();
      sleep();
      this.#call = undefined;
    }
  }

  /** Ends what runs with `disposed`, and lets everything go. May be called twice. */
  stop(): void {
    this.#drop();
    this.#enter('stopped');
    this.#call?.end(disposed());
  }

  async #begin(call: Call, work: Promise<Work>): Promise<Thread> {
    this.#enter('starting');
    // What is wrong with the work its own call will say.
    const ahead = this.ahead(work).catch(() => undefined);
    const setup = this.setup();
    setup.catch(() => {}); // What starts may fail, or take its time, before it waits for the setup.
    const starting = this.start(setup, ahead, call.signal);
    return call.until(starting.then((thread) => this.#adopt(thread, call)));
  }

  /** In the very moment in which there is one: whoever ends it later finds it here. */
  #adopt(thread: Thread, { signal }: Call): Thread {
    if (signal.aborted) {
      this.#end(thread);
      return thread;
    }
    thread.onDeath = () => {
      if (this.#thread === thread) this.#drop();
    };
    this.#thread = thread;
    this.#enter('ready');
    return thread;
  }

  /** What becomes of the engine when a call fails. */
  #recover({ code }: MediaError, running: Promise<unknown> | undefined, ended: boolean): void {
    const thread = this.#thread;
    if (!thread) return this.#enter('idle');
    if (!running) return;
    // ONNX Runtime that did not start cannot be started again in the same worker.
    if (ended ? thread.endsAtOnce : code === 'wasm_unavailable') return this.#drop();
    if (!ended) return this.#enter('ready');
    this.#rest = running.catch(() => {}).then(() => this.#thread === thread && this.#enter('ready'));
  }

  /** Back to holding nothing. */
  #drop(): void {
    if (this.#thread) this.#end(this.#thread);
    this.#thread = undefined;
    this.#enter('idle');
  }

  #end(thread: Thread): void {
    this.#gone = Promise.all([this.#gone, thread.end()]).then(() => {}, () => {});
  }

  #enter(state: State): void {
    if (this.#state !== 'stopped') this.#state = state;
  }
}
