// Whose turn it is: one operation runs, a limited number waits in order.
import { abortedBy, MediaError } from '../errors.js';

interface Waiting {
  start(): void;
  refuse(error: MediaError): void;
}

export class Queue {
  #busy = false;
  #waiting: Waiting[] = [];

  constructor(private readonly limit: number) {}

  /** @throws MediaError `queue_full` when another call could not even wait */
  refuseWhenFull(): void {
    if (!this.#busy || this.#waiting.length < this.limit) return;
    throw new MediaError('queue_full', `${this.limit} operations are waiting already.`);
  }

  /** Runs `operation` when all before it have ended. @throws MediaError `queue_full`, `aborted` while waiting */
  async run<T>(operation: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    if (this.#busy) await this.#wait(signal);
    this.#busy = true;
    try {
      return await operation();
    } finally {
      const next = this.#waiting.shift();
      if (next) next.start();
      else this.#busy = false;
    }
  }

  /** Ends every wait with this error. */
  refuseAll(error: MediaError): void {
    for (const waiting of this.#waiting.splice(0)) waiting.refuse(error);
  }

  #wait(signal: AbortSignal | undefined): Promise<void> {
    this.refuseWhenFull();
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#waiting = this.#waiting.filter((other) => other !== waiting);
        reject(abortedBy(signal!, 'The removal'));
      };
      const settle = (): void => signal?.removeEventListener('abort', leave);
      const waiting: Waiting = {
        start: () => (settle(), resolve()),
        refuse: (error) => (settle(), reject(error)),
      };
      signal?.addEventListener('abort', leave, { once: true });
      this.#waiting.push(waiting);
    });
  }
}
