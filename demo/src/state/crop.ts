// Cropping: what is left of a picture stays where it is, and as large.
import type { Box, Rect, Size } from '@aurastream/media-wasm';
import { reframed } from './frames.js';
import type { Crop, Layer } from './model.js';

const nothing: Crop = { left: 0, top: 0, right: 0, bottom: 0 };
/** Of the picture, what is left at least. */
const LEAST = 0.02;

export const cropOf = ({ crop }: Layer): Crop => crop ?? nothing;

const frameOf = ({ left, top, right, bottom }: Crop): Rect => ({ left, top, width: 1 - left - right, height: 1 - top - bottom });

/** Two opposite sides; the one that was changed gives way. */
function within(before: number, after: number, was: number): [number, number] {
  const most = 1 - LEAST;
  const side = (value: number, other: number): number => Math.min(Math.max(0, most - other), Math.max(0, value));
  return before !== was ? [side(before, after), after] : [before, side(after, before)];
}

/** The layer with its picture cropped in another way. */
export function cropped(layer: Layer, wanted: Crop, canvas: Size): Layer {
  const now = cropOf(layer);
  const [left, right] = within(wanted.left, Math.min(wanted.right, 1 - LEAST), now.left);
  const [top, bottom] = within(wanted.top, Math.min(wanted.bottom, 1 - LEAST), now.top);
  const crop = { left, top, right, bottom };
  const isWhole = left + top + right + bottom === 0;
  return { ...reframed(layer, frameOf(now), frameOf(crop), canvas), crop: isWhole ? null : crop };
}

/**
 * The cropped layer of a picture that was shown within one frame, within another: what is left of it stays the same
 * part of the whole picture, where it is. Undefined where hardly anything of that is in the new frame.
 */
export function croppedIn(layer: Layer, from: Rect, to: Rect, canvas: Size): Layer | undefined {
  const part = frameOf(cropOf(layer));
  const seen = { left: from.left + part.left * from.width, top: from.top + part.top * from.height, width: part.width * from.width, height: part.height * from.height };
  const [left, top] = [Math.max(seen.left, to.left), Math.max(seen.top, to.top)];
  const width = Math.min(seen.left + seen.width, to.left + to.width) - left;
  const height = Math.min(seen.top + seen.height, to.top + to.height) - top;
  if (width < LEAST * to.width || height < LEAST * to.height) return undefined;
  const crop = {
    left: (left - to.left) / to.width,
    top: (top - to.top) / to.height,
    right: Math.max(0, (to.left + to.width - left - width) / to.width),
    bottom: Math.max(0, (to.top + to.height - top - height) / to.height),
  };
  return { ...reframed(layer, seen, { left, top, width, height }, canvas), crop };
}

/** The layer whose box was dragged by its sides, as a crop. */
export function croppedTo(layer: Layer, from: Box, to: Box, canvas: Size): Layer {
  const angle = (from.rotation * Math.PI) / 180;
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const middle = { x: dx * Math.cos(angle) + dy * Math.sin(angle), y: dy * Math.cos(angle) - dx * Math.sin(angle) };
  const now = cropOf(layer);
  const seen = frameOf(now);
  // How far each side went inwards, as shares of the whole picture.
  const start = { x: ((middle.x - to.width / 2 + from.width / 2) / from.width) * seen.width, y: ((middle.y - to.height / 2 + from.height / 2) / from.height) * seen.height };
  const end = { x: ((from.width / 2 - middle.x - to.width / 2) / from.width) * seen.width, y: ((from.height / 2 - middle.y - to.height / 2) / from.height) * seen.height };
  const [left, right] = layer.flipX ? [end.x, start.x] : [start.x, end.x];
  const [top, bottom] = layer.flipY ? [end.y, start.y] : [start.y, end.y];
  return cropped(layer, { left: now.left + left, top: now.top + top, right: now.right + right, bottom: now.bottom + bottom }, canvas);
}
