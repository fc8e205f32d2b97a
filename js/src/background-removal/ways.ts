// The ways to a subject that need no network.
import type { Mask } from '../cutout.js';
import { MediaError } from '../errors.js';
import type { MediaImage } from '../pixels.js';
import type { Found, Run, Way } from './run.js';

/** A way that ran on nothing. */
const without = (method: Way['method'], reason: Way['reason'], certainty: number): Way => ({
  method, reason, certainty, device: 'none', threads: 0, fallbacks: [],
});

/** The picture as it is, for an asset type that keeps its background. */
export function untouched({ report }: Run, image: MediaImage): Found {
  report('inference', 1);
  return { way: without('none', 'never_removed', 1), mask: alphaOf(image), cut: image };
}

/** Teeth, eyes and shirts are holes that belong to the subject; the inside of a letter is none. */
const isSomebody = (subject: string | null | undefined): boolean => subject === 'people' || subject === 'drawn';

/** The subject on a flat background, or on none. @throws MediaError `not_flat` when nothing else was asked for */
export function findFlat({ cutout, job, report }: Run, image: MediaImage, subject: string | null | undefined): Found | undefined {
  const result = cutout.flatBackground(image, { holes: job.holes ?? (isSomebody(subject) ? 'keep' : 'remove') });
  if (result.flat) {
    report('inference', 1);
    const way = without('flat', job.mode === 'flat' ? 'asked' : 'flat', result.certainty);
    return { way, mask: alphaOf(result.image), cut: result.image };
  }
  if (result.transparent) {
    report('inference', 1);
    return { way: without('none', 'already_removed', result.certainty), mask: alphaOf(image), cut: image };
  }
  if (job.mode === 'flat') throw new MediaError('not_flat', 'The background is not of one colour or a gentle gradient.');
  return undefined;
}

function alphaOf({ width, height, data }: MediaImage): Mask {
  const alpha = new Uint8Array(width * height);
  for (let i = 0; i < alpha.length; i++) alpha[i] = data[4 * i + 3]!;
  return { width, height, data: alpha };
}
