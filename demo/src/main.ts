// The studio page: starts the kit, then gives every view the same few things.
import { createCoreKit } from '@aurastream/media-wasm/url';
import { byId, onChange, words } from './dom.js';
import { canvasOf, freshLayerIds } from './engine/layout.js';
import { createPixels } from './engine/pixels.js';
import { keepOffline } from './engine/offline.js';
import { nextId, shownImage, type Pictures } from './engine/pictures.js';
import { openPicture } from './engine/opening.js';
import { newLayer, placeFor } from './engine/placing.js';
import { preferences } from './engine/preferences.js';
import { startProjects } from './engine/projects.js';
import { createRemoval } from './engine/removal.js';
import { currentImage, imageWith, type ImageItem } from './state/model.js';
import { filled } from './state/places.js';
import { createStore } from './state/store.js';
import { mountArrange } from './views/arrange.js';
import { mountCompare } from './views/compare.js';
import type { AddedFile, Context } from './views/context.js';
import { mountDetails } from './views/details.js';
import { mountDownload } from './views/download.js';
import { keepFocus } from './views/focus.js';
import { mountGeneral } from './views/general.js';
import { mountHand } from './views/hand/editor.js';
import { mountKeys } from './views/keys.js';
import { mountLayers } from './views/layers.js';
import { mountLibrary } from './views/library.js';
import { mountModel } from './views/model.js';
import { mountOutput } from './views/output.js';
import { mountPlaceButtons } from './views/place-buttons.js';
import { mountProjects } from './views/projects.js';
import { mountSafeZones } from './views/safe-zones.js';
import { mountSheets } from './views/sheets.js';
import { mountRules } from './views/rules.js';
import { mountShelf } from './views/shelf.js';
import { mountStage } from './views/stage.js';
import { mountStatus } from './views/status.js';
import { tabs } from './views/tabs.js';
import { mountTemplates } from './views/templates.js';
import { mountTools } from './views/tools.js';
import { createZoom } from './views/zoom.js';

async function start(): Promise<void> {
  const kit = await createCoreKit();
  const store = createStore(kit.placement);
  mountStatus(store);
  keepFocus();
  const pictures: Pictures = new Map();
  const pixels = createPixels();
  const projects = await startProjects(store, pictures, pixels);
  const removal = createRemoval(store, pictures, pixels);

  async function addFile({ file, assetType = 'character', changes }: AddedFile): Promise<string> {
    const { width, height, picture } = await openPicture(pixels, file);
    const id = nextId('image', projects.pictureIds());
    pictures.set(id, picture);
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
      useCutout: false,
      ...changes,
    };
    store.dispatch({ type: 'imageAdded', image });
    return id;
  }

  // Without pictures there is nothing to do: the workers go, and their memory with them.
  store.subscribe(
    onChange(
      (state) => [state.document.images.length === 0],
      (state) => {
        if (state.document.images.length > 0) return;
        pixels.rest();
        removal.rest();
      },
    ),
  );

  const context: Context = {
    kit,
    store,
    pictures,
    removal,
    projects,
    zoom: createZoom(kit, store),
    async addFiles(files, at) {
      const ids: string[] = [];
      let failures = 0;
      for (const added of files) {
        const { file } = added;
        try {
          const id = await addFile(added);
          ids.push(id);
          if (at) context.place(id, at);
          store.dispatch({ type: 'said', text: `${added.changes?.displayName ?? file.name} added.` });
          const { allowed } = kit.contract.backgroundRemoval(imageWith(store.state, id)!.assetType);
          if (preferences.cutOutAtOnce && allowed) void removal.remove(id);
        } catch (thrown) {
          failures++;
          const why = thrown instanceof Error ? thrown.message : 'It could not be read.';
          store.dispatch({ type: 'said', text: `${file.name}: ${why}`, tone: 'error' });
        }
      }
      if (files.length > 1 && failures > 0)
        store.dispatch({ type: 'said', text: `${ids.length} of ${files.length} pictures added; ${failures} could not be read.` });
      return ids;
    },
    place(imageId, at) {
      const { state } = store;
      const image = imageWith(state, imageId);
      const size = image && shownImage(pictures, image);
      if (!image || !size) return;
      const canvas = canvasOf(kit, state);
      const place = placeFor(state, image, canvas, at);
      const layer = place ? filled(place, image, canvas) : newLayer(kit, state, image, size, freshLayerIds(state, 1)[0]!, at);
      if (place) {
        store.dispatch({ type: 'layersChanged', layers: [layer] });
        store.dispatch({ type: 'selected', ids: [layer.id] });
        store.dispatch({ type: 'viewChosen', view: 'canvas' });
      } else store.dispatch({ type: 'layersAdded', layers: [layer] });
      store.dispatch({ type: 'said', text: `${image.displayName || 'The picture'} is on the canvas.` });
      requestAnimationFrame(() =>
        byId('overlay').querySelector<HTMLElement>(`[data-layer=${layer.id}]`)?.focus(),
      );
    },
  };

  mountLibrary(context, mountModel(context));
  mountGeneral(context);
  mountCompare(context);
  mountTools(context);
  mountHand(context);
  mountTemplates(context, pixels);
  mountStage(context);
  mountPlaceButtons(context);
  mountSafeZones(context);
  mountArrange(context);
  mountLayers(context, pixels);
  mountDetails(context);
  mountOutput(context);
  mountShelf(context);
  mountRules(context);
  mountProjects(context);
  mountKeys(context);
  mountSheets(context, tabs(['tab-layers', 'tab-details']));
  tabs(['tab-request', 'tab-prompt', 'tab-code']);
  mountDownload(context, pixels);
  store.subscribe((state) => {
    document.title = `${currentImage(state)?.displayName ?? 'AuraStream'} · Media Studio`;
  });
  document.documentElement.dataset.ready = 'true';
  keepOffline();
}

start().catch((thrown: unknown) => {
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  const status = byId('status');
  status.classList.add('error');
  status.textContent = `The studio could not start: ${text}`;
});
