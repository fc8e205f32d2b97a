// What a caller is told about a result's quality: sure enough to be called good, or doubtful, why, and what to try.
import type { DoubtReason, Evidence, Trust } from '../looks.js';
import { isLargeGeneral, type SegmentationModel } from './models.js';

/**
 * What may help: `general_model`: a larger model for anything, such as `u2netp` (see fetchModel); `another_model`: one with a
 * larger input; `select_by_hand`: marking the subject (`kit.cutout.select`).
 */
export type Remedy = 'general_model' | 'another_model' | 'select_by_hand';

/** One reason to doubt a result. */
export interface Doubt {
  /** For programs. */
  reason: DoubtReason;
  /** For people. */
  message: string;
  /** What may help, the likeliest first. */
  tries: readonly Remedy[];
}

/** Whether a result may be used unseen. */
export type Verdict = 'good' | 'doubtful';

/** What is asked of a model of which nothing is known. */
export const defaultTrust: Trust = { certainty: 0.82, agreement: 0.9 };

const kinds = { people: 'person', drawn: 'drawn character', anything: 'subject' } as const;

const messages: Readonly<Record<DoubtReason, (kind: string) => string>> = {
  nothing_found: (kind) => `No ${kind} was found.`,
  everything_found: () => 'The whole picture was taken for the subject.',
  fragments: () => 'What was found is in pieces.',
  border_cut: () => 'What was found fills most of a side of the picture.',
  passes_disagree: (kind) => `This does not look like a ${kind}: mirrored or from closer, the model sees something else.`,
  low_certainty: (kind) => `This does not look like a ${kind}, or its edges are unclear.`,
};

/** @param model that found the subject, if one did */
export function doubtsOf(reasons: readonly DoubtReason[], model: SegmentationModel | undefined): Doubt[] {
  const remedies: Remedy[] = [model && isLargeGeneral(model) ? 'another_model' : 'general_model', 'select_by_hand'];
  return reasons.map((reason) => ({ reason, message: messages[reason](kinds[model?.subject ?? 'anything']), tries: remedies }));
}

/** Pairs of what is measured and what it means, growing; between them it is interpolated. */
export type Calibration = readonly (readonly [measured: number, certainty: number])[];

/** The certainty, 0 to 1, that a model's answer means: about the overlap with the truth that such answers had. */
export function calibrated({ certainty, agreement, coverage }: Evidence, calibration: Calibration | undefined): number {
  if (coverage === 0) return 0;
  const measured = certainty * agreement;
  if (!calibration) return measured;
  let [x0, y0]: readonly [number, number] = [0, 0];
  for (const [x1, y1] of [...calibration, [1, 1] as const]) {
    if (measured <= x1) return x1 === x0 ? y1 : y0 + ((y1 - y0) * (measured - x0)) / (x1 - x0);
    [x0, y0] = [x1, y1];
  }
  return y0;
}
