// Masks and cut-outs: what goes around a segmentation network.
import { typedArrayName } from './brands.js';
import { opaqueColour, parseColour } from './colour.js';
import type { Operations } from './generated/operations.js';
import { MediaError } from './errors.js';
import { Selection, type SelectionOptions, type SelectOptions } from './selection.js';
import type { Core } from './core.js';
import { flagOption, KeptImage, numberOption, pixelsOf, toImage, toPixels, type ImageInput, type MediaImage } from './pixels.js';

/** One value a pixel, rows top to bottom: 0 is background, 255 (or 1, when floats) is the subject. */
export interface Mask {
  /** Pixels, 1…65535. */
  width: number;
  /** Pixels, 1…65535. */
  height: number;
  /** width × height bytes from 0 to 255, or floats from 0 to 1, which are rounded to steps of 1/255. */
  data: Uint8Array | Uint8ClampedArray | Float32Array;
}

/** How a mask is applied. */
export interface ApplyOptions {
  /** Replace the colours of half-transparent pixels by the subject's own, so that no rim of the old background stays. Default true. */
  unmix?: boolean | undefined;
}

/** What is known of a picture with a flat background. */
export interface FlatOptions {
  /**
   * What becomes of background colour that the subject encloses. `auto` keeps what looks like paint (eyes with pupils and
   * what else the same subject encloses, teeth within a mouth) and removes the rest. Default `remove`.
   */
  holes?: 'remove' | 'keep' | 'auto' | undefined;
  /** What becomes of a soft shadow or glow around the subject: kept, freed of the background, or removed. Default `keep`. */
  shadow?: 'keep' | 'remove' | undefined;
  /** The picture was a JPEG: what its codec leaves around edges is not taken for paint. Default false. */
  jpeg?: boolean | undefined;
}

/** What is known of a green or blue screen. */
export interface ChromaOptions {
  /** The screen's colour, roughly: `#rgb` or `#rrggbb`, not grey. By default it is found: green or blue. */
  color?: string | undefined;
  /** 0 to 0.5: how far the screen may stray, as a share of the way to the subject. By default as its noise demands. */
  tolerance?: number | undefined;
  /** Take the screen's hue out of the subject's edges. Default true. */
  despill?: boolean | undefined;
}

/** What {@link CutoutApi.chroma} found. */
export type ChromaResult =
  | {
      /** There is no such screen. */
      chroma: false;
    }
  | {
      /** There was one, and it is gone. */
      chroma: true;
      /** 0 to 1: how much of the border is screen, and how little noise it has. */
      certainty: number;
      /** Red, green and blue of the screen at the middle of the image. */
      color: [red: number, green: number, blue: number];
      /** The cut-out. */
      image: MediaImage;
    };

/** What {@link CutoutApi.flatBackground} found. */
export type FlatResult =
  | {
      /** The background is neither of one colour nor a gradient, nor a checkerboard. */
      flat: false;
      /** Nor is it gone already. */
      transparent: false;
    }
  | {
      /** There is no background to remove. */
      flat: false;
      /** The background is gone already: more than half of the border is transparent. */
      transparent: true;
      /** The share of the border that is, 0.5 to 1. */
      certainty: number;
    }
  | {
      /** There was one, and it is gone. */
      flat: true;
      /** 0 to 1: how much of the border fits one background, how clear the outline is, how little noise there is, and how little was removed as holes, or kept by `auto`. */
      certainty: number;
      /** Enclosed areas that were removed. */
      holes: number;
      /** Whether there is a soft shadow or glow: one colour over the background. */
      shadow: boolean;
      /** Red, green and blue of the background at the middle of the image. */
      colour: [red: number, green: number, blue: number];
      /** The cut-out. */
      image: MediaImage;
    };

/** What a mask's values say. */
export interface MaskMeasure {
  /** Share of pixels that are subject (at least one half). */
  coverage: number;
  /** 0 to 1: how far from one half the values are, where they are not background. */
  certainty: number;
}

