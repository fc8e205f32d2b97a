// Kits for the light entries, loaded when the first of them needs one, and only what it needs.
import type { MediaKit } from './kit.js';
import type { ContractKit } from './kit-contract.js';
import type { CoreKit } from './kit-core.js';
import type { PlacementKit } from './kit-placement.js';

/** Is never disposed. A load that failed is tried again. */
function once<Kit>(load: () => Promise<Kit>): () => Promise<Kit> {
  let kit: Promise<Kit> | undefined;
  return () => (kit ??= load().catch((thrown: unknown) => {
    kit = undefined;
    throw thrown;
  }));
}

/** @throws MediaError `wasm_unavailable` */
export const sharedContractKit: () => Promise<ContractKit> = /* @__PURE__ */ once(async () => (await import('./contract-entry.js')).createContractKit());

/** @throws MediaError `wasm_unavailable` */
export const sharedPlacementKit: () => Promise<PlacementKit> = /* @__PURE__ */ once(async () => (await import('./placement-entry.js')).createPlacementKit());

/** Both in one. @throws MediaError `wasm_unavailable` */
export const sharedCoreKit: () => Promise<CoreKit> = /* @__PURE__ */ once(async () => {
  const [contract, placement, { CoreKit: Both }] = await Promise.all([sharedContractKit(), sharedPlacementKit(), import('./kit-core.js')]);
  return Both.of(contract, placement);
});

/** The same with images, previews and cut-outs. @throws MediaError `wasm_unavailable` */
export const sharedKit: () => Promise<MediaKit> = /* @__PURE__ */ once(async () => {
  const [core, { MediaKit: Whole, createPixelsKit }] = await Promise.all([sharedCoreKit(), import('./more-pixels.js')]);
  return Whole.of(core, await createPixelsKit());
});
