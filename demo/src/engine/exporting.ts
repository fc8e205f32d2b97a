// The canvas as a file: in a format, or as what a platform takes; several files go into one archive.
import type { CoreKit } from '@aurastream/media-wasm';
import { zipSync } from 'fflate';
import type { State } from '../state/model.js';
import { cutoutOf, shownFile, type Pictures } from './pictures.js';
import type { Pixels } from './pixels.js';
import type { ExportedFile, ExportFormat } from './pixels.worker.js';
import { sceneOf } from './request.js';

export interface Exported {
  name: string;
  blob: Blob;
  /** The files in it, one a size. */
  files: readonly ExportedFile[];
}

const endings: Readonly<Record<string, string>> = { 'image/png': 'png', 'image/jpeg': 'jpg', 'image/webp': 'webp' };

/** Composed from the images in full size. @throws Error with a sentence for the person */
export async function exportCanvas(kit: CoreKit, state: State, pictures: Pictures, pixels: Pixels, as: ExportFormat): Promise<Exported> {
  const placed = new Set(state.document.layers.map(({ imageId }) => imageId));
  const sources = state.document.images.flatMap((image) => {
    const picture = pictures.get(image.id);
    if (!picture || !placed.has(image.id)) return [];
    const hasCutout = image.useCutout && cutoutOf(pictures, image);
    return [[image.id, hasCutout ? new Blob([shownFile(pictures, image)!]) : picture.source] as [string, Blob | typeof picture.original]];
  });
  const files = await pixels.compose({ scene: sceneOf(kit, state), sources, as });
  const stem = `image/${as}` in endings ? state.document.canvas : as;
  const [only, ...more] = files;
  if (only && more.length === 0) {
    return { name: `${stem}.${endings[only.type]}`, blob: new Blob([only.bytes], { type: only.type }), files };
  }
  const entries = files.map(({ type, width, height, bytes }) => [`${stem}-${width}x${height}.${endings[type]}`, bytes]);
  // Pictures are compressed already.
  const archive = zipSync(Object.fromEntries(entries) as Record<string, Uint8Array>, { level: 0 });
  return { name: `${stem}.zip`, blob: new Blob([archive as Uint8Array<ArrayBuffer>], { type: 'application/zip' }), files };
}
