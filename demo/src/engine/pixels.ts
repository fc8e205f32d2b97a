// The page's side of pixels.worker.ts: one promise a job.
import type { MediaImage } from '@aurastream/media-wasm';
import type { AdoptedImage, Composition, OpenedImage, PixelAnswer, PixelJob } from './pixels.worker.js';

export interface Pixels {
  /** Decodes an image file. @throws Error with a sentence for the person */
  open(file: Blob): Promise<OpenedImage>;
  /** A copy no larger than the page draws with. */
  shrink(image: MediaImage): Promise<MediaImage>;
  /** What the page keeps of a cut-out. The image's pixels are handed over, not copied: it is empty afterwards. */
  adopt(image: MediaImage): Promise<AdoptedImage>;
  /** A scene as a PNG file, from its images in full size. */
  compose(composition: Composition): Promise<Uint8Array<ArrayBuffer>>;
}

export function createPixels(): Pixels {
  const worker = new Worker(new URL('./pixels.worker.ts', import.meta.url), { type: 'module' });
  const waiting = new Map<number, { resolve: (value: never) => void; reject: (reason: Error) => void }>();
  let last = 0;
  worker.addEventListener('message', ({ data }: MessageEvent<PixelAnswer>) => {
    const job = waiting.get(data.id);
    waiting.delete(data.id);
    if ('error' in data) job?.reject(Object.assign(new Error(data.error.message), { code: data.error.code }));
    else job?.resolve(data.value as never);
  });
  worker.addEventListener('error', (event) => {
    for (const { reject } of waiting.values())
      reject(new Error(event.message || 'The image worker could not be started.'));
    waiting.clear();
  });
  const run = <T>(job: PixelJob, transfer: Transferable[] = []): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      waiting.set(++last, { resolve, reject });
      worker.postMessage({ id: last, job }, transfer);
    });
  return {
    open: (file) => run({ open: file }),
    shrink: (image) => run({ shrink: image }),
    adopt: (image) => run({ adopt: image }, [image.data.buffer]),
    compose: (composition) => run({ compose: composition }),
  };
}
