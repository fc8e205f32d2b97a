// The Details panel: what an upload and a generation say, with the contract's issues beside their fields.
import type { ContractIssue, MediaAssetType } from '@aurastream/media-wasm';
import { byId, h, onChange, words } from '../dom.js';
import { assetTypes } from '../engine/contract.js';
import { generateIssues, uploadIssues } from '../engine/request.js';
import { currentImage, type ImageItem } from '../state/model.js';
import type { Context } from './context.js';

interface Field {
  /** The request's key that it fills. */
  key: string;
  input: HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
  issue: HTMLElement;
  element: HTMLElement;
}

function field(label: string, input: Field['input'], key: string, hint?: string): Field {
  const issue = h('p', { class: 'issue', id: `${input.id}-issue` });
  const help = hint === undefined ? [] : [h('span', { class: 'hint', id: `${input.id}-hint` }, hint)];
  input.setAttribute('aria-describedby', [...help.map(({ id }) => id), issue.id].join(' '));
  return {
    key,
    input,
    issue,
    element: h('div', { class: 'field' }, h('label', { for: input.id }, label), input, issue, ...help),
  };
}

export function mountDetails(context: Context): void {
  const { kit, store } = context;
  /** What is typed into one field is undone together. */
  const change = (changes: Partial<ImageItem>): void => {
    const { imageId: id } = store.state;
    if (id) store.dispatch({ type: 'imageChanged', id, changes, gesture: `${id} ${Object.keys(changes).join()}` });
  };
  const type = h(
    'select',
    { id: 'asset-type' },
    ...assetTypes(kit).map((name) => h('option', { value: name }, words(name))),
  );
  const name = h('input', { id: 'display-name', type: 'text', dir: 'auto', autocomplete: 'off' });
  const description = h('textarea', { id: 'description', rows: 2, dir: 'auto' });
  const tags = h('input', {
    id: 'tags',
    type: 'text',
    dir: 'auto',
    autocomplete: 'off',
    placeholder: 'neon, rank up, winter',
  });
  const favorite = h('input', { id: 'favorite', type: 'checkbox' });
  const primary = h('input', { id: 'primary', type: 'checkbox' });
  const cutout = h('input', { id: 'use-cutout', type: 'checkbox' });
  const prompt = h('textarea', { id: 'custom-prompt', rows: 3, dir: 'auto' });
  type.addEventListener('change', () => change({ assetType: type.value as MediaAssetType }));
  name.addEventListener('input', () => change({ displayName: name.value }));
  description.addEventListener('input', () => change({ description: description.value }));
  tags.addEventListener('input', () => change({ tags: tags.value }));
  favorite.addEventListener('change', () => change({ favorite: favorite.checked }));
  primary.addEventListener('change', () => change({ primary: primary.checked }));
  cutout.addEventListener('change', () => change({ useCutout: cutout.checked }));
  prompt.addEventListener('input', () => store.dispatch({ type: 'promptTyped', prompt: prompt.value }));

  const upload = [
    field('Type', type, 'assetType'),
    field('Name', name, 'displayName'),
    field('Description', description, 'description'),
    field('Tags', tags, 'tags', 'Separated by commas'),
  ];
  const generate = [field('Prompt for the generation', prompt, 'customPrompt')];
  const cutoutRow = h('label', { class: 'check' }, cutout, 'Use the cut-out');
  const ofImage = h(
    'div',
    { class: 'group' },
    ...upload.map(({ element }) => element),
    h(
      'div',
      { class: 'checks-row' },
      h('label', { class: 'check' }, favorite, 'Favourite'),
      h('label', { class: 'check' }, primary, 'Main picture of its type'),
      cutoutRow,
    ),
  );
  byId('details').append(...generate.map(({ element }) => element), ofImage);

  store.subscribe(
    onChange(
      (state) => [state.imageId, state.prompt, state.document],
      (state) => {
        const image = currentImage(state);
        ofImage.hidden = image === undefined;
        fill(prompt, state.prompt);
        if (image) {
          fill(type, image.assetType);
          fill(name, image.displayName);
          fill(description, image.description);
          fill(tags, image.tags);
          favorite.checked = image.favorite;
          primary.checked = image.primary;
          cutout.checked = image.useCutout;
          cutoutRow.hidden = image.cutout === undefined;
        }
        const count =
          showIssues(generate, generateIssues(kit, state)) +
          (image ? showIssues(upload, uploadIssues(kit, image)) : 0);
        const badge = byId('details-badge');
        badge.hidden = count === 0;
        badge.textContent = String(count);
        badge.setAttribute('aria-label', `${count} to correct`);
      },
    ),
  );
}

/** Leaves the caret alone while the person types. */
function fill(input: Field['input'], value: string): void {
  if (input.value !== value) input.value = value;
}

/** Puts each issue beside its field; returns how many there were. */
function showIssues(fields: readonly Field[], issues: readonly ContractIssue[]): number {
  let count = 0;
  for (const { key, input, issue } of fields) {
    const mine = issues.filter(({ path }) => path[0] === key);
    count += mine.length;
    issue.textContent = mine
      .map(({ path, message }) => (typeof path[1] === 'number' ? `No. ${path[1] + 1}: ${message}` : message))
      .join(' ');
    if (mine.length > 0) input.setAttribute('aria-invalid', 'true');
    else input.removeAttribute('aria-invalid');
  }
  return count;
}
