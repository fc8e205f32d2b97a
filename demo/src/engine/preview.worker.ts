// The live preview, off the page's thread: images are registered once, then only placements cross.
import { createMediaKit, type MediaImage, type PreviewOptions } from '@aurastream/media-wasm';

export type Scene = Omit<PreviewOptions, 'images'>;
export type PreviewJob =
  | { register: { id: string; image: MediaImage } }
  | { forget: string }
  | { render: Scene };
export type PreviewAnswer = { still: MediaImage } | { error: string };

const starting = createMediaKit();
const images = new Map<string, MediaImage>();

self.addEventListener('message', async ({ data }: MessageEvent<PreviewJob>) => {
  const kit = await starting;
  if ('register' in data) images.set(data.register.id, data.register.image);
  else if ('forget' in data) images.delete(data.forget);
  else {
    try {
      const { width, height, data: pixels } = kit.preview.render({ ...data.render, images });
      const still = { width, height, data: pixels };
      self.postMessage({ still } satisfies PreviewAnswer, { transfer: [pixels.buffer] });
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown.message : String(thrown);
      self.postMessage({ error } satisfies PreviewAnswer);
    }
  }
});
