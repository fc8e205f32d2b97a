// Kits for components, loaded once for all of them.
import { useContext, useSyncExternalStore } from 'react';
import type { MediaKit } from '../kit.js';
import type { ContractKit } from '../kit-contract.js';
import type { CoreKit } from '../kit-core.js';
import type { PlacementKit } from '../kit-placement.js';
import { sharedContractKit, sharedCoreKit, sharedKit, sharedPlacementKit } from '../shared-kit.js';
import { MediaContext } from './provider.js';

/** How far a kit is. */
export type KitState<Kit> =
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
      kit: Kit;
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

/** How far {@link useMediaKit} is. */
export type MediaKitState = KitState<MediaKit>;

const LOADING = { status: 'loading' } as const;
const loading = (): typeof LOADING => LOADING;
const subscribeToNothing = () => () => {};

/** @returns a hook: the kit that it is given, else the one that is loaded for all */
function hookOf<Kit>(load: () => Promise<Kit>): (given: Kit | undefined) => KitState<Kit> {
  let state: KitState<Kit> = LOADING;
  let loads = false;
  const listeners = new Set<() => void>();

  function enter(next: KitState<Kit>): void {
    loads = false;
    state = next;
    for (const listener of [...listeners]) listener();
  }

  function subscribe(listener: () => void): () => void {
    listeners.add(listener);
    if (state.status !== 'ready' && !loads) {
      loads = true;
      load().then((kit) => enter({ status: 'ready', kit }), (error: Error) => enter({ status: 'failed', error }));
    }
    return () => void listeners.delete(listener);
  }

  return (given) => {
    const shared = useSyncExternalStore(given ? subscribeToNothing : subscribe, () => state, loading);
    return given ? { status: 'ready', kit: given } : shared;
  };
}

const useWhole = /* @__PURE__ */ hookOf<MediaKit>(sharedKit);
const useCore = /* @__PURE__ */ hookOf<CoreKit>(sharedCoreKit);
const useContract = /* @__PURE__ */ hookOf<ContractKit>(sharedContractKit);
const usePlacement = /* @__PURE__ */ hookOf<PlacementKit>(sharedPlacementKit);

/**
 * The kit: that of the {@link MediaProvider} above, else one that is loaded when a component first asks, and is shared
 * with the clients that were given none. It is not for disposing of.
 */
export function useMediaKit(): MediaKitState {
  return useWhole(useContext(MediaContext).kit);
}

/** The same without images, previews and cut-outs, which are not loaded for it. */
export function useCoreKit(): KitState<CoreKit> {
  return useCore(useContext(MediaContext).kit);
}

/** The same with contract, requests, responses and prompt alone. */
export function useContractKit(): KitState<ContractKit> {
  return useContract(useContext(MediaContext).kit);
}

/** The same with placement alone. */
export function usePlacementKit(): KitState<PlacementKit> {
  return usePlacement(useContext(MediaContext).kit);
}
