// The library that a back end beside the page keeps: upload, favourite, delete, generate.
import type { MediaAsset } from '@aurastream/media-wasm';
import { byId, h, icon, onChange, words } from '../dom.js';
import { createBackend, type Library } from '../engine/backend.js';
import { currentImage } from '../state/model.js';
import type { Context } from './context.js';

export function mountShelf(context: Context): void {
  const { kit, store, pictures } = context;
  const backend = createBackend(kit, pictures);
  const shelf = byId('shelf');
  const upload = byId<HTMLButtonElement>('shelf-upload');
  const generate = byId<HTMLButtonElement>('generate');
  let there = false;
  let busy = false;

  const say = (text: string, tone: 'info' | 'error' = 'info'): void => store.dispatch({ type: 'said', text, tone });
  const enable = (): void => {
    upload.disabled = !there || busy || !currentImage(store.state);
    generate.disabled = !there || busy;
    shelf.setAttribute('aria-busy', String(busy));
  };
  const show = ({ assets, total, limit }: Library): void => {
    byId('shelf-count').textContent = `${total} of ${limit}`;
    byId('shelf-empty').hidden = assets.length > 0;
    byId('shelf-list').replaceChildren(...assets.map((asset) => row(asset)));
  };

  /** One thing at a time; then the library as it is now. */
  async function act(text: string, work: () => Promise<unknown>): Promise<void> {
    if (busy) return;
    busy = true;
    enable();
    try {
      await work();
      show(await backend.list());
      say(text);
    } catch (thrown) {
      say(thrown instanceof Error ? thrown.message : String(thrown), 'error');
    } finally {
      busy = false;
      enable();
    }
  }

  function row(asset: MediaAsset): HTMLLIElement {
    const { id, displayName, isFavorite } = asset;
    const picture = h('img', { src: asset.thumbnailUrl ?? asset.url, alt: '', width: 40, height: 40, loading: 'lazy', class: 'checks' });
    const favourite = h('button', { type: 'button', class: 'quiet square favourite', 'aria-pressed': String(isFavorite), 'aria-label': `Favourite: ${displayName}` }, icon('star'));
    favourite.addEventListener('click', () =>
      void act(isFavorite ? `${displayName} is no favourite now.` : `${displayName} is a favourite.`, () => backend.toggleFavorite(id)).then(() =>
        byId('shelf-list').querySelector<HTMLElement>(`[data-asset="${id}"] .favourite`)?.focus(),
      ),
    );
    const remove = h('button', { type: 'button', class: 'quiet square', 'aria-label': `Delete ${displayName} from the library` }, icon('trash'));
    remove.addEventListener('click', () =>
      void act(`${displayName} deleted from the library.`, () => backend.remove(id)).then(() => byId('shelf-upload').focus()),
    );
    return h(
      'li',
      { class: 'shelf-row', 'data-asset': id },
      picture,
      h('span', { class: 'about' }, h('span', { class: 'name' }, displayName), h('span', { class: 'note' }, words(asset.assetType))),
      favourite,
      remove,
    );
  }

  upload.addEventListener('click', () => {
    const image = currentImage(store.state);
    if (image) void act(`${image.displayName} is in the library.`, () => backend.upload(image));
  });
  generate.addEventListener('click', () =>
    void act('The picture is there.', async () => {
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
    shelf.classList.toggle('absent', !there);
    byId('shelf-absent').hidden = there;
    if (there) show(await backend.list());
    shelf.dataset.ready = String(there);
    enable();
  });
}
