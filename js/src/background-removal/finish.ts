// From the mask to what the caller asked for.
import type { Mask } from '../cutout.js';
import { MediaError } from '../errors.js';
import { KeptImage, type MediaImage } from '../pixels.js';
import type { JobResult } from './protocol.js';
import { doubtsOf } from './verdict.js';
import { keep, readImage, type Found, type Run } from './run.js';

/** Share of pixels, a two-thousandth, below which nothing counts as found. */
const LEAST_COVERAGE = 0.0005;

interface Finished extends Omit<JobResult, 'data' | 'width' | 'height'> {
  picture: MediaImage | Mask;
}

/** From the mask to the finished picture, or the mask itself. */
export async function finish(run: Run, image: MediaImage, found: Found): Promise<Finished> {
  const { job, cutout, report } = run;
  report('edges', 0);
  const isKept = found.way.reason === 'never_removed';
  const adjusted = !isKept && (job.threshold > 0 || job.feather > 0);
  const mask = adjusted ? cutout.adjust(found.mask, job) : found.mask;
  const { coverage } = (mask === found.mask && found.measure) || cutout.measure(mask);
  if (!job.allowEmpty && !isKept) refuseEmpty(coverage);
  const told = { ...found.way, coverage, ...verdict(found, isKept ? undefined : coverage) };
  if (job.output === 'mask') {
    report('edges', 1);
    return { picture: mask, x: 0, y: 0, ...told };
  }
  let picture: MediaImage;
  if (!found.cut) picture = keep(run, cutout.applyKept(image, mask, { unmix: job.unmix }));
  else picture = adjusted ? cutout.apply(solid(found.cut), mask) : found.cut;
  if (picture !== image && image instanceof KeptImage) image.free(); // its room is wanted for the file
  let [x, y] = [0, 0];
  if (job.trim !== undefined) ({ x, y, ...picture } = cutout.trim(picture, job.trim));
  if (job.background !== undefined) {
    picture = cutout.placeOn(picture, typeof job.background === 'string' ? job.background : await readImage(run, job.background));
  }
  report('edges', 1);
  return { picture, x, y, ...told };
}

/** @param coverage of the finished mask; undefined where the picture was to stay as it is */
function verdict({ doubts, row }: Found, coverage: number | undefined): Pick<JobResult, 'verdict' | 'doubts'> {
  const reasons = new Set(doubts);
  // A threshold may have left nothing of what was found.
  if (coverage !== undefined && coverage < LEAST_COVERAGE) reasons.add('nothing_found');
  if (coverage !== undefined && coverage > 1 - LEAST_COVERAGE) reasons.add('everything_found');
  return { verdict: reasons.size === 0 ? 'good' : 'doubtful', doubts: doubtsOf([...reasons], row) };
}

/** A cut-out whose alpha was made a mask: what can be seen becomes opaque, so that the mask alone decides. */
function solid({ width, height, data }: MediaImage): MediaImage {
  const opaque = new Uint8ClampedArray(data);
  for (let i = 3; i < opaque.length; i += 4) if (opaque[i] !== 0) opaque[i] = 255;
  return { width, height, data: opaque };
}

/** A mask without a subject, or without a background, is no cut-out. */
function refuseEmpty(coverage: number): void {
  if (coverage < LEAST_COVERAGE) throw new MediaError('no_subject', 'No subject was found in this image. Another model may find one.');
  if (coverage > 1 - LEAST_COVERAGE) throw new MediaError('no_background', 'The whole image was taken for the subject: there is no background to remove.');
}

export function encode({ job, images, report }: Run, { picture, ...rest }: Finished): JobResult {
  report('encode', 0);
  const { width, height } = picture;
  const bytes = job.output === 'png' || job.output === 'blob' ? images.encodePng(picture as MediaImage) : bytesOf(picture.data);
  report('encode', 1);
  return { ...rest, width, height, data: bytes };
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Mask['data']): Uint8Array<ArrayBuffer> => new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);
