// remove-background with a box and strokes: what is marked decides, on a model's mask or on nothing.
import { MediaError } from '../errors.js';
import type { ImageInput, Mask, MediaImage, MediaKit, SelectionStroke } from '../index.js';
import { groups, number, numbers, type Values } from './options.js';

/** What a further point looks like; a negative number is no option. */
const POINT = /^[+-]?[\d.]+,[+-]?[\d.]+$/;

export const marks = {
  box: numbers('x,y,width,height', 'by hand: where the subject is, in pixels of the upright picture'),
  keep: groups(numbers('x,y', 'by hand: a stroke over the subject, through the points that follow'), POINT),
  remove: groups(numbers('x,y', 'by hand: a stroke over the background'), POINT),
  brush: number('PIXELS', 'radius of the strokes (default 1 % of the longer side)'),
};

type Marks = Values<typeof marks>;

export const isByHand = ({ box, keep, remove }: Marks): boolean => Boolean(box ?? keep ?? remove);

/** The mask that the marks make of a picture. @throws MediaError those of kit.cutout.select(), `no_subject` */
export function maskByHand(kit: MediaKit, picture: ImageInput, start: Mask | undefined, { box, keep = [], remove = [], brush }: Marks): Mask {
  const stroke = (kind: 'keep' | 'remove') => (points: number[][]): SelectionStroke => ({
    kind,
    points: points as [number, number][],
    ...(brush !== undefined && { radius: brush }),
  });
  const [x, y, width, height] = box ?? [];
  return kit.cutout.select(picture, {
    ...(start && { mask: start }),
    ...(box && { box: { x: x!, y: y!, width: width!, height: height! } }),
    strokes: [...keep.map(stroke('keep')), ...remove.map(stroke('remove'))],
  });
}

interface Finish {
  refine?: boolean | undefined;
  unmix?: boolean | undefined;
  threshold?: number | undefined;
  feather?: number | undefined;
  allowEmpty?: boolean | undefined;
  trim?: number | undefined;
  background?: string | MediaImage | undefined;
}

/** The cut-out of a mask, as remove() finishes one. */
export function cutByHand(kit: MediaKit, picture: MediaImage, marked: Mask, options: Finish): { picture: MediaImage; mask: Mask; x: number; y: number; coverage: number } {
  const { refine, unmix = true, threshold, feather, allowEmpty, trim, background } = options;
  const refined = refine ? kit.cutout.refine(picture, marked) : marked;
  const mask = threshold || feather ? kit.cutout.adjust(refined, { threshold, feather }) : refined;
  const { coverage } = kit.cutout.measure(mask);
  if (!allowEmpty && coverage === 0) throw new MediaError('no_subject', 'What was marked selects nothing: mark more of the subject with --keep.');
  const cut = kit.cutout.apply(picture, mask, { unmix });
  const { x, y, ...trimmed } = trim === undefined ? { x: 0, y: 0, ...cut } : kit.cutout.trim(cut, trim);
  return { picture: background === undefined ? trimmed : kit.cutout.placeOn(trimmed, background), mask, x, y, coverage };
}
