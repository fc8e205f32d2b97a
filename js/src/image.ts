// kit.image: what a file is, decoding, resizing and encoding.
import type { Core } from './core.js';
import { opaqueColour } from './colour.js';
import type { Operations } from './generated/operations.js';
import { MediaError } from './errors.js';
import { IMAGE, type ExportPresetName, type ImageLimits } from './generated/image.js';
import { byteView } from './json.js';
import { decodeOnPlatform } from './platform-image.js';
import { bytesOf, flagOption, KeptImage, numberOption, pixelsOf, toImage, toPixels, type BytesInput, type FileInput, type ImageInput, type MediaImage } from './pixels.js';

export type { ExportPresetName, ImageLimits };

/**
 * Formats that are told from bytes. PNG, JPEG, GIF and BMP are decoded by the core, the others by the platform
 * where it can.
 */
export type ImageMime = 'image/png' | 'image/jpeg' | 'image/gif' | 'image/bmp' | 'image/webp' | 'image/avif' | 'image/svg+xml';

/** What a file says of itself in its headers. */
export interface ImageInfo {
  /** Told from the bytes, never from a name. */
  mime: ImageMime;
  /** Pixels, upright: after the EXIF orientation is applied. */
  width: number;
  /** Pixels, upright. */
  height: number;
  /** Pixels, as they lie in the file. */
  storedWidth: number;
  /** Pixels, as they lie in the file. */
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
  /** Turn the picture upright by its EXIF orientation. Default true. Browsers always turn AVIFs. */
  orient?: boolean | undefined;
  /** Decode what there is of a file that was cut off, instead of refusing it. Default false. */
  allowTruncated?: boolean | undefined;
}

/** A decoded picture and what its file said. */
export interface DecodedImage extends MediaImage {
  /** Of the whole file, also where only its first frame was decoded. */
  readonly info: ImageInfo;
}

const filters = ['lanczos3', 'bicubic', 'bilinear', 'box', 'nearest'] as const;

/** Resampling kernels, from the sharpest to the quickest. */
export type ResizeFilter = (typeof filters)[number];

/** How a PNG is written. */
export interface PngOptions {
  /** Take several times as long for a smaller file. Default false. */
  small?: boolean | undefined;
}

/** How a JPEG is written. */
export interface JpegOptions {
  /** 1…100, default 90. Up to 90 colour is stored at half resolution. */
  quality?: number | undefined;
  /** An opaque colour, `#rgb` or `#rrggbb`: shows where the picture is transparent. Default `#ffffff`. */
  background?: string | undefined;
}

/** How a Blob is written; `small` is of PNGs, `quality` and `background` of JPEGs. */
export interface BlobOptions extends PngOptions, JpegOptions {
  /** Default `image/png`. */
  type?: 'image/png' | 'image/jpeg' | undefined;
}

/** What a file may be and weigh. */
export interface EncodeWithinOptions {
  /** A PNG gives up bits of colour to fit, a JPEG quality. */
  type: 'image/png' | 'image/jpeg';
  /** Bytes that the file may have. */
  maxBytes: number;
  /** Of a JPEG: an opaque colour, `#rgb` or `#rrggbb`. Default `#ffffff`. */
  background?: string | undefined;
}

/** An encoded file and what it cost. */
export interface EncodedImage {
  /** As asked for. */
  mime: 'image/png' | 'image/jpeg';
  /** Pixels. */
  width: number;
  /** Pixels. */
  height: number;
  /** The whole file. */
  bytes: Uint8Array<ArrayBuffer>;
  /** The PNG decodes to the very same pixels. */
  lossless: boolean;
  /** Of a JPEG, 1…100. */
  quality?: number;
  /** Of a PNG, bits a colour channel that were kept, 1…8. */
  colorBits?: number;
}

/** What a platform takes. */
export interface ExportPreset {
  /** The format that is written. */
  mime: 'image/png' | 'image/jpeg';
  /** Bytes a file may have, MB read as 10⁶. */
  maxBytes: number;
  /** [width, height] in pixels, one file each. */
  sizes: [number, number][];
}

const platformTypes: readonly ImageMime[] = ['image/webp', 'image/avif', 'image/svg+xml'];
const mostBytes = 2 ** 31 - 1;

