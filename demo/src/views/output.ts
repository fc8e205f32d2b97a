// The lower right panel: the request that would be sent and the prompt text, always those of this moment.
import { byId, h, icon, onChange } from '../dom.js';
import { recipe } from '../engine/recipe.js';
import { promptText, requestKey, requestView, type RequestView } from '../engine/request.js';
import { prefer, preferences } from '../engine/preferences.js';
import { currentImage, type Endpoint } from '../state/model.js';
import type { Context } from './context.js';
import { highlighted } from './json.js';

export function mountOutput(context: Context): void {
  const { kit, store, pictures } = context;
  const drawer = byId<HTMLDetailsElement>('developers');
  drawer.open = preferences.developers;
  drawer.addEventListener('toggle', () => prefer({ developers: drawer.open }));
  const endpoint = h(
    'select',
    { id: 'endpoint', 'aria-label': 'Request' },
    h('option', { value: 'generate' }, 'generate'),
    h('option', { value: 'uploadMedia' }, 'uploadMedia'),
  );
  endpoint.addEventListener('change', () =>
    store.dispatch({ type: 'endpointChosen', endpoint: endpoint.value as Endpoint }),
  );
  const copy = copyButton('copy-json', 'Copy JSON', context, () => view.body);
  const state = h('span', { class: 'state', id: 'request-state' });
  const code = h('pre', { id: 'json', tabindex: 0, 'aria-label': 'Request body, JSON' });
  const issues = h('ul', { class: 'issues', id: 'request-issues' });
  byId('request').append(h('div', { class: 'verdict' }, endpoint, copy), state, issues, code);
  const text = h('pre', { id: 'prompt-text', class: 'text', tabindex: 0, 'aria-label': 'Prompt text' });
  const copyPrompt = copyButton('copy-prompt', 'Copy text', context, () => text.textContent ?? '');
  byId('prompt').append(
    h(
      'div',
      { class: 'verdict' },
      h('p', { class: 'hint grow' }, 'What an image model is told about the layout.'),
      copyPrompt,
    ),
    text,
  );

  const lines = h('pre', { id: 'code-text', class: 'text', tabindex: 0, 'aria-label': 'The lines that do the same' });
  byId('code').append(
    h('div', { class: 'verdict' }, h('p', { class: 'hint grow' }, 'The same with the package.'), copyButton('copy-code', 'Copy code', context, () => lines.textContent ?? '')),
    lines,
  );
  store.subscribe(
    onChange(
      (now) => [now.document, now.view, now.imageId],
      (now) => {
        lines.textContent = recipe(kit, now);
      },
    ),
  );

  const verdict = h('p', { class: 'hint', id: 'cutout-technical' });
  drawer.querySelector('summary')!.after(verdict);
  store.subscribe(
    onChange(
      (now) => [currentImage(now)?.cutout],
      (now) => {
        const technical = currentImage(now)?.cutout?.technical;
        verdict.hidden = technical === undefined;
        verdict.textContent = technical === undefined ? '' : `The cut-out: ${technical}`;
      },
    ),
  );

  let view: RequestView = { headline: '', issues: [] };
  store.subscribe(
    onChange(
      (now) => [requestKey(now)],
      (now) => {
        endpoint.value = now.endpoint;
        view = requestView(kit, now, pictures);
        state.textContent = view.headline;
        state.classList.toggle('bad', view.shown === undefined);
        issues.replaceChildren(
          ...view.issues.map(({ loc, message }) => h('li', {}, h('code', {}, loc.join('.')), ` ${message}`)),
        );
        issues.hidden = view.issues.length === 0;
        copy.disabled = view.shown === undefined;
        code.hidden = view.shown === undefined;
        code.replaceChildren(...(view.shown === undefined ? [] : highlighted(view.shown)));
      },
    ),
  );
  store.subscribe(
    onChange(
      (now) => [now.document],
      (now) => {
        // It says as well what a screen reader's user would see on the canvas.
        text.textContent = byId('preview-description').textContent = promptText(kit, now);
      },
    ),
  );
}

function copyButton(
  id: string,
  label: string,
  { store }: Context,
  text: () => string | undefined,
): HTMLButtonElement {
  const button = h('button', { type: 'button', id }, icon('copy'), label);
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(text() ?? '');
      store.dispatch({ type: 'said', text: 'Copied.' });
    } catch {
      store.dispatch({
        type: 'said',
        text: 'The browser did not allow copying. Select the text and copy it by hand.',
        tone: 'error',
      });
    }
  });
  return button;
}
