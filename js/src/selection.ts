// Selecting by hand: a box, keep and remove strokes, a brush on the mask itself.
import { isDoubles } from './brands.js';
import type { Core, CoreReply } from './core.js';
import { oneOf, type Mask } from './cutout.js';
import { disposable, released, releaseWhenForgotten, type Disposes } from './disposal.js';
import { MediaError } from './errors.js';
import { numberOption, pixelsOf, type ImageInput } from './pixels.js';
import type { Rect } from './placement/geometry.js';

/** In the order of media::cutout::StrokeKind. */
const kinds = ['keep', 'remove', 'paint', 'erase'] as const;

/** `keep` and `remove` mark what the selection is found from; `paint` and `erase` edit the mask itself. */
export type StrokeKind = (typeof kinds)[number];

/** A place in the picture, in its pixels: (0, 0) is its left upper corner. */
export type StrokePoint =
  | {
      /** From the left. */
      readonly x: number;
      /** From the top. */
      readonly y: number;
    }
  | readonly [x: number, y: number];

/** One movement of a brush. */
export interface SelectionStroke {
  /** What it does. */
  kind: StrokeKind;
  /** 1 to 65,536 points, joined by straight lines, or x and y of each in a Float64Array. They may lie outside. */
  points: readonly StrokePoint[] | Float64Array;
  /** Of the brush, in pixels of the picture, above 0. Default 1 % of its longer side. */
  radius?: number | undefined;
  /** Of `paint` and `erase`: 0 is soft from the middle, 1 (the default) has a hard edge. */
  hardness?: number | undefined;
}

/** In pixels of the picture. What lies outside of it does not count. */
export type SelectionBox =
  | {
      /** Its left edge. */
      readonly x: number;
      /** Its upper edge. */
      readonly y: number;
      /** To the right. */
      readonly width: number;
      /** Downwards. */
      readonly height: number;
    }
  | {
      /** Its left edge. */
      readonly left: number;
      /** Its upper edge. */
      readonly top: number;
      /** To the right. */
      readonly width: number;
      /** Downwards. */
      readonly height: number;
    };

/** What a selection begins with. */
export interface SelectionOptions {
  /** What to begin with, such as a model's mask, which strokes then correct. Another size is resampled. */
  mask?: Mask | undefined;
  /** Where the subject is. With a mask, what lies outside is removed from it. */
  box?: SelectionBox | undefined;
}

/** A whole selection, for one call. */
export interface SelectOptions extends SelectionOptions {
  /** In the order in which they were made. */
  strokes?: readonly SelectionStroke[] | undefined;
}

/** A mask in bytes, rows top to bottom; every {@link Mask} may be one. */
export interface MaskBytes {
  /** Pixels. */
  width: number;
  /** Pixels. */
  height: number;
  /** width × height bytes: 0 is background, 255 the subject. */
  data: Uint8Array<ArrayBuffer>;
}

/** What a step changed. */
export interface SelectionUpdate {
  /** Where the mask may have changed; 0 × 0: nowhere. */
  changed: Rect;
  /** The mask there: as many pixels as `changed` has. */
  part: MaskBytes;
  /** There is a step to take back. */
  canUndo: boolean;
  /** There is a step to do again. */
  canRedo: boolean;
}

/** A picture and what was marked on it, held in the core from create to dispose. */
export class Selection {
  readonly #core: Core;
  readonly #generation: number;
  #number: number | undefined;
  #changed: Rect = { left: 0, top: 0, width: 0, height: 0 };
  /** Pixels, the picture's. */
  readonly width: number;
  /** Pixels, the picture's. */
  readonly height: number;

  /** @internal */
  constructor(core: Core, image: ImageInput, mask: { width: number; height: number; data: Uint8Array } | undefined, within: SelectionBox | undefined) {
    const box = within === undefined ? new Float64Array() : Float64Array.from(boxNumbers(within));
    const inputs = [pixelsOf(image, 'The image'), mask?.data ?? new Uint8Array(), box] as const;
    const { width, height } = image;
    const { text } = core.call('selection_create', inputs, width, height, mask?.width ?? 0, mask?.height ?? 0);
    this.#core = core;
    this.#number = Number(text);
    this.#generation = core.generation;
    const { generation } = core;
    releaseWhenForgotten(this, () => release(core, generation, Number(text)));
    this.width = width;
    this.height = height;
  }

