// kit.image: what a file is, decoding, resizing and encoding.
import type { Core } from './core.js';
import { MediaError } from './errors.js';
import { byteView } from './json.js';
import { decodeOnPlatform } from './platform-image.js';
import { numberOption, toImage, toPixels, type BytesInput, type ImageInput, type MediaImage } from './pixels.js';

/** What is read at most. Checked on the file's size and header, before memory is taken. */
export interface ImageLimits {
  /** Bytes of the encoded file. Default 64 MiB. */
  maxBytes?: number;
  /** Width × height. Default 67 108 864 (8192 × 8192). */
  maxPixels?: number;
  /** Pixels, width and height alike. Default 32767. */
  maxSide?: number;
}

export type ImageMime = 'image/png' | 'image/jpeg' | 'image/gif' | 'image/bmp' | 'image/webp' | 'image/avif' | 'image/svg+xml';

/** What a file says of itself in its headers. */
export interface ImageInfo {
  /** Told from the bytes, never from a name. */
  mime: ImageMime;
  /** Pixels, upright: after the EXIF orientation is applied. */
  width: number;
  height: number;
  /** Pixels, as they lie in the file. */
  storedWidth: number;
  storedHeight: number;
  /** EXIF orientation, 1…8. */
  orientation: number;
  /** Bits a channel, as stored; decode() always gives 8. */
  bitDepth: number;
  /** Some pixel may be transparent. */
  hasAlpha: boolean;
  /** More than 1: an animation. */
  frameCount: number;
  /** There is an ICC profile. It is not applied: colours are taken as sRGB. */
  hasIccProfile: boolean;
}

export interface DecodeOptions extends ImageLimits {
  /** Turn the picture upright by its EXIF orientation. Default true. */
  orient?: boolean;
  /** Decode what there is of a file that was cut off, instead of refusing it. Default false. */
  allowTruncated?: boolean;
}

/** A decoded picture and what its file said. */
export interface DecodedImage extends MediaImage {
  readonly info: ImageInfo;
}

const filters = ['lanczos3', 'bicubic', 'bilinear', 'box', 'nearest'] as const;

/** Resampling kernels, from the sharpest to the quickest. */
export type ResizeFilter = (typeof filters)[number];

export interface PngOptions {
  /** Take longer for a smaller file. Default false. */
  small?: boolean;
}

const platformTypes: readonly ImageMime[] = ['image/webp', 'image/avif', 'image/svg+xml'];
const largestSide = 65535;

function limitNumbers(limits: ImageLimits): number[] {
  return [
    numberOption(limits.maxBytes, 64 * 2 ** 20, 'maxBytes', 1, 2 ** 31 - 1),
    numberOption(limits.maxPixels, 64 * 2 ** 20, 'maxPixels', 1, 2 ** 28),
    numberOption(limits.maxSide, 32767, 'maxSide', 1, largestSide),
  ];
}

export class ImageApi {
  readonly #core: Core;

  /** @internal */
  constructor(core: Core) {
    this.#core = core;
  }

  /**
   * What a file is, from its bytes, without decoding it.
   * @throws MediaError `empty_input`, `input_too_large`, `unsupported_format`, `corrupt_image`, `image_too_large`
   */
  probe(file: BytesInput, limits: ImageLimits = {}): ImageInfo {
    const bytes = withinLimit(byteView(file, 'The image file'), limits);
    return parseInfo(this.#core.call('image_probe', [bytes], ...limitNumbers(limits)).text);
  }

  /**
   * Decodes the first frame of a PNG, JPEG, GIF or BMP, upright. WebP, AVIF and SVG: see {@link decodeAsync}.
   * @throws MediaError the codes of probe(), and `out_of_memory`
   */
  decode(file: BytesInput, options: DecodeOptions = {}): DecodedImage {
    const bytes = withinLimit(byteView(file, 'The image file'), options);
    const flags = [Number(options.orient ?? true), Number(options.allowTruncated ?? false)];
    const { text, data } = this.#core.call('image_decode', [bytes], ...limitNumbers(options), ...flags);
    const info = parseInfo(text);
    return { ...toImage(data, info.width, info.height), info };
  }

  /**
   * Decodes what decode() does, and in a browser also WebP and AVIF, and in a page also SVG, by the browser's own
   * decoders. There, colours of pixels that are nearly transparent are exact only to what a canvas keeps.
   * @throws MediaError the codes of decode(); `unsupported_format` where there is no browser, and for SVG in a worker
   */
  async decodeAsync(file: BytesInput, options: DecodeOptions = {}): Promise<DecodedImage> {
    const info = this.probe(file, options);
    if (!platformTypes.includes(info.mime)) return this.decode(file, options);
    return decodeOnPlatform(byteView(file, 'The image file'), info, options.orient ?? true);
  }

  /**
   * Resizes to exactly width × height pixels (1…65535 each), as Pillow does: antialiased, in premultiplied colour.
   * @throws MediaError `invalid_argument`, `image_too_large` (over 2²⁸ pixels), `out_of_memory`
   */
  resize(image: ImageInput, width: number, height: number, filter: ResizeFilter = 'lanczos3'): MediaImage {
    const pixels = toPixels(image, 'The image');
    const to = [width, height].map((side, i) => numberOption(side ?? Number.NaN, 0, i ? 'height' : 'width', 1, largestSide, true));
    const kernel = filters.indexOf(filter);
    if (kernel < 0) throw new MediaError('invalid_argument', `filter must be one of ${filters.join(', ')}.`);
    const { data } = this.#core.call('image_resize', [pixels], image.width, image.height, ...to, kernel);
    return toImage(data, width, height);
  }

  /**
   * A PNG file of the picture, without metadata, and without an alpha channel where nothing is transparent.
   * @throws MediaError `invalid_argument`, `out_of_memory`
   */
  encodePng(image: ImageInput, options: PngOptions = {}): Uint8Array<ArrayBuffer> {
    const pixels = toPixels(image, 'The image');
    return this.#core.call('image_encode_png', [pixels], image.width, image.height, Number(options.small ?? false)).data;
  }
}

function parseInfo(text: string): ImageInfo {
  const info = JSON.parse(text) as ImageInfo;
  return { ...info, hasAlpha: Boolean(info.hasAlpha), hasIccProfile: Boolean(info.hasIccProfile) };
}

/** Refuses an enormous file before it is copied to the core. */
function withinLimit(bytes: Uint8Array, limits: ImageLimits): Uint8Array {
  const [maxBytes] = limitNumbers(limits) as [number];
  if (bytes.length > maxBytes) throw new MediaError('input_too_large', `The image file has ${bytes.length} bytes; the limit is ${maxBytes}.`);
  return bytes;
}