/** How a mask is hardened or softened: the threshold first. */
export interface AdjustOptions {
  /** 0 to 1: values from here on become subject, all others background. Default 0: values are kept. */
  threshold?: number | undefined;
  /** Pixels over which edges are softened, 0 to 1000. Default 0. */
  feather?: number | undefined;
}

/** `#rgb`, `#rgba`, `#rrggbb` or `#rrggbbaa`, or a picture. */
export type Backdrop = string | ImageInput;

/** The numbers of a model row that shape its input; see SegmentationModel. */
interface TensorOptions {
  width: number;
  height: number;
  scale: number | 'max';
  mean: readonly number[];
  deviation: readonly number[];
}

/** In the order of media::cutout::Activation. */
export const activations = ['none', 'clip', 'sigmoid'] as const;

/** The core gives shares in these. */
const MILLIONTHS = 1e6;

/** As the core numbers them. */
const holeRules = ['remove', 'keep', 'auto'] as const;

interface MaskOptions {
  activation: (typeof activations)[number];
  stretch: boolean;
}

/** `kit.cutout`: background removal apart from the network. */
export class CutoutApi {
  readonly #core: Core;

  /** @internal */
  constructor(core: Core) {
    this.#core = core;
  }

  /**
   * The image with its alpha multiplied by a mask. Colour stays straight, the input's own alpha is kept, and fully
   * transparent pixels are zeroed so that nothing of the removed background stays in the file.
   * @param mask of any size; another than the image's is resampled to it (Lanczos, 3 lobes)
   * @throws MediaError `invalid_argument`, `out_of_memory`
   */
  apply(image: ImageInput, mask: Mask, options: ApplyOptions = {}): MediaImage {
    const { data } = this.#core.call(...applyCall(image, mask, options));
    return toImage(data, image.width, image.height);
  }

  /** apply() whose pixels stay in the core; the caller frees them. @internal */
  applyKept(image: ImageInput, mask: Mask, options: ApplyOptions = {}): KeptImage {
    const { data } = this.#core.keep(...applyCall(image, mask, options));
    return new KeptImage(data, image.width, image.height);
  }

  /**
   * A mask at the image's size, its edges where the image has them (guided filter), for masks that were made at a
   * lower resolution. Edges move within 1.5 pixels of the mask; where subject and background have the same colour,
   * and away from edges, the mask stays as it is.
   * @throws MediaError `invalid_argument`, `out_of_memory`
   */
  refine(image: ImageInput, mask: Mask): Mask {
    const pixels = pixelsOf(image, 'The image');
    const { width, height } = image;
    const { data } = this.#core.call('cutout_refine', [pixels, maskValues(mask)], width, height, mask.width, mask.height);
    return { width, height, data };
  }

  /**
   * Removes a background of one colour, a gradient, or the checkerboard that stands for transparency, without a
   * network: the inside of letters too, edges un-mixed, a soft shadow or glow kept as such or removed. For logos, emotes, pixel art and screenshots, drawn or as JPEG.
   * @returns the cut-out; or `flat: false`, for photographs and for images whose background is gone already
   * @throws MediaError `invalid_argument`, `out_of_memory`
   */
  flatBackground(image: ImageInput, options: FlatOptions = {}): FlatResult {
    const { holes: kept, shadow: shade, jpeg } = options ?? {};
    const pixels = pixelsOf(image, 'The image');
    const { width, height } = image;
    const holes = holeRules.indexOf(oneOf(kept ?? 'remove', holeRules, 'holes'));
    const shadow = oneOf(shade ?? 'keep', ['keep', 'remove'], 'shadow');
    const lossy = flagOption(jpeg, false, 'jpeg');
    const { text, data } = this.#core.call('cutout_flat', [pixels], width, height, holes, lossy, shadow === 'remove');
    const { flat, transparent, certainty: millionths, ...found } = JSON.parse(text) as Omit<Extract<FlatResult, { flat: true }>, 'flat' | 'image'> & { flat: boolean; transparent: boolean };
    const certainty = millionths / MILLIONTHS;
    if (flat) return { flat, certainty, ...found, image: toImage(data, width, height) };
    return transparent ? { flat, transparent, certainty } : { flat, transparent };
  }