function limitNumbers(limits: ImageLimits | null): [maxBytes: number, maxPixels: number, maxSide: number] {
  return [
    numberOption(limits?.maxBytes, IMAGE.maxBytes, 'maxBytes', 1, mostBytes),
    numberOption(limits?.maxPixels, IMAGE.maxPixels, 'maxPixels', 1, IMAGE.largestPixels),
    numberOption(limits?.maxSide, IMAGE.maxSide, 'maxSide', 1, IMAGE.largestSide),
  ];
}

/** `kit.image`: what a file is, decoding, resizing and encoding. */
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
    const { text, data } = this.#core.call(...decodeCall(file, options));
    const info = parseInfo(text);
    return { ...toImage(data, info.width, info.height), info };
  }

  /**
   * Decodes what decode() does, and in a browser also WebP and AVIF, and in a page also SVG, by the browser's own
   * decoders. There, colours of pixels that are nearly transparent are exact only to what a canvas keeps.
   * @throws MediaError the codes of decode(); `unsupported_format` where there is no browser, and for SVG in a worker
   */
  async decodeAsync(file: FileInput, options: DecodeOptions = {}): Promise<DecodedImage> {
    const bytes = await bytesOf(file, 'The image file', limitNumbers(options)[0]);
    return (await this.#decodeOnPlatform(bytes, this.probe(bytes, options), options)) ?? this.decode(bytes, options);
  }

  /** probe() of a Blob, File or Response too. @throws MediaError the codes of probe() */
  async probeAsync(file: FileInput, limits: ImageLimits = {}): Promise<ImageInfo> {
    return this.probe(await bytesOf(file, 'The image file', limitNumbers(limits)[0]), limits);
  }

  /**
   * An encoded file as a Blob, for uploads, downloads and `URL.createObjectURL`: a PNG, or a JPEG.
   * @throws MediaError the codes of encodePng() and encodeJpeg()
   */
  async toBlob(image: ImageInput, options: BlobOptions = {}): Promise<Blob> {
    const { type = 'image/png', ...rest } = options ?? {};
    if (type !== 'image/png' && type !== 'image/jpeg') throw new MediaError('invalid_argument', 'type must be image/png or image/jpeg.');
    return new Blob([type === 'image/png' ? this.encodePng(image, rest) : this.encodeJpeg(image, rest)], { type });
  }

  /**
   * decodeAsync() whose pixels stay in the core, where it is the core that decodes; the caller frees them.
   * @returns them, and the type of the file
   * @internal
   */
  async decodeKept(file: BytesInput, options: DecodeOptions = {}): Promise<{ image: KeptImage | DecodedImage; mime: ImageMime }> {
    const info = this.probe(file, options);
    const { mime } = info;
    const decoded = await this.#decodeOnPlatform(file, info, options);
    if (decoded) return { image: decoded, mime };
    const { text, data } = this.#core.keep(...decodeCall(file, options));
    const { width, height } = parseInfo(text);
    return { image: new KeptImage(data, width, height), mime };
  }

  async #decodeOnPlatform(file: BytesInput, info: ImageInfo, options: DecodeOptions): Promise<DecodedImage | undefined> {
    if (!platformTypes.includes(info.mime)) return undefined;
    return decodeOnPlatform(byteView(file, 'The image file'), info, flagOption(options?.orient, true, 'orient'));
  }

  /**
   * Resizes to exactly width × height pixels (1…65535 each), as Pillow does: antialiased, in premultiplied colour.
   * @throws MediaError `invalid_argument`, `image_too_large` (over 2²⁸ pixels), `out_of_memory`
   */
  resize(image: ImageInput, width: number, height: number, filter: ResizeFilter = 'lanczos3'): MediaImage {
    const pixels = toPixels(image, 'The image');
    const [toWidth, toHeight] = [sideOption(width, 'width'), sideOption(height, 'height')];
    const kernel = filters.indexOf(filter ?? 'lanczos3');
    if (kernel < 0) throw new MediaError('invalid_argument', `filter must be one of ${filters.join(', ')}.`);
    const { data } = this.#core.call('image_resize', [pixels], image.width, image.height, toWidth, toHeight, kernel);
    return toImage(data, width, height);
  }

  /**
   * A PNG that decodes to the very same pixels, without metadata: in a palette or in grey where that is smaller, and
   * without an alpha channel where nothing is transparent.
   * @throws MediaError `invalid_argument`, `out_of_memory`
   */
  encodePng(image: ImageInput, options: PngOptions = {}): Uint8Array<ArrayBuffer> {
    const pixels = pixelsOf(image, 'The image');
    return this.#core.call('image_encode_png', [pixels], image.width, image.height, flagOption(options?.small, false, 'small')).data;
  }

  /**
   * A JPEG of the picture on a background, without metadata.
   * @throws MediaError `invalid_argument`, `out_of_memory`
   */
  encodeJpeg(image: ImageInput, options: JpegOptions = {}): Uint8Array<ArrayBuffer> {
    const pixels = toPixels(image, 'The image');
    const quality = numberOption(options?.quality, IMAGE.quality, 'quality', 1, 100, true);
    return this.#core.call('image_encode_jpeg', [pixels], image.width, image.height, quality, backdropOf(options?.background)).data;
  }

  /**
   * The file of least loss within a number of bytes: a JPEG of the highest quality that fits; a PNG without loss if
   * that fits, else with fewer bits a colour channel.
   * @throws MediaError `cannot_fit` when even the coarsest file is larger, `invalid_argument`, `out_of_memory`
   */
  encodeWithin(image: ImageInput, options: EncodeWithinOptions): EncodedImage {
    const pixels = toPixels(image, 'The image');
    const { type: mime, maxBytes, background } = options ?? {};
    if (mime !== 'image/png' && mime !== 'image/jpeg') throw new MediaError('invalid_argument', 'type must be image/png or image/jpeg.');
    const limit = numberOption(maxBytes ?? Number.NaN, 0, 'maxBytes', 1, mostBytes);
    const { width, height } = image;
    const { text, data } = this.#core.call('image_encode_within', [pixels], width, height, mime === 'image/jpeg', limit, backdropOf(background));
    const { quality, colorBits } = JSON.parse(text) as { quality: number; colorBits: number };
    const base = { mime, width, height, bytes: data } as const;
    return mime === 'image/jpeg' ? { ...base, lossless: false, quality } : { ...base, lossless: colorBits === 8, colorBits };
  }

  /** Sizes and limits that platforms set, by name. */
  get exportPresets(): Readonly<Record<ExportPresetName, ExportPreset>> {
    return JSON.parse(this.#core.call('image_export_presets').text) as Record<ExportPresetName, ExportPreset>;
  }

  /**
   * The files that a platform takes, one a size, each within its limit. The picture is made as large as fits and
   * centred on transparent (in a JPEG: on `background`).
   * @throws MediaError the codes of encodeWithin()
   */
  exportFor(preset: ExportPresetName, image: ImageInput, options: { background?: string } = {}): EncodedImage[] {
    const pixels = toPixels(image, 'The image');
    const presets = this.exportPresets;
    if (!Object.hasOwn(presets, preset)) throw new MediaError('invalid_argument', `preset must be one of ${Object.keys(presets).join(', ')}.`);
    const { mime, maxBytes, sizes } = presets[preset];
    return sizes.map(([width, height]) => {
      const { data } = this.#core.call('image_contain', [pixels], image.width, image.height, width, height);
      return this.encodeWithin(toImage(data, width, height), { type: mime, maxBytes, background: options?.background });
    });
  }
}

