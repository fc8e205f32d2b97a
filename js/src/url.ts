// The entry with a separate .wasm file, compiled while it streams in.
import { kitFrom, type MediaKit } from './kit.js';
import { toMediaError } from './errors.js';
import { guarded } from './guard.js';
import { nodeModule } from './node.js';

export * from './public.js';

async function fetchWasm(url: string | URL): Promise<Response | Uint8Array<ArrayBuffer>> {
  try {
    const address = new URL(url, typeof location === 'undefined' ? undefined : location.href);
    if (address.protocol !== 'file:') return await fetch(address);
    const { readFile } = await nodeModule('node:fs/promises');
    return new Uint8Array(await readFile(address));
  } catch (thrown) {
    throw toMediaError(thrown, 'wasm_unavailable', `The media module could not be read from ${String(url)}.`);
  }
}

/**
 * Starts a kit from a separate file.
 * @param options.wasmUrl where media-wasm.wasm is served; by default beside this module, which bundlers that
 *   know `new URL(…, import.meta.url)` copy by themselves
 * @throws MediaError `wasm_unavailable`
 * @function
 */
export const createMediaKit = guarded(create, 'createMediaKit');

async function create(options: { wasmUrl?: string | URL } = {}): Promise<MediaKit> {
  return kitFrom(fetchWasm(options?.wasmUrl ?? new URL('./media-wasm.wasm', import.meta.url)));
}
