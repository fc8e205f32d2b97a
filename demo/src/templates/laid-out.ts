// A template on a canvas: its layers, for pictures of given sizes.
import type { Size } from '@aurastream/media-wasm';
import type { Effects, Layer } from '../state/model.js';
import type { Template, TemplateLayer } from './list.js';

/** As large as it fits into its box, at the side that it keeps to. */
function textBox({ at: [x, y, width, height], side }: TemplateLayer, size: Size, canvas: Size) {
  const [wide, high] = [(width * canvas.width) / 100, (height * canvas.height) / 100];
  const scale = Math.min(wide / size.width, high / size.height);
  const share = (100 * size.width * scale) / canvas.width;
  const middle = side === 'left' ? x + share / 2 : side === 'right' ? x - share / 2 : x;
  return { x: middle, y, width: share, height: (100 * size.height * scale) / canvas.height };
}

const effectsOf = ({ outline, glow, shadow }: TemplateLayer, { width, height }: Size): Effects => {
  const length = (share: number): number => Math.round(share * Math.min(width, height) * 10) / 10;
  return {
    ...(outline && { outline: { width: length(outline[0]), color: outline[1] } }),
    ...(glow && { glow: { size: length(glow[0]), color: glow[1] } }),
    ...(shadow && { shadow: { x: length(shadow[0] / 2), y: length(shadow[0] / 2), blur: length(shadow[0]), color: shadow[1] } }),
  };
};

/** @param sizes of what the layers draw, in their order; of places they do not matter */
export function laidOut({ layers }: Template, sizes: readonly Size[], canvas: Size): Omit<Layer, 'id' | 'imageId'>[] {
  return layers.map((layer, i) => {
    const { name, draws, at, turn = 0, opacity = 100, locked } = layer;
    const [x, y, width, height] = at;
    const box = draws?.kind === 'text' ? textBox(layer, sizes[i]!, canvas) : { x, y, width, height };
    return {
      ...box, ...effectsOf(layer, canvas), rotation: turn, opacity, zIndex: i + 1,
      lockAspect: draws?.kind === 'text',
      ...(name && { name }), ...(locked && { locked }), ...(!draws && { place: true }),
    };
  });
}
