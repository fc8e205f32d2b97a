// Formats that the core does not decode, by the browser's own decoders.
import { decoderFor, encoder } from './coders.js';
import { MediaError } from './errors.js';
import type { DecodedImage, ImageInfo } from './image.js';

type Drawable = ImageBitmap | HTMLImageElement;

/** The browser decodes the bytes; a canvas gives the pixels. `info` was held against the caps. @internal */
export async function decodeOnPlatform(
  bytes: Uint8Array,
  info: ImageInfo,
  orient: boolean,
): Promise<DecodedImage> {
  const image = info.mime === 'image/svg+xml' ? drawSvg(bytes, info) : drawBitmap(bytes, info, orient);
  const { width, height, data } = await image;
  return { width, height, data, info: { ...info, width, height } };
}

async function drawBitmap(bytes: Uint8Array, info: ImageInfo, orient: boolean): Promise<ImageData> {
  const blob = new Blob([bytes.slice()], { type: info.mime });
  if (typeof createImageBitmap !== 'function') throw unsupported(info, 'is decoded by browsers only');
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(blob, { imageOrientation: 'none', premultiplyAlpha: 'none' });
  } catch (cause) {
    throw new MediaError(
      'corrupt_image',
      `This browser cannot decode the ${name(info)}: it is damaged, or of a kind that the browser does not know.`,
      { cause },
    );
  }
  try {
    // Browsers leave a WebP's EXIF alone, and always turn an AVIF by its own properties.
    return pixels(
      bitmap,
      bitmap.width,
      bitmap.height,
      info,
      orient && info.mime === 'image/webp' ? info.orientation : 1,
    );
  } finally {
    bitmap.close();
  }
}

/**
 * An SVG needs an image element: createImageBitmap refuses it. Scripts in it do not run there, nothing is
 * fetched.
 */
async function drawSvg(bytes: Uint8Array, info: ImageInfo): Promise<ImageData> {
  if (typeof Image !== 'function' || typeof document === 'undefined')
    throw unsupported(info, 'is decoded in a page only');
  let image = await loadSvg(bytes, info);
  // Firefox draws the first row of an SVG half transparent when it has to scale it.
  if (image.naturalWidth !== info.width || image.naturalHeight !== info.height)
    image = await loadSvg(sized(bytes, info), info);
  return pixels(image, info.width, info.height, info);
}

async function loadSvg(bytes: Uint8Array, info: ImageInfo): Promise<HTMLImageElement> {
  const url = URL.createObjectURL(new Blob([bytes.slice()], { type: info.mime }));
  const image = new Image(info.width, info.height);
  try {
    image.src = url;
    await image.decode();
  } catch (cause) {
    throw new MediaError('corrupt_image', 'This browser cannot draw the SVG: it is damaged.', { cause });
  } finally {
    URL.revokeObjectURL(url);
  }
  return image;
}

/**
 * An SVG in UTF-8 with its size in pixels written into its root. (A DOMParser would run into the page's
 * style-src.)
 */
function sized(bytes: Uint8Array, { width, height }: ImageInfo): Uint8Array {
  const text = decoderFor('utf-8', { ignoreBOM: true }).decode(bytes);
  // From the first root only: tried at each `<svg`, a long file would take its length squared.
  const root = /<svg(?:[^>"']|"[^"]*"|'[^']*')*>/y;
  root.lastIndex = Math.max(0, text.search(/<svg[\s/>]/));
  const own = /\s(?:width|height)\s*=\s*(?:"[^"]*"|'[^']*')/g;
  const start = root.lastIndex;
  const tag = root.exec(text)?.[0];
  if (!tag) return bytes;
  const written = `<svg width="${width}" height="${height}"${tag.slice(4).replace(own, '')}`;
  return encoder.encode(text.slice(0, start) + written + text.slice(start + tag.length));
}

/** By EXIF orientation, the canvas transform that turns a stored picture of width w and height h upright. */
const turns: Record<
  number,
  (w: number, h: number) => [a: number, b: number, c: number, d: number, e: number, f: number]
> = {
  2: (w) => [-1, 0, 0, 1, w, 0],
  3: (w, h) => [-1, 0, 0, -1, w, h],
  4: (_, h) => [1, 0, 0, -1, 0, h],
  5: () => [0, 1, 1, 0, 0, 0],
  6: (_, h) => [0, 1, -1, 0, h, 0],
  7: (w, h) => [0, -1, -1, 0, h, w],
  8: (w) => [0, -1, 1, 0, 0, w],
};

function pixels(
  image: Drawable,
  storedWidth: number,
  storedHeight: number,
  info: ImageInfo,
  orientation = 1,
): ImageData {
  const [width, height] = orientation >= 5 ? [storedHeight, storedWidth] : [storedWidth, storedHeight];
  const context = contextOf(width, height);
  if (!context) throw unsupported(info, 'needs a canvas, which is missing here');
  try {
    const turn = turns[orientation]?.(storedWidth, storedHeight);
    if (turn) context.setTransform(...turn);
    context.drawImage(image, 0, 0, storedWidth, storedHeight);
    return context.getImageData(0, 0, width, height);
  } catch (cause) {
    throw new MediaError(
      'unsupported_format',
      `The browser does not give out the pixels of this ${name(info)}.`,
      { cause },
    );
  }
}

function contextOf(
  width: number,
  height: number,
): CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D | null {
  if (typeof OffscreenCanvas === 'function')
    return new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (typeof document === 'undefined') return null;
  return Object.assign(document.createElement('canvas'), { width, height }).getContext('2d', {
    willReadFrequently: true,
  });
}

const name = (info: ImageInfo) =>
  ({ 'image/webp': 'WebP', 'image/avif': 'AVIF' })[info.mime as string] ?? 'SVG';

function unsupported(info: ImageInfo, why: string): MediaError {
  return new MediaError(
    'unsupported_format',
    `${name(info)} ${why}; convert the image to PNG or JPEG first.`,
  );
}
