// From a file to what the page keeps of a picture: when it is added, and when a project is opened again.
import type { AdoptedImage } from './adopt.js';
import { foreignAdvice } from './foreign.js';
import type { Picture } from './pictures.js';
import type { Pixels } from './pixels.js';
import { pixelsKit } from './pixels-kit.js';

export interface OpenedPicture {
  /** Upright size in pixels. */
  width: number;
  height: number;
  picture: Picture;
}

/** In the worker, unless only a page can decode the format, as SVG. @throws Error with a sentence for the person */
export async function openPicture(pixels: Pixels, file: Blob): Promise<OpenedPicture> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const cutouts = new Map<string, AdoptedImage>();
  try {
    const { width, height, working } = await pixels.open(file);
    return { width, height, picture: { source: file, bytes, original: working, cutouts } };
  } catch (thrown) {
    const { code } = thrown as { code?: string };
    if (code !== 'unsupported_format') throw thrown;
    const advice = foreignAdvice(bytes);
    if (advice) throw new Error(advice);
    const kit = await pixelsKit();
    if (kit.image.probe(bytes).mime !== 'image/svg+xml') throw thrown;
    const image = await kit.image.decodeAsync(bytes);
    const working = await pixels.shrink(image);
    return { width: image.width, height: image.height, picture: { source: image, bytes, original: working, cutouts } };
  }
}
