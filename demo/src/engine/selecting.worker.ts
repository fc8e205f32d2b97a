// Selecting by hand, off the page's thread: the picture in full size, the selection on it, and how both look.
import {
  createPixelsKit,
  type MediaImage,
  type PixelsKit,
  type Selection,
  type SelectionBox,
  type SelectionStroke,
  type SelectionUpdate,
} from '@aurastream/media-wasm/url';
import { adopted, adoptedBuffers, shrunk, type AdoptedImage } from './adopt.js';
import { answerJobs } from './jobs.js';

export type SelectionStep = { add: SelectionStroke } | { box: SelectionBox } | 'undo' | 'redo' | 'reset';

/** The part of the picture that is seen, and how. */
export interface SelectionView {
  /** Of what is drawn, in pixels of the screen. */
  width: number;
  height: number;
  /** Pixels of the screen for one of the picture. */
  scale: number;
  /** The picture's pixel at the left upper corner. */
  left: number;
  top: number;
  /** The cut-out alone rather than the whole picture with what is removed shaded. */
  cutoutOnly: boolean;
}

export type SelectionJob =
  /** A file or pixels, and the cut-out (a PNG file of the same size) that is to be corrected. */
  | { open: Blob | MediaImage; cutout?: Uint8Array<ArrayBuffer> | undefined }
  | { step: SelectionStep }
  | { draw: SelectionView }
  | { finish: true };

export interface SelectionState {
  width: number;
  height: number;
  canUndo: boolean;
  canRedo: boolean;
  /** Share of the picture that is selected, 0 to 1. */
  coverage: number;
}

/** Over what is removed. */
const SHADE = 'rgb(12 20 60 / .72)';

const starting = createPixelsKit();
let opened: Opened | undefined;

answerJobs(
  async (job: SelectionJob) => {
    const kit = await starting;
    if ('open' in job) {
      opened = await Opened.from(kit, job.open, job.cutout);
      return opened.state;
    }
    if (!opened) throw new Error('No picture is open.');
    if ('step' in job) return opened.step(job.step);
    return 'draw' in job ? opened.draw(job.draw) : opened.finish(kit);
  },
  (value) => {
    if (value instanceof ImageBitmap) return [value];
    const made = value as Partial<AdoptedImage>;
    return made.png ? adoptedBuffers(made as AdoptedImage) : [];
  },
);

class Opened {
  readonly #image: MediaImage;
  readonly #selection: Selection;
  readonly #photo: ImageBitmap;
  readonly #small: { bitmap: ImageBitmap; scale: number };
  /** The selection, as alpha. */
  readonly #stencil: OffscreenCanvas;
  readonly #mask: Uint8Array;
  #sum = 0;
  /** Nothing was marked, and there was nothing to begin with: a shade over all would only hide the picture. */
  #isBlank: boolean;
  #canUndo = false;
  #canRedo = false;

  private constructor(image: MediaImage, selection: Selection, photo: ImageBitmap, small: { bitmap: ImageBitmap; scale: number }, isBlank: boolean) {
    this.#image = image;
    this.#selection = selection;
    this.#photo = photo;
    this.#small = small;
    this.#isBlank = isBlank;
    const { width, height } = image;
    this.#stencil = new OffscreenCanvas(width, height);
    this.#mask = new Uint8Array(width * height);
    this.#show({ left: 0, top: 0, width, height }, selection.mask().data);
  }

  static async from(kit: PixelsKit, source: Blob | MediaImage, cutout?: Uint8Array): Promise<Opened> {
    const image = source instanceof Blob ? await kit.image.decodeAsync(new Uint8Array(await source.arrayBuffer())) : source;
    const mask = cutout && maskBetween(image, kit.image.decode(cutout));
    const selection = kit.cutout.createSelection(image, mask ? { mask } : {});
    const working = shrunk(kit, image);
    const small = { bitmap: await bitmapOf(working), scale: working.width / image.width };
    const isBlank = !mask || mask.data.every((value) => value === 0);
    return new Opened(image, selection, await bitmapOf(image), small, isBlank);
  }

