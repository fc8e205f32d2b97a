// A preview session that draws into a canvas element: images arrive when they do, and a frame is drawn once.
import { type MediaError, toMediaError } from '../errors.js';
import type { MediaKit } from '../kit.js';
import type { AnyPlacement } from '../placement-input.js';
import type { ImageInput } from '../pixels.js';
import type { PreviewBackground, PreviewOptions } from '../preview-input.js';
import type { PreviewSession, PreviewUpdate } from '../preview-session.js';
import type { Size } from '../placement/geometry.js';

/** An image to draw: pixels, an encoded file, or the address of one. */
export type PreviewSource = ImageInput | Blob | string;

/** What is drawn. @internal */
export interface Scene {
  placements: readonly AnyPlacement[];
  images: ReadonlyMap<string, PreviewSource> | Readonly<Record<string, PreviewSource>>;
  background: PreviewOptions['background'];
}

/** @internal */
export interface PainterEvents {
  updated(update: PreviewUpdate): void;
  failed(error: MediaError): void;
}

const nextFrame = (draw: () => void): (() => void) => {
  if (typeof requestAnimationFrame !== 'function') {
    const timer = setTimeout(draw);
    return () => clearTimeout(timer);
  }
  const frame = requestAnimationFrame(draw);
  return () => cancelAnimationFrame(frame);
};

const isPixels = (source: PreviewSource): source is ImageInput => typeof source === 'object' && 'data' in source;

/** Whether backgrounds are the same, though written anew. */
function alike(a: Scene['background'], b: Scene['background']): boolean {
  const [one, other] = [a, b] as (PreviewBackground | null | undefined)[];
  return a === b || (one?.image !== undefined && one.image === other?.image && one.fit === other.fit);
}

/** @internal */
export class Painter {
  readonly #kit: MediaKit;
  readonly #element: HTMLCanvasElement;
  readonly #events: PainterEvents;
  readonly #session: PreviewSession;
  readonly #sources = new Map<string, { source: PreviewSource; loading?: AbortController }>();
  #scene: Scene | undefined;
  #background: Scene['background'];
  #cancelFrame: (() => void) | undefined;
  /** What was last said of it. */
  #said: string | undefined;

  /** @throws MediaError as kit.preview.createSession */
  constructor(kit: MediaKit, element: HTMLCanvasElement, canvas: Size, events: PainterEvents) {
    this.#kit = kit;
    this.#element = element;
    this.#events = events;
    this.#session = kit.preview.createSession({ canvas });
  }

  show(scene: Scene): void {
    this.#scene = scene;
    this.#register(scene.images);
    this.#soon();
  }

  /** May be called twice. */
  dispose(): void {
    this.#cancelFrame?.();
    for (const { loading } of this.#sources.values()) loading?.abort();
    this.#sources.clear();
    this.#session.dispose();
  }

  #soon(): void {
    this.#cancelFrame ??= nextFrame(() => {
      this.#cancelFrame = undefined;
      this.#draw();
    });
  }

  #register(images: Scene['images']): void {
    const given = new Map(Symbol.iterator in images ? (images as ReadonlyMap<string, PreviewSource>) : Object.entries(images));
    for (const [id, { source, loading }] of this.#sources) {
      if (given.get(id) === source) continue;
      loading?.abort();
      this.#sources.delete(id);
      // One that is replaced is shown until the other is there.
      if (!given.has(id)) this.#session.removeImage(id);
    }
    for (const [id, source] of given) {
      if (this.#sources.has(id)) continue;
      if (isPixels(source)) {
        this.#sources.set(id, { source });
        this.#try(() => this.#session.setImage(id, source));
      } else {
        const loading = new AbortController();
        this.#sources.set(id, { source, loading });
        void this.#load(id, source, loading.signal);
      }
    }
  }

  async #load(id: string, source: Blob | string, signal: AbortSignal): Promise<void> {
    try {
      const file = typeof source === 'string' ? await fetch(source, { signal }) : source;
      const image = await this.#kit.image.decodeAsync(file);
      if (signal.aborted) return;
      this.#session.setImage(id, image);
      this.#soon();
    } catch (thrown) {
      if (!signal.aborted) this.#events.failed(toMediaError(thrown, 'fetch_failed', `The image of ${JSON.stringify(id)} could not be fetched.`));
    }
  }

  #draw(): void {
    const context = this.#element.getContext('2d');
    const { placements, background } = this.#scene!;
    if (!context) return;
    this.#try(() => {
      if (!alike(background, this.#background)) {
        this.#session.setBackground(background);
        this.#background = background;
      }
      const update = this.#session.update(placements);
      const { left, top, width, height } = update.changed;
      const { image } = this.#session;
      if (width > 0 && height > 0) context.putImageData(new ImageData(image.data as Uint8ClampedArray<ArrayBuffer>, image.width, image.height), 0, 0, left, top, width, height);
      // Said once: who renders again because of it would hear it again for ever.
      const said = JSON.stringify([update.missing, update.issues]);
      if (width === 0 && said === this.#said) return;
      this.#said = said;
      this.#events.updated(update);
    });
  }

  #try(work: () => void): void {
    try {
      work();
    } catch (thrown) {
      this.#events.failed(toMediaError(thrown, 'invalid_argument'));
    }
  }
}
