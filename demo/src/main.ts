// The studio page: starts the kit, then gives every view the same few things.
import { createMediaKit, type MediaAssetType } from '@aurastream/media-wasm';
import { byId, download, words } from './dom.js';
import { newLayer } from './engine/layout.js';
import { createPixels, type Pixels } from './engine/pixels.js';
import { sceneOf } from './engine/request.js';
import type { Pictures } from './engine/pictures.js';
import { createRemoval } from './engine/removal.js';
import { currentImage, type ImageItem } from './state/model.js';
import { createStore } from './state/store.js';
import { mountArrange } from './views/arrange.js';
import { mountCompare } from './views/compare.js';
import type { Context } from './views/context.js';
import { mountDetails } from './views/details.js';
import { mountGeneral } from './views/general.js';
import { mountHand } from './views/hand/editor.js';
import { mountLayers } from './views/layers.js';
import { mountLibrary } from './views/library.js';
import { mountModel } from './views/model.js';
import { mountOutput } from './views/output.js';
import { mountShelf } from './views/shelf.js';
import { mountStage } from './views/stage.js';
import { mountStatus } from './views/status.js';
import { tabs } from './views/tabs.js';
import { mountTools } from './views/tools.js';

async function start(): Promise<void> {
  const kit = await createMediaKit();
  const store = createStore(kit.placement);
  mountStatus(store);
  const pictures: Pictures = new Map();
  const pixels = createPixels();
  let images = 0;
  let layers = 0;

  /** In the worker, unless only a page can decode the format, as SVG. */
  async function open(file: File, bytes: Uint8Array) {
    try {
      return { ...(await pixels.open(file)), isFile: true };
    } catch (thrown) {
      const { code } = thrown as { code?: string };
      if (code !== 'unsupported_format' || kit.image.probe(bytes).mime !== 'image/svg+xml') throw thrown;
      const image = await kit.image.decodeAsync(bytes);
      return { width: image.width, height: image.height, working: await pixels.shrink(image), isFile: false };
    }
  }

  async function addFile(file: File, assetType: MediaAssetType = 'character'): Promise<string> {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const { width, height, working, isFile } = await open(file, bytes);
    const id = `image-${++images}`;
    pictures.set(id, { source: isFile ? file : working, bytes, original: working });
    const image: ImageItem = {
      id,
      width,
      height,
      assetType,
      fileName: file.name,
      displayName: words(file.name.replace(/\.[^.]*$/, '')),
      description: '',
      tags: '',
      favorite: false,
      primary: false,
      removal: { step: 'idle' },
      useCutout: false,
    };
    store.dispatch({ type: 'imageAdded', image });
    return id;
  }

  const context: Context = {
    kit,
    store,
    pictures,
    removal: createRemoval(store, pictures, pixels),
    async addFiles(files) {
      const ids: string[] = [];
      for (const { file, assetType } of files) {
        try {
          ids.push(await addFile(file, assetType));
          store.dispatch({ type: 'said', text: `${file.name} added.` });
        } catch (thrown) {
          const reason = thrown instanceof Error ? thrown.message : 'It could not be read.';
          store.dispatch({ type: 'said', text: `${file.name}: ${reason}`, tone: 'error' });
        }
      }
      return ids;
    },
    place(imageId) {
      const image = store.state.images.find(({ id }) => id === imageId);
      if (!image) return;
      const layer = newLayer(kit, store.state, image, `layer-${++layers}`);
      store.dispatch({ type: 'layerAdded', layer });
      requestAnimationFrame(() =>
        byId('overlay').querySelector<HTMLElement>(`[data-layer=${layer.id}]`)?.focus(),
      );
    },
  };

  mountLibrary(context);
  mountModel(context);
  mountGeneral(context);
  mountCompare(context);
  mountTools(context);
  mountHand(context);
  mountStage(context);
  mountArrange(context);
  mountLayers(context);
  mountDetails(context);
  mountOutput(context);
  mountShelf(context);
  tabs(['tab-layers', 'tab-details']);
  tabs(['tab-request', 'tab-prompt']);
  pageCommands(context, pixels);
  document.documentElement.dataset.ready = 'true';
}

/** Composes the canvas from the images in full size, and saves it. */
async function savePicture({ kit, store, pictures }: Context, pixels: Pixels): Promise<void> {
  const { state } = store;
  const placed = new Set(state.document.layers.map(({ imageId }) => imageId));
  const sources = state.images.flatMap((image) => {
    const picture = pictures.get(image.id);
    if (!picture || !placed.has(image.id)) return [];
    const png = image.useCutout ? picture.cutout?.png : undefined;
    return [[image.id, png ? new Blob([png]) : picture.source] as const];
  });
  try {
    const png = await pixels.compose({
      scene: sceneOf(kit, state),
      sources: sources.map(([id, source]) => [id, source]),
    });
    download(new Blob([png], { type: 'image/png' }), `${state.document.canvas}.png`);
    store.dispatch({ type: 'said', text: `${state.document.canvas}.png saved.` });
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    store.dispatch({ type: 'said', text: `The picture could not be saved. ${reason}`, tone: 'error' });
  }
}

function pageCommands(context: Context, pixels: Pixels): void {
  const { store } = context;
  const save = byId<HTMLButtonElement>('download');
  save.addEventListener('click', () => {
    void savePicture(context, pixels);
  });
  store.subscribe((state) => {
    save.disabled = state.document.layers.length === 0;
    document.title = `${currentImage(state)?.displayName ?? 'AuraStream'} · Media Studio`;
  });
  addEventListener('keydown', (event) => {
    const typing = (event.target as HTMLElement).matches(
      'input:not([type=range], [type=checkbox]), textarea',
    );
    if (typing || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'z') return;
    event.preventDefault();
    store.dispatch({ type: event.shiftKey ? 'redone' : 'undone' });
  });
}

start().catch((thrown: unknown) => {
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  const status = byId('status');
  status.classList.add('error');
  status.textContent = `The studio could not start: ${text}`;
});
