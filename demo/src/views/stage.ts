// The canvas: the kit's preview below, one focusable box a layer above it, the frame of the selection on top.
import { byId, h, onChange } from '../dom.js';
import { drawPart, shownImage, shownImages } from '../engine/pictures.js';
import { createPreview } from '../engine/preview.js';
import { canvasOf, toBox } from '../engine/layout.js';
import { sceneOf } from '../engine/request.js';
import { inOrder, layerName, movableLayers, selectedLayers, type Layer, type State } from '../state/model.js';
import type { Context } from './context.js';
import { editText } from './drawn.js';
import { createFrame, showAt } from './frame.js';
import { attachPointers } from './pointers.js';

/** What is dragged from the list of images: its id. */
export const IMAGE_TYPE = 'application/x-studio-image';

export function mountStage(context: Context): void {
  const { kit, store } = context;
  const overlay = byId('overlay');
  const frame = createFrame();
  overlay.append(frame.element);
  const boxes = new Map<string, HTMLElement>();
  attachPointers(context, byId('composition'), overlay);
  overlay.addEventListener('keydown', (event) => onKey(context, event));
  overlay.addEventListener('focusin', (event) => {
    const id = (event.target as HTMLElement).dataset.layer;
    const byKeyboard = (event.target as HTMLElement).matches(':focus-visible');
    if (id && byKeyboard && !store.state.selection.includes(id))
      store.dispatch({ type: 'selected', ids: [id] });
  });

  acceptImages(context, byId('composition'));
  mountPreview(context);
  store.subscribe(
    onChange(
      (state) => [state.document, state.selection, state.view],
      (state) => {
        byId('canvas-empty').hidden = state.document.layers.length > 0;
        showBoxes(context, overlay, boxes, state);
        const canvas = canvasOf(kit, state);
        const movable = movableLayers(state);
        const framed = movable.length > 0 ? movable : selectedLayers(state);
        frame.show(kit, framed.map((layer) => toBox(kit, layer, canvas)), canvas, movable.length === 0);
      },
    ),
  );
}

/** Images of the list are placed where they are dropped. */
function acceptImages({ place, zoom }: Context, surface: HTMLElement): void {
  surface.addEventListener('dragover', (event) => {
    if (event.dataTransfer?.types.includes(IMAGE_TYPE)) event.preventDefault();
  });
  surface.addEventListener('drop', (event) => {
    const id = event.dataTransfer?.getData(IMAGE_TYPE);
    if (!id) return;
    event.preventDefault();
    place(id, zoom.toCanvas(event));
  });
}

/** The picture itself, drawn by kit.preview in its worker. */
function mountPreview({ kit, pictures, store }: Context): void {
  const canvas = byId<HTMLCanvasElement>('preview');
  const preview = createPreview(
    (part, isLatest) => {
      drawPart(canvas, part);
      canvas.dataset.settled = String(isLatest);
    },
    (message) => store.dispatch({ type: 'said', text: message, tone: 'error' }),
  );
  store.subscribe(
    onChange(
      (state) => [state.document, ...state.document.images.map((image) => shownImage(pictures, image))],
      (state) => {
        canvas.dataset.settled = 'false';
        preview.show(sceneOf(kit, state), shownImages(pictures, state));
      },
    ),
  );
}

function showBoxes(
  { kit }: Context,
  overlay: HTMLElement,
  boxes: Map<string, HTMLElement>,
  state: State,
): void {
  for (const [id, box] of boxes) {
    if (state.document.layers.some((layer) => layer.id === id)) continue;
    box.remove();
    boxes.delete(id);
  }
  const canvas = canvasOf(kit, state);
  const order = inOrder(state.document.layers);
  order.forEach((layer, index) => {
    const known = boxes.get(layer.id);
    const box =
      known ??
      h('div', {
        class: 'layer',
        'data-layer': layer.id,
        'aria-roledescription': 'layer',
      });
    if (!known) {
      boxes.set(layer.id, box);
      overlay.append(box);
    }
    const selected = state.selection.includes(layer.id);
    box.classList.toggle('selected', selected);
    // A locked one is reached through the list.
    box.setAttribute('role', layer.locked ? 'img' : 'button');
    if (layer.locked) box.removeAttribute('tabindex'), box.removeAttribute('aria-pressed');
    else box.tabIndex = 0, box.setAttribute('aria-pressed', String(selected));
    box.setAttribute(
      'aria-label',
      described(layer, layerName(state, layer), `${index + 1} of ${order.length}`),
    );
    box.hidden = layer.hidden === true;
    box.classList.toggle('place', layer.place === true);
    box.classList.toggle('locked', layer.locked === true);
    box.style.zIndex = String(layer.zIndex);
    showAt(box, toBox(kit, layer, canvas), canvas);
  });
}

function described(layer: Layer, name: string, rank: string): string {
  const percent = (value: number): string => `${Math.round(value)} %`;
  const turn = layer.rotation === 0 ? '' : `, turned ${Math.round(layer.rotation)} degrees`;
  return `${name}, layer ${rank}${layer.locked ? ', locked' : ''}, centre at ${percent(layer.x)}, ${percent(layer.y)}, ${percent(layer.width)} wide${turn}`;
}

/** The other keys are the page's: see keys.ts. */
function onKey(context: Context, event: KeyboardEvent): void {
  const { store } = context;
  const focused = (event.target as HTMLElement).dataset.layer;
  if (!focused || (event.key !== 'Enter' && event.key !== ' ')) return;
  if (event.key === 'Enter' && store.state.selection.includes(focused)) editText(context, focused);
  else store.dispatch({ type: 'selected', ids: [focused] });
  if (event.key === 'Enter') event.preventDefault(); // Space goes on to drag the canvas
}
