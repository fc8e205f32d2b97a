// Pixels and bytes of the session's images, by image id; the state holds only what is said about them.
import type { MediaImage } from '@aurastream/media-wasm';
import type { ImageItem, State } from '../state/model.js';
import type { PreviewPart } from './preview.worker.js';

export interface Picture {
  /** What background removal reads: the file, or pixels of what only a page can decode. */
  source: Blob | MediaImage;
  /** The file's own bytes, for the upload's body. */
  bytes: Uint8Array<ArrayBuffer>;
  /** The original, at most as large as the page draws. */
  original: MediaImage;
  /** After background removal: to draw with, and in full size as a PNG file. */
  cutout?: { working: MediaImage; png: Uint8Array<ArrayBuffer>; summary: string };
}

export type Pictures = Map<string, Picture>;

/** What layers and thumbnails of this image show. */
export function shownImage(pictures: Pictures, item: ImageItem): MediaImage | undefined {
  const picture = pictures.get(item.id);
  return (item.useCutout && picture?.cutout?.working) || picture?.original;
}

/** What a scene is drawn with, by image id. */
export function shownImages(pictures: Pictures, state: State): Map<string, MediaImage> {
  const images = new Map<string, MediaImage>();
  for (const item of state.images) {
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

function thumbnail(image: MediaImage): HTMLCanvasElement {
  const whole = document.createElement('canvas');
  drawImage(whole, image);
  const small = document.createElement('canvas');
  small.width = small.height = THUMBNAIL_SIDE;
  const scale = THUMBNAIL_SIDE / Math.max(image.width, image.height);
  const [width, height] = [image.width * scale, image.height * scale];
  const context = small.getContext('2d');
  if (context) context.imageSmoothingQuality = 'high';
  context?.drawImage(whole, (THUMBNAIL_SIDE - width) / 2, (THUMBNAIL_SIDE - height) / 2, width, height);
  return small;
}
