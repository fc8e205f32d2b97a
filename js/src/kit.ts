// The kit: every synchronous part of the package over one instance of the core.
import { Core, type WasmSource } from './core.js';
import { PlacementApi } from './placement.js';

export class MediaKit {
  readonly #core: Core;
  /** An editor's geometry. */
  readonly placement: PlacementApi;

  /** @internal */
  constructor(core: Core) {
    this.#core = core;
    this.placement = new PlacementApi(core);
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
