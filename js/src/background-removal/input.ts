// What a caller may hand over as an image, as something that can be sent to a worker.
import { MediaError } from '../errors.js';
import { toPixels, type MediaImage } from '../pixels.js';
import { absoluteUrl } from './assets.js';
import type { Job } from './protocol.js';

/**
 * An image: a file's bytes (Blob, File, ArrayBuffer, typed array), pixels (a MediaImage, ImageData), what a page
 * draws with (ImageBitmap, `<img>`, `<canvas>`, OffscreenCanvas), or where the file is (a URL; in Node also a path).
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

/** A copy, because what is transferred is lost to the caller. It is never shared memory. */
function sendBytes(view: Uint8Array): SendableInput {
  const bytes = new Uint8Array(view);
  return { input: { bytes }, transfer: [bytes.buffer] };
}

async function sendDrawing(source: ImageBitmapSource): Promise<SendableInput> {
  try {
    if (isInstance(source, 'HTMLImageElement')) await (source as HTMLImageElement).decode();
    const bitmap = await createImageBitmap(source);
    return { input: { bitmap }, transfer: [bitmap] };
  } catch (thrown) {
    throw new MediaError('invalid_argument', 'The image on the page has not loaded, is empty, or is from another origin.', { cause: thrown });
  }
}

function sendPixels(image: MediaImage): SendableInput {
  const data = new Uint8ClampedArray(toPixels(image, 'The image (bytes, a Blob, an address, an element or pixels)'));
  return { input: { pixels: { width: image.width, height: image.height, data } }, transfer: [data.buffer] };
}
