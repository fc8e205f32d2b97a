// The segmentation models that are known by name. A row is all the code that a model needs.
import type { MediaSubject } from '../generated/contract.js';
import type { Trust } from '../looks.js';
import type { Device } from './protocol.js';
import type { Calibration } from './verdict.js';

/** How a model wants its image and how its output becomes a mask. */
export interface SegmentationModel {
  /** The name it is chosen by, and that results carry. */
  id: string;
  /** What it finds: photographed `people`, `drawn` characters, or `anything`. Decides which model an asset type gets. */
  subject: MediaSubject;
  /** Pixels a side of its square input, or [width, height]. Must be what the file says, where the file says it. */
  size: number | readonly [width: number, height: number];
  /** What pixels (0–255) are divided by; `max` is the largest channel value of the resized image. */
  scale: number | 'max';
  /** Subtracted after scaling: red, green, blue. */
  mean: readonly [number, number, number];
  /** Divided by after that. */
  deviation: readonly [number, number, number];
  /** Name of the output that is the mask; by default the first. Only this one is computed into memory. */
  output?: string | undefined;
  /** Applied to the output: nothing, clipping to 0–1, or the logistic function. */
  activation: 'none' | 'clip' | 'sigmoid';
  /** Whether the mask is then stretched so that its least value is 0 and its greatest 1. */
  stretch: boolean;
  /** What `device: 'auto'` runs it on: without this the GPU where there is one. `wasm` for a model that does not gain. */
  device?: Device | undefined;
  /**
   * `closer`: it is fast, and is asked several times: about the picture, its mirror image, and the subject from close.
   * `once`, the default.
   */
  passes?: 'once' | 'closer' | undefined;
  /** What its masks must reach to be called good, 0 to 1: certainty as measured, agreement of its passes. */
  trust?: Trust | undefined;
  /** What its certainty times agreement, as measured, means: [measured, certainty] pairs, growing. By default itself. */
  calibration?: Calibration | undefined;
  /** Licence of the weights, as an SPDX identifier or in words. */
  licence: string;
  /** Digest of the file as it is published, checked before it is used; folded copies (see fetchModel) carry their own. */
  digest?: ModelDigest | undefined;
  /** How large the published file is. */
  bytes?: number | undefined;
  /** Where its authors or packagers publish it. Never fetched from there unless the caller asks. */
  published?: string | undefined;
}

/** A checksum of a model's file. */
export interface ModelDigest {
  /** MD5 is what publishers of these files give; it detects damage, not malice. */
  algorithm: 'sha256' | 'md5';
  /** Lower case hexadecimal. */
  hex: string;
}

/** A digest in one word, such as `md5-8e83…`. */
export const nameOfDigest = ({ algorithm, hex }: ModelDigest): string => `${algorithm}-${hex.toLowerCase()}`;

const IMAGENET = { mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225] } as const;

/** A row's input size in pixels. */
export const sidesOf = ({ size }: Pick<SegmentationModel, 'size'>): readonly [width: number, height: number] => (typeof size === 'number' ? [size, size] : size);

/** What U²-Net and most of its descendants share, and what is assumed of a file that no row describes. */
const U2NET = { size: 320, scale: 'max', ...IMAGENET, activation: 'none', stretch: true } as const;

/** Of U²-NetP, on the pictures of tests/bench/removal-quality.mjs. */
const U2NETP_CALIBRATION = [[0.5, 0.2], [0.75, 0.5], [0.82, 0.75], [0.87, 0.9], [0.92, 0.93], [0.97, 0.97]] as const;

const rembg = (file: string): string => `https://github.com/danielgatis/rembg/releases/download/v0.0.0/${file}`;
const md5 = (hex: string): ModelDigest => ({ algorithm: 'md5', hex });

