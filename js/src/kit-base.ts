// What all kits have in common: the modules that they hold, and their end.
import type { Core } from './core.js';
import { disposable, type Disposes } from './disposal.js';

/** What every kit has: memory, and an end. */
export class Kit {
  readonly #modules: readonly Core[];

  /** @internal */
  constructor(...modules: Core[]) {
    this.#modules = [...new Set(modules)];
  }

  /** Bytes of wasm memory that the kit holds now. */
  get memoryBytes(): number {
    return this.#modules.reduce((sum, module) => sum + module.memoryBytes, 0);
  }

  /** Gives the kit's memory back. Later calls throw MediaError `disposed`; a second dispose() does nothing; `using` calls it. */
  dispose(): void {
    for (const module of this.#modules) module.dispose();
  }

  /** @internal */
  static modulesOf(kit: Kit): readonly Core[] {
    return kit.#modules;
  }
}

export interface Kit extends Disposes {}

disposable(Kit);
