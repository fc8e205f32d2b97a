// The stack of layers, front first: choose, hide, lock, rename, and drag to another place.
import { byId, h, icon, onChange } from '../dom.js';
import { drawThumbnail, shownImage } from '../engine/pictures.js';
import { imageOf, inOrder, layerName, restackedTo, type Layer, type State } from '../state/model.js';
import { restack } from './commands.js';
import type { Context } from './context.js';
import { follow } from './follow.js';
import { toggleHidden, toggleLocked } from './layer-changes.js';
import { layerMenu } from './layer-menu.js';

/** CSS pixels that a mouse moves before it drags a row. */
const SLOP = 5;

let startRename = (_id: string): void => {};

/** The name of what is selected becomes a field. */
export function renameSelected({ store }: Context): void {
  const id = store.state.selection.at(-1);
  if (id === undefined) return;
  byId('tab-layers').click();
  startRename(id);
}

export function mountLayerList(context: Context, panel: HTMLElement): void {
  const { store } = context;
  const list = h('ul', { class: 'layer-list', 'aria-label': 'Layers, front first' });
  const empty = h('p', { class: 'hint' }, 'No layers yet. Place a picture or a text on the canvas and it appears here.');
  panel.append(empty, list);
  let renaming = false;

  const show = (state: State): void => {
    if (renaming) return;
    const order = inOrder(state.document.layers).reverse();
    empty.hidden = order.length > 0;
    const { activeElement } = document;
    const focused = list.contains(activeElement) ? (activeElement as HTMLElement).dataset : undefined;
    list.replaceChildren(...order.map((layer) => row(context, state, layer)));
    mark(state);
    if (focused?.layer) list.querySelector<HTMLElement>(`[data-layer=${focused.layer}][data-part=${focused.part}]`)?.focus();
  };
  /** In place: the second click of two meets the same row. */
  const mark = ({ selection }: State): void => {
    for (const one of list.querySelectorAll<HTMLElement>('.layer-row')) {
      const isSelected = selection.includes(one.dataset.row!);
      one.classList.toggle('chosen', isSelected);
      one.querySelector('.choose')?.setAttribute('aria-pressed', String(isSelected));
    }
    const [chosen] = list.querySelectorAll<HTMLElement>('.layer-row.chosen');
    if (chosen) reveal(list, chosen);
  };
  const shownOf = ({ id, zIndex, name, hidden, locked, place, group }: Layer): string => [id, zIndex, name, hidden, locked, place, group].join();
  store.subscribe(onChange((state) => [state.document.layers.map(shownOf).join(';'), state.document.images], show));
  store.subscribe(onChange((state) => [state.selection], mark));

  startRename = (id) => {
    const layer = store.state.document.layers.find((one) => one.id === id);
    const choose = list.querySelector<HTMLElement>(`[data-layer=${id}][data-part=choose]`);
    if (!layer || !choose) return;
    const input = h('input', { type: 'text', class: 'rename', value: layerName(store.state, layer), 'aria-label': 'Name of the layer', maxlength: 80, autocomplete: 'off' });
    renaming = true;
    choose.replaceWith(input);
    input.focus();
    input.select();
    const finish = (keep: boolean): void => {
      if (!renaming) return;
      renaming = false;
      const hadFocus = document.activeElement === input;
      const name = input.value.trim();
      const now = store.state.document.layers.find((one) => one.id === id);
      if (keep && now && name !== layerName(store.state, now)) store.dispatch({ type: 'layersChanged', layers: [{ ...now, name }] });
      show(store.state);
      if (hadFocus) list.querySelector<HTMLElement>(`[data-layer=${id}][data-part=choose]`)?.focus();
    };
    input.addEventListener('blur', () => finish(true));
    input.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' && event.key !== 'Escape') return;
      event.preventDefault();
      finish(event.key === 'Enter');
    });
  };
  list.addEventListener('dblclick', ({ target }) => {
    const id = (target as Element).closest<HTMLElement>('[data-part=choose]')?.dataset.layer;
    if (id) startRename(id);
  });
  list.addEventListener('contextmenu', (event) => {
    const id = (event.target as Element).closest<HTMLElement>('[data-layer]')?.dataset.layer;
    if (!id) return;
    event.preventDefault();
    if (!store.state.selection.includes(id)) store.dispatch({ type: 'selected', ids: [id] });
    layerMenu(context, event);
  });
  list.addEventListener('keydown', (event) => {
    const id = (event.target as HTMLElement).dataset.layer;
    if (!id || !event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    if (!store.state.selection.includes(id)) store.dispatch({ type: 'selected', ids: [id], alone: true });
    restack(context, event.key === 'ArrowUp' ? 'forward' : 'backward');
  });
  list.addEventListener('pointerdown', (event) => dragRow(context, list, event));
}