const rows = [
  {
    id: 'selfie', subject: 'people', size: 256, scale: 255, mean: [0, 0, 0], deviation: [1, 1, 1], output: 'mask',
    activation: 'none', stretch: false, device: 'wasm', licence: 'Apache-2.0',
    passes: 'closer', trust: { certainty: 0.87, agreement: 0.88 },
    calibration: [[0.2, 0.05], [0.45, 0.5], [0.65, 0.6], [0.75, 0.8], [0.8, 0.88], [0.87, 0.93], [0.95, 0.96]],
  },
  {
    id: 'anything', subject: 'anything', size: 288, scale: 255, mean: [0, 0, 0], deviation: [1, 1, 1], output: 'mask',
    activation: 'none', stretch: false, device: 'wasm', licence: 'Apache-2.0', passes: 'closer',
    // So called good, 38 of 39 pictures measured (drawn subjects on photographs, people, things) overlap the truth by 0.85.
    // Below 0.77 lower than what was measured: in photographs of people it takes what stands beside them, and is surer than right.
    trust: { certainty: 0.87, agreement: 0.92 }, calibration: [[0.2, 0.1], [0.5, 0.3], [0.7, 0.42], [0.765, 0.47], [0.79, 0.8], [0.85, 0.91], [0.9, 0.95]],
    bytes: 877_868, digest: { algorithm: 'sha256', hex: '28e541ccef04071c42d0d72d8cb3847969c2e29fd04c12dd289c8e4dc37048cf' },
  },
  {
    ...U2NET, id: 'u2netp-fp16', subject: 'anything', output: '1959', bytes: 2_373_690, licence: 'Apache-2.0', calibration: U2NETP_CALIBRATION,
    digest: { algorithm: 'sha256', hex: 'fba1be32d377adf1eff4192d1c83e150e11d009b79a622b8f2a47812065267cf' },
  },
  {
    ...U2NET, id: 'u2netp', subject: 'anything', licence: 'Apache-2.0', calibration: U2NETP_CALIBRATION,
    bytes: 4_574_861, digest: md5('8e83ca70e441ab06c318d82300c84806'), published: rembg('u2netp.onnx'),
  },
  {
    ...U2NET, id: 'u2net', subject: 'anything', activation: 'clip', licence: 'Apache-2.0',
    digest: md5('60024c5c889badc19c04ad937298a77b'), published: rembg('u2net.onnx'),
  },
  {
    ...U2NET, id: 'u2net_human_seg', subject: 'people', licence: 'Apache-2.0',
    digest: md5('c09ddc2e0104f800e3e1bb4652583d1f'), published: rembg('u2net_human_seg.onnx'),
  },
  {
    ...U2NET, id: 'silueta', subject: 'anything', licence: 'see its author',
    digest: md5('55e59e0d8062d2f5d013f4725ee84782'), published: rembg('silueta.onnx'),
  },
  {
    ...U2NET, id: 'isnet-general-use', subject: 'anything', size: 1024, mean: [0.5, 0.5, 0.5],
    deviation: [1, 1, 1], licence: 'Apache-2.0',
    digest: md5('fc16ebd8b0c10d971d3513d564d01e29'), published: rembg('isnet-general-use.onnx'),
  },
  {
    ...U2NET, id: 'isnet-anime', subject: 'drawn', size: 1024, deviation: [1, 1, 1], licence: 'see its author',
    digest: md5('6f184e756bb3bd901c8849220a83e38e'), published: rembg('isnet-anime.onnx'),
  },
  {
    ...U2NET, id: 'birefnet-general-lite', subject: 'anything', size: 1024, activation: 'sigmoid', licence: 'MIT',
    digest: md5('4fab47adc4ff364be1713e97b7e66334'),
    published: rembg('BiRefNet-general-bb_swin_v1_tiny-epoch_232.onnx'),
  },
  {
    ...U2NET, id: 'birefnet-portrait', subject: 'people', size: 1024, activation: 'sigmoid', licence: 'MIT',
    digest: md5('c3a64a6abf20250d090cd055f12a3b67'), published: rembg('BiRefNet-portrait-epoch_150.onnx'),
  },
] as const satisfies readonly SegmentationModel[];

/** Names that `createBackgroundRemover({ model })` knows. */
export type ModelId = (typeof rows)[number]['id'];

/** Names of the models that are part of this package, in the order in which they are asked where none is named. */
export const shippedModels = ['selfie', 'anything'] as const satisfies readonly ModelId[];

/** A model that is part of this package. */
export type ShippedModel = (typeof shippedModels)[number];

/** A model that is known by its name. */
export interface KnownModel extends SegmentationModel {
  /** The name. */
  id: ModelId;
}

/** Every model known by name; the {@link shippedModels} are part of this package, the others are brought by the host. */
export const models: readonly [KnownModel, ...KnownModel[]] = rows;

/** The row of a name, if there is one. */
export function modelById(id: string): SegmentationModel | undefined {
  return models.find((row) => row.id === id);
}

/** The row assumed of a file that nothing else is known of; its size then comes from the file. */
export const unknownModel: SegmentationModel = { ...U2NET, id: 'custom', subject: 'anything', licence: 'unknown' };

/** A fast model for anything is a small one: a larger sees what it does not, and so does one for people. */
export const isLargeGeneral = ({ subject, passes }: SegmentationModel): boolean => subject === 'anything' && passes !== 'closer';

/** Pixels of a model's input. */
const inputArea = ({ size }: SegmentationModel): number => (typeof size === 'number' ? size * size : size[0] * size[1]);

/**
 * The model that finds a subject: one for it, else one for anything, else the first. Of several the one with the
 * largest input, which draws the finest mask; of equals the first. A small one for anything
 * is preferred only for what is its own: of drawn characters `selfie` sees more than `anything`.
 * @param subject nothing is as good as the first
 * @returns `fits`: whether it is one for the subject
 */
export function modelForSubject<T extends { model: SegmentationModel }>(
  models: readonly T[],
  subject: MediaSubject | null | undefined,
): { chosen: T; fits: boolean } {
  const finest = (wanted: MediaSubject): T | undefined =>
    models.filter(({ model }) => model.subject === wanted).sort((a, b) => inputArea(b.model) - inputArea(a.model))[0];
  const [first] = models as [T];
  if (subject == null) return { chosen: first, fits: true };
  const fitting = finest(subject);
  const general = finest('anything');
  return { chosen: fitting ?? (general && isLargeGeneral(general.model) ? general : first), fits: fitting !== undefined };
}

/** Of several models the one to ask where the chosen one's answer is doubtful: the finest for anything. */
export function secondOpinion<T extends { model: SegmentationModel }>(models: readonly T[], chosen: T): T | undefined {
  const { chosen: general } = modelForSubject(models, 'anything');
  return general !== chosen && general.model.subject === 'anything' ? general : undefined;
}
