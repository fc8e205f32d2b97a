// The module of pixels on the page's own thread, for what no worker does: SVG, project files. Loaded when first needed.
import { createPixelsKit, type PixelsKit } from '@aurastream/media-wasm/url';

let started: Promise<PixelsKit> | undefined;

/** @throws MediaError `wasm_unavailable`; the next call tries again */
export function pixelsKit(): Promise<PixelsKit> {
  started ??= createPixelsKit().catch((thrown: unknown) => {
    started = undefined;
    throw thrown;
  });
  return started;
}
