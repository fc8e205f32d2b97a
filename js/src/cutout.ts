// Masks and cut-outs: what goes around a segmentation network.
import { MediaError } from './errors.js';
import type { Core } from './core.js';
import { toImage, toPixels, type ImageInput, type MediaImage } from './pixels.js';

/** One value a pixel, rows top to bottom: 0 is background, 255 (or 1, when floats) is the subject. */
export interface Mask {
  width: number;
  height: number;
  /** width × height bytes from 0 to 255, or floats from 0 to 1. */
  data: Uint8Array | Uint8ClampedArray | Float32Array;
}

/** The numbers of a model row that shape its input; see SegmentationModel. */
interface TensorOptions {
  width: number;
  height: number;
  scale: number | 'max';
  mean: readonly number[];
  deviation: readonly number[];
}

/** In the order of media::cutout::Activation. */
const activations = ['none', 'clip', 'sigmoid'] as const;

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
   * The image with its alpha multiplied by a mask. Colour stays straight and as it was, the input's own alpha is
   * kept, and fully transparent pixels are zeroed so that nothing of the removed background stays in the file.
   * @param mask of any size; another than the image's is resampled to it (Lanczos, 3 lobes)
   * @throws MediaError `invalid_argument`, `out_of_memory`
   */
  apply(image: ImageInput, mask: Mask): MediaImage {
    const pixels = toPixels(image, 'The image');
    const { width, height } = image;
    const { data } = this.#core.call('cutout_apply', [pixels, maskValues(mask)], width, height, mask.width, mask.height);
    return toImage(data, width, height);
  }

  /** The image as a network's input. @internal */
  tensor(image: ImageInput, { width, height, scale, mean, deviation }: TensorOptions): Float32Array<ArrayBuffer> {
    const numbers = Float64Array.of(scale === 'max' ? 0 : scale, ...mean, ...deviation);
    const { data } = this.#core.call('cutout_tensor', [toPixels(image, 'The image'), numbers], image.width, image.height, width, height);
    return new Float32Array(data.buffer);
  }

  /** A network's output plane as a mask of the given size. @internal */
  maskOf(output: { values: Float32Array; width: number; height: number }, model: MaskOptions, width: number, height: number): Mask {
    const activation = activations.indexOf(model.activation);
    const { data } = this.#core.call('cutout_mask', [output.values], output.width, output.height, activation, Number(model.stretch), width, height);
    return { width, height, data };
  }
}

/** The values of a mask whose size and length agree. @throws MediaError `invalid_argument` */
function maskValues(mask: Mask): Mask['data'] {
  const { width, height, data } = (mask ?? {}) as Partial<Mask>;
  const isSide = (side: unknown): boolean => Number.isInteger(side) && (side as number) >= 1 && (side as number) <= 65535;
  const isArray = data instanceof Uint8Array || data instanceof Uint8ClampedArray || data instanceof Float32Array;
  if (isSide(width) && isSide(height) && isArray && data.length === width! * height!) return data;
  throw new MediaError('invalid_argument', 'A mask is {width, height, data} with one byte, or one float, a pixel.');
}
