// The entry of geometry: editors of placements. The module "placement" is inlined.
import { inlinedPlacement } from './inlined-placement.js';
import { PlacementKit } from './kit-placement.js';
import { start } from './modules.js';

export * from './public-placement.js';

/** Starts a kit of placement. @throws MediaError `wasm_unavailable` where WebAssembly is missing or forbidden */
export async function createPlacementKit(): Promise<PlacementKit> {
  return new PlacementKit(await start({ placement: inlinedPlacement }));
}
