// A kit for components, loaded once for all of them.
import { useContext, useSyncExternalStore } from 'react';
import type { MediaKit } from '../kit.js';
import { sharedKit } from '../shared-kit.js';
import { MediaContext } from './provider.js';

/** How far {@link useMediaKit} is. */
export type MediaKitState =
  | {
      /** It loads; on a server always. */
      status: 'loading';
      /** Not there yet. */
      kit?: undefined;
      /** None. */
      error?: undefined;
    }
  | {
      /** It is there. */
      status: 'ready';
      /** The kit. */
      kit: MediaKit;
      /** None. */
      error?: undefined;
    }
  | {
      /** It could not be loaded; the next component that asks tries again. */
      status: 'failed';
      /** Not there. */
      kit?: undefined;
      /** Why. */
      error: Error;
    };

const LOADING = { status: 'loading' } as const;
let state: MediaKitState = LOADING;
let loads = false;
const listeners = new Set<() => void>();

function enter(next: MediaKitState): void {
  loads = false;
  state = next;
  for (const listener of [...listeners]) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (state.status !== 'ready' && !loads) {
    loads = true;
    sharedKit().then((kit) => enter({ status: 'ready', kit }), (error: Error) => enter({ status: 'failed', error }));
  }
  return () => void listeners.delete(listener);
}

const subscribeToNothing = () => () => {};

/**
 * The kit: that of the {@link MediaProvider} above, else one that is loaded when a component first asks, and is shared
 * with the clients that were given none. It is not for disposing of.
 */
export function useMediaKit(): MediaKitState {
  const { kit } = useContext(MediaContext);
  const shared = useSyncExternalStore(kit ? subscribeToNothing : subscribe, () => state, () => LOADING);
  return kit ? { status: 'ready', kit } : shared;
}
