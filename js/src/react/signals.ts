// Calls that the component ends as well as its caller.

/**
 * Has a call end with its caller's signal too, as AbortSignal.any would, which browsers before 2024 have not.
 * @returns lets go of the caller's signal
 */
export function endWith(ending: AbortController, caller: AbortSignal | null | undefined): () => void {
  const stop = (): void => ending.abort(caller?.reason);
  if (caller?.aborted) stop();
  caller?.addEventListener('abort', stop);
  return () => caller?.removeEventListener('abort', stop);
}
