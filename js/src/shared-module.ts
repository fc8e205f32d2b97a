// Modules that are compiled once for all who need them: each compilation costs time, and memory that comes back late.
import { compile, type Room, type WasmSource } from './instance.js';

class SharedModule {
  /** As long as one of its users lives. */
  #module: WeakRef<WebAssembly.Module> | undefined;
  #compiling: Promise<WebAssembly.Module> | undefined;

  /** The one that there is, or is being compiled. */
  known(): WebAssembly.Module | Promise<WebAssembly.Module> | undefined {
    return this.#module?.deref() ?? this.#compiling;
  }

  /** @param source asked where there is none yet @throws MediaError `wasm_unavailable` */
  from(source: () => WasmSource): Promise<WebAssembly.Module> {
    const known = this.known();
    if (known) return Promise.resolve(known);
    return (this.#compiling = compile(source()).then((module) => this.keep(module)).finally(() => {
      this.#compiling = undefined;
    }));
  }

  /** One that a caller brought will do for the others, too. */
  keep(module: WebAssembly.Module): WebAssembly.Module {
    this.#module = new WeakRef(module);
    return module;
  }
}

/** By the room that they have, whatever else they hold. */
export const shared: Record<Room, SharedModule> = {
  contract: /* @__PURE__ */ new SharedModule(),
  placement: /* @__PURE__ */ new SharedModule(),
  pixels: /* @__PURE__ */ new SharedModule(),
};
