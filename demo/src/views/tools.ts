// The tool row above the work area, for either view, and the page-wide commands.
import type { GenerationAssetType } from '@aurastream/media-wasm';
import { byId, download, h, icon, onChange, words } from '../dom.js';
import { currentImage, removalOf, type State } from '../state/model.js';
import { canvases, canvasSize } from '../engine/contract.js';
import { retargeted } from '../engine/layout.js';
import { cutoutOf } from '../engine/pictures.js';
import type { Context } from './context.js';
import { tabs } from './tabs.js';

export function mountTools(context: Context): void {
  const { store } = context;
  const showView = tabs(['view-cutout', 'view-canvas'], (id) =>
    store.dispatch({ type: 'viewChosen', view: id === 'view-canvas' ? 'canvas' : 'cutout' }),
  );
  store.subscribe(
    onChange(
      (state) => [state.view],
      (state) => {
        byId('cutout-tools').hidden = state.view !== 'cutout';
        byId('canvas-tools').hidden = state.view !== 'canvas';
      },
    ),
  );
  // A tab shows its view by itself: where the state was another only within a frame, that is taken back here.
  store.subscribe(({ view }) => {
    if (byId(`view-${view}`).getAttribute('aria-selected') !== 'true') showView(`view-${view}`);
  });
  cutoutTools(context);
  canvasTools(context);
  const undo = byId<HTMLButtonElement>('undo');
  const redo = byId<HTMLButtonElement>('redo');
  undo.addEventListener('click', () => store.dispatch({ type: 'undone' }));
  redo.addEventListener('click', () => store.dispatch({ type: 'redone' }));
  store.subscribe((state) => {
    // Not disabled: the focus would go to a neighbour while the key is still pressed again and again.
    undo.setAttribute('aria-disabled', String(state.past.length === 0));
    redo.setAttribute('aria-disabled', String(state.future.length === 0));
  });
}

function cutoutTools({ kit, store, pictures, removal, place }: Context): void {
  const remove = h(
    'button',
    { type: 'button', class: 'primary', id: 'remove', title: 'Remove the background' },
    icon('scissors'),
    h('span', {}, 'Cut out'),
  );
  const putOn = h('button', { type: 'button', id: 'place' }, icon('plus'), h('span'));
  const save = h(
    'button',
    { type: 'button', id: 'save-cutout', title: 'Download the cut-out as PNG, in full size' },
    icon('download'),
    'Download',
  );
  const why = h('span', { class: 'hint', id: 'remove-why' });
  remove.setAttribute('aria-describedby', why.id);
  byId('cutout-tools').append(remove, putOn, save, why);
  remove.addEventListener('click', () => {
    if (store.state.imageId) void removal.remove(store.state.imageId);
  });
  putOn.addEventListener('click', () => {
    if (store.state.imageId) place(store.state.imageId);
  });
  save.addEventListener('click', () => {
    const image = currentImage(store.state);
    const cutout = image && cutoutOf(pictures, image);
    if (cutout)
      download(new Blob([cutout.png], { type: 'image/png' }), `${image.displayName || 'cut-out'}.png`);
  });
  store.subscribe(
    onChange(
      (state) => [currentImage(state), state.work, state.document.canvas],
      (state) => {
        putOn.lastElementChild!.textContent = `Put on ${words(state.document.canvas)}`;
        const image = currentImage(state);
        const allowed = image !== undefined && kit.contract.backgroundRemoval(image.assetType).allowed;
        remove.hidden = putOn.hidden = image === undefined;
        remove.disabled = !allowed || removalOf(state, image).step === 'running';
        const done = image?.cutout !== undefined;
        remove.classList.toggle('primary', !done);
        putOn.classList.toggle('primary', done || (image !== undefined && !allowed));
        remove.classList.toggle('again', done);
        remove.lastElementChild!.textContent = remove.ariaLabel = done ? 'Cut out again' : 'Cut out';
        remove.title = done ? 'Cut out again' : 'Remove the background';
        save.hidden = !done;
        why.textContent =
          image === undefined || allowed
            ? ''
            : `The ${words(image.assetType).toLowerCase()} type keeps its background.`;
      },
    ),
  );
}

function canvasTools(context: Context): void {
  const { kit, store } = context;
  const canvas = h(
    'select',
    { id: 'canvas', 'aria-label': 'Canvas' },
    ...canvases(kit).map((name) => {
      const { width, height } = canvasSize(kit, name);
      return h('option', { value: name }, `${words(name)} · ${width} × ${height}`);
    }),
  );
  canvas.addEventListener('change', () => {
    const to = canvas.value as GenerationAssetType;
    store.dispatch({ type: 'canvasChosen', canvas: to, layers: retargeted(kit, store.state, to) });
  });
  byId('canvas-tools').append(canvas);
  store.subscribe((state: State) => {
    canvas.value = state.document.canvas;
  });
}
