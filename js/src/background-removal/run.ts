// What the steps of one removal share.
import type { CutoutApi, Mask } from '../cutout.js';
import { MediaError } from '../errors.js';
import type { ImageApi } from '../image.js';
import type { MediaImage } from '../pixels.js';
import { pixelsOfBitmaps } from './bitmap.js';
import type { Job, JobResult, Report } from './protocol.js';
import { imageErrors, readSource } from './read.js';

export interface Run {
  job: Job;
  report: Report;
  signal: AbortSignal | undefined;
  /** ms without a byte after which a server is given up. */
  stallTimeout: number;
  images: ImageApi;
  cutout: CutoutApi;
}

/** How a subject was found. */
export type Way = Pick<JobResult, 'method' | 'reason' | 'model' | 'certainty' | 'device' | 'threads' | 'fallbacks'>;

/** A subject: as a mask and, where the way to it gives one, as a cut-out. */
export interface Found {
  way: Way;
  mask: Mask;
  cut?: MediaImage;
}

export function checkAbort<T>({ signal }: Run, value: T): T {
  if (signal?.aborted) throw new MediaError('aborted', 'The removal was cancelled.');
  return value;
}

export async function readImage({ images, signal, stallTimeout }: Run, input: Job['input']): Promise<MediaImage> {
  if ('pixels' in input) return input.pixels;
  if ('bitmaps' in input) return pixelsOfBitmaps(input.bitmaps);
  return images.decodeAsync(await readSource(input, imageErrors, { signal, stallTimeout }));
}
