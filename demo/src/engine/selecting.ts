// The page's side of selecting.worker.ts. A worker for each picture: ending it gives all its memory back.
import type { MediaImage } from '@aurastream/media-wasm';
import type { AdoptedImage } from './adopt.js';
import { createJobs } from './jobs.js';
import type { SelectionJob, SelectionState, SelectionStep, SelectionView } from './selecting.worker.js';

export interface Selecting {
  /** @throws Error with a sentence for the person */
  open(source: Blob | MediaImage, cutout?: Uint8Array<ArrayBuffer>): Promise<SelectionState>;
  step(step: SelectionStep): Promise<SelectionState>;
  draw(view: SelectionView): Promise<ImageBitmap>;
  finish(): Promise<AdoptedImage>;
  close(): void;
}

export function createSelecting(): Selecting {
  const start = (): Worker => new Worker(new URL('./selecting.worker.ts', import.meta.url), { type: 'module' });
  const { run, close } = createJobs<SelectionJob>(start, 'Selecting by hand could not be started.');
  return {
    open: (source, cutout) => run({ open: source, cutout }),
    step: (step) => run({ step }),
    draw: (view) => run({ draw: view }),
    finish: () => run({ finish: true }),
    close,
  };
}
