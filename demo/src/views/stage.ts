// The canvas: the kit's preview below, one focusable box a layer above it, with handles on the selected one.
import { HANDLES } from '@aurastream/media-wasm';
import { byId, h, onChange } from '../dom.js';
import { canvasSize } from '../engine/contract.js';
import { imageData, shownImage } from '../engine/pictures.js';
import { placements } from '../engine/request.js';
import { imageOf, inOrder, type Layer, type State } from '../state/model.js';
import { fitInside } from './compare.js';
import type { Context } from './context.js';
import { deleteSelection, nudge } from './commands.js';
import { attachGestures } from './gestures.js';

export function mountStage(context: Context): void {
  const { kit, store } = context;
  const stage = byId('stage');
  const overlay = byId('overlay');
  const boxes = new Map<string, HTMLElement>();
  const fit = (): void => {
    const { width, height } = canvasSize(kit, store.state.document.canvas);
    fitInside(stage, byId('composition'), width / height);
    byId('preview').classList.toggle('enlarged', stage.clientWidth > width * 1.5);
    if (store.state.view === 'canvas') {
      byId('caption').textContent = `${width} × ${height} px · shown at ${Math.round((stage.clientWidth / width) * 100)} %`;
    }
  };
  new ResizeObserver(fit).observe(byId('composition'));
  attachGestures(context, overlay);
  overlay.addEventListener('keydown', (event) => onKey(context, event));
  overlay.addEventListener('focusin', (event) => {
    const id = (event.target as HTMLElement).dataset.layer;
    if (id && !store.state.selection.includes(id)) store.dispatch({ type: 'selected', ids: [id] });
  });

  store.subscribe(onChange((state) => [state.view, state.document.canvas], (state) => {
    if (state.view === 'cutout') byId('caption').textContent = '';
    fit();
  }));
  store.subscribe(onChange((state) => [state.document, state.images], (state) => paint(context, state)));
  store.subscribe(onChange((state) => [state.document.layers, state.selection, state.images, state.view], (state) => {
    byId('canvas-empty').hidden = state.document.layers.length > 0;
    showBoxes(overlay, boxes, state);
  }));
}

/** The picture itself, by kit.preview: the pixels that Download PNG saves. */
function paint({ kit, pictures, store }: Context, state: State): void {
  const images = new Map(state.images.flatMap((image) => {
    const pixels = shownImage(pictures, image);
    return pixels ? [[image.id, pixels] as const] : [];
  }));
  const canvas = byId<HTMLCanvasElement>('preview');
  const size = canvasSize(kit, state.document.canvas);
  try {
    const still = kit.preview.render({ canvas: size, background: state.document.backdrop, placements: placements(state), images });
    canvas.width = still.width;
    canvas.height = still.height;
    canvas.getContext('2d')?.putImageData(imageData(still), 0, 0);
  } catch (thrown) {
    store.dispatch({ type: 'said', text: thrown instanceof Error ? thrown.message : String(thrown), tone: 'error' });
  }
}

function showBoxes(overlay: HTMLElement, boxes: Map<string, HTMLElement>, state: State): void {
  for (const [id, box] of boxes) {
    if (state.document.layers.some((layer) => layer.id === id)) continue;
    box.remove();
    boxes.delete(id);
  }
  const order = inOrder(state.document.layers);
  order.forEach((layer, index) => {
    const known = boxes.get(layer.id);
    const box = known ?? h('div', { class: 'layer', tabindex: 0, role: 'button', 'data-layer': layer.id, 'aria-roledescription': 'layer' });
    if (!known) {
      boxes.set(layer.id, box);
      overlay.append(box);
    }
    showBox(box, layer, state, `${index + 1} of ${order.length}`);
  });
}

function showBox(box: HTMLElement, layer: Layer, state: State, rank: string): void {
  const selected = state.selection.includes(layer.id);
  box.classList.toggle('selected', selected);
  box.setAttribute('aria-pressed', String(selected));
  const name = imageOf(state, layer)?.displayName ?? 'Layer';
  box.setAttribute('aria-label', `${name}, layer ${rank}, centre at ${Math.round(layer.x)} %, ${Math.round(layer.y)} %, `
    + `${Math.round(layer.width)} % wide${layer.rotation ? `, turned ${Math.round(layer.rotation)} degrees` : ''}`);
  box.style.left = `${layer.x - layer.width / 2}%`;
  box.style.top = `${layer.y - layer.height / 2}%`;
  box.style.width = `${layer.width}%`;
  box.style.height = `${layer.height}%`;
  box.style.zIndex = String(layer.zIndex);
  box.style.transform = `rotate(${layer.rotation}deg)`;
  const withHandles = selected && state.selection.length === 1;
  if (withHandles && box.childElementCount === 0) {
    box.append(...[...HANDLES, 'rotate'].map((name) => h('span', { class: `handle ${name}`, 'data-handle': name })));
  } else if (!withHandles) box.replaceChildren();
}

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1],
};

function onKey(context: Context, event: KeyboardEvent): void {
  const arrow = ARROWS[event.key];
  if (arrow) {
    const step = event.shiftKey ? 5 : 1;
    nudge(context, arrow[0] * step, arrow[1] * step);
  } else if (event.key === 'Delete' || event.key === 'Backspace') {
    deleteSelection(context);
    byId('overlay').querySelector<HTMLElement>('.layer')?.focus();
  } else if (event.key === 'Escape') {
    context.store.dispatch({ type: 'selected', ids: [] });
  } else return;
  event.preventDefault();
}
