// The entry without a wasm: the caller supplies it.
import type { WasmSource } from './core.js';
import { guarded } from './guard.js';
import { kitFrom, type MediaKit } from './kit.js';

export * from './public.js';
export type { WasmSource } from './core.js';

/**
 * Starts a kit from the bytes of media-wasm.wasm, a compiled module, or a response to stream from.
 * @throws MediaError `wasm_unavailable`
 * @function
 */
export const createMediaKit = guarded(create, 'createMediaKit');

async function create(options: { wasm: WasmSource }): Promise<MediaKit> {
  return kitFrom(options.wasm);
}
