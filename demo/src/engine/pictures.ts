// Pixels and bytes of the session's images, by image id; the state holds only what is said about them.
import type { MediaImage } from '@aurastream/media-wasm';
import type { Cutout, ImageItem, State } from '../state/model.js';
import type { AdoptedImage } from './adopt.js';
import type { PreviewPart } from './preview.worker.js';

export interface Picture {
  /** What background removal reads: the file, or pixels of what only a page can decode. */
  source: Blob | MediaImage;
  /** The file's own bytes, for the upload's body. */
  bytes: Uint8Array<ArrayBuffer>;
  /** The original, at most as large as the page draws. */
  original: MediaImage;
  /** What background removals made of it, by the cut-outs' ids; undo may lead back to each. */
  cutouts: Map<string, AdoptedImage>;
}

export type Pictures = Map<string, Picture>;

/** The image's cut-out, if it has one. */
export const cutoutOf = (pictures: Pictures, { id, cutout }: ImageItem): AdoptedImage | undefined =>
  cutout && pictures.get(id)?.cutouts.get(cutout.id);

/** `prefix-N`, after all of those that are taken. */
export const nextId = (prefix: string, taken: readonly string[]): string =>
  `${prefix}-${1 + Math.max(0, ...taken.map((id) => Number(id.slice(prefix.length + 1)) || 0))}`;

/** Keeps a cut-out. @returns what the state says of it */
export function keepCutout(pictures: Pictures, imageId: string, made: AdoptedImage): Pick<Cutout, 'id' | 'frame'> {
  const { cutouts } = pictures.get(imageId)!;
  const id = nextId('cutout', [...cutouts.keys()]);
  cutouts.set(id, made);
  return { id, frame: made.trimmed.frame };
}

/** The cut-out as layers and uploads have it: without its rim, unless it was made when they still had that. */
function placedCutout(pictures: Pictures, item: ImageItem): Pick<AdoptedImage, 'working' | 'png'> | undefined {
  const made = item.useCutout ? cutoutOf(pictures, item) : undefined;
  return item.cutout?.frame ? made?.trimmed : made;
}

/** The file that uploads and downloads of this image hold. */
export function shownFile(pictures: Pictures, item: ImageItem): Uint8Array<ArrayBuffer> | undefined {
  return placedCutout(pictures, item)?.png ?? pictures.get(item.id)?.bytes;
}

/** What layers and thumbnails of this image show. */
export function shownImage(pictures: Pictures, item: ImageItem): MediaImage | undefined {
  return placedCutout(pictures, item)?.working ?? pictures.get(item.id)?.original;
}

/** What a scene is drawn with, by image id. */
export function shownImages(pictures: Pictures, state: State): Map<string, MediaImage> {
  const images = new Map<string, MediaImage>();
  for (const item of state.document.images) {
    const image = shownImage(pictures, item);
    if (image) images.set(item.id, image);
  }
  return images;
}

/** An ImageData over the same pixels, not a copy of them. */
const imageData = ({ data, width, height }: MediaImage): ImageData =>
  new ImageData(data as Uint8ClampedArray<ArrayBuffer>, width, height);

/** Draws an image onto a canvas of the image's own size. */
export function drawImage(canvas: HTMLCanvasElement, image: MediaImage): void {
  canvas.width = image.width;
  canvas.height = image.height;
  canvas.getContext('2d')?.putImageData(imageData(image), 0, 0);
}

/** Draws a part of the preview; the canvas takes the size of the scene's. */
export function drawPart(canvas: HTMLCanvasElement, { canvas: size, left, top, pixels }: PreviewPart): void {
  if (canvas.width !== size.width || canvas.height !== size.height) Object.assign(canvas, size);
  if (pixels.width > 0 && pixels.height > 0)
    canvas.getContext('2d')?.putImageData(imageData(pixels), left, top);
}

const THUMBNAIL_SIDE = 96;
const thumbnails = new WeakMap<MediaImage, HTMLCanvasElement>();

/** Draws an image, whole, into a small square canvas. */
export function drawThumbnail(canvas: HTMLCanvasElement, image: MediaImage): void {
  const source = thumbnails.get(image) ?? thumbnail(image);
  thumbnails.set(image, source);
  const context = canvas.getContext('2d');
  context?.clearRect(0, 0, canvas.width, canvas.height);
  context?.drawImage(source, 0, 0, canvas.width, canvas.height);
}

/** Means of a few pixels each, in premultiplied colour: drawing the whole picture for it would block the page. */
function thumbnail(image: MediaImage): HTMLCanvasElement {
  const scale = THUMBNAIL_SIDE / Math.max(image.width, image.height);
  const width = Math.max(1, Math.round(image.width * scale));
  const height = Math.max(1, Math.round(image.height * scale));
  const small = new ImageData(width, height);
  for (let i = 0; i < width * height; i++) {
    small.data.set(meanOf(image, (i % width) / width, Math.floor(i / width) / height, scale), 4 * i);
  }
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = THUMBNAIL_SIDE;
  canvas.getContext('2d')?.putImageData(small, (THUMBNAIL_SIDE - width) / 2, (THUMBNAIL_SIDE - height) / 2);
  return canvas;
}

/** A thumbnail pixel's mean over 4 × 4 places; left and top are fractions of the image. */
function meanOf({ width, height, data }: MediaImage, left: number, top: number, scale: number): number[] {
  const sum = [0, 0, 0, 0];
  for (let sample = 0; sample < 16; sample++) {
    const x = Math.min(width - 1, Math.floor(left * width + ((sample & 3) + 0.5) / (4 * scale)));
    const y = Math.min(height - 1, Math.floor(top * height + ((sample >> 2) + 0.5) / (4 * scale)));
    const at = 4 * (y * width + x);
    const alpha = data[at + 3]!;
    for (let channel = 0; channel < 3; channel++) sum[channel]! += data[at + channel]! * alpha;
    sum[3]! += alpha;
  }
  const alpha = sum[3]!;
  return [...sum.slice(0, 3).map((value) => (alpha === 0 ? 0 : value / alpha)), alpha / 16];
}
