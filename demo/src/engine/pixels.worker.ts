// Decoding, scaling and encoding of whole photos, off the page's thread.
import {
  createMediaKit,
  MediaError,
  type MediaImage,
  type MediaKit,
  type PreviewOptions,
} from '@aurastream/media-wasm';

/** The longest side, in pixels, of what the page keeps to draw with: more than any canvas shows of one image. */
const WORKING_SIDE = 1600;

/** A cut-out: to draw with, and in full size as a file. */
export interface AdoptedImage {
  working: MediaImage;
  png: Uint8Array<ArrayBuffer>;
}

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

export type PixelAnswer = { id: number } & (
  | { value: unknown }
  | { error: { code: string; message: string } }
);

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
  if ('adopt' in job) return adopted(kit, job.adopt);
  if ('compose' in job) return composed(kit, job.compose);
  const image = await kit.image.decodeAsync(new Uint8Array(await job.open.arrayBuffer()));
  return { width: image.width, height: image.height, working: shrunk(kit, image) } satisfies OpenedImage;
}

function adopted(kit: MediaKit, image: MediaImage): AdoptedImage {
  return { working: shrunk(kit, image), png: kit.image.encodePng(image) };
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

function shrunk(kit: MediaKit, image: MediaImage): MediaImage {
  const { width, height, data } = image;
  const scale = WORKING_SIDE / Math.max(width, height);
  if (scale >= 1) return { width, height, data };
  const side = (length: number): number => Math.max(1, Math.round(length * scale));
  return kit.image.resize(image, side(width), side(height), 'lanczos3');
}
