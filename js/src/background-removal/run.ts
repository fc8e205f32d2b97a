// What the steps of one removal share.
import type { CutoutApi, Mask, MaskMeasure } from '../cutout.js';
import { refuseAborted } from '../errors.js';
import type { ImageApi } from '../image.js';
import type { DoubtReason, Looks } from '../looks.js';
import { KeptImage, type MediaImage } from '../pixels.js';
import { isJpeg } from './ahead.js';
import { pixelsOfBitmaps } from './bitmap.js';
import type { SegmentationModel } from './models.js';
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
  looks: Looks;
  /** Pictures in the core's memory, freed when the run ends. Going in and out costs more than some of the steps. */
  kept: KeptImage[];
  /** The picture comes from a JPEG file. */
  isJpeg?: boolean;
}

/** How a subject was found. */
export type Way = Pick<JobResult, 'method' | 'reason' | 'model' | 'certainty' | 'device' | 'threads' | 'fallbacks'>;

/** A subject: as a mask and, where the way to it gives one, as a cut-out. */
export interface Found {
  way: Way;
  mask: Mask;
  /** Of the mask, where it was taken on the way. */
  measure?: MaskMeasure;
  cut?: MediaImage;
  /** Reasons to doubt it. */
  doubts: DoubtReason[];
  /** The row of the model that found it, where one did. */
  row?: SegmentationModel;
}

export function checkAbort<T>({ signal }: Run, value: T): T {
  refuseAborted(signal, 'The removal');
  return value;
}

/** Sees to it that a picture in the core is freed. */
export function keep<T extends MediaImage>({ kept }: Run, image: T): T {
  if (image instanceof KeptImage) kept.push(image);
  return image;
}

/** @param onPhoto called before the work of decoding when the file is a JPEG, as photographs are */
export async function readImage(run: Run, input: Job['input'], onPhoto?: () => void): Promise<MediaImage> {
  const { images, signal, stallTimeout } = run;
  if ('pixels' in input) return input.pixels;
  if ('bitmaps' in input) return pixelsOfBitmaps(input.bitmaps);
  const file = await readSource(input, imageErrors, { signal, stallTimeout });
  if (isJpeg(file)) onPhoto?.();
  const { image, mime } = await images.decodeKept(file);
  run.isJpeg = mime === 'image/jpeg';
  return keep(run, image);
}
