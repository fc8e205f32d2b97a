// The module "pixels" as part of a script.
import text from '../../build/wasm/media-pixels.wasm';
import { inflate } from './inflate.js';
import { shared } from './shared-module.js';

/** @throws MediaError `wasm_unavailable` */
export const inlinedPixels = (): Promise<WebAssembly.Module> => shared.pixels.from(() => inflate(text));
