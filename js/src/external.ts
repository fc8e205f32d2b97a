// The entry without a wasm: the caller supplies it.
import { guarded } from './guard.js';
import type { WasmSource } from './instance.js';
import { kitFrom, type MediaKit, type WasmPair } from './kit.js';
import { coreKitFrom, type CoreKit } from './kit-core.js';
import { pixelsKitFrom, type PixelsKit } from './kit-pixels.js';

export * from './public.js';
export type { WasmSource } from './instance.js';
export type { WasmPair } from './kit.js';

/**
 * Starts a kit from bytes, compiled modules, or responses to stream from.
 * @param options.wasm of media-wasm.wasm, or `{ core, pixels }`: of media-core.wasm and media-pixels.wasm
 * @throws MediaError `wasm_unavailable`
 * @function
 */
export const createMediaKit = guarded(create, 'createMediaKit');

async function create(options: { wasm: WasmSource | WasmPair }): Promise<MediaKit> {
  return kitFrom(options.wasm);
}

/**
 * Starts a kit without images, previews and cut-outs.
 * @param options.wasm of media-core.wasm
 * @throws MediaError `wasm_unavailable`
 * @function
 */
export const createCoreKit = guarded(async (options: { wasm: WasmSource }): Promise<CoreKit> => coreKitFrom(options.wasm), 'createCoreKit');

/**
 * Starts a kit of images, previews and cut-outs.
 * @param options.wasm of media-pixels.wasm
 * @throws MediaError `wasm_unavailable`
 * @function
 */
export const createPixelsKit = guarded(async (options: { wasm: WasmSource }): Promise<PixelsKit> => pixelsKitFrom(options.wasm), 'createPixelsKit');
