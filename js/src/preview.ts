// Still previews: placements and images become the pixels that the user would see.
import { utf8, type Core } from './core.js';
import { coreIssues, readPlacements, type CoreIssue, type PlacementIssue } from './placement-input.js';
import { LOOK_STRIDE } from './placement-look.js';
import { imageLookUp, readBackground, record, type PreviewOptions } from './preview-input.js';
import { PreviewSession, type PreviewSessionOptions } from './preview-session.js';

/** The picture, and what is missing in it. It can be used as an {@link ImageInput}. */
export interface PreviewResult {
  /** Pixels, the canvas'. */
  width: number;
  /** Pixels, the canvas'. */
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

/** `kit.preview`. */
export class PreviewApi {
  readonly #core: Core;

  /** @internal */
  constructor(core: Core) {
    this.#core = core;
  }

  /**
   * Draws placements onto a canvas, back to front: each image is scaled into its box (Lanczos; the pixel
   * box that `kit.placement` computes), turned about its centre with antialiased edges, and composited
   * source-over.
   * @throws MediaError `invalid_argument` for a canvas, colour or image that is not one, `image_too_large`,
   *   `out_of_memory`
   */
  render(options: PreviewOptions): PreviewResult {
    const { canvas, background, placements, images } = record(options, 'options');
    const size = record(canvas, 'canvas');
    const [width, height] = [Number(size.width), Number(size.height)];
    const backdrop = readBackground(background);
    const lookUp = imageLookUp(images);
    const { rows, assetIds, labels, looks, issues } = readPlacements(placements, { width, height });
    const plan = JSON.parse(
      this.#core.call('preview_begin', [rows], width, height, backdrop.rgba).text,
    ) as Plan;
    try {
      if (backdrop.image) {
        this.#core.call(
          'preview_background',
          [backdrop.image.pixels],
          backdrop.image.width,
          backdrop.image.height,
          plan.still,
          backdrop.fit,
        );
      }
      const missing = new Set<string>();
      for (const index of plan.order) {
        const assetId = assetIds[index] as string;
        const image = lookUp(assetId);
        if (image) {
          this.#core.call(
            'preview_image',
            [image.pixels, looks.subarray(index * LOOK_STRIDE, (index + 1) * LOOK_STRIDE)],
            image.width,
            image.height,
            plan.still,
            index,
          );
        } else {
          missing.add(assetId);
          this.#core.call('preview_stand_in', [utf8(labels[index] as string)], plan.still, index);
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

  /**
   * A preview for an editor. Dispose it when the editor closes.
   * @throws MediaError as {@link render}
   */
  createSession(options: PreviewSessionOptions): PreviewSession {
    return new PreviewSession(this.#core, options);
  }

  #cancel(still: number): void {
    try {
      this.#core.call('preview_cancel', [], still);
    } catch {
      // The core was restarted or disposed: the still went with it.
    }
  }
}
