// What previews are given: canvas, background, images.
import { isMap } from './brands.js';
import { parseColour, rgbaOf } from './colour.js';
import type { CanvasSize } from './contract.js';
import { MediaError } from './errors.js';
import { toPixels, type ImageInput } from './pixels.js';
import { fits, type AnyPlacement, type FitMode } from './placement-input.js';

/** An image behind everything. */
export interface PreviewBackground {
  /** Of any size. */
  image: ImageInput;
  /** How the image fills the canvas: stretched, whole inside, or covering it (default). */
  fit?: FitMode | undefined;
}

/** A picture to be drawn. */
export interface PreviewOptions {
  /** Whole pixels: sides of at most 8192, at most 33 554 432 pixels. */
  canvas: CanvasSize;
  /** `transparent` (default), a colour as `#rgb`, `#rgba`, `#rrggbb` or `#rrggbbaa`, or an image. */
  background?: string | ImageInput | PreviewBackground | null | undefined;
  /** Flat or as an editor holds them; those that cannot be drawn become issues. */
  placements: readonly AnyPlacement[];
  /** Images by asset id. One that is missing is drawn as a crossed box with its name or id. */
  images: ReadonlyMap<string, ImageInput> | Readonly<Record<string, ImageInput>>;
}

export function record<T extends object>(value: T, name: string): T {
  if (typeof value !== 'object' || value === null)
    throw new MediaError('invalid_argument', `${name} must be an object.`);
  return value;
}

export interface Picture {
  width: number;
  height: number;
  pixels: Uint8Array;
}

export const picture = (image: ImageInput, name: string): Picture => ({
  pixels: toPixels(image, name),
  width: image.width,
  height: image.height,
});

/** What errors call an asset's image. */
export const imageName = (assetId: string): string => `images[${JSON.stringify(assetId)}]`;

export function imageLookUp(images: PreviewOptions['images']): (assetId: string) => Picture | undefined {
  const source = record(images, 'images');
  const get = (assetId: string): ImageInput | undefined => {
    if (isMap(source)) return source.get(assetId) as ImageInput | undefined;
    return Object.hasOwn(source, assetId) ? (source as Record<string, ImageInput>)[assetId] : undefined;
  };
  return (assetId) => {
    const image = get(assetId);
    return image == null ? undefined : picture(image, imageName(assetId));
  };
}

export interface Backdrop {
  /** 0xRRGGBBAA. */
  rgba: number;
  image?: Picture;
  fit: number;
}

export function readBackground(background: PreviewOptions['background']): Backdrop {
  if (background == null) return { rgba: 0, fit: 0 };
  if (typeof background === 'string') return { rgba: rgbaOf(parseColour(background, 'background')), fit: 0 };
  if ('image' in record(background, 'background')) {
    const { image, fit = 'cover' } = background as PreviewBackground;
    if (!fits.includes(fit))
      throw new MediaError('invalid_argument', `background.fit must be one of ${fits.join(', ')}.`);
    return { rgba: 0, image: picture(image, 'background.image'), fit: fits.indexOf(fit) };
  }
  return { rgba: 0, image: picture(background as ImageInput, 'background'), fit: fits.indexOf('cover') };
}

/** All images, by asset id. */
export function readImages(images: PreviewOptions['images']): [string, ImageInput][] {
  const source = record(images, 'images');
  return isMap(source) ? ([...source] as [string, ImageInput][]) : Object.entries(source);
}
