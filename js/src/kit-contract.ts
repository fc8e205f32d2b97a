// The kit over the module "contract": what a form or a client needs.
import { ContractApi } from './contract.js';
import { guardClass } from './guard.js';
import { Kit } from './kit-base.js';
import type { Started } from './modules.js';
import { PromptApi } from './prompt.js';
import { createRequests, type RequestsApi } from './requests.js';
import { createResponses, type ResponsesApi } from './responses.js';

/** Contract, requests, responses and prompt: all that is about what is sent. Made by createContractKit(). */
export class ContractKit extends Kit {
  /** What the backend accepts and allows. */
  readonly contract: ContractApi;
  /** Requests as the web app would send them. */
  readonly requests: RequestsApi;
  /** The server's answers, checked and completed. */
  readonly responses: ResponsesApi;
  /** The text that tells an image model where each asset goes. */
  readonly prompt: PromptApi;

  /** @internal */
  constructor(modules: Started<'contract'>) {
    super(modules);
    const { contract } = modules;
    this.contract = new ContractApi(contract);
    this.requests = createRequests(contract);
    this.responses = createResponses(contract);
    this.prompt = new PromptApi(contract);
  }
}

for (const api of [ContractApi, PromptApi]) guardClass(api);
