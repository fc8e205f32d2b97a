// What the page keeps of a whole picture; in workers only.
import type { MediaImage, MediaKit } from '@aurastream/media-wasm';

/** The longest side, in pixels, of what the page keeps to draw with: more than any canvas shows of one image. */
const WORKING_SIDE = 1600;

/** A cut-out: to draw with, and in full size as a file. */
export interface AdoptedImage {
  working: MediaImage;
  png: Uint8Array<ArrayBuffer>;
}

export function adopted(kit: MediaKit, image: MediaImage): AdoptedImage {
  return { working: shrunk(kit, image), png: kit.image.encodePng(image) };
}

export function shrunk(kit: MediaKit, image: MediaImage): MediaImage {
  const { width, height, data } = image;
  const scale = WORKING_SIDE / Math.max(width, height);
  if (scale >= 1) return { width, height, data };
  const side = (length: number): number => Math.max(1, Math.round(length * scale));
  return kit.image.resize(image, side(width), side(height), 'lanczos3');
}
