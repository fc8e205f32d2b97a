// Hooks of the endpoints that read: thin, over the entry /queries.
import { useMemo } from 'react';
import { useInfiniteQuery, useQuery, type InfiniteData, type UseInfiniteQueryResult, type UseQueryOptions, type UseQueryResult } from '@tanstack/react-query';
import type {
  AssetTypesResponse, ListMediaResponse, MediaAccessResponse, MediaAsset, MediaAssetType, MediaForPrompt, MediaLibrarySummaryResponse,
} from '../generated/contract.js';
import { mediaQueries, type ListParams, type MediaQueries, type MediaQuery } from '../queries/queries.js';
import { useMediaClient } from './provider.js';

/** What `useQuery` may be told besides what is fetched: `enabled`, `select`, `staleTime`, `placeholderData`, … */
export type MediaQueryHookOptions<Data, Selected = Data> = Omit<UseQueryOptions<Data, Error, Selected>, 'queryKey' | 'queryFn'>;

function useMediaQueries(): MediaQueries {
  const client = useMediaClient();
  return useMemo(() => mediaQueries(client), [client]);
}

function useRead<Data, Selected>(query: MediaQuery<Data, readonly unknown[]>, options: MediaQueryHookOptions<Data, Selected> = {}): UseQueryResult<Selected> {
  // What cannot be asked for yet stays so, whatever the caller says.
  return useQuery<Data, Error, Selected>({ ...query, ...options, ...(query.enabled === false && { enabled: false }) });
}

/** What the user's tier allows. */
export function useMediaAccess<Selected = MediaAccessResponse>(options?: MediaQueryHookOptions<MediaAccessResponse, Selected>): UseQueryResult<Selected> {
  return useRead(useMediaQueries().getAccess(), options);
}

/** A list of assets. */
export function useMediaLibrary<Selected = ListMediaResponse>(
  params?: ListParams, options?: MediaQueryHookOptions<ListMediaResponse, Selected>,
): UseQueryResult<Selected> {
  return useRead(useMediaQueries().listMedia(params), options);
}

/** A list of assets that grows page by page; `limit` is a page's size. */
export function useInfiniteMediaLibrary(params?: ListParams, options?: { enabled?: boolean }): UseInfiniteQueryResult<InfiniteData<ListMediaResponse, number>> {
  return useInfiniteQuery({ ...useMediaQueries().listMediaPages(params), ...options });
}

/** How many assets there are of each type. */
export function useMediaSummary<Selected = MediaLibrarySummaryResponse>(
  options?: MediaQueryHookOptions<MediaLibrarySummaryResponse, Selected>,
): UseQueryResult<Selected> {
  return useRead(useMediaQueries().getSummary(), options);
}

/** The media asset types, described. */
export function useAssetTypes<Selected = AssetTypesResponse>(options?: MediaQueryHookOptions<AssetTypesResponse, Selected>): UseQueryResult<Selected> {
  return useRead(useMediaQueries().getAssetTypes(), options);
}

/** The main asset of a type, or null. Without a type it waits. */
export function usePrimaryAsset<Selected = MediaAsset | null>(
  assetType: MediaAssetType | null | undefined, options?: MediaQueryHookOptions<MediaAsset | null, Selected>,
): UseQueryResult<Selected> {
  return useRead(useMediaQueries().getPrimaryAsset(assetType), options);
}

/** One asset. Without an id it waits. */
export function useMediaAsset<Selected = MediaAsset>(
  assetId: string | null | undefined, options?: MediaQueryHookOptions<MediaAsset, Selected>,
): UseQueryResult<Selected> {
  return useRead(useMediaQueries().getMedia(assetId), options);
}

/** What a prompt needs of some assets. Without ids it waits. Asking counts as a use, so that it is not asked again by itself. */
export function useMediaForPrompt<Selected = MediaForPrompt[]>(
  assetIds: readonly string[], options?: MediaQueryHookOptions<MediaForPrompt[], Selected>,
): UseQueryResult<Selected> {
  return useRead(useMediaQueries().getMediaForPrompt(assetIds), options);
}
