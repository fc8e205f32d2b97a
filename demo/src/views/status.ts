// What happened, for eyes and for screen readers, and the list of what went wrong.
import { byId, h, icon, onChange } from '../dom.js';
import type { Store } from '../state/store.js';

export function mountStatus(store: Store): void {
  const region = byId('status');
  store.subscribe(
    onChange(
      ({ status }) => [status],
      ({ status }) => {
        region.textContent = status.text;
        region.classList.toggle('error', status.tone === 'error');
      },
    ),
  );

  // Not a live region: the line above has said each of them.
  const problems = byId('problems');
  const list = h('ul');
  const all = h('button', { type: 'button', class: 'link', id: 'dismiss-all' }, 'Dismiss all');
  problems.append(list, all);
  all.addEventListener('click', () => store.dispatch({ type: 'dismissed' }));
  store.subscribe(
    onChange(
      (state) => [state.problems],
      ({ problems: shown }) => {
        problems.hidden = shown.length === 0;
        all.hidden = shown.length < 2;
        list.replaceChildren(
          ...shown.map((problem) => {
            const dismiss = h('button', { type: 'button', class: 'quiet square', 'aria-label': `Dismiss: ${problem.text}` }, icon('close'));
            dismiss.addEventListener('click', () => store.dispatch({ type: 'dismissed', problem }));
            return h('li', {}, h('span', { dir: 'auto' }, problem.text), dismiss);
          }),
        );
      },
    ),
  );
}
