// Layers and the kit's geometry: a layer's box in canvas pixels and back, new layers, another canvas.
import type { Box, GenerationAssetType, CoreKit, Rect, Size } from '@aurastream/media-wasm';
import type { Effects, Layer, State } from '../state/model.js';
import { canvasSize } from './contract.js';
import { nextId } from './pictures.js';

export const canvasOf = (kit: CoreKit, state: State): Size => canvasSize(kit, state.document.canvas);
export const canvasRect = (canvas: Size): Rect => ({ left: 0, top: 0, ...canvas });

export const toBox = (kit: CoreKit, layer: Layer, canvas: Size): Box => kit.placement.toBox(layer, canvas);

/** The layer at a box. The contract wants its centre on the canvas. */
export function withBox(kit: CoreKit, layer: Layer, box: Box, canvas: Size): Layer {
  const kept = kit.placement.keepInside(box, canvasRect(canvas), 'center');
  const { x, y, width, height, rotation } = kit.placement.toPlacement(kept, canvas);
  return { ...layer, x, y, width, height, rotation };
}

/** Ids that no layer has, nor one that undo or redo may bring back. */
export function freshLayerIds({ document, past, future }: State, count: number): string[] {
  const taken = [document.layers, ...[...past, ...future].map(({ items }) => items)].flatMap((items) => items.map(({ id }) => String(id)));
  const ids: string[] = [];
  while (ids.length < count) ids.push(nextId('layer', [...taken, ...ids]));
  return ids;
}

/** Layers changed through their boxes, all at once. */
export function throughBoxes(
  kit: CoreKit,
  layers: readonly Layer[],
  canvas: Size,
  change: (boxes: Box[]) => Box[],
): Layer[] {
  const boxes = change(layers.map((layer) => toBox(kit, layer, canvas)));
  return layers.map((layer, index) => withBox(kit, layer, boxes[index]!, canvas));
}

/** The layers on another canvas, with their relative place, ratio and anchored edges. */
export function retargeted(kit: CoreKit, state: State, to: GenerationAssetType): Layer[] {
  const [from, into] = [canvasOf(kit, state), canvasSize(kit, to)];
  return state.document.layers.map((layer) => {
    const box = toBox(kit, layer, from);
    const moved = kit.placement.retarget(box, from, into);
    return { ...withBox(kit, layer, moved, into), ...effectsTimes(layer, moved.width / box.width) };
  });
}

/** Effects of a layer that is drawn so many times as large. */
function effectsTimes({ outline, glow, shadow }: Effects, factor: number): Effects {
  return {
    ...(outline && { outline: { ...outline, width: outline.width * factor } }),
    ...(glow && { glow: { ...glow, size: glow.size * factor } }),
    ...(shadow && { shadow: { ...shadow, x: (shadow.x ?? 0) * factor, y: (shadow.y ?? 0) * factor, blur: (shadow.blur ?? 0) * factor } }),
  };
}
