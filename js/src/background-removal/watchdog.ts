// Tells a worker that is at work from one that hangs: it is asked, now and then, whether it is there.

/** Parts of the time after which it is asked again. */
const PARTS = 8;

export class Watchdog {
  #timer: ReturnType<typeof setInterval> | undefined;
  #unanswered = 0;

  /**
   * @param timeout ms without a word after which `onSilence` is called. Counted in questions, not by the clock: a
   *   computer that slept is no worker that hung.
   */
  constructor(
    private readonly timeout: number,
    private readonly ask: () => void,
    private readonly onSilence: () => void,
  ) {}

  start(): void {
    this.stop();
    this.#unanswered = 0;
    this.#timer = setInterval(() => {
      if (this.#unanswered++ < PARTS) this.ask();
      else this.onSilence();
    }, this.timeout / PARTS);
  }

  heard(): void {
    this.#unanswered = 0;
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
