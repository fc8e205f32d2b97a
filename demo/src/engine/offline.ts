// The page without a network: what keeps it, and what to say of a part that was never loaded.

/** After the page is ready, so that nothing of it waits. Where there are no service workers, the page needs a network. */
export function keepOffline(): void {
  // While the page is developed there is none, and what is served changes at every moment.
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  navigator.serviceWorker.register('./service-worker.js').catch(() => {
    // A private window, or no secure origin: everything else works.
  });
}

/** Codes of what could not be loaded. */
const UNLOADED = new Set(['wasm_unavailable', 'model_unavailable', 'worker_failed', 'fetch_failed', 'session_failed']);

/** What a failure means where there is no network. */
export const offlineReason = (code: string | undefined): string | undefined =>
  !navigator.onLine && code !== undefined && UNLOADED.has(code)
    ? 'You are offline, and this browser has not loaded the part that cuts pictures out yet (14 MB, once). Connect, cut out one picture, and from then on it works without a network. Everything else works now.'
    : undefined;