  /** Where the last step changed the mask. */
  get changed(): Rect {
    return { ...this.#changed };
  }

  /** The mask as it is now, at the picture's size: 0 is background, 255 the subject. A copy. */
  mask(): MaskBytes {
    const { data } = this.#core.call('selection_mask', [], this.#live());
    return { width: this.width, height: this.height, data };
  }

  /**
   * Adds a stroke. `keep` and `remove`: what is touched, and what is like it and near, becomes subject or background.
   * From the third on, and always on a given mask, a `keep` stroke removes nothing and a `remove` stroke adds nothing.
   * @throws MediaError `invalid_argument`, `out_of_memory`, `disposed`
   */
  add(stroke: SelectionStroke): SelectionUpdate {
    const { kind, points, radius, hardness } = (stroke ?? {}) as SelectionStroke;
    const index = kinds.indexOf(oneOf(kind, kinds, 'kind'));
    const size = numberOption(radius, Math.max(1, 0.01 * Math.max(this.width, this.height)), 'radius', 0, 65535);
    const edge = numberOption(hardness, 1, 'hardness', 0, 1);
    return this.#step(this.#core.call('selection_add', [pointNumbers(points)], this.#live(), index, size, edge));
  }

  /** Selects anew within a box. Strokes that were made before still count. @throws MediaError `invalid_argument`, `disposed` */
  box(rect: SelectionBox): SelectionUpdate {
    return this.#step(this.#core.call('selection_box', [], this.#live(), ...boxNumbers(rect)));
  }

  /** Takes the last step back, if there is one. @throws MediaError `disposed` */
  undo(): SelectionUpdate {
    return this.#step(this.#core.call('selection_undo', [], this.#live()));
  }

  /** Does again what was undone last. @throws MediaError `disposed` */
  redo(): SelectionUpdate {
    return this.#step(this.#core.call('selection_redo', [], this.#live()));
  }

  /** As it was created, without the strokes. Can be undone. @throws MediaError `disposed` */
  reset(): SelectionUpdate {
    return this.#step(this.#core.call('selection_reset', [], this.#live()));
  }

  /** Gives its memory back. May be called twice. */
  dispose(): void {
    const number = this.#number;
    this.#number = undefined;
    if (number === undefined) return;
    released(this);
    release(this.#core, this.#generation, number);
  }

  #step({ text, data }: CoreReply): SelectionUpdate {
    const { canUndo, canRedo, ...changed } = JSON.parse(text) as Rect & { canUndo: boolean; canRedo: boolean };
    this.#changed = changed;
    return { changed: { ...changed }, part: { width: changed.width, height: changed.height, data }, canUndo, canRedo };
  }

  #live(): number {
    if (this.#number === undefined || this.#core.generation !== this.#generation) {
      throw new MediaError('disposed', 'This selection is over; create another with createSelection().');
    }
    return this.#number;
  }
}

export interface Selection extends Disposes {}

disposable(Selection);

function release(core: Core, generation: number, number: number): void {
  if (core.generation !== generation) return;
  try {
    core.call('selection_dispose', [], number);
  } catch {
    // The kit was disposed: the selection went with it.
  }
}

function boxNumbers(rect: SelectionBox): [number, number, number, number] {
  const { x, y, left, top, width, height } = (rect ?? {}) as Record<string, unknown>;
  const numbers = [x ?? left, y ?? top, width, height];
  if (numbers.every((value) => typeof value === 'number' && Number.isFinite(value))) return numbers as [number, number, number, number];
  throw new MediaError('invalid_argument', 'A box is {x, y, width, height} in pixels.');
}

function pointNumbers(points: unknown): Float64Array {
  if (isDoubles(points)) {
    if (points.length % 2 === 0) return points;
  } else if (Array.isArray(points)) {
    const out = new Float64Array(2 * points.length);
    const fits = points.every((point: unknown, i) => {
      const [x, y] = Array.isArray(point) ? point : [(point as { x?: unknown })?.x, (point as { y?: unknown })?.y];
      if (typeof x !== 'number' || typeof y !== 'number') return false;
      [out[2 * i], out[2 * i + 1]] = [x, y];
      return true;
    });
    if (fits) return out;
  }
  throw new MediaError('invalid_argument', 'A stroke\'s points are {x, y} objects, or x and y of each in a Float64Array.');
}
