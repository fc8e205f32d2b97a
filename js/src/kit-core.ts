// The kit over the module "core": what a form, a client or an editor of placements needs.
import { ContractApi } from './contract.js';
import { Core } from './core.js';
import { guardClass } from './guard.js';
import type { WasmSource } from './instance.js';
import { Kit } from './kit-base.js';
import { PlacementApi } from './placement.js';
import { ArrangeApi } from './placement/arrange.js';
import { BatchApi } from './placement/batch.js';
import { QueryApi } from './placement/queries.js';
import { SnapSession } from './placement/snap.js';
import { PromptApi } from './prompt.js';
import { createRequests, type RequestsApi } from './requests.js';
import { createResponses, type ResponsesApi } from './responses.js';

/** Contract, requests, responses, prompt and placement: all that needs no pixels. Made by createCoreKit(). */
export class CoreKit extends Kit {
  /** What the backend accepts and allows. */
  readonly contract: ContractApi;
  /** Requests as the web app would send them. */
  readonly requests: RequestsApi;
  /** The server's answers, checked and completed. */
  readonly responses: ResponsesApi;
  /** The text that tells an image model where each asset goes. */
  readonly prompt: PromptApi;
  /** An editor's geometry. */
  readonly placement: PlacementApi;

  /** @param others what a kit that can more holds beside it @internal */
  constructor(core: Core, ...others: Core[]) {
    super(core, ...others);
    this.contract = new ContractApi(core);
    this.requests = createRequests(core);
    this.responses = createResponses(core);
    this.prompt = new PromptApi(core);
    this.placement = new PlacementApi(core);
  }
}

for (const api of [ContractApi, PromptApi, PlacementApi, ArrangeApi, QueryApi, BatchApi, SnapSession]) guardClass(api);

/** @internal */
export async function coreKitFrom(source: WasmSource): Promise<CoreKit> {
  return new CoreKit(await Core.create(source, 'core'));
}
