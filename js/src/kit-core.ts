// The kit over contract and placement: what needs no pixels.
import { Kit } from './kit-base.js';
import { ContractKit } from './kit-contract.js';
import { PlacementKit } from './kit-placement.js';
import type { Started } from './modules.js';
import type { PlacementApi } from './placement.js';

/** Contract, requests, responses, prompt and placement: all that needs no pixels. Made by createCoreKit(). */
export class CoreKit extends ContractKit {
  /** An editor's geometry. */
  readonly placement: PlacementApi;

  /** @internal */
  constructor(modules: Started<'contract' | 'placement'>) {
    super(modules);
    ({ placement: this.placement } = new PlacementKit(modules));
  }

  /** One kit over the modules of two, which live and end together then. @internal */
  static of(...kits: Kit[]): CoreKit {
    return new CoreKit(Kit.modulesOf(...kits) as Started<'contract' | 'placement'>);
  }
}
