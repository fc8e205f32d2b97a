// The page's side of preview.worker.ts: of the scenes that arrive while one is drawn, only the latest is drawn next.
import type { MediaImage } from '@aurastream/media-wasm';
import type { PreviewAnswer, PreviewJob, PreviewPart, Scene } from './preview.worker.js';

export interface Preview {
  /** Draws a scene with these images, by asset id. */
  show(scene: Scene, images: ReadonlyMap<string, MediaImage>): void;
}

/** @param shown is given what changed, and whether nothing newer is under way */
export function createPreview(
  shown: (part: PreviewPart, isLatest: boolean) => void,
  failed: (message: string) => void,
): Preview {
  const worker = new Worker(new URL('./preview.worker.ts', import.meta.url), { type: 'module' });
  const post = (job: PreviewJob): void => worker.postMessage(job);
  const registered = new Map<string, MediaImage>();
  let drawing = false;
  let next: Scene | undefined;

  const draw = (): void => {
    drawing = next !== undefined;
    if (next) post({ render: next });
    next = undefined;
  };
  worker.addEventListener('message', ({ data }: MessageEvent<PreviewAnswer>) => {
    const isLatest = next === undefined;
    draw();
    if ('part' in data) shown(data.part, isLatest);
    else failed(data.error);
  });
  worker.addEventListener('error', (event) => failed(event.message || 'The preview could not be started.'));

  return {
    show(scene, images) {
      for (const [id, image] of images) {
        if (registered.get(id) !== image) post({ register: { id, image } });
        registered.set(id, image);
      }
      for (const id of registered.keys()) {
        if (images.has(id)) continue;
        post({ forget: id });
        registered.delete(id);
      }
      next = scene;
      if (!drawing) draw();
    },
  };
}
