// What a caller may hand over as an image, as something that can be sent to a worker.
import { absoluteUrl } from '../addresses.js';
import { sendableBlob } from '../blobs.js';
import { isA, isBlob, isBuffer, nameOf, type Brand } from '../brands.js';
import { MediaError } from '../errors.js';
import { toPixels, type MediaImage } from '../pixels.js';
import { copyBytes, COPY_STEP, turn } from './copy.js';
import type { Job } from './protocol.js';

/**
 * An image: a file's bytes (Blob, File, ArrayBuffer, typed array, Response), pixels (a MediaImage, ImageData), what a
 * page draws with (ImageBitmap, `<img>`, `<canvas>`, `<video>`: the frame that it shows, VideoFrame, OffscreenCanvas),
 * or where the file is (a URL; in Node also a path). From an iframe they are taken as well. What can change is copied
 * when it is given, so that it may be changed while the call waits: up to 16 MiB (4 megapixels) before remove() returns,
 * more of it during the page's next turns. The file is best: an `<img>` is decoded by the
 * browser in the page's own thread.
 */
export type RemovalInput =
  | Blob
  | ArrayBuffer
  | ArrayBufferView
  | Response
  | MediaImage
  | ImageData
  | ImageBitmap
  | HTMLImageElement
  | SVGImageElement
  | HTMLCanvasElement
  | HTMLVideoElement
  | VideoFrame
  | OffscreenCanvas
  | URL
  | string;

export interface SendableInput {
  input: Job['input'];
  transfer: Transferable[];
}

/** What createImageBitmap takes. */
const drawings: readonly Brand[] = [
  'ImageBitmap', 'HTMLImageElement', 'SVGImageElement', 'HTMLCanvasElement', 'OffscreenCanvas', 'HTMLVideoElement', 'VideoFrame',
];

/** @throws MediaError `invalid_argument` for anything that is not an {@link RemovalInput} */
export async function sendableInput(image: RemovalInput): Promise<SendableInput> {
  if (typeof image === 'string' || isA(image, 'URL')) return { input: { url: await absoluteUrl(image as URL, 'The image') }, transfer: [] };
  if (isBlob(image)) return { input: { bytes: await sendableBlob(image) }, transfer: [] };
  if (isBuffer(image)) return sendBytes(new Uint8Array(image));
  if (ArrayBuffer.isView(image)) return sendBytes(new Uint8Array(image.buffer, image.byteOffset, image.byteLength));
  if (isA(image, 'Response')) return { input: { bytes: await bodyOf(image as Response) }, transfer: [] };
  if (drawings.some((brand) => isA(image, brand))) return sendDrawing(image as CanvasImageSource & ImageBitmapSource);
  return sendPixels(image as MediaImage);
}

async function bodyOf(response: Response): Promise<Blob> {
  if (!response.ok) throw new MediaError('fetch_failed', `The image could not be fetched: ${response.url} answered ${response.status}.`);
  try {
    return await response.blob();
  } catch (thrown) {
    throw new MediaError('invalid_argument', 'The response with the image was read already, or broke off.', { cause: thrown });
  }
}

async function sendBytes(view: Uint8Array): Promise<SendableInput> {
  const bytes = await copyBytes(view, 'The image');
  return { input: { bytes }, transfer: [bytes.buffer] };
}

async function sendDrawing(source: CanvasImageSource & ImageBitmapSource): Promise<SendableInput> {
  try {
    if (isA(source, 'HTMLImageElement')) await (source as HTMLImageElement).decode();
    const bitmaps = isA(source, 'ImageBitmap') ? await strips(source as ImageBitmap) : [await createImageBitmap(source)];
    return { input: { bitmaps }, transfer: bitmaps };
  } catch (thrown) {
    throw new MediaError('invalid_argument', `The image (${nameOf(source)}) has not loaded, is empty or closed, or is from another origin.`, { cause: thrown });
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
  if (typeof image !== 'object' || image === null || !('data' in image)) {
    throw new MediaError('invalid_argument', `The image is ${nameOf(image)}: give bytes, a Blob, an address, what a page draws with, or {width, height, data}.`);
  }
  const { width, height, data } = image;
  const { buffer } = await copyBytes(toPixels({ width, height, data }, 'The image'), 'The image');
  return { input: { pixels: { width, height, data: new Uint8ClampedArray(buffer) } }, transfer: [buffer] };
}
