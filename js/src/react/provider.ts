// The client that the hooks below work with.
import { createContext, createElement, useContext, useMemo, type ReactElement, type ReactNode } from 'react';
import type { MediaClient } from '../client/options.js';
import { MediaError } from '../errors.js';
import type { MediaKit } from '../kit.js';

/** What {@link MediaProvider} is told. */
export interface MediaProviderProps {
  /** The client that every hook below calls. Made once, outside of components. */
  client?: MediaClient<boolean> | undefined;
  /** A kit for {@link useMediaKit}. By default the provider's above, else one is loaded when a component first asks. */
  kit?: MediaKit | undefined;
  /** What may use the hooks. */
  children?: ReactNode | undefined;
}

/** @internal */
export const MediaContext = createContext<{ client?: MediaClient<boolean> | undefined; kit?: MediaKit | undefined }>({});

/**
 * Gives the hooks below it their client. It stands inside TanStack Query's `QueryClientProvider`. What it is not given is
 * that of the provider above it.
 */
export function MediaProvider({ children, ...given }: MediaProviderProps): ReactElement {
  const above = useContext(MediaContext);
  const client = given.client ?? above.client;
  const kit = given.kit ?? above.kit;
  const value = useMemo(() => ({ client, kit }), [client, kit]);
  return createElement(MediaContext.Provider, { value }, children);
}

/**
 * The client of the nearest {@link MediaProvider}.
 * @throws MediaError `invalid_argument` where there is none
 */
export function useMediaClient(): MediaClient {
  const { client } = useContext(MediaContext);
  if (!client) throw new MediaError('invalid_argument', 'There is no MediaProvider with a client above this component.');
  return client as MediaClient;
}
