// Decoding, scaling and encoding of whole photos, off the page's thread.
import { createMediaKit, MediaError, type MediaImage, type MediaKit } from '@aurastream/media-wasm';

/** The longest side, in pixels, of what the page keeps to draw with: more than any canvas shows of one image. */
const WORKING_SIDE = 1600;

export type PixelJob = { open: Blob } | { shrink: MediaImage } | { encode: MediaImage };

export interface OpenedImage {
  /** Upright size in pixels. */
  width: number;
  height: number;
  working: MediaImage;
}

export type PixelAnswer = { id: number } & ({ value: unknown } | { error: { code: string; message: string } });

const starting = createMediaKit();

self.addEventListener('message', async ({ data }: MessageEvent<{ id: number; job: PixelJob }>) => {
  try {
    const value = await run(await starting, data.job);
    self.postMessage({ id: data.id, value } satisfies PixelAnswer);
  } catch (thrown) {
    const code = thrown instanceof MediaError ? thrown.code : 'internal_error';
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    self.postMessage({ id: data.id, error: { code, message } } satisfies PixelAnswer);
  }
});

async function run(kit: MediaKit, job: PixelJob): Promise<unknown> {
  if ('shrink' in job) return shrunk(kit, job.shrink);
  if ('encode' in job) return kit.image.encodePng(job.encode);
  const image = await decode(kit, job.open);
  return { width: image.width, height: image.height, working: shrunk(kit, image) } satisfies OpenedImage;
}

/** By the kit; formats that are the platform's business (WebP, AVIF) by the platform. */
async function decode(kit: MediaKit, blob: Blob): Promise<MediaImage> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  try {
    return kit.image.decode(bytes);
  } catch (thrown) {
    if (!(thrown instanceof MediaError) || thrown.code !== 'unsupported_format') throw thrown;
    const bitmap = await createImageBitmap(blob).catch(() => undefined);
    if (!bitmap) throw thrown;
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!;
    context.drawImage(bitmap, 0, 0);
    return context.getImageData(0, 0, bitmap.width, bitmap.height);
  }
}

function shrunk(kit: MediaKit, image: MediaImage): MediaImage {
  const scale = WORKING_SIDE / Math.max(image.width, image.height);
  if (scale >= 1) return image;
  const side = (length: number): number => Math.max(1, Math.round(length * scale));
  return kit.image.resize(image, side(image.width), side(image.height), 'lanczos3');
}
