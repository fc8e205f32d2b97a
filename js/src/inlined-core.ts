// The module "core" as part of a script.
import text from '../../build/wasm/media-core.wasm';
import { inflate } from './inflate.js';
import { sharedCore } from './shared-module.js';

/** @throws MediaError `wasm_unavailable` */
export const inlinedCore = (): Promise<WebAssembly.Module> => sharedCore.from(() => inflate(text));
