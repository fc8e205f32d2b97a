import type { ContractIssue } from './contract.js';
import type { ServerIssue } from './responses.js';
import type { MediaErrorCode } from './generated/errors.js';

export type { MediaErrorCode };

/** What every copy of the class marks its errors with: entries, workers' files and two versions each bring their own. */
const MARK = Symbol.for('@aurastream/media-wasm: MediaError');

/**
 * The one error class of the package. Programs look at `code`, which is stable; `message` is for people. `instanceof`
 * knows the errors of all entries and copies of the package.
 */
export class MediaError extends Error {
  /** Whether something that was thrown is a MediaError, of whichever copy of the package. */
  static is(thrown: unknown): thrown is MediaError {
    try {
      return thrown instanceof Error && (thrown as { [MARK]?: unknown })[MARK] === true;
    } catch {
      return false; // a Proxy, say
    }
  }

  /** `instanceof MediaError` is MediaError.is(); subclasses know their own. */
  static override [Symbol.hasInstance](thrown: unknown): boolean {
    return this === MediaError ? MediaError.is(thrown) : Function.prototype[Symbol.hasInstance].call(this, thrown);
  }

  /** What logs and JSON tell it by. */
  override readonly name = 'MediaError';
  /** What is wrong with a value, where the code is about one (`invalid_response`, `request_refused`, `http_error`). */
  readonly issues?: readonly (ContractIssue | ServerIssue)[];
  /** The HTTP status that the server answered with, or would answer with. */
  readonly status?: number;

  constructor(
    /** What went wrong, for programs. */
    readonly code: MediaErrorCode,
    message: string,
    options?: { cause?: unknown; issues?: readonly (ContractIssue | ServerIssue)[]; status?: number },
  ) {
    super(message, options);
    if (options?.issues) this.issues = options.issues;
    if (options?.status !== undefined) this.status = options.status;
  }
}
Object.defineProperty(MediaError.prototype, MARK, { value: true });

/** What a thrown value says, which may be anything: some cannot even be written down. */
export function detailOf(thrown: unknown): string {
  try {
    return thrown instanceof Error ? String(thrown.message) : String(thrown);
  } catch {
    return '';
  }
}

/** Whatever was thrown, as a MediaError: itself, an AbortError as `aborted`, anything else with `code`. */
export function toMediaError(thrown: unknown, code: MediaErrorCode, message?: string): MediaError {
  if (thrown instanceof MediaError) return thrown;
  const detail = detailOf(thrown);
  if (thrown instanceof Error && thrown.name === 'AbortError') return new MediaError('aborted', 'The operation was cancelled.', { cause: thrown });
  return new MediaError(code, message ? `${message}${detail && ` (${detail})`}` : detail, { cause: thrown });
}

/**
 * The end of a call whose signal was aborted: `aborted`, with the signal's reason as its cause. A signal of
 * AbortSignal.timeout() has a TimeoutError there, which the sentence says too.
 */
export function abortedBy(signal: AbortSignal, what: string): MediaError {
  const reason: unknown = signal.reason;
  if (reason instanceof MediaError) return reason;
  const late = (reason as { name?: unknown } | null | undefined)?.name === 'TimeoutError';
  return new MediaError('aborted', late ? `${what} took longer than its signal allows.` : `${what} was cancelled.`, { cause: reason });
}

/** @throws MediaError `aborted` */
export function refuseAborted(signal: AbortSignal | undefined, what: string): void {
  if (signal?.aborted) throw abortedBy(signal, what);
}

/** An error as it crosses to another thread, where no class survives. */
export interface PackedError {
  name: string;
  message: string;
  code?: string | number;
  stack?: string;
  cause?: PackedError | string | number;
  /** Of a MediaError. */
  issues?: MediaError['issues'];
  status?: number;
}

/** Causes of causes that are kept. */
const DEPTH = 5;

export function packError(thrown: unknown, depth = DEPTH): PackedError {
  if (!(thrown instanceof Error)) return { name: 'Error', message: detailOf(thrown) };
  const { name, message, stack, cause } = thrown;
  const { code } = thrown as { code?: unknown };
  return {
    name,
    message,
    ...((typeof code === 'string' || typeof code === 'number') && { code }),
    ...(stack !== undefined && { stack }),
    ...(thrown instanceof MediaError && { ...(thrown.issues && { issues: thrown.issues }), ...(thrown.status !== undefined && { status: thrown.status }) }),
    ...(cause !== undefined && depth > 0 && {
      cause: typeof cause === 'string' || typeof cause === 'number' ? cause : packError(cause, depth - 1),
    }),
  };
}

/** The same error in this thread. What was no MediaError is an Error of the same name. */
export function unpackError(packed: PackedError): Error {
  const { name, message, code, stack, cause, issues, status } = packed;
  const options = {
    ...(cause !== undefined && { cause: typeof cause === 'object' ? unpackError(cause) : cause }),
    ...(issues && { issues }),
    ...(status !== undefined && { status }),
  };
  if (name === 'MediaError') return new MediaError(code as MediaErrorCode, message, options);
  const error = Object.assign(new Error(message, options), code !== undefined && { code });
  Object.defineProperty(error, 'name', { value: name, configurable: true, writable: true });
  if (stack !== undefined) Object.defineProperty(error, 'stack', { value: stack, configurable: true, writable: true });
  return error;
}
