// Images that only the browser can read (WebP, AVIF, bitmaps), as pixels. Node has none of this.
import { MediaError } from '../errors.js';
import type { MediaImage } from '../pixels.js';

/** The pixels of a bitmap, which is closed. */
export function pixelsOfBitmap(bitmap: ImageBitmap): MediaImage {
  const { width, height } = bitmap;
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!context) throw new MediaError('out_of_memory', 'The browser has no memory for a canvas of this size.');
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return { width, height, data: context.getImageData(0, 0, width, height).data };
}

/** What the browser makes of a file, upright; undefined where it cannot read it either. */
export async function decodeByPlatform(bytes: Uint8Array<ArrayBuffer>): Promise<MediaImage | undefined> {
  if (typeof createImageBitmap !== 'function' || typeof OffscreenCanvas !== 'function') return undefined;
  const bitmap = await createImageBitmap(new Blob([bytes])).catch(() => undefined);
  return bitmap && pixelsOfBitmap(bitmap);
}
