// Pictures and options as callers hand them in.
import { blobBytes } from './blobs.js';
import { isA, isBlob, typedArrayName } from './brands.js';
import type { CoreInput, KeptBytes } from './core.js';
import { MediaError, toMediaError } from './errors.js';
import { IMAGE } from './generated/image.js';
import { byteView } from './json.js';

/** A picture: straight (not premultiplied) sRGB RGBA, 8 bits a channel, rows top to bottom. An ImageData is one. */
export interface MediaImage {
  /** Pixels, 1…65535. */
  readonly width: number;
  /** Pixels, 1…65535. */
  readonly height: number;
  /** width × height × 4 bytes. */
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

/** What is taken as a picture: a MediaImage, an ImageData, or the like with its bytes in a Uint8Array. */
export interface ImageInput {
  /** Pixels, 1…65535. */
  readonly width: number;
  /** Pixels, 1…65535. */
  readonly height: number;
  /** Straight RGBA, width × height × 4 bytes. */
  readonly data: Uint8ClampedArray | Uint8Array;
}

/** Bytes of a file: a buffer or any view on one. */
export type BytesInput = ArrayBuffer | SharedArrayBuffer | ArrayBufferView;

/** The same, or what gives its bytes later: a Blob, a File, a Response. */
export type FileInput = BytesInput | Blob | Response;

/** Bytes of an encoded image that are read unless the caller allows more. */
export const MAX_IMAGE_FILE_BYTES = IMAGE.maxBytes;

const invalid = (message: string) => new MediaError('invalid_argument', message);

/** The pixels of a picture whose size and length agree. @throws MediaError `invalid_argument`, `image_too_large` */
export function toPixels(image: ImageInput, what: string): Uint8Array {
  if (typeof image !== 'object' || image === null) throw invalid(`${what} must be {width, height, data}.`);
  const { width, height, data } = image;
  if (!Number.isInteger(width) || !Number.isInteger(height) || width < 1 || height < 1) throw invalid(`${what} must have a width and a height of at least 1 pixel.`);
  if (!['Uint8Array', 'Uint8ClampedArray'].includes(typedArrayName(data) ?? '')) throw invalid(`${what} must hold its pixels in a Uint8ClampedArray.`);
  const bytes = byteView(data, `${what}'s data`);
  if (bytes.length !== width * height * 4) throw invalid(`${what} is ${width} × ${height}, which needs ${width * height * 4} bytes of RGBA, but has ${bytes.length}.`);
  if (Math.max(width, height) > IMAGE.largestSide) throw new MediaError('image_too_large', `${what} is ${width} × ${height}; no side has more than ${IMAGE.largestSide} pixels.`);
  return bytes;
}

/** The bytes of a file, whenever it gives them. @throws MediaError `invalid_argument`, `input_too_large`, `fetch_failed` */
export async function bytesOf(file: FileInput, what: string, maxBytes: number): Promise<BytesInput> {
  try {
    if (isBlob(file)) {
      if (file.size > maxBytes) throw new MediaError('input_too_large', `${what} has ${file.size} bytes; the limit is ${maxBytes}.`);
      return await blobBytes(file);
    }
    if (!isA(file, 'Response')) return file as BytesInput;
    const response = file as Response;
    if (!response.ok) throw new MediaError('fetch_failed', `${what} could not be fetched: ${response.url} answered ${response.status}.`);
    return await response.arrayBuffer();
  } catch (thrown) {
    throw toMediaError(thrown, 'invalid_argument', `${what} cannot be read: was it changed, deleted or read already?`);
  }
}

/** A picture whose pixels stay in the core between calls; whoever asks for `data` gets a copy. */
export class KeptImage implements MediaImage {
  constructor(
    readonly bytes: KeptBytes,
    readonly width: number,
    readonly height: number,
  ) {}

  get data(): Uint8ClampedArray<ArrayBuffer> {
    return new Uint8ClampedArray(this.bytes.copy().buffer);
  }

  /** May be called twice. */
  free(): void {
    this.bytes.free();
  }
}

/** As {@link toPixels}; of a picture that is in the core already, where it is. */
export function pixelsOf(image: ImageInput, what: string): CoreInput {
  return image instanceof KeptImage ? image.bytes : toPixels(image, what);
}

/** A picture from the core's bytes, without another copy. */
export function toImage(data: Uint8Array<ArrayBuffer>, width: number, height: number): MediaImage {
  return { width, height, data: new Uint8ClampedArray(data.buffer, data.byteOffset, data.byteLength) };
}

/** A number option. @throws MediaError `invalid_argument` unless it is within [least, most] (and whole, if asked) */
export function numberOption(value: unknown, fallback: number, what: string, least: number, most: number, whole = false): number {
  if (value == null) return fallback;
  const fits = typeof value === 'number' && value >= least && value <= most && (!whole || Number.isInteger(value));
  if (!fits) throw invalid(`${what} must be a ${whole ? 'whole ' : ''}number from ${least} to ${most}.`);
  return value as number;
}

/** An option that is true or false; left out or null it is the fallback. @throws MediaError `invalid_argument` */
export function flagOption(value: unknown, fallback: boolean, what: string): boolean {
  if (value == null) return fallback;
  if (typeof value !== 'boolean') throw invalid(`${what} is true or false.`);
  return value;
}
