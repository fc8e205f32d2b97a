// The entry with separate .wasm files, compiled while they stream in.
import { MediaError, toMediaError } from './errors.js';
import { guarded } from './guard.js';
import type { Room, WasmSource } from './instance.js';
import { MediaKit } from './kit.js';
import { ContractKit } from './kit-contract.js';
import { CoreKit } from './kit-core.js';
import { PixelsKit } from './kit-pixels.js';
import { PlacementKit } from './kit-placement.js';
import { start, startGiven, type ModulesOf, type Started } from './modules.js';
import { isNode, nodeModule } from './node.js';
import { packageFolder } from './package-folder.js';
import { shared } from './shared-module.js';

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

type UrlOptions<Rooms extends Room> = { wasmUrl?: ModulesOf<string | URL, Rooms> };

function started<Rooms extends Room>(options: UrlOptions<Rooms>, beside: Readonly<Record<Rooms, () => WasmSource>>): Promise<Started<Rooms>> {
  const url = options?.wasmUrl ?? undefined;
  return url === undefined ? start(beside) : startGiven(Object.keys(beside) as Rooms[], url, fetchWasm);
}

const contractBeside = () => shared.contract.from(() => fetchBeside('media-contract.wasm', () => new URL('./media-contract.wasm', import.meta.url)));
const placementBeside = () => shared.placement.from(() => fetchBeside('media-placement.wasm', () => new URL('./media-placement.wasm', import.meta.url)));
const pixelsBeside = () => shared.pixels.from(() => fetchBeside('media-pixels.wasm', () => new URL('./media-pixels.wasm', import.meta.url)));

/**
 * Starts a kit from separate files.
 * @param options.wasmUrl where they are served: `{ contract, placement, pixels }`, `{ core, pixels }`, or the address of
 *   media-wasm.wasm, which is all in one; by default those of the three beside this module, which bundlers that know
 *   `new URL(…, import.meta.url)` copy by themselves
 * @throws MediaError `wasm_unavailable`
 * @function
 */
export const createMediaKit = /* @__PURE__ */ guarded(
  async (options: UrlOptions<'contract' | 'placement' | 'pixels'> = {}): Promise<MediaKit> => new MediaKit(await started(options, { contract: contractBeside, placement: placementBeside, pixels: pixelsBeside })),
  'createMediaKit',
);

/**
 * Starts a kit without images, previews and cut-outs.
 * @param options.wasmUrl where they are served: `{ contract, placement }`, or the address of media-core.wasm, which is both
 *   in one; by default those of the two beside this module
 * @throws MediaError `wasm_unavailable`
 * @function
 */
export const createCoreKit = /* @__PURE__ */ guarded(
  async (options: UrlOptions<'contract' | 'placement'> = {}): Promise<CoreKit> => new CoreKit(await started(options, { contract: contractBeside, placement: placementBeside })),
  'createCoreKit',
);

/**
 * Starts a kit of contract, requests, responses and prompt.
 * @param options.wasmUrl where media-contract.wasm is served; by default beside this module
 * @throws MediaError `wasm_unavailable`
 * @function
 */
export const createContractKit = /* @__PURE__ */ guarded(
  async (options: UrlOptions<'contract'> = {}): Promise<ContractKit> => new ContractKit(await started(options, { contract: contractBeside })),
  'createContractKit',
);

/**
 * Starts a kit of placement.
 * @param options.wasmUrl where media-placement.wasm is served; by default beside this module
 * @throws MediaError `wasm_unavailable`
 * @function
 */
export const createPlacementKit = /* @__PURE__ */ guarded(
  async (options: UrlOptions<'placement'> = {}): Promise<PlacementKit> => new PlacementKit(await started(options, { placement: placementBeside })),
  'createPlacementKit',
);

/**
 * Starts a kit of images, previews and cut-outs.
 * @param options.wasmUrl where media-pixels.wasm is served; by default beside this module
 * @throws MediaError `wasm_unavailable`
 * @function
 */
export const createPixelsKit = /* @__PURE__ */ guarded(
  async (options: UrlOptions<'pixels'> = {}): Promise<PixelsKit> => new PixelsKit(await started(options, { pixels: pixelsBeside })),
  'createPixelsKit',
);

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
