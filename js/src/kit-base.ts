// What all kits have in common: the modules that they hold, and their end.
import type { Core } from './core.js';
import { disposable, type Disposes } from './disposal.js';
import type { Room } from './instance.js';

type Modules = Readonly<Partial<Record<Room, Core>>>;

/** What every kit has: memory, and an end. */
export class Kit {
  readonly #modules: Modules;

  /** @internal */
  constructor(modules: Modules) {
    this.#modules = modules;
  }

  /** Bytes of wasm memory that the kit holds now. */
  get memoryBytes(): number {
    return this.#distinct().reduce((sum, module) => sum + module.memoryBytes, 0);
  }

  /** Gives the kit's memory back. Later calls throw MediaError `disposed`; a second dispose() does nothing; `using` calls it. */
  dispose(): void {
    for (const module of this.#distinct()) module.dispose();
  }

  #distinct(): readonly Core[] {
    return [...new Set(Object.values(this.#modules))];
  }

  /** Those of several kits: of one made of them, which they live and end with. @internal */
  static modulesOf(...kits: Kit[]): Modules {
    return Object.assign({}, ...kits.map((kit) => kit.#modules)) as Modules;
  }
}

export interface Kit extends Disposes {}

disposable(Kit);
