// The endpoints that read, as options for TanStack Query's queries.
import type { MediaClient } from '../client/options.js';
import { MediaError } from '../errors.js';
import type {
  AssetTypesResponse, ListMediaResponse, MediaAccessResponse, MediaAsset, MediaAssetType, MediaForPrompt, MediaLibrarySummaryResponse,
} from '../generated/contract.js';
import { guarded, guardedMakers } from '../guard.js';
import { mediaKeys } from './keys.js';

/** Which assets a list holds, and in which order. */
export type ListParams = NonNullable<Parameters<MediaClient['listMedia']>[0]>;

/** Options of one query, for `useQuery`, `createQuery`, `fetchQuery`, `prefetchQuery` of any TanStack Query 5. */
export interface MediaQuery<Data, Key extends readonly unknown[]> {
  /** From {@link mediaKeys}. */
  queryKey: Key;
  /** Fetches it; TanStack Query's signal cancels the request. */
  queryFn: (context: { signal: AbortSignal }) => Promise<Data>;
  /** The client has tried again already where that is worth it. */
  retry: false;
  /** How long it counts as fresh, in ms. */
  staleTime?: number;
  /** False while what it asks for is not known. */
  enabled?: boolean;
}

/** Options of a list that grows page by page, for `useInfiniteQuery` and its like. */
export interface InfiniteMediaQuery<Key extends readonly unknown[]> {
  /** From {@link mediaKeys}. */
  queryKey: Key;
  /** Fetches the page that begins at `pageParam`. */
  queryFn: (context: { signal: AbortSignal; pageParam: number }) => Promise<ListMediaResponse>;
  /** The client has tried again already where that is worth it. */
  retry: false;
  /** Where the first page begins. */
  initialPageParam: number;
  /** Where the page after this one begins; undefined after the last. */
  getNextPageParam: (page: ListMediaResponse) => number | undefined;
}

type Key<Name extends keyof typeof mediaKeys> = (typeof mediaKeys)[Name] extends (...given: never[]) => infer Made ? Made : never;

/** The reading endpoints of a client, as options of queries. Each is named as the client's method that it calls. */
export interface MediaQueries {
  /** What the user's tier allows. Fresh for five minutes. */
  getAccess(): MediaQuery<MediaAccessResponse, Key<'access'>>;
  /** A list of assets. */
  listMedia(params?: ListParams): MediaQuery<ListMediaResponse, Key<'list'>>;
  /** A list of assets, page by page; `limit` is a page's size. */
  listMediaPages(params?: ListParams): InfiniteMediaQuery<Key<'infiniteList'>>;
  /** How many assets there are of each type. */
  getSummary(): MediaQuery<MediaLibrarySummaryResponse, Key<'summary'>>;
  /** The media asset types, described. Always fresh. */
  getAssetTypes(): MediaQuery<AssetTypesResponse, Key<'types'>>;
  /** The main asset of a type, or null. Without a type it waits. */
  getPrimaryAsset(assetType: MediaAssetType | null | undefined): MediaQuery<MediaAsset | null, Key<'primary'>>;
  /** One asset. Without an id it waits. */
  getMedia(assetId: string | null | undefined): MediaQuery<MediaAsset, Key<'detail'>>;
  /**
   * What a prompt needs of some assets. Without ids it waits. The server counts each asking as a use, so that it counts
   * as fresh until one of the assets is changed.
   */
  getMediaForPrompt(assetIds: readonly string[]): MediaQuery<MediaForPrompt[], Key<'forPrompt'>>;
}

/** @throws MediaError `invalid_argument` @internal */
export function checkedClient(client: MediaClient<boolean>): MediaClient {
  if (typeof client?.listMedia !== 'function') throw new MediaError('invalid_argument', 'client must be a MediaClient, as createMediaClient makes it.');
  return client as MediaClient; // A tolerant one answers the same and more.
}

/**
 * The reading endpoints of a client, as options of queries.
 * @throws MediaError `invalid_argument`
 * @function
 */
export const mediaQueries = guarded(queriesOf, 'mediaQueries');

function queriesOf(given: MediaClient<boolean>): MediaQueries {
  const client = checkedClient(given);
  return guardedMakers<MediaQueries>({
    getAccess: () => ({
      queryKey: mediaKeys.access(), queryFn: ({ signal }) => client.getAccess(undefined, { signal }), retry: false, staleTime: 300_000,
    }),
    listMedia: (params) => ({ queryKey: mediaKeys.list(params), queryFn: ({ signal }) => client.listMedia(params, { signal }), retry: false }),
    listMediaPages: (params) => ({
      queryKey: mediaKeys.infiniteList(params),
      queryFn: ({ signal, pageParam }) => client.listMedia({ ...params, offset: pageParam } as ListParams, { signal }),
      retry: false,
      initialPageParam: params?.offset ?? 0,
      // A page of nothing would be asked for again and again.
      getNextPageParam: ({ hasMore, offset, assets }) => (hasMore && assets.length > 0 ? offset + assets.length : undefined),
    }),
    getSummary: () => ({ queryKey: mediaKeys.summary(), queryFn: ({ signal }) => client.getSummary(undefined, { signal }), retry: false }),
    getAssetTypes: () => ({
      queryKey: mediaKeys.types(), queryFn: ({ signal }) => client.getAssetTypes(undefined, { signal }), retry: false, staleTime: Infinity,
    }),
    getPrimaryAsset: (assetType) => ({
      queryKey: mediaKeys.primary(assetType!),
      queryFn: ({ signal }) => client.getPrimaryAsset(assetType!, { signal }),
      retry: false,
      enabled: Boolean(assetType),
    }),
    getMedia: (assetId) => ({
      queryKey: mediaKeys.detail(assetId!), queryFn: ({ signal }) => client.getMedia(assetId!, { signal }), retry: false, enabled: Boolean(assetId),
    }),
    getMediaForPrompt: (assetIds) => ({
      queryKey: mediaKeys.forPrompt(assetIds),
      queryFn: ({ signal }) => client.getMediaForPrompt(assetIds, { signal }),
      retry: false,
      staleTime: Infinity,
      enabled: assetIds.length > 0,
    }),
  }, 'mediaQueries');
}
