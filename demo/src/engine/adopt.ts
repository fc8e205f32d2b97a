// What the page keeps of a whole picture; in workers only.
import type { Rect } from '@aurastream/media-wasm';
import type { MediaImage, PixelsKit } from '@aurastream/media-wasm/pixels';

/** The longest side, in pixels, of what the page keeps to draw with: more than any canvas shows of one image. */
const WORKING_SIDE = 1600;

/** A cut-out: to draw with, and in full size as a file. */
export interface AdoptedImage {
  working: MediaImage;
  png: Uint8Array<ArrayBuffer>;
  /** The same without its transparent rim, as layers and uploads have it. */
  trimmed: TrimmedImage;
}

export interface TrimmedImage {
  working: MediaImage;
  png: Uint8Array<ArrayBuffer>;
  /** Where it lies in the whole picture, as shares of its sides. */
  frame: Rect;
}

/** @param png the image as a file, where there is one */
export function adopted(kit: PixelsKit, image: MediaImage, png = kit.image.encodePng(image)): AdoptedImage {
  const whole = { working: shrunk(kit, image), png };
  const { x, y, ...rest } = kit.cutout.trim(image);
  const frame = { left: x / image.width, top: y / image.height, width: rest.width / image.width, height: rest.height / image.height };
  const isWhole = rest.width === image.width && rest.height === image.height;
  const trimmed = isWhole ? whole : { working: shrunk(kit, rest), png: kit.image.encodePng(rest) };
  return { ...whole, trimmed: { ...trimmed, frame } };
}

/** What a worker hands over of it instead of copying. */
export const adoptedBuffers = ({ working, png, trimmed }: AdoptedImage): ArrayBuffer[] =>
  [...new Set([png, working.data, trimmed.png, trimmed.working.data].map(({ buffer }) => buffer as ArrayBuffer))];

export function shrunk(kit: PixelsKit, image: MediaImage): MediaImage {
  const { width, height, data } = image;
  const scale = WORKING_SIDE / Math.max(width, height);
  if (scale >= 1) return { width, height, data };
  const side = (length: number): number => Math.max(1, Math.round(length * scale));
  return kit.image.resize(image, side(width), side(height), 'lanczos3');
}
