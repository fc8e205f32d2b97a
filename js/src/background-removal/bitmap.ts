import { MediaError } from '../errors.js';
import type { MediaImage } from '../pixels.js';

/** The pixels of a bitmap, which is closed. */
export function pixelsOfBitmap(bitmap: ImageBitmap): MediaImage {
  const { width, height } = bitmap;
  try {
    const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
    if (!context) throw new MediaError('out_of_memory', 'The browser has no memory for a canvas of this size.');
    context.drawImage(bitmap, 0, 0);
    return { width, height, data: context.getImageData(0, 0, width, height).data };
  } finally {
    bitmap.close();
  }
}
