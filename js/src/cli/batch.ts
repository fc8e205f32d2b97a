// The same work on one file or on many.
import { toMediaError, type MediaErrorCode } from '../errors.js';
import type { Refusal } from './command.js';
import { makeFolder } from './output.js';
import path from 'node:path';
import type { Task } from './inputs.js';
import type { Failure, Report } from './report.js';

/** What is to be told of a file that is done. */
interface Done {
  /** For programs. */
  value: object;
  /** For people, in a bracket behind the names. */
  words?: string;
  /** For people, where something is to be said even of a single file. */
  notes?: readonly string[];
}

export type Work<T extends Task> = (task: T, progress: (fraction: number, phase?: string) => void) => Promise<Done>;

/** What is wrong with all files alike when it is wrong with one. */
const COMMON: readonly MediaErrorCode[] = ['invalid_argument', 'unknown_model', 'invalid_model', 'model_mismatch', 'model_unavailable', 'digest_mismatch', 'wasm_unavailable'];

/**
 * Does the work of every task in order. A file that fails does not keep the others from being done, unless they all
 * would fail for the same reason.
 * @param several whether the failures are collected, even of a single task
 * @throws what the work throws, of a single task
 */
export async function runTasks<T extends Task>(tasks: readonly T[], several: boolean, report: Report, work: Work<T>): Promise<Refusal | undefined> {
  const failures: Failure[] = [];
  let ended = 0;
  for (const task of tasks) {
    const place = several ? `${ended + 1}/${tasks.length} ` : '';
    const progress = (fraction: number, phase?: string): void =>
      report.progress((ended + fraction) / tasks.length, `${place}${task.input === '-' ? 'standard input' : task.input}${phase ? ` ${phase}` : ''}`);
    try {
      progress(0);
      if (several) await makeFolder(path.dirname(task.output));
      const { value, words, notes = [] } = await work(task, progress);
      const line = `${place && `[${place.trim()}] `}${task.input} -> ${task.output}${words ? ` (${words})` : ''}`;
      for (const note of notes) report.note(several ? `${task.input}: ${note}` : note);
      report.tell({ input: task.input, output: task.output, ...value }, several || report.showsProgress ? line : undefined, { taken: task.output === '-' });
    } catch (thrown) {
      if (!several || (thrown as NodeJS.ErrnoException).code === 'EPIPE') throw thrown;
      const { code, message } = toMediaError(thrown, 'internal_error');
      failures.push({ input: task.input, code, message });
      if (COMMON.includes(code)) break;
    } finally {
      report.endProgress();
    }
    ended += 1;
  }
  if (failures.length === 0) return undefined;
  const undone = tasks.length - ended - 1;
  const stopped = undone > 0 && ended < tasks.length ? ` The ${undone} after it would fail alike and were not tried.` : '';
  return { code: 'refused', message: `${failures.length} of ${tasks.length} failed.${stopped}`, failures };
}
