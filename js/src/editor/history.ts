// What can be undone and done again: patches, each of one step.
import { compose, invert, type Patch } from '../placement/history.js';

/** @internal */
export class History {
  #past: Patch[] = [];
  #future: Patch[] = [];
  /** Of the last step. */
  #series: string | undefined;

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  get canRedo(): boolean {
    return this.#future.length > 0;
  }

  /** @param series steps in a row of the same series, as of an arrow key that is held, are one */
  push(patch: Patch, limit: number, series?: string): void {
    const last = series !== undefined && series === this.#series ? this.#past.pop() : undefined;
    this.#past.push(last ? compose(last, patch) : patch);
    this.#past.splice(0, this.#past.length - limit);
    this.#future = [];
    this.#series = series;
  }

  /** The next step is one of its own. */
  endSeries(): void {
    this.#series = undefined;
  }

  /** The patch that undoes the last step. */
  undo(): Patch | undefined {
    const patch = this.#past.pop();
    if (patch) this.#future.push(patch);
    this.endSeries();
    return patch && invert(patch);
  }

  /** The patch that does the last undone step again. */
  redo(): Patch | undefined {
    const patch = this.#future.pop();
    if (patch) this.#past.push(patch);
    this.endSeries();
    return patch;
  }

  clear(): void {
    this.#past = [];
    this.#future = [];
    this.endSeries();
  }
}
