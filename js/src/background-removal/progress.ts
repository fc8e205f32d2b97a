// How far a removal is, as one number that only grows.
import type { RemovalPhase, Report } from './protocol.js';

/** What onProgress is told. */
export interface RemovalProgress {
  phase: RemovalPhase;
  /** Of the whole call, 0 to 1; it never goes back. */
  fraction: number;
}

/** The share of a call at which each phase begins: waiting is mostly for the network and, once, for its file. */
const starts: Readonly<Record<RemovalPhase, number>> = { model: 0, session: 0.3, decode: 0.35, inference: 0.4, edges: 0.9, encode: 0.95 };
const phases = Object.keys(starts) as RemovalPhase[];

/** A report of phases that tells `listener` the fraction of the whole. What the listener throws does not end the run. */
export function progressReport(listener: ((progress: RemovalProgress) => void) | undefined): Report {
  if (!listener) return () => {};
  let reached = 0;
  return (phase, fraction) => {
    const start = starts[phase];
    const next = phases[phases.indexOf(phase) + 1];
    const end = next ? starts[next] : 1;
    reached = Math.max(reached, start + (end - start) * fraction);
    const progress = { phase, fraction: reached };
    queueMicrotask(() => listener(progress));
  };
}
