// What a caller may hand over as an image, as something that can be sent to a worker.
import { MediaError } from '../errors.js';
import { toPixels, type MediaImage } from '../pixels.js';
import { absoluteUrl } from './assets.js';
import { copyBytes, COPY_STEP, turn } from './copy.js';
import type { Job } from './protocol.js';

/**
 * An image: a file's bytes (Blob, File, ArrayBuffer, typed array), pixels (a MediaImage, ImageData), what a page
 * draws with (ImageBitmap, `<img>`, `<canvas>`, OffscreenCanvas), or where the file is (a URL; in Node also a path).
 * The file is best: an `<img>` is decoded by the browser in the page's own thread.
 */
export type RemovalInput =
  | Blob
  | ArrayBuffer
  | ArrayBufferView
  | MediaImage
  | ImageData
  | ImageBitmap
  | HTMLImageElement
  | HTMLCanvasElement
  | OffscreenCanvas
  | URL
  | string;

export interface SendableInput {
  input: Job['input'];
  transfer: Transferable[];
}

/** @throws MediaError `invalid_argument` for anything that is not an {@link RemovalInput} */
export async function sendableInput(image: RemovalInput): Promise<SendableInput> {
  if (typeof image === 'string' || image instanceof URL) return { input: { url: await absoluteUrl(image, 'The image') }, transfer: [] };
  if (isInstance(image, 'Blob')) return { input: { bytes: image as Blob }, transfer: [] };
  if (image instanceof ArrayBuffer || isInstance(image, 'SharedArrayBuffer')) return sendBytes(new Uint8Array(image as ArrayBuffer));
  if (ArrayBuffer.isView(image)) return sendBytes(new Uint8Array(image.buffer, image.byteOffset, image.byteLength));
  if (['ImageBitmap', 'HTMLImageElement', 'HTMLCanvasElement', 'OffscreenCanvas'].some((name) => isInstance(image, name))) {
    return sendDrawing(image as CanvasImageSource & ImageBitmapSource);
  }
  return sendPixels(image as MediaImage);
}

/** instanceof, for classes that not every host has. */
function isInstance(value: unknown, name: string): boolean {
  const type = (globalThis as unknown as Record<string, unknown>)[name];
  return typeof type === 'function' && value instanceof type;
}

async function sendBytes(view: Uint8Array): Promise<SendableInput> {
  const bytes = await copyBytes(view, 'The image');
  return { input: { bytes }, transfer: [bytes.buffer] };
}

async function sendDrawing(source: CanvasImageSource & ImageBitmapSource): Promise<SendableInput> {
  try {
    if (isInstance(source, 'HTMLImageElement')) await (source as HTMLImageElement).decode();
    const bitmaps = isInstance(source, 'ImageBitmap') ? await strips(source as ImageBitmap) : [await createImageBitmap(source)];
    return { input: { bitmaps }, transfer: bitmaps };
  } catch (thrown) {
    throw new MediaError('invalid_argument', 'The image on the page has not loaded, is empty, or is from another origin.', { cause: thrown });
  }
}

/** A copy of a bitmap that stays the caller's, from top to bottom. */
async function strips(bitmap: ImageBitmap): Promise<ImageBitmap[]> {
  const { width, height } = bitmap;
  if (width === 0) throw new Error('The bitmap was closed.');
  const rows = Math.max(1, Math.floor(COPY_STEP / (4 * width)));
  const bitmaps: ImageBitmap[] = [];
  for (let y = 0; y < height; y += rows) {
    if (y > 0) await turn();
    bitmaps.push(await createImageBitmap(bitmap, 0, y, width, Math.min(rows, height - y)));
  }
  return bitmaps;
}

async function sendPixels(image: MediaImage): Promise<SendableInput> {
  const pixels = toPixels(image, 'The image (bytes, a Blob, an address, an element or pixels)');
  const { width, height } = image;
  const { buffer } = await copyBytes(pixels, 'The image');
  return { input: { pixels: { width, height, data: new Uint8ClampedArray(buffer) } }, transfer: [buffer] };
}
