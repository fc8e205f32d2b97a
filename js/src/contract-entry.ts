// The entry of what is sent to the backend: forms and clients. The module "contract" is inlined.
import { inlinedContract } from './inlined-contract.js';
import { ContractKit } from './kit-contract.js';
import { start } from './modules.js';

export * from './public-contract.js';

/** Starts a kit of contract, requests, responses and prompt. @throws MediaError `wasm_unavailable` where WebAssembly is missing or forbidden */
export async function createContractKit(): Promise<ContractKit> {
  return new ContractKit(await start({ contract: inlinedContract }));
}
