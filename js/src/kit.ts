// The kit: every synchronous part of the package over one instance of the core.
import { Core, type WasmSource } from './core.js';

export class MediaKit {
  readonly #core: Core;

  /** @internal */
  constructor(core: Core) {
    this.#core = core;
  }

  /** Bytes of wasm memory that the kit holds now. */
  get memoryBytes(): number {
    return this.#core.memoryBytes;
  }

  /** Gives the kit's memory back. Later calls throw MediaError `disposed`; a second dispose() does nothing. */
  dispose(): void {
    this.#core.dispose();
  }
}

/** @internal */
export async function kitFrom(source: WasmSource): Promise<MediaKit> {
  return new MediaKit(await Core.create(source));
}
