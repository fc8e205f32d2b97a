// How many layers a generation takes, beside the layers and beside its button, as soon as that is reached.
import type { CoreKit } from '@aurastream/media-wasm';
import { byId, h, onChange } from '../dom.js';
import { placements } from '../engine/request.js';
import type { State } from '../state/model.js';
import type { Context } from './context.js';

/** As the request's schema says it. */
function mostPlacements(kit: CoreKit): number {
  const { properties } = kit.contract.jsonSchema('GenerateRequest') as { properties?: Record<string, { maxItems?: number }> };
  return properties?.media_asset_placements?.maxItems ?? Number.POSITIVE_INFINITY;
}

/** What is said once there are as many layers as a generation takes, or more. */
function ruleOf(state: State, most: number): { text: string; isBroken: boolean } {
  const count = placements(state).length;
  if (count < most) return { text: '', isBroken: false };
  if (count === most) return { text: `${count} of ${most} layers that Generate takes.`, isBroken: false };
  return { text: `${count} layers: Generate takes ${most} at most, a download any number.`, isBroken: true };
}

/** Why nothing can be generated of so many layers, if so. */
export function tooManyLayers(kit: CoreKit, state: State): string | undefined {
  const { text, isBroken } = ruleOf(state, mostPlacements(kit));
  return isBroken ? text : undefined;
}

export function mountRules({ kit, store }: Context): void {
  const most = mostPlacements(kit);
  // Nothing is wrong with many layers as long as nobody generates.
  const atLayers = h('p', { class: 'hint', id: 'layers-rule' });
  const atButton = h('p', { class: 'hint', id: 'generate-rule' });
  byId('layers').append(atLayers);
  byId('generate').before(atButton);
  byId('generate').setAttribute('aria-describedby', atButton.id);
  store.subscribe(
    onChange(
      (state) => [state.document],
      (state) => {
        const { text, isBroken } = ruleOf(state, most);
        atLayers.hidden = text === '';
        atLayers.textContent = text;
        atButton.hidden = !isBroken;
        atButton.textContent = isBroken ? text : '';
      },
    ),
  );
}
