// Layers show a cut-out without its transparent rim: when a picture's frame becomes another one, what can be seen of its
// layers stays where it is.
import type { Rect, Size } from '@aurastream/media-wasm';
import type { ImageItem, Layer } from './model.js';

const whole: Rect = { left: 0, top: 0, width: 1, height: 1 };

/** Which part of the whole picture layers of this image show, as shares of its sides. */
export const frameOfImage = ({ useCutout, cutout }: ImageItem): Rect => (useCutout && cutout?.frame) || whole;

export const isSameFrame = (a: Rect, b: Rect): boolean =>
  a.left === b.left && a.top === b.top && a.width === b.width && a.height === b.height;

/** The layer of a picture that was shown within one frame, within another. The contract wants its centre on the canvas. */
export function reframed(layer: Layer, from: Rect, to: Rect, canvas: Size): Layer {
  const [wide, high] = [layer.width / from.width, layer.height / from.height];
  const across = ((to.left + to.width / 2 - from.left - from.width / 2) * wide * canvas.width) / 100;
  const down = ((to.top + to.height / 2 - from.top - from.height / 2) * high * canvas.height) / 100;
  const [right, below] = [layer.flipX ? -across : across, layer.flipY ? -down : down];
  const angle = (layer.rotation * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const onCanvas = (at: number): number => Math.min(100, Math.max(0, at));
  return {
    ...layer,
    x: onCanvas(layer.x + ((right * cos - below * sin) / canvas.width) * 100),
    y: onCanvas(layer.y + ((right * sin + below * cos) / canvas.height) * 100),
    width: wide * to.width,
    height: high * to.height,
  };
}
