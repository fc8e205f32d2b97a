// The module "contract" as part of a script.
import text from '../../build/wasm/media-contract.wasm';
import { inflate } from './inflate.js';
import { shared } from './shared-module.js';

/** @throws MediaError `wasm_unavailable` */
export const inlinedContract = (): Promise<WebAssembly.Module> => shared.contract.from(() => inflate(text));
