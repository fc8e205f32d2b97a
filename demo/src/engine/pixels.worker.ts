// Decoding, scaling and encoding of whole photos, off the page's thread.
import { createMediaKit, type MediaImage, type MediaKit, type PreviewOptions } from '@aurastream/media-wasm';
import { adopted, shrunk } from './adopt.js';
import { answerJobs } from './jobs.js';

/** A picture to be composed from whole images: files, or pixels of what only a page can decode. */
export interface Composition {
  scene: Omit<PreviewOptions, 'images'>;
  sources: readonly [id: string, source: Blob | MediaImage][];
}

export type PixelJob =
  | { open: Blob }
  | { shrink: MediaImage }
  | { adopt: MediaImage }
  | { compose: Composition };

export interface OpenedImage {
  /** Upright size in pixels. */
  width: number;
  height: number;
  working: MediaImage;
}

const starting = createMediaKit();

answerJobs(async (job: PixelJob) => run(await starting, job));

async function run(kit: MediaKit, job: PixelJob): Promise<unknown> {
  if ('shrink' in job) return shrunk(kit, job.shrink);
  if ('adopt' in job) return adopted(kit, job.adopt);
  if ('compose' in job) return composed(kit, job.compose);
  const image = await kit.image.decodeAsync(new Uint8Array(await job.open.arrayBuffer()));
  return { width: image.width, height: image.height, working: shrunk(kit, image) } satisfies OpenedImage;
}

/** The scene as a PNG file, each image scaled once, from its full size. */
async function composed(kit: MediaKit, { scene, sources }: Composition): Promise<Uint8Array> {
  const images = new Map<string, MediaImage>();
  for (const [id, source] of sources) {
    const isFile = source instanceof Blob;
    images.set(id, isFile ? await kit.image.decodeAsync(new Uint8Array(await source.arrayBuffer())) : source);
  }
  return kit.image.encodePng(kit.preview.render({ ...scene, images }));
}
