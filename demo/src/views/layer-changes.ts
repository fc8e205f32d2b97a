// What buttons, keys and menus change about the selected layers, beside where they are: see commands.ts.
import type { FitMode } from '@aurastream/media-wasm';
import { canvasOf, canvasRect, withBox } from '../engine/layout.js';
import { shownImage } from '../engine/pictures.js';
import { imageOf, layerName, movableLayers, selectedLayers, type Layer } from '../state/model.js';
import type { Context } from './context.js';

const named = ({ store: { state } }: Context, layers: readonly Layer[]): string =>
  layers.length === 1 ? layerName(state, layers[0]!) : `${layers.length} layers`;

function change(context: Context, layers: readonly Layer[], to: (layer: Layer) => Layer, done: string): void {
  if (layers.length === 0) return;
  const who = named(context, layers);
  context.store.dispatch({ type: 'layersChanged', layers: layers.map(to) });
  context.store.dispatch({ type: 'said', text: `${who} ${done}.` });
}

/** Several that differ become alike. */
function toggle(context: Context, layers: readonly Layer[], key: 'hidden' | 'locked', on: string, off: string): void {
  const value = !layers.every((layer) => layer[key]);
  change(context, layers, (layer) => ({ ...layer, [key]: value }), value ? on : off);
}

/** @param layers by default what is selected */
export const toggleHidden = (context: Context, layers: readonly Layer[] = selectedLayers(context.store.state)): void =>
  toggle(context, layers, 'hidden', 'hidden', 'shown');

export const toggleLocked = (context: Context, layers: readonly Layer[] = selectedLayers(context.store.state)): void =>
  toggle(context, layers, 'locked', 'locked', 'unlocked');

export const flip = (context: Context, key: 'flipX' | 'flipY'): void =>
  change(context, movableLayers(context.store.state), (layer) => ({ ...layer, [key]: !layer[key] }), key === 'flipX' ? 'mirrored left and right' : 'mirrored up and down');

/** Whole inside of the canvas, or covering it, in the picture's own proportions and upright. */
export function fitToCanvas(context: Context, mode: FitMode): void {
  const { kit, store, pictures } = context;
  const canvas = canvasOf(kit, store.state);
  change(context, movableLayers(store.state), (layer) => {
    const image = imageOf(store.state, layer);
    const size = image && shownImage(pictures, image);
    return size ? withBox(kit, layer, kit.placement.fit(size, canvasRect(canvas), mode), canvas) : layer;
  }, mode === 'cover' ? 'fills the canvas' : 'fits the canvas');
}