  /**
   * Removes a green or blue screen without a network: uneven light, shadows, sensor noise and a JPEG's coarse colour
   * are expected, enclosed screen goes too, soft edges get an alpha and lose the screen's hue.
   * @returns the cut-out; or `chroma: false` where the border is no such screen, or nothing has the colour asked for
   * @throws MediaError `invalid_argument`, `out_of_memory`
   */
  chroma(image: ImageInput, options: ChromaOptions = {}): ChromaResult {
    const { color: wanted, tolerance: strays, despill } = options ?? {};
    const pixels = pixelsOf(image, 'The image');
    const { width, height } = image;
    const colour: [number, number, number] = wanted == null ? [-1, 0, 0] : threeOf(opaqueColour(wanted, 'color'));
    const tolerance = strays == null ? -1 : numberOption(strays, 0, 'tolerance', 0, 0.5);
    const { text, data } = this.#core.call('cutout_chroma', [pixels], width, height, ...colour, tolerance, flagOption(despill, true, 'despill'));
    const { chroma, certainty, color } = JSON.parse(text) as Omit<Extract<ChromaResult, { chroma: true }>, 'chroma'> & { chroma: boolean };
    return chroma ? { chroma, certainty: certainty / MILLIONTHS, color, image: toImage(data, width, height) } : { chroma };
  }

