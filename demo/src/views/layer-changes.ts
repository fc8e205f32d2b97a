// What buttons, keys and menus change about the selected layers, beside where they are: see commands.ts.
import type { FitMode } from '@aurastream/media-wasm';
import { canvasOf, canvasRect, withBox } from '../engine/layout.js';
import { shownImage } from '../engine/pictures.js';
import { imageOf, layerName, movableLayers, selectedLayers, type Layer } from '../state/model.js';
import { cropOf } from '../state/crop.js';
import { freshGroup } from '../state/groups.js';
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
    const { left, top, right, bottom } = cropOf(layer);
    const shown = size && { width: size.width * (1 - left - right), height: size.height * (1 - top - bottom) };
    return shown ? withBox(kit, layer, kit.placement.fit(shown, canvasRect(canvas), mode), canvas) : layer;
  }, mode === 'cover' ? 'fills the canvas' : 'fits the canvas');
}

/** Selected and moved as one from now on. */
export function groupSelected(context: Context): void {
  const { state } = context.store;
  const layers = selectedLayers(state);
  if (layers.length < 2) return context.store.dispatch({ type: 'said', text: 'Select two layers or more to group them.' });
  const group = freshGroup(state.document.layers);
  change(context, layers, (layer) => ({ ...layer, group }), 'are a group');
}

export const ungroupSelected = (context: Context): void =>
  change(context, selectedLayers(context.store.state).filter(({ group }) => group), (layer) => ({ ...layer, group: null }), 'in no group any more');

/** From now on the handles of the selected layer cut something off it, or no longer. */
export function toggleCropping({ store }: Context): void {
  const { cropping } = store.state;
  const [layer, ...more] = movableLayers(store.state);
  if (!cropping && (!layer || more.length > 0 || layer.place)) return store.dispatch({ type: 'said', text: 'Select one layer to crop it.' });
  store.dispatch({ type: 'croppingChosen', cropping: !cropping });
  store.dispatch({ type: 'said', text: cropping ? 'Handles resize again.' : 'Drag a handle to crop.' });
}
