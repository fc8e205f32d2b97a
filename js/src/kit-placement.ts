// The kit over the module "placement": what an editor of placements needs.
import { guardClass } from './guard.js';
import { Kit } from './kit-base.js';
import type { Started } from './modules.js';
import { PlacementApi } from './placement.js';
import { ArrangeApi } from './placement/arrange.js';
import { BatchApi } from './placement/batch.js';
import { QueryApi } from './placement/queries.js';
import { SnapSession } from './placement/snap.js';

/** Placement: an editor's geometry. Made by createPlacementKit(). */
export class PlacementKit extends Kit {
  /** An editor's geometry. */
  readonly placement: PlacementApi;

  /** @internal */
  constructor(modules: Started<'placement'>) {
    super(modules);
    this.placement = new PlacementApi(modules.placement);
  }
}

for (const api of [PlacementApi, ArrangeApi, QueryApi, BatchApi, SnapSession]) guardClass(api);