  /**
   * A selection by hand: what is to be cut out is shown by a box and by strokes, on a mask or on nothing.
   * @throws MediaError `invalid_argument`, `image_too_large`, `out_of_memory`
   */
  createSelection(image: ImageInput, options: SelectionOptions = {}): Selection {
    if (typeof options !== 'object' || options === null) throw new MediaError('invalid_argument', 'options must be an object.');
    const { mask, box } = options;
    // adjust() without options turns floats into bytes.
    const bytes = mask === undefined ? undefined : typedArrayName(maskValues(mask)) === 'Float32Array' ? this.adjust(mask, {}) : mask;
    return new Selection(this.#core, image, bytes as Mask & { data: Uint8Array } | undefined, box);
  }

  /** The mask that a box and strokes make, in one call. @throws MediaError as createSelection() and Selection.add() */
  select(image: ImageInput, options: SelectOptions = {}): Mask {
    const selection = this.createSelection(image, options);
    try {
      if (options.strokes !== undefined && !Array.isArray(options.strokes)) throw new MediaError('invalid_argument', 'strokes must be an array.');
      for (const stroke of options.strokes ?? []) selection.add(stroke);
      return selection.mask();
    } finally {
      selection.dispose();
    }
  }

  /** How much of a mask is subject, and how clearly. @throws MediaError `invalid_argument` */
  measure(mask: Mask): MaskMeasure {
    const { coverage, certainty } = JSON.parse(this.#core.call('cutout_measure', [maskValues(mask)], mask.width, mask.height).text) as MaskMeasure;
    return { coverage: coverage / MILLIONTHS, certainty: certainty / MILLIONTHS };
  }

  /** A mask made hard, made soft, or first the one and then the other. @throws MediaError `invalid_argument` */
  adjust(mask: Mask, options: AdjustOptions): Mask {
    const threshold = numberOption(options?.threshold, 0, 'threshold', 0, 1);
    const feather = numberOption(options?.feather, 0, 'feather', 0, 1000);
    const { data } = this.#core.call('cutout_adjust', [maskValues(mask)], mask.width, mask.height, threshold, feather);
    return { width: mask.width, height: mask.height, data };
  }

  /**
   * The part of a cut-out that can be seen, with transparent padding on each side.
   * @param padding pixels, 0 to 10000
   * @returns the picture, and where its left upper corner lay in the image
   * @throws MediaError `invalid_argument`, `image_too_large`, `out_of_memory`
   */
  trim(
    image: ImageInput,
    padding = 0,
  ): MediaImage & {
    /** Pixels from the left of the image; with padding it may be below 0. */
    x: number;
    /** Pixels from the top of the image; with padding it may be below 0. */
    y: number;
  } {
    const pixels = pixelsOf(image, 'The image');
    const margin = numberOption(padding, 0, 'padding', 0, 10000, true);
    const { text, data } = this.#core.call('cutout_trim', [pixels], image.width, image.height, margin);
    const { width, height, x, y } = JSON.parse(text) as { width: number; height: number; x: number; y: number };
    return { ...toImage(data, width, height), x, y };
  }

  /**
   * A cut-out on a backdrop: a colour, or an image that is scaled to cover and cropped around its middle.
   * @throws MediaError `invalid_argument`, `out_of_memory`
   */
  placeOn(image: ImageInput, backdrop: Backdrop): MediaImage {
    const pixels = pixelsOf(image, 'The image');
    const { width, height } = image;
    const { data } = typeof backdrop === 'string'
      ? this.#core.call('cutout_on_colour', [pixels], width, height, ...parseColour(backdrop))
      : this.#core.call('cutout_on_image', [pixels, toPixels(backdrop, 'The backdrop')], width, height, backdrop.width, backdrop.height);
    return toImage(data, width, height);
  }

  /** The image as a network's input. @internal */
  tensor(image: ImageInput, { width, height, scale, mean, deviation }: TensorOptions): Float32Array<ArrayBuffer> {
    const numbers = Float64Array.of(scale === 'max' ? 0 : scale, ...mean, ...deviation);
    const { data } = this.#core.call('cutout_tensor', [pixelsOf(image, 'The image'), numbers], image.width, image.height, width, height);
    return new Float32Array(data.buffer);
  }

  /** A network's output plane as a mask of the given size. @internal */
  maskOf(output: { values: Float32Array; width: number; height: number }, model: MaskOptions, width: number, height: number): Mask {
    const activation = activations.indexOf(model.activation);
    const { data } = this.#core.call('cutout_mask', [output.values], output.width, output.height, activation, model.stretch, width, height);
    return { width, height, data };
  }
}

/** The operation, its inputs and its numbers. */
function applyCall(image: ImageInput, mask: Mask, options: ApplyOptions): ['cutout_apply', ...Operations['cutout_apply']] {
  const inputs = [pixelsOf(image, 'The image'), maskValues(mask)] as const;
  const unmix = flagOption(options?.unmix, true, 'unmix');
  return ['cutout_apply', inputs, image.width, image.height, mask.width, mask.height, unmix];
}

/** The values of a mask whose size and length agree. @throws MediaError `invalid_argument` */
export function maskValues(mask: Mask): Mask['data'] {
  const { width, height, data } = (mask ?? {}) as Partial<Mask>;
  const isSide = (side: unknown): boolean => Number.isInteger(side) && (side as number) >= 1 && (side as number) <= 65535;
  const isArray = ['Uint8Array', 'Uint8ClampedArray', 'Float32Array'].includes(typedArrayName(data) ?? '');
  if (isSide(width) && isSide(height) && isArray && data!.length === width! * height!) return data!;
  throw new MediaError('invalid_argument', 'A mask is {width, height, data} with one byte, or one float, a pixel.');
}

/** @throws MediaError `invalid_argument` */
export function oneOf<T extends string>(value: unknown, allowed: readonly T[], what: string): T {
  if (allowed.includes(value as T)) return value as T;
  throw new MediaError('invalid_argument', `${what} is one of ${allowed.join(', ')}.`);
}

const threeOf = (rgb: number): [number, number, number] => [rgb >> 16, (rgb >> 8) & 255, rgb & 255];
