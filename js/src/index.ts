// The default entry: the wasm is inlined, so it works in Node, in browsers and in bundlers without configuration.
import wasm from '../../build/wasm/media_core.wasm';
import { compile } from './core.js';
import { kitFrom, type MediaKit } from './kit.js';

export * from './public.js';

/** Compiled once for all kits, as long as one of them lives: each compilation costs time, and memory that comes back late. */
let compiled: WeakRef<WebAssembly.Module> | undefined;

/** Starts a kit. @throws MediaError `wasm_unavailable` where WebAssembly is missing or forbidden */
export async function createMediaKit(): Promise<MediaKit> {
  const module = compiled?.deref() ?? (await compile(wasm));
  compiled = new WeakRef(module);
  return kitFrom(module);
}
