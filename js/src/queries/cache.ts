// Assets where TanStack Query keeps them: in lists, in pages of lists, alone, and as a type's main one.
import type { ListMediaResponse, MediaAsset } from '../generated/contract.js';
import { MediaError } from '../errors.js';
import { mediaKeys } from './keys.js';

type QueryKey = readonly unknown[];

/** What is needed of a query. */
export interface CachedMediaQuery {
  /** Its key. */
  readonly queryKey: QueryKey;
  /** What is known of it. */
  readonly state: {
    /** Its data; undefined before the first has come. */
    readonly data?: unknown;
  };
  /** The fetch that runs or ran last. */
  readonly promise?: Promise<unknown> | undefined;
  /** Whether something shows it, and has it fetched anew when it is outdated. */
  isActive(): boolean;
}

/** Which queries are meant: those whose key begins so, and of them those that the predicate picks. */
export interface MediaQueryFilter {
  /** How their keys begin. */
  queryKey?: QueryKey;
  /** Picks among them. */
  predicate?: (query: CachedMediaQuery) => boolean;
}

/** Which mutations are meant. */
export interface MediaMutationFilter {
  /** How their keys begin. */
  mutationKey?: QueryKey;
  /** Picks among them. */
  predicate?: (mutation: { readonly state: { readonly context?: unknown } }) => boolean;
}

/** What is needed of a `QueryClient`: any TanStack Query 5 has it. */
export interface MediaQueryClient {
  /** The data of one query. */
  getQueryData(queryKey: QueryKey): unknown;
  /** The data of several. */
  getQueriesData(filters: MediaQueryFilter): [QueryKey, unknown][];
  /** Replaces the data of one. */
  setQueryData(queryKey: QueryKey, data: unknown): unknown;
  /** Ends what is being fetched. */
  cancelQueries(filters: MediaQueryFilter): Promise<void>;
  /** Has what is shown fetched again, and the rest when it is shown next. */
  invalidateQueries(filters: MediaQueryFilter): Promise<void>;
  /** Forgets queries. */
  removeQueries(filters: MediaQueryFilter): void;
  /** How many mutations run. */
  isMutating(filters: MediaMutationFilter): number;
}

const methods = ['getQueryData', 'getQueriesData', 'setQueryData', 'cancelQueries', 'invalidateQueries', 'removeQueries', 'isMutating'] as const;

/** @throws MediaError `invalid_argument` @internal */
export function checkedStore(store: MediaQueryClient): MediaQueryClient {
  const missing = methods.find((name) => typeof store?.[name] !== 'function');
  if (missing) throw new MediaError('invalid_argument', `store must be a QueryClient of TanStack Query 5: it has no ${missing}().`);
  return store;
}

type Change = (asset: MediaAsset) => MediaAsset | undefined;

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

function changeList(list: ListMediaResponse, change: Change): ListMediaResponse {
  const assets = list.assets.flatMap((asset) => change(asset) ?? []);
  const gone = list.assets.length - assets.length;
  if (gone === 0 && assets.every((asset, i) => asset === list.assets[i])) return list;
  return { ...list, assets, total: Math.max(0, list.total - gone) };
}

/** The data with the change made; the same data where there is nothing to change. */
function changed(data: unknown, change: Change): unknown {
  if (!isObject(data)) return data;
  if ('pages' in data) {
    const pages = (data.pages as ListMediaResponse[]).map((page) => changeList(page, change));
    return pages.every((page, i) => page === (data.pages as unknown[])[i]) ? data : { ...data, pages };
  }
  if ('assets' in data) return changeList(data as ListMediaResponse, change);
  return change(data as MediaAsset) ?? null;
}

/** Where assets are kept. */
const holders = () => [mediaKeys.lists(), mediaKeys.primaries(), mediaKeys.details()];

/** Changes every asset that is kept; undefined takes it away. @internal */
export function changeAssets(store: MediaQueryClient, change: Change): void {
  for (const queryKey of holders()) {
    for (const [key, data] of store.getQueriesData({ queryKey })) {
      const next = changed(data, change);
      if (next !== data) store.setQueryData(key, next);
    }
  }
}

/** An asset as the server has just described it, wherever it is kept. @internal */
export function putAsset(store: MediaQueryClient, asset: MediaAsset): void {
  store.setQueryData(mediaKeys.detail(asset.id), asset);
  changeAssets(store, (kept) => (kept.id === asset.id ? asset : kept));
}

/** @internal */
export function findAsset(store: MediaQueryClient, id: string): MediaAsset | undefined {
  let found: MediaAsset | undefined;
  changeAssets(store, (asset) => {
    if (asset.id === id) found ??= asset;
    return asset;
  });
  return found;
}

/**
 * Ends what is being fetched: it was asked for before a change, and would undo it. A first fetch that nothing shows is
 * some caller's own (a route's loader), to whom its end would be an error: it goes on, and is outdated when it has come.
 * @internal
 */
export async function cancelQueries(store: MediaQueryClient, ...filters: MediaQueryFilter[]): Promise<void> {
  const meant = ({ predicate }: MediaQueryFilter) => (query: CachedMediaQuery) => {
    if (predicate && !predicate(query)) return false;
    if (query.state.data !== undefined || query.isActive()) return true;
    const outdate = () => store.invalidateQueries({ queryKey: query.queryKey });
    query.promise?.then(outdate, outdate);
    return false;
  };
  await Promise.all(filters.map((filter) => store.cancelQueries({ ...filter, predicate: meant(filter) })));
}

/** @internal */
export const cancelAssets = (store: MediaQueryClient): Promise<void> => cancelQueries(store, ...holders().map((queryKey) => ({ queryKey })));

/** Selections for a prompt that hold one of these. @internal */
export function promptsWith(ids: readonly string[]): MediaQueryFilter {
  return {
    queryKey: mediaKeys.prompts(),
    predicate: ({ queryKey }) => (queryKey[2] as readonly string[] | undefined)?.some((id) => ids.includes(id)) ?? false,
  };
}

/**
 * Has what is shown fetched anew. A first fetch under way is ended before: `invalidateQueries` alone would wait for it
 * and take its answer, which may be older than the change, for the newest.
 * @internal
 */
export async function invalidate(store: MediaQueryClient, ...given: (QueryKey | MediaQueryFilter)[]): Promise<void> {
  const filters = given.map((filter) => (Array.isArray(filter) ? { queryKey: filter as QueryKey } : (filter as MediaQueryFilter)));
  await cancelQueries(store, ...filters);
  await Promise.all(filters.map((filter) => store.invalidateQueries(filter)));
}
