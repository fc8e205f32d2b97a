// Layers and the kit's geometry: a layer's box in canvas pixels, and back.
import type { Box, MediaKit, Size } from '@aurastream/media-wasm';
import type { ImageItem, Layer, State } from '../state/model.js';
import { canvasSize } from './contract.js';

export const toBox = (kit: MediaKit, layer: Layer, canvas: Size): Box => kit.placement.toBox(layer, canvas);

export function withBox(kit: MediaKit, layer: Layer, box: Box, canvas: Size): Layer {
  const { x, y, width, height, rotation } = kit.placement.toPlacement(box, canvas);
  return { ...layer, x, y, width, height, rotation };
}

/** A new layer where the editor's defaults put it; a background covers the canvas, behind everything. */
export function newLayer(kit: MediaKit, state: State, image: ImageItem, id: string): Layer {
  const canvas = canvasSize(kit, state.document.canvas);
  const { layers } = state.document;
  const index = layers.filter(({ imageId }) => state.images.find((other) => other.id === imageId)?.assetType !== 'background').length;
  const { x, y, width, height, rotation, opacity } = kit.placement.defaultPlacement(index, canvas, image);
  const layer: Layer = {
    id, imageId: image.id, x, y, width, height, rotation, opacity, zIndex: layers.length + 1, lockAspect: true,
  };
  if (image.assetType !== 'background') return layer;
  const scale = Math.max(canvas.width / image.width, canvas.height / image.height);
  const box = { x: canvas.width / 2, y: canvas.height / 2, width: image.width * scale, height: image.height * scale, rotation: 0 };
  return { ...withBox(kit, layer, box, canvas), zIndex: 0 };
}
