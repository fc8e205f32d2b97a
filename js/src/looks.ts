// What a network's answers look like, where to look closer, and whether the result can be trusted. The rules are the
// core's (src/cutout/look.cpp, judge.cpp).
import type { Core } from './core.js';
import { activations, maskValues, type Mask } from './cutout.js';
import { pixelsOf, type ImageInput } from './pixels.js';

/** A rectangle of an image, in its pixels. */
export interface Window {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** What a mask tells about itself; shares and certainties are 0 to 1. */
export interface Evidence {
  coverage: number;
  certainty: number;
  /** Overlap of the answers to the picture and to its mirror image; 1 where only one was asked for. */
  agreement: number;
  /** Overlap of what was seen from afar and from close; 1 where there was one look only. */
  steady: number;
  /** Share of the subject in small pieces. */
  crumbs: number;
  /** The largest share of the left, right or upper side that the subject touches. */
  cut: number;
  /** Bounding box in the mask; of width 0 where there is no subject. */
  subject: Window;
}

/**
 * Why a result is doubtful. `nothing_found`, `everything_found`: there is no subject of the model's kind, or no
 * background; `fragments`: the subject is in crumbs; `border_cut`: it fills most of a side of the picture;
 * `passes_disagree`: the model sees something else in the mirrored picture, or closer; `low_certainty`: much of the
 * mask is neither subject nor background.
 */
export type DoubtReason = 'nothing_found' | 'everything_found' | 'fragments' | 'border_cut' | 'passes_disagree' | 'low_certainty';

/** What a model's masks must reach to be called good. */
export interface Trust {
  /** 0 to 1: how far from one half its values have to be, where they are not background. */
  certainty: number;
  /** 0 to 1: how far the answers to the picture and to its mirror image have to overlap. */
  agreement: number;
}

interface Plane {
  values: Float32Array;
  width: number;
  height: number;
}

interface Row {
  scale: number | 'max';
  mean: readonly number[];
  deviation: readonly number[];
  activation: (typeof activations)[number];
  stretch: boolean;
}

/** The core gives shares in these. */
const MILLIONTHS = 1e6;

const windowNumbers = ({ x, y, width, height }: Window): number[] => [x, y, width, height];

export class Looks {
  constructor(private readonly core: Core) {}

  /** A window of the image as a network's input of width × height. */
  tensor(image: ImageInput, { scale, mean, deviation }: Row, width: number, height: number, window: Window): Float32Array<ArrayBuffer> {
    const numbers = Float64Array.of(scale === 'max' ? 0 : scale, ...mean, ...deviation, ...windowNumbers(window));
    const { data } = this.core.call('cutout_tensor_of', [pixelsOf(image, 'The image'), numbers], image.width, image.height, width, height);
    return new Float32Array(data.buffer);
  }

  /** A network's answer, with that to the mirrored picture where it was asked for, as one mask. */
  look(output: Plane, mirrored: Plane | undefined, row: Row): { mask: Mask; evidence: Evidence } {
    const { width, height, values } = output;
    const planes = mirrored === undefined ? values : joined(values, mirrored.values);
    const { text, data } = this.core.call('cutout_look', [planes], width, height, activations.indexOf(row.activation), row.stretch);
    return { mask: { width, height, data }, evidence: parsed(text) };
  }

  evidence(mask: Mask): Evidence {
    return parsed(this.core.call('cutout_evidence', [maskValues(mask)], mask.width, mask.height).text);
  }

  /** Where to look next for what was found in a mask of `seen`. */
  closer({ subject }: Evidence, mask: Mask, seen: Window, image: { width: number; height: number }): Window {
    const numbers = Float64Array.of(...windowNumbers(subject), mask.width, mask.height, ...windowNumbers(seen), image.width, image.height);
    return JSON.parse(this.core.call('cutout_closer', [numbers]).text) as Window;
  }

  /** A mask of a window as one of the whole image, at the mask's resolution where that is below the image's. */
  place(mask: Mask, window: Window, { width, height }: { width: number; height: number }): Mask {
    const inputs = [maskValues(mask), Float64Array.from(windowNumbers(window))] as const;
    const { text, data } = this.core.call('cutout_place', inputs, mask.width, mask.height, width, height);
    return { ...(JSON.parse(text) as { width: number; height: number }), data };
  }

  judge({ coverage, certainty, agreement, steady, crumbs, cut }: Evidence, trust: Trust): DoubtReason[] {
    const numbers = Float64Array.of(coverage, certainty, agreement, steady, crumbs, cut, trust.certainty, trust.agreement);
    return JSON.parse(this.core.call('cutout_judge', [numbers]).text) as DoubtReason[];
  }

  /** Overlap of two masks of one picture, 0 to 1. */
  overlap(a: Mask, b: Mask): number {
    return Number(this.core.call('cutout_overlap', [maskValues(a), maskValues(b)], a.width, a.height, b.width, b.height).text) / MILLIONTHS;
  }

  /** A mask at another size. */
  fit(mask: Mask, width: number, height: number): Mask {
    if (mask.width === width && mask.height === height) return mask;
    return { width, height, data: this.core.call('cutout_fit', [maskValues(mask)], mask.width, mask.height, width, height).data };
  }
}

function joined(first: Float32Array, second: Float32Array): Float32Array<ArrayBuffer> {
  const both = new Float32Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

function parsed(text: string): Evidence {
  const { subject, ...shares } = JSON.parse(text) as Evidence;
  const scaled = Object.fromEntries(Object.entries(shares).map(([name, value]) => [name, value / MILLIONTHS]));
  return { ...(scaled as Omit<Evidence, 'subject'>), subject };
}
