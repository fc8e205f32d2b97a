// The module "placement" as part of a script.
import text from '../../build/wasm/media-placement.wasm';
import { inflate } from './inflate.js';
import { shared } from './shared-module.js';

/** @throws MediaError `wasm_unavailable` */
export const inlinedPlacement = (): Promise<WebAssembly.Module> => shared.placement.from(() => inflate(text));
