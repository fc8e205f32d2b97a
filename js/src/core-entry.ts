// The entry of what needs no pixels. The modules "contract" and "placement" are inlined.
import { inlinedContract } from './inlined-contract.js';
import { inlinedPlacement } from './inlined-placement.js';
import { CoreKit } from './kit-core.js';
import { start } from './modules.js';

export * from './public-core.js';

/** Starts a kit without images, previews and cut-outs. @throws MediaError `wasm_unavailable` where WebAssembly is missing or forbidden */
export async function createCoreKit(): Promise<CoreKit> {
  return new CoreKit(await start({ contract: inlinedContract, placement: inlinedPlacement }));
}