  get state(): SelectionState {
    const { width, height } = this.#image;
    const coverage = this.#sum / (255 * width * height);
    return { width, height, canUndo: this.#canUndo, canRedo: this.#canRedo, coverage };
  }

  step(step: SelectionStep): SelectionState {
    const { changed, part, canUndo, canRedo } = this.#done(step);
    this.#show(changed, part.data);
    this.#canUndo = canUndo;
    this.#canRedo = canRedo;
    return this.state;
  }

  #done(step: SelectionStep): SelectionUpdate {
    if (step === 'undo') return this.#selection.undo();
    if (step === 'redo') return this.#selection.redo();
    if (step === 'reset') return this.#selection.reset();
    return 'add' in step ? this.#selection.add(step.add) : this.#selection.box(step.box);
  }

  draw({ width, height, scale, left, top, cutoutOnly }: SelectionView): ImageBitmap {
    const canvas = new OffscreenCanvas(Math.max(1, width), Math.max(1, height));
    const context = contextOf(canvas);
    const place = [-left * scale, -top * scale, this.#image.width * scale, this.#image.height * scale] as const;
    const photo = scale > this.#small.scale ? this.#photo : this.#small.bitmap;
    // Large pixels are shown as such, so that an edge can be judged.
    const draw = (on: typeof context, picture: CanvasImageSource): void => {
      on.imageSmoothingEnabled = scale < 3;
      on.drawImage(picture, ...place);
    };
    draw(context, photo);
    if (this.#isBlank && !this.#canUndo) return canvas.transferToImageBitmap();
    if (cutoutOnly) {
      context.globalCompositeOperation = 'destination-in';
      draw(context, this.#stencil);
      return canvas.transferToImageBitmap();
    }
    const shade = new OffscreenCanvas(canvas.width, canvas.height);
    const shading = contextOf(shade);
    shading.fillStyle = SHADE;
    const [x, y, w, h] = place;
    shading.fillRect(x, y, w, h);
    shading.globalCompositeOperation = 'destination-out';
    draw(shading, this.#stencil);
    context.drawImage(shade, 0, 0);
    return canvas.transferToImageBitmap();
  }

  /** The cut-out, with colours free of the old background. @throws Error when nothing is selected */
  finish(kit: PixelsKit): AdoptedImage {
    if (this.#sum === 0)
      throw Object.assign(new Error('Nothing is selected yet: draw a box around the subject, or over it with Keep.'), {
        code: 'no_subject',
      });
    return adopted(kit, kit.cutout.apply(this.#image, this.#selection.mask()));
  }

  #show({ left, top, width, height }: SelectionUpdate['changed'], part: Uint8Array): void {
    if (width === 0 || height === 0) return;
    const pixels = new ImageData(width, height);
    for (let row = 0; row < height; row++) {
      const to = (top + row) * this.#image.width + left;
      for (let column = 0; column < width; column++) {
        const value = part[row * width + column]!;
        pixels.data[4 * (row * width + column) + 3] = value;
        this.#sum += value - this.#mask[to + column]!;
        this.#mask[to + column] = value;
      }
    }
    contextOf(this.#stencil).putImageData(pixels, left, top);
  }
}

function contextOf(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser gave no canvas to draw on.');
  return context;
}

const bitmapOf = ({ data, width, height }: MediaImage): Promise<ImageBitmap> =>
  createImageBitmap(new ImageData(data as Uint8ClampedArray<ArrayBuffer>, width, height));

/** What a picture was multiplied with to become its cut-out; undefined if that is of another size. */
function maskBetween(image: MediaImage, cutout: MediaImage) {
  const { width, height } = image;
  if (cutout.width !== width || cutout.height !== height) return undefined;
  const data = new Uint8Array(width * height);
  for (let i = 0; i < data.length; i++) {
    const before = image.data[4 * i + 3]!;
    data[i] = before === 0 ? 0 : Math.min(255, Math.round((255 * cutout.data[4 * i + 3]!) / before));
  }
  return { width, height, data };
}
