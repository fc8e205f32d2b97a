// The module "pixels" as part of a script.
import text from '../../build/wasm/media-pixels.wasm';
import { inflate } from './inflate.js';
import { sharedPixels } from './shared-module.js';

/** @throws MediaError `wasm_unavailable` */
export const inlinedPixels = (): Promise<WebAssembly.Module> => sharedPixels.from(() => inflate(text));
