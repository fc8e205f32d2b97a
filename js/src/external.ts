// The entry without a wasm: the caller supplies it.
import { guarded } from './guard.js';
import type { Room, WasmSource } from './instance.js';
import { MediaKit } from './kit.js';
import { ContractKit } from './kit-contract.js';
import { CoreKit } from './kit-core.js';
import { PixelsKit } from './kit-pixels.js';
import { PlacementKit } from './kit-placement.js';
import { startGiven, type ModulesOf, type Started } from './modules.js';

export * from './public.js';
export type { WasmSource } from './instance.js';
export type { ModulesOf, WasmModules, WasmPair } from './modules.js';

type Options<Rooms extends Room> = { wasm: ModulesOf<WasmSource, Rooms> };

const started = <Rooms extends Room>({ wasm }: Options<Rooms>, ...rooms: Rooms[]): Promise<Started<Rooms>> => startGiven(rooms, wasm, (source) => source);

/**
 * Starts a kit from bytes, compiled modules, or responses to stream from.
 * @param options.wasm of media-wasm.wasm, which is all in one, or `{ contract, placement, pixels }` of the three modules, or `{ core, pixels }`
 * @throws MediaError `wasm_unavailable`
 * @function
 */
export const createMediaKit = /* @__PURE__ */ guarded(async (options: Options<'contract' | 'placement' | 'pixels'>): Promise<MediaKit> => new MediaKit(await started(options, 'contract', 'placement', 'pixels')), 'createMediaKit');

/**
 * Starts a kit without images, previews and cut-outs.
 * @param options.wasm of media-core.wasm, which is both in one, or `{ contract, placement }` of the two modules
 * @throws MediaError `wasm_unavailable`
 * @function
 */
export const createCoreKit = /* @__PURE__ */ guarded(async (options: Options<'contract' | 'placement'>): Promise<CoreKit> => new CoreKit(await started(options, 'contract', 'placement')), 'createCoreKit');

/**
 * Starts a kit of contract, requests, responses and prompt.
 * @param options.wasm of media-contract.wasm
 * @throws MediaError `wasm_unavailable`
 * @function
 */
export const createContractKit = /* @__PURE__ */ guarded(async (options: Options<'contract'>): Promise<ContractKit> => new ContractKit(await started(options, 'contract')), 'createContractKit');

/**
 * Starts a kit of placement.
 * @param options.wasm of media-placement.wasm
 * @throws MediaError `wasm_unavailable`
 * @function
 */
export const createPlacementKit = /* @__PURE__ */ guarded(async (options: Options<'placement'>): Promise<PlacementKit> => new PlacementKit(await started(options, 'placement')), 'createPlacementKit');

/**
 * Starts a kit of images, previews and cut-outs.
 * @param options.wasm of media-pixels.wasm
 * @throws MediaError `wasm_unavailable`
 * @function
 */
export const createPixelsKit = /* @__PURE__ */ guarded(async (options: Options<'pixels'>): Promise<PixelsKit> => new PixelsKit(await started(options, 'pixels')), 'createPixelsKit');