/** Scrolls the list alone. */
function reveal(list: HTMLElement, row: HTMLElement): void {
  const { top, bottom } = row.getBoundingClientRect();
  const seen = list.getBoundingClientRect();
  list.scrollTop += Math.min(0, top - seen.top) + Math.max(0, bottom - seen.bottom);
}

function row(context: Context, state: State, layer: Layer): HTMLLIElement {
  const { store, pictures } = context;
  const name = layerName(state, layer);
  const image = imageOf(state, layer);
  const small = h('canvas', { width: 60, height: 60, class: image?.drawn ? 'drawn' : 'checks', 'aria-hidden': 'true' });
  const pixels = image && shownImage(pictures, image);
  if (pixels) drawThumbnail(small, pixels);
  const thumbnail = layer.place ? h('span', { class: 'place-icon' }, icon('image')) : small;
  const part = (kind: string): Record<string, string> => ({ type: 'button', 'data-layer': layer.id, 'data-part': kind });
  const choose = h('button', { ...part('choose'), class: 'choose' }, thumbnail, h('span', { class: 'name' }, name));
  choose.addEventListener('click', (event) => {
    const { selection } = store.state;
    const others = selection.filter((id) => id !== layer.id);
    const more = event.shiftKey || event.ctrlKey || event.metaKey || store.state.several;
    // Here, one of a group can be meant.
    store.dispatch({ type: 'selected', alone: true, ids: !more ? [layer.id] : selection.includes(layer.id) ? others : [...selection, layer.id] });
  });
  const hide = h('button', { ...part('hide'), class: 'quiet square', 'aria-pressed': String(layer.hidden === true), 'aria-label': `Hide ${name}`, title: layer.hidden ? 'Show (H)' : 'Hide (H)' }, icon(layer.hidden ? 'hidden' : 'eye'));
  hide.addEventListener('click', () => toggleHidden(context, [layer]));
  const lock = h('button', { ...part('lock'), class: 'quiet square', 'aria-pressed': String(layer.locked === true), 'aria-label': `Lock ${name}`, title: layer.locked ? 'Unlock (L)' : 'Lock (L)' }, icon(layer.locked ? 'lock' : 'unlocked'));
  lock.addEventListener('click', () => toggleLocked(context, [layer]));
  const grip = h('span', { class: 'grip', 'aria-hidden': 'true' }, icon('grip'));
  return h('li', { class: `layer-row${layer.hidden ? ' faint' : ''}${layer.group ? ' grouped' : ''}`, title: layer.group ? 'In a group' : undefined, 'data-row': layer.id }, grip, choose, hide, lock);
}

/** A mouse drags a row anywhere, a finger by its grip; a line shows where it will be, and Escape leaves it where it was. */
function dragRow({ store }: Context, list: HTMLElement, down: PointerEvent): void {
  const target = down.target as Element;
  const dragged = target.closest<HTMLElement>('.layer-row');
  const byGrip = target.closest('.grip') !== null;
  if (!dragged || down.button !== 0 || (!byGrip && (down.pointerType === 'touch' || !target.closest('.choose')))) return;
  if (byGrip) down.preventDefault();
  const { row: id } = dragged.dataset;
  const rows = [...list.querySelectorAll<HTMLElement>('.layer-row')];
  const middles = rows.map((one) => one.getBoundingClientRect()).map(({ top, height }) => top + height / 2);
  let place: number | undefined;
  const mark = (): void => {
    const [line] = list.querySelectorAll<HTMLElement>('.drop-line');
    line?.remove();
    if (place !== undefined) list.insertBefore(h('li', { class: 'drop-line', 'aria-hidden': 'true' }), rows[place] ?? null);
  };
  let isTaken = false;
  // Nothing captures the pointer: a click is the row's.
  follow(
    document.documentElement,
    undefined,
    (event) => {
      if (Math.abs(event.clientY - down.clientY) < SLOP && place === undefined) return;
      place = middles.filter((middle) => middle < event.clientY).length;
      mark();
    },
    () => {
      const from = rows.indexOf(dragged);
      const to = place;
      place = undefined;
      mark();
      if (isTaken || to === undefined || to === from || to === from + 1) return;
      store.dispatch({ type: 'layersChanged', layers: restackedTo(store.state.document.layers, id!, to > from ? to - 1 : to) });
      store.dispatch({ type: 'said', text: `Moved to place ${to > from ? to : to + 1} of ${rows.length}, counted from the front.` });
    },
    () => {
      isTaken = true;
    },
  );
}
