import type { ContractIssue } from './contract.js';
import type { MediaErrorCode } from './generated/errors.js';

export type { MediaErrorCode };

/** The one error class of the package. Programs look at `code`, which is stable; `message` is for people. */
export class MediaError extends Error {
  override readonly name = 'MediaError';
  /** What is wrong with a value, where the code is about one (`invalid_response`). */
  readonly issues?: readonly ContractIssue[];

  constructor(
    readonly code: MediaErrorCode,
    message: string,
    options?: { cause?: unknown; issues?: readonly ContractIssue[] },
  ) {
    super(message, options);
    if (options?.issues) this.issues = options.issues;
  }
}

/** Whatever was thrown, as a MediaError: itself, an AbortError as `aborted`, anything else with `code`. */
export function toMediaError(thrown: unknown, code: MediaErrorCode, message?: string): MediaError {
  if (thrown instanceof MediaError) return thrown;
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  if (thrown instanceof Error && thrown.name === 'AbortError') return new MediaError('aborted', 'The operation was cancelled.', { cause: thrown });
  return new MediaError(code, message ? `${message} (${detail})` : detail, { cause: thrown });
}
