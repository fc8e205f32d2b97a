// How far a removal is, as one number that only grows.
import { told } from '../calls.js';
import type { Arrived, Plan, RemovalPhase, Report } from './protocol.js';

/** What onProgress is told. */
export interface RemovalProgress {
  /** What is going on. */
  phase: RemovalPhase;
  /** Of the whole call, 0 to 1; it never goes back. */
  fraction: number;
  /** While a model arrives: bytes so far, and of how many where the server says so. */
  loaded?: number;
  /** Bytes of the whole file; left out where the server does not say. */
  total?: number;
}

/** Tells nobody. */
export const silent: Report = Object.assign(() => {}, { plan: () => {} });

/** A report of phases that tells `listener` the fraction of the whole. */
export function progressReport(listener: ((progress: RemovalProgress) => void) | undefined): Report {
  if (!listener) return silent;
  const tell = told(listener);
  let reached = 0;
  let begun = 0; // where the plan begins
  let plan: Plan = [];
  const report = (phase: RemovalPhase, fraction: number, arrived?: Arrived): void => {
    const sum = (steps: Plan): number => steps.reduce((all, [, weight]) => all + weight, 0);
    const index = plan.findIndex(([name]) => name === phase);
    const done = index < 0 ? 0 : sum(plan.slice(0, index)) + plan[index]![1] * Math.min(1, fraction);
    reached = Math.max(reached, begun + (1 - begun) * (done / (sum(plan) || 1)));
    // Sums of fractions may miss 1 by the last bit.
    if (index === plan.length - 1 && fraction >= 1) reached = 1;
    tell({ phase, fraction: Math.min(1, reached), ...arrived });
  };
  return Object.assign(report, {
    plan(next: Plan) {
      plan = next;
      begun = reached;
    },
  });
}
