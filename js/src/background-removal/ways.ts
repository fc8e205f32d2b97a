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
  return { way: without('none', 'never_removed', 1), mask: alphaOf(image), cut: image, doubts: [] };
}

/** Teeth, eyes and shirts are holes that belong to somebody; the inside of a letter does not. Who nobody says, their look must tell. */
function holesOf(subject: string | null | undefined): 'remove' | 'keep' | 'auto' {
  if (subject === undefined) return 'auto';
  return subject === 'people' || subject === 'drawn' ? 'keep' : 'remove';
}

/** The subject on a flat background, or on none. @throws MediaError `not_flat` when nothing else was asked for */
function findFlat({ cutout, job, report, isJpeg }: Run, image: MediaImage, subject: string | null | undefined): Found | undefined {
  const result = cutout.flatBackground(image, { jpeg: isJpeg, shadow: job.shadow, holes: job.holes ?? holesOf(subject) });
  if (result.flat) {
    report('inference', 1);
    const way = without('flat', job.mode === 'flat' ? 'asked' : 'flat', result.certainty);
    return { way, mask: alphaOf(result.image), cut: result.image, doubts: unsure(result.certainty) };
  }
  if (result.transparent) {
    report('inference', 1);
    return { way: without('none', 'already_removed', result.certainty), mask: alphaOf(image), cut: image, doubts: [] };
  }
  if (job.mode === 'flat') throw new MediaError('not_flat', 'The background is not of one colour, a gradient or a checkerboard.');
  return undefined;
}

/** The subject before a green or blue screen. @throws MediaError `not_chroma` when nothing else was asked for */
function findScreen({ cutout, job, report }: Run, image: MediaImage): Found | undefined {
  const result = cutout.chroma(image);
  if (result.chroma) {
    report('inference', 1);
    const way = without('chroma', job.mode === 'chroma' ? 'asked' : 'chroma', result.certainty);
    return { way, mask: alphaOf(result.image), cut: result.image, doubts: unsure(result.certainty) };
  }
  if (job.mode === 'chroma') throw new MediaError('not_chroma', 'The background is no green or blue screen.');
  return undefined;
}

/** The ways that need no network, in the order of what they cost and of how sure they are. @throws MediaError `not_flat`, `not_chroma` */
export function findKeyed(run: Run, image: MediaImage, subject: string | null | undefined): Found | undefined {
  const { mode } = run.job;
  return (mode !== 'chroma' ? findFlat(run, image, subject) : undefined) ?? (mode !== 'flat' ? findScreen(run, image) : undefined);
}

/** Below this certainty a keyed background is doubtful. */
const LEAST_CERTAINTY = 0.5;

const unsure = (certainty: number): Found['doubts'] => (certainty < LEAST_CERTAINTY ? ['low_certainty'] : []);

function alphaOf({ width, height, data }: MediaImage): Mask {
  const alpha = new Uint8Array(width * height);
  for (let i = 0; i < alpha.length; i++) alpha[i] = data[4 * i + 3]!;
  return { width, height, data: alpha };
}
