// The entry of what needs no pixels: forms, clients, editors of placements. The module "core" is inlined.
import { inlinedCore } from './inlined-core.js';
import { coreKitFrom, type CoreKit } from './kit-core.js';

export * from './public-core.js';

/** Starts a kit without images, previews and cut-outs. @throws MediaError `wasm_unavailable` where WebAssembly is missing or forbidden */
export async function createCoreKit(): Promise<CoreKit> {
  return coreKitFrom(inlinedCore());
}
