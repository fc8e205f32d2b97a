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
  /** There is none as long as nothing lies on the canvas. */
  let worker: Worker | undefined;
  const post = (job: PreviewJob): void => (worker ??= started()).postMessage(job);
  const registered = new Map<string, MediaImage>();
  let drawing = false;
  let next: Scene | undefined;

  const draw = (): void => {
    drawing = next !== undefined;
    if (next) post({ render: next });
    next = undefined;
  };
  function started(): Worker {
    const made = new Worker(new URL('./preview.worker.ts', import.meta.url), { type: 'module' });
    made.addEventListener('message', ({ data }: MessageEvent<PreviewAnswer>) => {
      const isLatest = next === undefined;
      draw();
      if ('part' in data) shown(data.part, isLatest);
      else failed(data.error);
    });
    made.addEventListener('error', (event) => failed(event.message || 'The preview could not be started.'));
    return made;
  }
  /** An empty canvas needs no worker, and gives the memory of the last one back. */
  function rest(part: PreviewPart): void {
    worker?.terminate();
    worker = undefined;
    registered.clear();
    drawing = false;
    next = undefined;
    shown(part, true);
  }

  return {
    show(scene, images) {
      const empty = scene.placements.length === 0 ? groundOf(scene) : undefined;
      if (empty) return rest(empty);
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

/** A canvas of one colour, or of none; undefined if its ground is more than that. */
function groundOf({ canvas, background }: Scene): PreviewPart | undefined {
  const [, red, green, blue] = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(background) ?? [];
  if (blue === undefined && background !== 'transparent') return undefined;
  const { width, height } = canvas;
  const pixel = blue === undefined ? [0, 0, 0, 0] : [red, green, blue, 'ff'].map((part) => parseInt(part!, 16));
  const data = new Uint8ClampedArray(width * height * 4);
  new Uint32Array(data.buffer).fill(new Uint32Array(new Uint8Array(pixel).buffer)[0]!);
  return { canvas, left: 0, top: 0, pixels: { width, height, data } };
}
