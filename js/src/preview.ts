// Still previews: placements and images become the pixels that the user would see.
import type { Core } from './core.js';
import { MediaError } from './errors.js';
import { toPixels, type ImageInput } from './pixels.js';
import { coreIssues, readPlacements, type AnyPlacement, type CoreIssue, type PlacementIssue } from './placement-input.js';

export interface PreviewBackground {
  image: ImageInput;
  /** How the image fills the canvas: stretched, whole inside, or covering it (default). */
  fit?: 'fill' | 'contain' | 'cover';
}

export interface PreviewOptions {
  /** Whole pixels: sides of at most 8192, at most 33 554 432 pixels. */
  canvas: { width: number; height: number };
  /** `transparent` (default), a colour as `#rgb`, `#rrggbb` or `#rrggbbaa`, or an image. */
  background?: string | ImageInput | PreviewBackground | null;
  placements: readonly AnyPlacement[];
  /** Images by asset id. One that is missing is drawn as a grey, crossed box. */
  images: ReadonlyMap<string, ImageInput> | Readonly<Record<string, ImageInput>>;
}

export interface PreviewResult {
  width: number;
  height: number;
  /** Straight RGBA, width × height × 4 bytes: `new ImageData(data, width, height)` shows it. */
  data: Uint8ClampedArray<ArrayBuffer>;
  /** Asset ids without an image, each once, in layer order. */
  missing: string[];
  /** Placements that could not be drawn, and why. */
  issues: PlacementIssue[];
}

interface Plan {
  still: number;
  order: number[];
  issues: CoreIssue[];
}

const fits: readonly string[] = ['fill', 'contain', 'cover'];

/** `kit.preview`. */
export class PreviewApi {
  readonly #core: Core;

  /** @internal */
  constructor(core: Core) {
    this.#core = core;
  }

  /**
   * Draws placements onto a canvas, back to front: each image is scaled into its box (Lanczos; the pixel box that
   * `kit.placement` computes), turned about its centre with antialiased edges, and composited source-over.
   * @throws MediaError `invalid_argument` for a canvas, colour or image that is not one, `image_too_large`,
   *   `out_of_memory`
   */
  render(options: PreviewOptions): PreviewResult {
    const { canvas, background, placements, images } = record(options, 'options');
    const size = record(canvas, 'canvas');
    const [width, height] = [Number(size.width), Number(size.height)];
    const backdrop = readBackground(background);
    const lookUp = imageLookUp(images);
    const { rows, assetIds, issues } = readPlacements(placements, { width, height });
    const plan = JSON.parse(this.#core.call('preview_begin', [rows], width, height, backdrop.rgba).text) as Plan;
    try {
      if (backdrop.image) {
        this.#core.call('preview_background', [backdrop.image.pixels], backdrop.image.width, backdrop.image.height, plan.still, backdrop.fit);
      }
      const missing = new Set<string>();
      for (const index of plan.order) {
        const assetId = assetIds[index] as string;
        const image = lookUp(assetId);
        if (image) {
          this.#core.call('preview_image', [image.pixels], image.width, image.height, plan.still, index);
        } else {
          missing.add(assetId);
          this.#core.call('preview_stand_in', [], plan.still, index);
        }
      }
      const { data } = this.#core.call('preview_finish', [], plan.still);
      return {
        width,
        height,
        data: new Uint8ClampedArray(data.buffer),
        missing: [...missing],
        issues: [...issues, ...coreIssues(plan.issues, issues)],
      };
    } catch (thrown) {
      this.#cancel(plan.still);
      throw thrown;
    }
  }

  #cancel(still: number): void {
    try {
      this.#core.call('preview_cancel', [], still);
    } catch {
      // The core was restarted or disposed: the still went with it.
    }
  }
}

function record<T extends object>(value: T, name: string): T {
  if (typeof value !== 'object' || value === null) throw new MediaError('invalid_argument', `${name} must be an object.`);
  return value;
}

interface Picture {
  width: number;
  height: number;
  pixels: Uint8Array;
}

const picture = (image: ImageInput, name: string): Picture => ({ pixels: toPixels(image, name), width: image.width, height: image.height });

function imageLookUp(images: PreviewOptions['images']): (assetId: string) => Picture | undefined {
  const source = record(images, 'images');
  const get = (assetId: string): ImageInput | undefined => {
    if (source instanceof Map) return source.get(assetId) as ImageInput | undefined;
    return Object.hasOwn(source, assetId) ? (source as Record<string, ImageInput>)[assetId] : undefined;
  };
  return (assetId) => {
    const image = get(assetId);
    return image == null ? undefined : picture(image, `images[${JSON.stringify(assetId)}]`);
  };
}

interface Backdrop {
  /** 0xRRGGBBAA. */
  rgba: number;
  image?: Picture;
  fit: number;
}

function readBackground(background: PreviewOptions['background']): Backdrop {
  if (background == null) return { rgba: 0, fit: 0 };
  if (typeof background === 'string') return { rgba: parseColor(background), fit: 0 };
  if ('image' in record(background, 'background')) {
    const { image, fit = 'cover' } = background as PreviewBackground;
    if (!fits.includes(fit)) throw new MediaError('invalid_argument', `background.fit must be one of ${fits.join(', ')}.`);
    return { rgba: 0, image: picture(image, 'background.image'), fit: fits.indexOf(fit) };
  }
  return { rgba: 0, image: picture(background as ImageInput, 'background'), fit: fits.indexOf('cover') };
}

function parseColor(text: string): number {
  if (text === 'transparent') return 0;
  const digits = /^#([0-9a-f]{3}|[0-9a-f]{4}|[0-9a-f]{6}|[0-9a-f]{8})$/i.exec(text)?.[1];
  if (!digits) throw new MediaError('invalid_argument', 'A background colour is "transparent", #rgb, #rrggbb or #rrggbbaa.');
  const long = digits.length <= 4 ? [...digits].map((d) => d + d).join('') : digits;
  return Number.parseInt(long.padEnd(8, 'f'), 16);
}
