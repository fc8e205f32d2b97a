// What a kit in a worker and the page say to each other.
import type { PackedError } from '../errors.js';

/** One call: a method by its path from the kit, or from what an earlier call made (a session). */
export interface Call {
  id: number;
  /** Number of a session; 0 is the kit itself. */
  target: number;
  path: string[];
  args: unknown[];
}

/** `release`: sessions that nobody has any more. */
export type ToKitWorker = Call | { release: number };

export type FromKitWorker =
  | { ready: true }
  | { id: number; value: unknown }
  /** It made a session, which stays there. */
  | { id: number; session: number }
  | { id: number; error: PackedError };
