// How far a removal is, as one number that only grows.
import { detailOf } from '../errors.js';
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

/** Calls a listener apart from the work that it is told of. What it throws is reported, the first time, and ends nothing. */
export function told<Progress>(listener: (progress: Progress) => void): (progress: Progress) => void {
  let failed = false;
  return (progress) => queueMicrotask(() => {
    try {
      listener(progress);
    } catch (thrown) {
      if (!failed) reportOnce(thrown);
      failed = true;
    }
  });
}

/** As the platform reports what nobody catches, but without ending a process. */
function reportOnce(thrown: unknown): void {
  if (typeof reportError === 'function') reportError(thrown);
  else process.emitWarning(`onProgress threw: ${detailOf(thrown)}`, { type: 'MediaWarning', detail: (thrown as Error | undefined)?.stack });
}

/** A report of phases that tells `listener` the fraction of the whole. */
export function progressReport(listener: ((progress: RemovalProgress) => void) | undefined): Report {
  if (!listener) return () => {};
  const tell = told(listener);
  let reached = 0;
  return (phase, fraction) => {
    const start = starts[phase];
    const next = phases[phases.indexOf(phase) + 1];
    const end = next ? starts[next] : 1;
    reached = Math.max(reached, start + (end - start) * fraction);
    tell({ phase, fraction: reached });
  };
}
