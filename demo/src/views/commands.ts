// What buttons and keys do to the selected layers, by the kit's geometry.
import type { Alignment, LayerMove, Point } from '@aurastream/media-wasm';
import { byId } from '../dom.js';
import { canvasOf, canvasRect, freshLayerIds, throughBoxes } from '../engine/layout.js';
import { imageOf, inOrder, layerName, movableLayers, selectedLayers, type Layer } from '../state/model.js';
import { freshGroup } from '../state/groups.js';
import type { Context } from './context.js';

export function deleteSelection({ store }: Context): void {
  const selection = movableLayers(store.state).map(({ id }) => id);
  if (selection.length === 0) return sayLocked(store);
  const wasThere = byId('overlay').contains(document.activeElement);
  store.dispatch({ type: 'layersDeleted', ids: selection });
  store.dispatch({
    type: 'said',
    text: selection.length === 1 ? 'Layer deleted.' : `${selection.length} layers deleted.`,
  });
  // The focus does not fall out of the canvas with the layer.
  if (wasThere) requestAnimationFrame(() => byId('overlay').querySelector<HTMLElement>('.layer')?.focus());
}

/** Where nothing happens because of a lock, that is said. */
function sayLocked({ state, dispatch }: Context['store']): void {
  if (selectedLayers(state).length > 0) dispatch({ type: 'said', text: 'It is locked: unlock it first.' });
}

/** Layers that were copied or cut, until others are. */
let copied: readonly Layer[] = [];
export const canPaste = (): boolean => copied.length > 0;
/** Percent of the canvas between a layer and its copy. */
const COPY_OFFSET = 3;

const counted = (layers: readonly Layer[], what: string): string =>
  layers.length === 1 ? `Layer ${what}.` : `${layers.length} layers ${what}.`;

export function copySelection({ store }: Context): void {
  const layers = selectedLayers(store.state);
  if (layers.length === 0) return;
  copied = layers;
  // What the clipboard held before, a picture perhaps, is not what is pasted next.
  navigator.clipboard?.writeText(layers.map((layer) => layerName(store.state, layer)).join('\n')).catch(() => {});
  store.dispatch({ type: 'said', text: counted(layers, 'copied') });
}

export function cutSelection(context: Context): void {
  copySelection(context);
  deleteSelection(context);
}

/** Copies in front of everything; of images that were taken out there is nothing to show. */
function addCopies({ store }: Context, layers: readonly Layer[], offset: number): void {
  const { state } = store;
  const front = Math.max(0, ...state.document.layers.map(({ zIndex }) => zIndex));
  const shown = inOrder(layers).filter((layer) => imageOf(state, layer));
  const ids = freshLayerIds(state, shown.length);
  const moved = (at: number): number => (at + offset > 100 ? at - offset : at + offset);
  /** Copies of a group are a group of their own. */
  const groups = [...new Set(shown.flatMap(({ group }) => group ?? []))];
  const copies = shown.map(({ name: _, ...layer }, index) => ({ ...layer, ...(layer.group && { group: freshGroup(state.document.layers, groups.indexOf(layer.group)) }), id: ids[index]!, x: moved(layer.x), y: moved(layer.y), zIndex: front + 1 + index }));
  if (copies.length > 0) store.dispatch({ type: 'layersAdded', layers: copies });
}

export function pasteLayers(context: Context): void {
  addCopies(context, copied, COPY_OFFSET);
  // Pasted once more, they lie beside the copies.
  copied = selectedLayers(context.store.state).length > 0 ? selectedLayers(context.store.state) : copied;
}

export const duplicateSelection = (context: Context): void =>
  addCopies(context, selectedLayers(context.store.state), COPY_OFFSET);

/** As a drag with Alt does: the copies lie exactly on what they are copies of, and are selected. */
export const duplicateInPlace = (context: Context): void => addCopies(context, selectedLayers(context.store.state), 0);

/** An arrow key: one canvas pixel, or to the next line of the editor's grid. */
export function nudge({ kit, store }: Context, way: Point, toGrid: boolean): void {
  const canvas = canvasOf(kit, store.state);
  const share = kit.placement.constants.GRID_PERCENT / 100;
  const grid = { width: canvas.width * share, height: canvas.height * share };
  if (movableLayers(store.state).length === 0) return sayLocked(store);
  const layers = throughBoxes(kit, movableLayers(store.state), canvas, (boxes) =>
    boxes.map((box) => kit.placement.nudge(box, way, toGrid ? { grid } : {})),
  );
  store.dispatch({ type: 'layersChanged', layers, gesture: `nudge ${store.state.selection.join()}` });
  sayOfFirst(store, ({ x, y }) => `at ${percent(x)}, ${percent(y)}`);
}

