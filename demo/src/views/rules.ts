// How many layers and pictures a generation takes, beside the layers and beside the button, when there are more.
import { byId, h, onChange } from '../dom.js';
import { generateIssues } from '../engine/request.js';
import type { Context } from './context.js';

export function mountRules({ kit, store }: Context): void {
  // Nothing is wrong with many layers as long as nobody generates.
  const atLayers = h('p', { class: 'hint', id: 'layers-rule' });
  const atButton = h('p', { class: 'issue', id: 'generate-rule' });
  byId('layers').append(atLayers);
  byId('generate').before(atButton);
  byId('generate').setAttribute('aria-describedby', atButton.id);
  store.subscribe(
    onChange(
      (state) => [state.document],
      (state) => {
        const { layers } = state.document;
        const issue = layers.length === 0 ? undefined : generateIssues(kit, state).find(({ type, path }) => type === 'too_long' && String(path[0]).startsWith('mediaAsset'));
        const most = issue?.ctx && 'max_length' in issue.ctx ? issue.ctx.max_length : 0;
        const text = issue ? `${layers.length} layers: Generate takes ${most} at most, a download any number.` : '';
        atLayers.hidden = text === '';
        atLayers.textContent = atButton.textContent = text;
      },
    ),
  );
}
