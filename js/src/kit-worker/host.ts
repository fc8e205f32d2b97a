// The page's side: calls wait for their turn, the worker starts with the first of them and again after its end.
import { stayAwake } from '../background-removal/awake.js';
import type { Channel } from '../background-removal/channel.js';
import { abortedBy, MediaError, toMediaError, unpackError } from '../errors.js';
import type { FromKitWorker, ToKitWorker } from './protocol.js';

export type KitChannel = Channel<ToKitWorker, FromKitWorker>;

/** What a call asks for. */
export interface Asked {
  target: number;
  path: string[];
  args: unknown[];
  signal: AbortSignal | undefined;
  transfer: readonly Transferable[];
}

/** An answer, or the number of a session that was made. */
export type Answer = { value: unknown } | { session: number };

interface Waiting {
  asked: Asked;
  settle(outcome: Answer | MediaError): void;
}

export class KitHost {
  #channel: Promise<KitChannel> | undefined;
  /** Grows with each worker: sessions of an earlier one are over. */
  #generation = 0;
  #sessions = new Set<number>();
  #queue: Waiting[] = [];
  #running: (Waiting & { id: number }) | undefined;
  #ids = 0;
  #disposed = false;
  #gone: Promise<unknown> = Promise.resolve();

  constructor(private readonly open: () => Promise<() => KitChannel>) {}

  get generation(): number {
    return this.#generation;
  }

  /** Resolved when all workers are gone that were ended. */
  get gone(): Promise<unknown> {
    return this.#gone;
  }

  /** @throws MediaError what the method throws; `aborted`, `disposed`, `worker_failed` */
  call(asked: Asked): Promise<Answer> {
    const { signal } = asked;
    return new Promise((resolve, reject) => {
      if (this.#disposed) return reject(ended());
      if (signal?.aborted) return reject(abortedBy(signal, 'The call'));
      const sleep = stayAwake();
      const abort = (): void => this.#abort(waiting);
      const waiting: Waiting = {
        asked,
        settle: (outcome) => {
          sleep();
          signal?.removeEventListener('abort', abort);
          if (outcome instanceof MediaError) reject(outcome);
          else resolve(outcome);
        },
      };
      signal?.addEventListener('abort', abort, { once: true });
      this.#queue.push(waiting);
      this.#next();
    });
  }

  release(session: number, generation: number): void {
    if (generation !== this.#generation || !this.#sessions.delete(session)) return;
    void this.#channel?.then((channel) => channel.post({ release: session }, []), () => {});
  }

  dispose(): void {
    this.#disposed = true;
    this.#end();
    const running = this.#running;
    this.#running = undefined;
    for (const { settle } of [...(running ? [running] : []), ...this.#queue.splice(0)]) settle(ended());
  }

  #next(): void {
    const waiting = this.#running ? undefined : this.#queue.shift();
    if (!waiting) return;
    const running = { ...waiting, id: ++this.#ids };
    this.#running = running;
    this.#start().then((channel) => {
      if (this.#running !== running) return;
      const { target, path, args, transfer } = running.asked;
      channel.post({ id: running.id, target, path, args }, [...transfer]);
    }).catch((thrown: unknown) => {
      this.#settle(running.id, toMediaError(thrown, 'worker_failed', 'The worker could not be started.'));
    });
  }

  #start(): Promise<KitChannel> {
    return (this.#channel ??= this.open().then((begin) => {
      const channel = begin();
      channel.onMessage = (message) => this.#hear(message);
      channel.onDeath = (reason, cause) => this.#die(new MediaError('worker_failed', `The worker could not be started or died: ${reason}`, { cause }));
      return channel;
    }).catch((thrown: unknown) => {
      this.#channel = undefined;
      throw thrown;
    }));
  }

  #hear(message: FromKitWorker): void {
    if ('ready' in message) return;
    if ('error' in message) return this.#settle(message.id, toMediaError(unpackError(message.error), 'internal_error'));
    if ('session' in message) this.#sessions.add(message.session);
    this.#settle(message.id, message);
  }

  #settle(id: number, outcome: Answer | MediaError): void {
    const running = this.#running;
    if (running?.id !== id) return;
    this.#running = undefined;
    running.settle(outcome);
    this.#next();
  }

  #abort(waiting: Waiting): void {
    const error = abortedBy(waiting.asked.signal!, 'The call');
    if (this.#running?.settle !== waiting.settle) {
      this.#queue = this.#queue.filter((other) => other !== waiting);
      return waiting.settle(error);
    }
    // Nothing interrupts the core: what runs ends with its worker, unless that would end somebody's session.
    if (this.#sessions.size === 0) {
      this.#end();
      return this.#settle(this.#running.id, error);
    }
    waiting.settle(error);
  }

  #die(error: MediaError): void {
    this.#end();
    if (this.#running) this.#settle(this.#running.id, error);
  }

  #end(): void {
    const channel = this.#channel;
    this.#channel = undefined;
    this.#sessions.clear();
    this.#generation++;
    if (channel) this.#gone = Promise.all([this.#gone, channel.then((open) => open.terminate()).catch(() => {})]);
  }
}

const ended = (): MediaError => new MediaError('disposed', 'This kit was disposed; create another with createMediaKitWorker().');
