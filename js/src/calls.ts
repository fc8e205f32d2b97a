// What every call that takes a while may be given: a signal that cancels it, and a listener of its progress.
import { isSignal } from './brands.js';
import { detailOf, MediaError } from './errors.js';

/** The options that stay with the caller. @throws MediaError `invalid_argument` */
export function callOptions<Listener extends (...told: never[]) => void>({ signal, onProgress }: {
  signal?: AbortSignal | null;
  onProgress?: Listener | null;
}): { signal: AbortSignal | undefined; onProgress: Listener | undefined } {
  if (onProgress != null && typeof onProgress !== 'function') throw new MediaError('invalid_argument', 'onProgress is a function.');
  if (signal != null && !isSignal(signal)) throw new MediaError('invalid_argument', 'signal is an AbortSignal.');
  return { signal: signal ?? undefined, onProgress: onProgress ?? undefined };
}

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
