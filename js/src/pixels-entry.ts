// The entry of pictures alone: images, previews and cut-outs. The module "pixels" is inlined.
import { inlinedPixels } from './inlined-pixels.js';
import { PixelsKit } from './kit-pixels.js';
import { start } from './modules.js';

export * from './public-pixels.js';

/** Starts a kit of images, previews and cut-outs. @throws MediaError `wasm_unavailable` where WebAssembly is missing or forbidden */
export async function createPixelsKit(): Promise<PixelsKit> {
  return new PixelsKit(await start({ pixels: inlinedPixels }));
}
