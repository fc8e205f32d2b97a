import type { MediaErrorCode } from './generated/errors.js';

export type { MediaErrorCode };

/** The one error class of the package. Programs look at `code`, which is stable; `message` is for people. */
export class MediaError extends Error {
  override readonly name = 'MediaError';

  constructor(
    readonly code: MediaErrorCode,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

/** Whatever was thrown, as a MediaError: itself, an AbortError as `aborted`, anything else with `code`. */
export function toMediaError(thrown: unknown, code: MediaErrorCode, message?: string): MediaError {
  if (thrown instanceof MediaError) return thrown;
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  if (thrown instanceof Error && thrown.name === 'AbortError') return new MediaError('aborted', 'The operation was cancelled.', { cause: thrown });
  return new MediaError(code, message ? `${message} (${detail})` : detail, { cause: thrown });
}
