// The entry with a separate .wasm file, compiled while it streams in.
import { kitFrom, type MediaKit } from './kit.js';
import { MediaError, toMediaError } from './errors.js';
import { guarded } from './guard.js';
import { isNode, nodeModule } from './node.js';
import { packageFolder } from './package-folder.js';

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
  return kitFrom(fetchWasm(options?.wasmUrl ?? (await besideThis())));
}

async function besideThis(): Promise<string | URL> {
  const folder = isNode ? await packageFolder() : undefined;
  if (folder !== undefined) return `${folder}media-wasm.wasm`;
  try {
    return new URL('./media-wasm.wasm', import.meta.url);
  } catch (cause) {
    throw new MediaError('wasm_unavailable', 'This bundle does not know where media-wasm.wasm is: say it with wasmUrl.', { cause });
  }
}
