// The parts of the library's list: the filter above it, and a row for each picture.
import type { MediaAsset, MediaAssetType } from '@aurastream/media-wasm';
import { h, icon, words } from '../dom.js';
import type { Filter } from '../engine/backend.js';

export interface ShelfFilter {
  element: HTMLElement;
  readonly value: Filter;
}

/** From the last key to the question, ms. */
const TYPING_MS = 200;

export function shelfFilter(types: readonly MediaAssetType[], changed: () => void): ShelfFilter {
  const search = h('input', { type: 'search', id: 'shelf-search', maxlength: 100, autocomplete: 'off', dir: 'auto', placeholder: 'Search', 'aria-label': 'Search the library' });
  const type = h('select', { id: 'shelf-type', 'aria-label': 'Type' }, h('option', { value: '' }, 'All types'), ...types.map((name) => h('option', { value: name }, words(name))));
  const favourites = h('button', { type: 'button', class: 'quiet square', id: 'shelf-favourites', 'aria-pressed': 'false', 'aria-label': 'Favourites only', title: 'Favourites only' }, icon('star'));
  const isPressed = (): boolean => favourites.getAttribute('aria-pressed') === 'true';
  let timer = 0;
  search.addEventListener('input', () => {
    clearTimeout(timer);
    timer = window.setTimeout(changed, TYPING_MS);
  });
  type.addEventListener('change', changed);
  favourites.addEventListener('click', () => {
    favourites.setAttribute('aria-pressed', String(!isPressed()));
    changed();
  });
  return {
    element: h('div', { class: 'shelf-filter', id: 'shelf-filter', role: 'search', hidden: true }, search, type, favourites),
    get value() {
      return {
        search: search.value.trim() || null,
        assetType: (type.value || null) as MediaAssetType | null,
        favoritesOnly: isPressed(),
      };
    },
  };
}

export interface ShelfRowActions {
  favourite(): void;
  primary(): void;
  rename(name: string): void;
  remove(): void;
}

export function shelfRow(asset: MediaAsset, actions: ShelfRowActions): HTMLLIElement {
  const { id, displayName, isFavorite, isPrimary } = asset;
  const kind = words(asset.assetType);
  const picture = h('img', { src: asset.thumbnailUrl ?? asset.url, alt: '', width: 40, height: 40, loading: 'lazy', class: 'checks' });
  const action = (name: string, label: string, sign: string, does: () => void, attributes: Record<string, string> = {}): HTMLButtonElement => {
    const button = h('button', { type: 'button', class: `quiet square ${name}`, 'aria-label': label, title: label, ...attributes }, icon(sign));
    button.addEventListener('click', does);
    return button;
  };
  const name = h('span', { class: 'name', dir: 'auto' }, displayName);
  const rename = action('rename', `Rename ${displayName}`, 'pen', () => {
    const input = h('input', { type: 'text', maxlength: 100, dir: 'auto', value: displayName, 'aria-label': `New name of ${displayName}` });
    let open = true;
    // Taking it out ends its focus, too.
    const end = (): void => {
      if (!open) return;
      open = false;
      input.replaceWith(name);
    };
    input.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' && event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      const wanted = input.value.trim();
      end();
      if (event.key === 'Enter' && wanted && wanted !== displayName) actions.rename(wanted);
      else rename.focus();
    });
    input.addEventListener('blur', end);
    name.replaceWith(input);
    input.select();
  });
  return h(
    'li',
    { class: 'shelf-row', 'data-asset': id },
    picture,
    h('span', { class: 'about' }, name, h('span', { class: 'note' }, isPrimary ? `${kind} · main` : kind)),
    h(
      'span',
      { class: 'shelf-actions' },
      action('favourite', `Favourite: ${displayName}`, 'star', actions.favourite, { 'aria-pressed': String(isFavorite) }),
      action('main', `Make ${displayName} the main ${kind.toLowerCase()}`, 'flag', actions.primary, { 'aria-pressed': String(isPrimary) }),
      rename,
      action('delete', `Delete ${displayName} from the library`, 'trash', actions.remove),
    ),
  );
}
