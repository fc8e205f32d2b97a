// Background removal of library images: one remover for each model, one run at a time for each image.
import { MediaError } from '@aurastream/media-wasm';
import { createBackgroundRemover, type BackgroundRemover } from '@aurastream/media-wasm/background-removal';
import type { Store } from '../state/store.js';
import type { Pictures } from './pictures.js';
import type { Pixels } from './pixels.js';

export interface Removal {
  /** Ends when the image has its cut-out, or the state says why not. */
  remove(imageId: string): Promise<void>;
  cancel(imageId: string): void;
}

export function createRemoval(store: Store, pictures: Pictures, pixels: Pixels): Removal {
  let remover: Promise<BackgroundRemover> | undefined;
  const running = new Map<string, AbortController>();

  const ready = (): Promise<BackgroundRemover> => {
    remover ??= createBackgroundRemover({ model: 'selfie' }).catch((thrown: unknown) => {
      remover = undefined; // so that the next click tries anew
      throw thrown;
    });
    return remover;
  };

  return {
    async remove(imageId) {
      const picture = pictures.get(imageId);
      if (!picture || running.has(imageId)) return;
      const abort = new AbortController();
      running.set(imageId, abort);
      const say = (changes: Parameters<typeof change>[2]): void => change(store, imageId, changes);
      say({ removal: { step: 'running', phase: 'session', fraction: 0 } });
      try {
        const cut = await (await ready()).remove(picture.file, {
          signal: abort.signal,
          output: 'image',
          onProgress: ({ phase, fraction }) => say({ removal: { step: 'running', phase, fraction } }),
        });
        const [working, png] = await Promise.all([pixels.shrink(cut.image), pixels.encodePng(cut.image)]);
        abort.signal.throwIfAborted();
        picture.cutout = { working, png };
        say({ removal: { step: 'done', summary: 'Background removed' }, useCutout: true });
        store.dispatch({ type: 'said', text: 'Background removed. Compare it with the slider, then place it on the canvas.' });
      } catch (thrown) {
        if (abort.signal.aborted) {
          say({ removal: { step: 'idle' } });
          store.dispatch({ type: 'said', text: 'Cancelled. The image is as it was.' });
        } else {
          const message = thrown instanceof MediaError ? thrown.message : 'The background could not be removed. Please try again.';
          say({ removal: { step: 'failed', message } });
          store.dispatch({ type: 'said', text: message, tone: 'error' });
        }
      } finally {
        running.delete(imageId);
      }
    },
    cancel: (imageId) => running.get(imageId)?.abort(),
  };
}

function change(store: Store, id: string, changes: Extract<Parameters<Store['dispatch']>[0], { type: 'imageChanged' }>['changes']): void {
  store.dispatch({ type: 'imageChanged', id, changes });
}
