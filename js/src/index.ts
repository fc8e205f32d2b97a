// The default entry: the wasm is inlined, so it works in Node, in browsers and in bundlers without configuration.
import wasm from '../../build/wasm/media_core.wasm';
import { kitFrom, type MediaKit } from './kit.js';

export * from './public.js';

/** Starts a kit. @throws MediaError `wasm_unavailable` where WebAssembly is missing or forbidden */
export function createMediaKit(): Promise<MediaKit> {
  return kitFrom(wasm);
}
