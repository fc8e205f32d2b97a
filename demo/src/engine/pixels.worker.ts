// Decoding, scaling and encoding of whole photos, off the page's thread.
import { createPixelsKit, type ExportPreset, type ExportPresetName, type MediaImage, type PixelsKit, type PreviewOptions } from '@aurastream/media-wasm/url';
import { adopted, adoptedBuffers, shrunk, type AdoptedImage } from './adopt.js';
import { answerJobs } from './jobs.js';

/** A picture to be composed from whole images: files, or pixels of what only a page can decode. */
export interface Composition {
  scene: Omit<PreviewOptions, 'images'>;
  sources: readonly [id: string, source: Blob | MediaImage][];
  as: ExportFormat;
}

/** A file format, or what a platform takes: one file a size, each within its limit. */
export type ExportFormat = 'png' | 'jpeg' | 'webp' | ExportPresetName;

/** What platforms take, by name. */
export type ExportPresets = Readonly<Record<ExportPresetName, ExportPreset>>;

export interface ExportedFile {
  /** `image/png` and the like. */
  type: string;
  width: number;
  height: number;
  bytes: Uint8Array<ArrayBuffer>;
}

export type PixelJob =
  | { open: Blob }
  | { shrink: MediaImage }
  | { adopt: MediaImage | Blob }
  | { compose: Composition }
  | { presets: true };

export interface OpenedImage {
  /** Upright size in pixels. */
  width: number;
  height: number;
  working: MediaImage;
}

const starting = createPixelsKit();

answerJobs(
  async (job: PixelJob) => run(await starting, job),
  (value) => ('trimmed' in Object(value) ? adoptedBuffers(value as AdoptedImage) : []),
);

async function run(kit: PixelsKit, job: PixelJob): Promise<unknown> {
  if ('shrink' in job) return shrunk(kit, job.shrink);
  if ('adopt' in job) return readopted(kit, job.adopt);
  if ('compose' in job) return composed(kit, job.compose);
  if ('presets' in job) return kit.image.exportPresets satisfies ExportPresets;
  const image = await kit.image.decodeAsync(new Uint8Array(await job.open.arrayBuffer()));
  return { width: image.width, height: image.height, working: shrunk(kit, image) } satisfies OpenedImage;
}

/** Of a cut-out that was made before there is its file. */
async function readopted(kit: PixelsKit, image: MediaImage | Blob): Promise<AdoptedImage> {
  if (!(image instanceof Blob)) return adopted(kit, image);
  const png = new Uint8Array(await image.arrayBuffer());
  return adopted(kit, kit.image.decode(png), png);
}

/** The scene as files, each image scaled once, from its full size. */
async function composed(kit: PixelsKit, { scene, sources, as }: Composition): Promise<ExportedFile[]> {
  const images = new Map<string, MediaImage>();
  for (const [id, source] of sources) {
    const isFile = source instanceof Blob;
    images.set(id, isFile ? await kit.image.decodeAsync(new Uint8Array(await source.arrayBuffer())) : source);
  }
  return exported(kit, kit.preview.render({ ...scene, images }), as);
}

/** WebP is the browser's to write; the rest is the kit's, the same on every machine. */
async function exported(kit: PixelsKit, picture: MediaImage, as: ExportFormat): Promise<ExportedFile[]> {
  const { width, height } = picture;
  if (as === 'png') return [{ type: 'image/png', width, height, bytes: kit.image.encodePng(picture) }];
  if (as === 'jpeg') return [{ type: 'image/jpeg', width, height, bytes: kit.image.encodeJpeg(picture, { quality: 92 }) }];
  if (as !== 'webp') return kit.image.exportFor(as, picture).map(({ mime: type, ...file }) => ({ type, ...file }));
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')!.putImageData(new ImageData(picture.data, width, height), 0, 0);
  const blob = await canvas.convertToBlob({ type: 'image/webp', quality: 0.92 });
  if (blob.type !== 'image/webp') throw new Error('This browser cannot write WebP.');
  return [{ type: blob.type, width, height, bytes: new Uint8Array(await blob.arrayBuffer()) }];
}
