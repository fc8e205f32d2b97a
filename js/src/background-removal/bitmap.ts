import { MediaError } from '../errors.js';
import type { MediaImage } from '../pixels.js';

/** The pixels of bitmaps that lie below each other, which are closed. */
export function pixelsOfBitmaps(bitmaps: readonly ImageBitmap[]): MediaImage {
  const width = bitmaps[0]?.width ?? 0;
  const height = bitmaps.reduce((sum, bitmap) => sum + bitmap.height, 0);
  try {
    const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
    if (!context) throw new MediaError('out_of_memory', 'The browser has no memory for a canvas of this size.');
    let y = 0;
    for (const bitmap of bitmaps) {
      context.drawImage(bitmap, 0, y);
      y += bitmap.height;
    }
    return { width, height, data: context.getImageData(0, 0, width, height).data };
  } finally {
    for (const bitmap of bitmaps) bitmap.close();
  }
}
