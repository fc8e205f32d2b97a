// The page's side of pixels.worker.ts: one promise a job.
import type { MediaImage } from '@aurastream/media-wasm';
import type { AdoptedImage } from './adopt.js';
import { createJobs } from './jobs.js';
import type { Composition, ExportedFile, ExportPresets, OpenedImage, PixelJob } from './pixels.worker.js';

export interface Pixels {
  /** Decodes an image file. @throws Error with a sentence for the person */
  open(file: Blob): Promise<OpenedImage>;
  /** A copy no larger than the page draws with. */
  shrink(image: MediaImage): Promise<MediaImage>;
  /** What the page keeps of a cut-out, or of its PNG file. Pixels are handed over, not copied: the image is empty afterwards. */
  adopt(image: MediaImage | Blob): Promise<AdoptedImage>;
  /** A scene as files, from its images in full size. */
  compose(composition: Composition): Promise<ExportedFile[]>;
  presets(): Promise<ExportPresets>;
  /** Gives the worker's memory back, unless it is at work. */
  rest(): void;
}

export function createPixels(): Pixels {
  const start = (): Worker => new Worker(new URL('./pixels.worker.ts', import.meta.url), { type: 'module' });
  const { run, rest } = createJobs<PixelJob>(start, 'The image worker could not be started.');
  return {
    open: (file) => run({ open: file }),
    shrink: (image) => run({ shrink: image }),
    adopt: (image) => run({ adopt: image }, image instanceof Blob ? [] : [image.data.buffer]),
    compose: (composition) => run({ compose: composition }),
    presets: () => run({ presets: true }),
    rest,
  };
}
