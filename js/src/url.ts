// The entry with separate .wasm files, compiled while they stream in.
import { isPair, kitFrom, type MediaKit, type WasmPair } from './kit.js';
import { coreKitFrom, type CoreKit } from './kit-core.js';
import { pixelsKitFrom, type PixelsKit } from './kit-pixels.js';
import { MediaError, toMediaError } from './errors.js';
import { guarded } from './guard.js';
import { isNode, nodeModule } from './node.js';
import { packageFolder } from './package-folder.js';
import { sharedCore, sharedPixels } from './shared-module.js';

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
 * Starts a kit from separate files.
 * @param options.wasmUrl where they are served: `{ core, pixels }`, or the address of media-wasm.wasm, which is both in
 *   one; by default media-core.wasm and media-pixels.wasm beside this module, which bundlers that know
 *   `new URL(…, import.meta.url)` copy by themselves
 * @throws MediaError `wasm_unavailable`
 * @function
 */
export const createMediaKit = guarded(create, 'createMediaKit');

async function create(options: { wasmUrl?: string | URL | WasmPair<string | URL> } = {}): Promise<MediaKit> {
  const url = options?.wasmUrl ?? undefined;
  if (url === undefined) return kitFrom({ core: coreBeside(), pixels: pixelsBeside() });
  return kitFrom(isPair(url) ? { core: fetchWasm(url.core), pixels: fetchWasm(url.pixels) } : fetchWasm(url));
}

/**
 * Starts a kit without images, previews and cut-outs.
 * @param options.wasmUrl where media-core.wasm is served; by default beside this module
 * @throws MediaError `wasm_unavailable`
 * @function
 */
export const createCoreKit = guarded(
  async (options: { wasmUrl?: string | URL } = {}): Promise<CoreKit> => coreKitFrom(options?.wasmUrl == null ? coreBeside() : fetchWasm(options.wasmUrl)),
  'createCoreKit',
);

/**
 * Starts a kit of images, previews and cut-outs.
 * @param options.wasmUrl where media-pixels.wasm is served; by default beside this module
 * @throws MediaError `wasm_unavailable`
 * @function
 */
export const createPixelsKit = guarded(
  async (options: { wasmUrl?: string | URL } = {}): Promise<PixelsKit> => pixelsKitFrom(options?.wasmUrl == null ? pixelsBeside() : fetchWasm(options.wasmUrl)),
  'createPixelsKit',
);

const coreBeside = (): Promise<WebAssembly.Module> => sharedCore.from(() => fetchBeside('media-core.wasm', () => new URL('./media-core.wasm', import.meta.url)));
const pixelsBeside = (): Promise<WebAssembly.Module> => sharedPixels.from(() => fetchBeside('media-pixels.wasm', () => new URL('./media-pixels.wasm', import.meta.url)));

/** @param beside written out where it is called, so that bundlers see the file */
async function fetchBeside(file: string, beside: () => URL): Promise<Response | Uint8Array<ArrayBuffer>> {
  const folder = isNode ? await packageFolder() : undefined;
  if (folder !== undefined) return fetchWasm(`${folder}${file}`);
  let address: URL;
  try {
    address = beside();
  } catch (cause) {
    throw new MediaError('wasm_unavailable', `This bundle does not know where ${file} is: say it with wasmUrl.`, { cause });
  }
  return fetchWasm(address);
}
