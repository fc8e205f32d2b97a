// What buttons and keys do to the selected layers.
import { inOrder, selectedLayers, type Layer } from '../state/model.js';
import type { Context } from './context.js';

export function deleteSelection({ store }: Context): void {
  const { selection } = store.state;
  if (selection.length === 0) return;
  store.dispatch({ type: 'layersDeleted', ids: selection });
  store.dispatch({ type: 'said', text: selection.length === 1 ? 'Layer deleted.' : `${selection.length} layers deleted.` });
}

/** Moves the selected layers by percent of the canvas. */
export function nudge({ store }: Context, dx: number, dy: number): void {
  const layers = selectedLayers(store.state).map((layer) => ({ ...layer, x: within(layer.x + dx), y: within(layer.y + dy) }));
  store.dispatch({ type: 'layersChanged', layers, gesture: `nudge ${store.state.selection.join()}` });
}

const within = (percent: number): number => Math.min(100, Math.max(0, percent));

export type ZStep = 'front' | 'forward' | 'backward' | 'back';

/** Moves one layer in the stack. */
export function restack({ store }: Context, step: ZStep): void {
  const order = inOrder(store.state.document.layers);
  const from = order.findIndex(({ id }) => id === store.state.selection[0]);
  if (from < 0) return;
  const [layer] = order.splice(from, 1) as [Layer];
  const to = { front: order.length, forward: Math.min(order.length, from + 1), backward: Math.max(0, from - 1), back: 0 }[step];
  order.splice(to, 0, layer);
  store.dispatch({ type: 'layersChanged', layers: order.map((each, index) => ({ ...each, zIndex: index + 1 })) });
}
