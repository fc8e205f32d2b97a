// The default entry: the wasm is inlined, so it works in Node, in browsers and in bundlers without configuration.
import { inlinedCore } from './inlined-core.js';
import { inlinedPixels } from './inlined-pixels.js';
import { kitFrom, type MediaKit } from './kit.js';

export * from './public.js';

/** Starts a kit. @throws MediaError `wasm_unavailable` where WebAssembly is missing or forbidden */
export async function createMediaKit(): Promise<MediaKit> {
  return kitFrom({ core: inlinedCore(), pixels: inlinedPixels() });
}
