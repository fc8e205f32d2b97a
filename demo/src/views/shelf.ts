// The library that a back end beside the page keeps: what is uploaded, changed, deleted and generated there.
import type { MediaAsset } from '@aurastream/media-wasm';
import { byId, onChange, words } from '../dom.js';
import { assetTypes } from '../engine/contract.js';
import { createBackend, type Library } from '../engine/backend.js';
import { tooManyLayers } from './rules.js';
import { currentImage } from '../state/model.js';
import type { Context } from './context.js';
import { shelfFilter, shelfRow } from './shelf-list.js';

export function mountShelf(context: Context): void {
  const { kit, store, pictures } = context;
  const backend = createBackend(kit, pictures, (bytes) => {
    byId('bytes-sent').textContent = `${bytes.toLocaleString('en')} bytes sent, to the library.`;
  });
  const shelf = byId('shelf');
  const upload = byId<HTMLButtonElement>('shelf-upload');
  const generate = byId<HTMLButtonElement>('generate');
  let there = false;
  let busy = false;
  let isClosed = false;

  const say = (text: string, tone: 'info' | 'error' = 'info'): void => store.dispatch({ type: 'said', text, tone });
  const enable = (): void => {
    upload.disabled = !there || isClosed || busy || !currentImage(store.state);
    generate.disabled = !there || busy;
    shelf.setAttribute('aria-busy', String(busy));
  };
  const filter = shelfFilter(assetTypes(kit), () => void look());
  byId('shelf-list').before(filter.element);
  const show = ({ assets, found, total, limit, tier, closed, types }: Library): void => {
    isClosed = closed !== undefined;
    byId('shelf-count').textContent = `${total} of ${limit}`;
    byId('shelf-count').title = [`${words(tier)} tier`, ...types.map(({ type, count, limit: most }) => `${words(type)}: ${count} of ${most}`)].join('\n');
    const full = types.filter(({ count, limit: most }) => count >= most).map(({ type }) => words(type).toLowerCase());
    byId('shelf-full').textContent = closed ?? (total >= limit ? 'The library is full.' : full.length > 0 ? `No more room for: ${full.join(', ')}.` : '');
    filter.element.hidden = total === 0;
    byId('shelf-empty').hidden = found > 0;
    byId('shelf-empty').textContent = total > 0 ? 'Nothing in the library is like that.' : 'Nothing is uploaded yet.';
    byId('shelf-list').replaceChildren(...assets.map((asset) => row(asset)));
  };

  /** The list for the filter of this moment; an answer to what was asked before is not shown. @returns what is shown */
  let asked = 0;
  async function list(): Promise<Library | undefined> {
    const mine = ++asked;
    const library = await backend.list(filter.value);
    if (mine !== asked) return undefined;
    show(library);
    return library;
  }

  async function look(): Promise<void> {
    try {
      const library = await list();
      if (library) say(library.found === 1 ? '1 picture found.' : `${library.found} pictures found.`);
    } catch (thrown) {
      say(thrown instanceof Error ? thrown.message : String(thrown), 'error');
    }
  }

  /** One thing at a time; then the library as it is now. */
  async function act(text: string, work: () => Promise<unknown>): Promise<void> {
    if (busy) return;
    busy = true;
    enable();
    try {
      await work();
      await list();
      say(text);
    } catch (thrown) {
      say(thrown instanceof Error ? thrown.message : String(thrown), 'error');
    } finally {
      busy = false;
      enable();
    }
  }

  const focusOn = (id: string, part: string): void => byId('shelf-list').querySelector<HTMLElement>(`[data-asset="${id}"] ${part}`)?.focus();
  const row = (asset: MediaAsset): HTMLLIElement => {
    const { id, displayName, isFavorite } = asset;
    return shelfRow(asset, {
      favourite: () => void act(isFavorite ? `${displayName} is no favourite now.` : `${displayName} is a favourite.`, () => backend.toggleFavorite(id)).then(() => focusOn(id, '.favourite')),
      primary: () => void act(`${displayName} is the main ${words(asset.assetType).toLowerCase()} now.`, () => backend.setPrimary(id)).then(() => focusOn(id, '.main')),
      rename: (name) => void act(`${displayName} is called ${name} now.`, () => backend.rename(id, name)).then(() => focusOn(id, '.rename')),
      remove: () => void act(`${displayName} deleted from the library.`, () => backend.remove(id)),
    });
  };

  upload.addEventListener('click', () => {
    const image = currentImage(store.state);
    if (image) void act(`${image.displayName} is in the library.`, () => backend.upload(image));
  });
  generate.addEventListener('click', () =>
    void act('The picture is there.', async () => {
      const tooMany = tooManyLayers(kit, store.state);
      if (tooMany) throw new Error(tooMany);
      const address = await backend.generate(store.state);
      byId<HTMLImageElement>('generated-image').src = address;
      const link = byId<HTMLAnchorElement>('generated');
      link.href = address;
      link.hidden = false;
    }),
  );
  store.subscribe(onChange((state) => [state.imageId, state.document.images.length], enable));

  void backend.isThere().then(async (isThere) => {
    there = isThere;
    try {
      if (there) await list();
    } catch {
      there = false; // one that cannot answer is as good as none
    }
    shelf.classList.toggle('absent', !there);
    byId('shelf-absent').hidden = byId('shelf-start').hidden = there;
    shelf.dataset.ready = String(there);
    enable();
  });
}
