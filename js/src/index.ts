// The default entry: the wasm is inlined, so it works in Node, in browsers and in bundlers without configuration.
import { inlinedContract } from './inlined-contract.js';
import { inlinedPixels } from './inlined-pixels.js';
import { inlinedPlacement } from './inlined-placement.js';
import { MediaKit } from './kit.js';
import { start } from './modules.js';

export * from './public.js';

/** Starts a kit. @throws MediaError `wasm_unavailable` where WebAssembly is missing or forbidden */
export async function createMediaKit(): Promise<MediaKit> {
  return new MediaKit(await start({ contract: inlinedContract, placement: inlinedPlacement, pixels: inlinedPixels }));
}
