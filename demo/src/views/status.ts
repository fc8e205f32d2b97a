// The live region: what happened, for eyes and for screen readers.
import { byId, onChange } from '../dom.js';
import type { Store } from '../state/store.js';

const SHOWN_MS = 6000;

export function mountStatus(store: Store): void {
  const region = byId('status');
  let timer = 0;
  store.subscribe(
    onChange(
      ({ status }) => [status],
      ({ status }) => {
        region.textContent = status.text;
        region.classList.toggle('error', status.tone === 'error');
        region.classList.toggle('quiet', status.text === '');
        clearTimeout(timer);
        // A failure stays until something else is said.
        if (status.tone === 'info') timer = window.setTimeout(() => region.classList.add('quiet'), SHOWN_MS);
      },
    ),
  );
}