const sideOption = (value: number, name: string): number => numberOption(value ?? Number.NaN, 0, name, 1, IMAGE.largestSide, true);

/** What a JPEG shows where the picture is transparent. */
const backdropOf = (colour: string | null | undefined): number => opaqueColour(colour ?? '#ffffff', 'background');

function parseInfo(text: string): ImageInfo {
  const info = JSON.parse(text) as ImageInfo;
  return { ...info, hasAlpha: Boolean(info.hasAlpha), hasIccProfile: Boolean(info.hasIccProfile) };
}

/** The operation, its input and its numbers. */
function decodeCall(file: BytesInput, options: DecodeOptions): ['image_decode', ...Operations['image_decode']] {
  const bytes = withinLimit(byteView(file, 'The image file'), options);
  return ['image_decode', [bytes], ...limitNumbers(options), flagOption(options?.orient, true, 'orient'), flagOption(options?.allowTruncated, false, 'allowTruncated')];
}

/** Refuses an enormous file before it is copied to the core. */
function withinLimit(bytes: Uint8Array, limits: ImageLimits): Uint8Array {
  const [maxBytes] = limitNumbers(limits);
  if (bytes.length > maxBytes) throw new MediaError('input_too_large', `The image file has ${bytes.length} bytes; the limit is ${maxBytes}.`);
  return bytes;
}