/** Around its centre; the other side follows where proportions are kept. @param by canvas pixels */
export function resizeBy({ kit, store }: Context, by: Point): void {
  const canvas = canvasOf(kit, store.state);
  if (movableLayers(store.state).length === 0) return sayLocked(store);
  const least = (Math.min(canvas.width, canvas.height) * kit.placement.constants.SMALLEST_PERCENT) / 100;
  const layers = movableLayers(store.state).flatMap((layer) =>
    throughBoxes(kit, [layer], canvas, ([box]) => {
      const size = by.x !== 0 ? { width: Math.max(least, box!.width + by.x) } : { height: Math.max(least, box!.height + by.y) };
      return kit.placement.arrange.matchSize([box!], size, layer.lockAspect);
    }),
  );
  store.dispatch({ type: 'layersChanged', layers, gesture: `resize ${store.state.selection.join()}` });
  sayOfFirst(store, ({ width, height }) => `${percent(width)} wide, ${percent(height)} high`);
}

/** @param degrees clockwise */
export function turnBy({ kit, store }: Context, degrees: number): void {
  if (movableLayers(store.state).length === 0) return sayLocked(store);
  const turned = (angle: number): number => (((angle + degrees) % 360) + 360) % 360;
  const layers = throughBoxes(kit, movableLayers(store.state), canvasOf(kit, store.state), (boxes) =>
    boxes.map((box) => ({ ...box, rotation: turned(box.rotation) })),
  );
  store.dispatch({ type: 'layersChanged', layers, gesture: `turn ${store.state.selection.join()}` });
  sayOfFirst(store, ({ rotation }) => `turned ${Math.round(rotation)} degrees`);
}

const percent = (value: number): string => `${Math.round(value * 10) / 10} %`;

/** What was changed is now like this, in numbers. */
function sayOfFirst({ state, dispatch }: Context['store'], words: (layer: Layer) => string): void {
  const [layer, ...more] = movableLayers(state);
  if (!layer) return;
  const name = more.length > 0 ? `${more.length + 1} layers, the first` : layerName(state, layer);
  dispatch({ type: 'said', text: `${name} ${words(layer)}.` });
}

const moves: Readonly<Record<LayerMove, string>> = {
  'to-front': 'Brought to the front',
  forward: 'Brought forward',
  backward: 'Sent backward',
  'to-back': 'Sent to the back',
};
const alignments: Readonly<Record<Alignment, string>> = {
  left: 'on the left',
  'center-x': 'in the middle of the width',
  right: 'on the right',
  top: 'at the top',
  'center-y': 'in the middle of the height',
  bottom: 'at the bottom',
};

export function restack({ kit, store }: Context, how: LayerMove): void {
  const {
    document: { layers },
    selection,
  } = store.state;
  const chosen = layers.flatMap(({ id }, index) => (selection.includes(id) ? [index] : []));
  const z = kit.placement.arrange.moveLayers(
    layers.map(({ zIndex }) => zIndex),
    chosen,
    how,
  );
  store.dispatch({
    type: 'layersChanged',
    layers: layers.map((layer, index) => ({ ...layer, zIndex: z[index]! })),
  });
  const rank = 1 + inOrder(store.state.document.layers).findIndex(({ id }) => selection.includes(id));
  store.dispatch({ type: 'said', text: `${moves[how]}: number ${rank} of ${layers.length}, counted from the back.` });
}

/** One layer aligns to the canvas, several to the frame around them. */
export function align({ kit, store }: Context, how: Alignment): void {
  const canvas = canvasOf(kit, store.state);
  const chosen = movableLayers(store.state);
  if (chosen.length === 0) return sayLocked(store);
  const layers = throughBoxes(kit, chosen, canvas, (boxes) =>
    kit.placement.arrange.align(boxes, how, chosen.length === 1 ? canvasRect(canvas) : 'selection'),
  );
  store.dispatch({ type: 'layersChanged', layers });
  store.dispatch({ type: 'said', text: `Aligned ${alignments[how]}.` });
}

export function distribute({ kit, store }: Context, axis: 'x' | 'y'): void {
  const layers = throughBoxes(kit, movableLayers(store.state), canvasOf(kit, store.state), (boxes) =>
    kit.placement.arrange.distribute(boxes, axis),
  );
  store.dispatch({ type: 'layersChanged', layers });
  store.dispatch({ type: 'said', text: `Equal gaps ${axis === 'x' ? 'from left to right' : 'from top to bottom'}.` });
}
