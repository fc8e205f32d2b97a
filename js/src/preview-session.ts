// A preview that an editor keeps: drawn again only where something changed.
import { utf8, type Core } from './core.js';
import { disposable, released, releaseWhenForgotten, type Disposes } from './disposal.js';
import { MediaError } from './errors.js';
import type { ImageInput, MediaImage } from './pixels.js';
import {
  coreIssues,
  PLACEMENT_STRIDE,
  readPlacements,
  type AnyPlacement,
  type CoreIssue,
  type PlacementIssue,
} from './placement-input.js';
import { LOOK_STRIDE } from './placement-look.js';
import type { Rect } from './placement/geometry.js';
import {
  imageName,
  picture,
  readBackground,
  readImages,
  type Picture,
  type PreviewOptions,
} from './preview-input.js';

/** What a session begins with. */
export interface PreviewSessionOptions extends Pick<PreviewOptions, 'canvas' | 'background'> {
  /** Images by asset id; others can follow with setImage(). */
  images?: PreviewOptions['images'] | undefined;
  /** Where to draw: an ImageData of the canvas' size. Default: an image of the session's own. */
  target?: ImageInput | undefined;
}

/** What an update drew. */
export interface PreviewUpdate {
  /** Where the picture changed, for `putImageData(image, 0, 0, left, top, width, height)`; 0 × 0: nowhere. */
  changed: Rect;
  /** Asset ids without an image, each once, in layer order. */
  missing: string[];
  /** Placements that could not be drawn, and why. */
  issues: PlacementIssue[];
}

interface CoreUpdate extends Rect {
  order: number[];
  issues: CoreIssue[];
}

/** An image's number, how it lies in its box, and a placement's row. */
const LAYER_STRIDE = 1 + LOOK_STRIDE + PLACEMENT_STRIDE;

/** Images are registered once; scaled and turned bitmaps are kept (64 MiB); an update draws what changed. */
export class PreviewSession {
  readonly #core: Core;
  readonly #generation: number;
  #number: number | undefined;
  /** The numbers of the registered images. */
  readonly #images = new Map<string, number>();
  #lastImage = 0;

  /** Pixels of the canvas, straight RGBA: the target, where one was given. */
  readonly image: ImageInput;

  /** @internal */
  constructor(core: Core, options: PreviewSessionOptions) {
    if (
      typeof options !== 'object' ||
      options === null ||
      typeof options.canvas !== 'object' ||
      options.canvas === null
    ) {
      throw new MediaError('invalid_argument', 'options must be an object with a canvas.');
    }
    const { canvas, background, images = {}, target } = options;
    const [width, height] = [Number(canvas.width), Number(canvas.height)];
    const backdrop = readBackground(background);
    const given = readImages(images);
    if (target && (picture(target, 'target').width !== width || target.height !== height)) {
      throw new MediaError('invalid_argument', 'target must have the size of the canvas.');
    }
    this.#core = core;
    this.#number = Number(core.call('preview_session_create', [], width, height, backdrop.rgba).text);
    this.#generation = core.generation;
    const { generation } = core;
    const number = this.#number;
    releaseWhenForgotten(this, () => end(core, generation, number));
    try {
      this.image =
        target ?? ({ width, height, data: new Uint8ClampedArray(width * height * 4) } satisfies MediaImage);
      if (backdrop.image) this.#background(backdrop.image, backdrop.fit);
      // One that is null is missing, as in a still.
      for (const [assetId, image] of given) if (image != null) this.setImage(assetId, image);
    } catch (thrown) {
      this.dispose();
      throw thrown;
    }
  }

  /** Registers an asset's image, or another in its place. The pixels are copied. */
  setImage(assetId: string, image: ImageInput): void {
    const { pixels, width, height } = picture(image, imageName(assetId));
    const number = this.#images.get(assetId) ?? ++this.#lastImage;
    this.#core.call('preview_session_image', [pixels], width, height, this.#live(), number);
    this.#images.set(assetId, number);
  }

  /** Lets an asset's image go: the asset is drawn as a labelled box from now on. */
  removeImage(assetId: string): void {
    const number = this.#images.get(assetId);
    if (number !== undefined) this.#core.call('preview_session_forget', [], this.#live(), number);
    this.#images.delete(assetId);
  }

  /** What is behind everything, in place of what was there: a colour, an image on no colour, or nothing (null). */
  setBackground(background: PreviewOptions['background']): void {
    const { rgba, image, fit } = readBackground(background);
    this.#core.call('preview_session_fill', [], this.#live(), rgba);
    if (image) this.#background(image, fit);
  }

  /**
   * Draws placements, as `kit.preview.render` does, into {@link image}.
   * @throws MediaError `invalid_argument`, `out_of_memory`, `disposed`
   */
  update(placements: readonly AnyPlacement[]): PreviewUpdate {
    const { rows, assetIds, labels, looks, issues } = readPlacements(placements, this.image);
    const layers = new Float64Array(assetIds.length * LAYER_STRIDE);
    assetIds.forEach((assetId, i) => {
      const row = rows.subarray(i * PLACEMENT_STRIDE, (i + 1) * PLACEMENT_STRIDE);
      const look = looks.subarray(i * LOOK_STRIDE, (i + 1) * LOOK_STRIDE);
      layers.set([this.#images.get(assetId) ?? 0, ...look, ...row], i * LAYER_STRIDE);
    });
    const shown = labels.filter((_, i) => !this.#images.has(assetIds[i] as string));
    const ended = utf8(shown.map((label) => `${label}\0`).join(''));
    const { text, data } = this.#core.call('preview_session_update', [layers, ended], this.#live());
    const { left, top, width, height, order, issues: found } = JSON.parse(text) as CoreUpdate;
    for (let y = 0; y < height; y++) {
      this.image.data.set(
        data.subarray(4 * y * width, 4 * (y + 1) * width),
        4 * ((top + y) * this.image.width + left),
      );
    }
    const absent = order.map((i) => assetIds[i] as string).filter((assetId) => !this.#images.has(assetId));
    return {
      changed: { left, top, width, height },
      missing: [...new Set(absent)],
      issues: [...issues, ...coreIssues(found, issues)],
    };
  }

  /** Gives its memory back. May be called twice; `using` calls it. */
  dispose(): void {
    const number = this.#number;
    this.#number = undefined;
    released(this);
    if (number !== undefined) end(this.#core, this.#generation, number);
  }

  #background({ pixels, width, height }: Picture, fit: number): void {
    this.#core.call('preview_session_background', [pixels], width, height, this.#live(), fit);
  }

  #live(): number {
    if (this.#number === undefined || this.#core.generation !== this.#generation) {
      throw new MediaError('disposed', 'This preview session is over; create another with createSession().');
    }
    return this.#number;
  }
}

export interface PreviewSession extends Disposes {}

disposable(PreviewSession);

function end(core: Core, generation: number, number: number): void {
  if (core.generation !== generation) return;
  try {
    core.call('preview_session_dispose', [], number);
  } catch {
    // The kit was disposed: the session went with it.
  }
}
