// The endpoints that change the library, as options for TanStack Query's mutations, with what each makes outdated.
import type { CallOptions, MediaClient } from '../client/options.js';
import type { BulkDeleteMediaResponse, DeleteMediaResponse, MediaAsset, MediaAssetType, UploadMediaResponse } from '../generated/contract.js';
import { guarded, guardedMakers } from '../guard.js';
import { cancelAssets, cancelQueries, changeAssets, checkedStore, findAsset, invalidate, promptsWith, putAsset, type CachedMediaQuery, type MediaQueryClient } from './cache.js';
import { mediaKeys } from './keys.js';
import { checkedClient } from './queries.js';

/** The parameters of a client's method. */
type Params<Endpoint extends keyof MediaClient> = NonNullable<Parameters<MediaClient[Endpoint]>[0]>;

/** Options of one mutation, for `useMutation`, `createMutation` and their like of any TanStack Query 5. */
export interface MediaMutation<Data, Variables, Before = unknown> {
  /** From {@link mediaKeys}. */
  mutationKey: ReturnType<typeof mediaKeys.mutation>;
  /** Sends it. */
  mutationFn: (variables: Variables) => Promise<Data>;
  /** Those of one scope run one after the other. */
  scope?: {
    /** Its name. */
    id: string;
  };
  /** Shows the result before the server has answered. */
  onMutate?: (variables: Variables) => Promise<Before>;
  /** Brings the cache to what the server said. */
  onSuccess?: (data: Data, variables: Variables) => Promise<void> | void;
  /** Takes back what was shown too early. */
  onError?: (error: Error, variables: Variables, before: Before | undefined) => void;
  /** Has fetched again what may be outdated. */
  onSettled?: (data: Data | undefined, error: Error | null, variables: Variables) => Promise<void> | void;
}

/** What was there before a favourite was toggled. */
export interface FavoriteBefore {
  /** The asset's id. */
  assetId: string;
}

/** What was there before an asset was made the main one of its type. */
export interface PrimaryBefore {
  /** Its type, where an asset of this id was known. */
  assetType?: MediaAssetType;
  /** Which assets of the type were marked, by id. */
  marked?: ReadonlyMap<string, boolean>;
  /** What stood as the type's main asset. */
  primary?: unknown;
}

/**
 * The changing endpoints of a client, as options of mutations. Each is named as the client's method that it calls, takes
 * what that takes, and may be told what a call is told (`signal`, `timeoutMs`, `context`, `onUploadProgress`).
 */
export interface MediaMutations {
  /** Adds an asset. */
  uploadMedia(options?: CallOptions): MediaMutation<UploadMediaResponse, Params<'uploadMedia'>>;
  /** Changes an asset. */
  updateMedia(options?: CallOptions): MediaMutation<MediaAsset, Params<'updateMedia'>>;
  /** Deletes an asset. */
  deleteMedia(options?: CallOptions): MediaMutation<DeleteMediaResponse, Params<'deleteMedia'>>;
  /** Deletes up to 50 assets. */
  bulkDeleteMedia(options?: CallOptions): MediaMutation<BulkDeleteMediaResponse, Params<'bulkDeleteMedia'>>;
  /** Marks or unmarks a favourite; it shows at once, and is taken back when the server refuses. */
  toggleFavorite(options?: CallOptions): MediaMutation<MediaAsset, Params<'toggleFavorite'>, FavoriteBefore>;
  /** Makes an asset the main one of its type; it shows at once, and is taken back when the server refuses. */
  setPrimary(options?: CallOptions): MediaMutation<MediaAsset, Params<'setPrimary'>, PrimaryBefore>;
}

const idOf = (given: string | { assetId?: string; asset_id?: string }): string => (typeof given === 'string' ? given : (given.asset_id ?? given.assetId)!);
const idsOf = (given: readonly string[] | { ids: readonly string[] }): readonly string[] => ('ids' in given ? given.ids : given);

/** What lists and counts the assets. */
const lists = () => [mediaKeys.lists(), mediaKeys.summary()] as const;

/**
 * The changing endpoints of a client, as options of mutations over one `QueryClient`.
 * @throws MediaError `invalid_argument`
 * @function
 */
export const mediaMutations = guarded(mutationsOf, 'mediaMutations');

function mutationsOf(given: MediaClient<boolean>, givenStore: MediaQueryClient): MediaMutations {
  const [client, store] = [checkedClient(given), checkedStore(givenStore)];
  const key = mediaKeys.mutation;

  function forget(ids: readonly string[]): Promise<void> {
    // First the queries of the asset itself, which could only be answered with 404.
    for (const id of ids) store.removeQueries({ queryKey: mediaKeys.detail(id) });
    store.removeQueries(promptsWith(ids));
    changeAssets(store, (asset) => (ids.includes(asset.id) ? undefined : asset));
    return invalidate(store, ...lists(), mediaKeys.primaries());
  }

  /** A new main asset of a type takes the mark from another. */
  const othersToo = (asset: MediaAsset) => (asset.isPrimary ? [mediaKeys.primaries(), { queryKey: mediaKeys.details(), predicate: ({ queryKey }: CachedMediaQuery) => queryKey[2] !== asset.id }] : []);

  /** Whether no other of these runs: what it shows, a refetch would undo, and it will end with a refetch itself. */
  const last = (mutationKey: readonly unknown[], predicate?: (before: unknown) => boolean) =>
    store.isMutating({ mutationKey, ...(predicate && { predicate: ({ state }) => predicate(state.context) }) }) <= 1;

  const flip = (id: string) => changeAssets(store, (asset) => (asset.id === id ? { ...asset, isFavorite: !asset.isFavorite } : asset));

  return guardedMakers<MediaMutations>({
    uploadMedia: (options) => ({
      mutationKey: key('uploadMedia'),
      mutationFn: (params) => client.uploadMedia(params, options),
      onSuccess({ asset }) {
        store.setQueryData(mediaKeys.detail(asset.id), asset);
        return invalidate(store, ...lists(), ...othersToo(asset));
      },
    }),

    updateMedia: (options) => ({
      mutationKey: key('updateMedia'),
      mutationFn: (params) => client.updateMedia(params, options),
      async onSuccess(asset) {
        await cancelQueries(store, { queryKey: mediaKeys.detail(asset.id) });
        putAsset(store, asset);
        await invalidate(store, ...lists(), mediaKeys.primaries(), ...othersToo(asset), promptsWith([asset.id]));
      },
    }),

    deleteMedia: (options) => ({
      mutationKey: key('deleteMedia'),
      mutationFn: (params) => client.deleteMedia(params, options),
      onSuccess: ({ success }, params) => forget(success ? [idOf(params)] : []),
    }),

    bulkDeleteMedia: (options) => ({
      mutationKey: key('bulkDeleteMedia'),
      mutationFn: (params) => client.bulkDeleteMedia(params, options),
      onSuccess: ({ failedIds }, params) => forget(idsOf(params).filter((id) => !failedIds.includes(id))),
    }),

    toggleFavorite: (options) => ({
      mutationKey: key('toggleFavorite'),
      mutationFn: (params) => client.toggleFavorite(params, options),
      async onMutate(params) {
        const assetId = idOf(params);
        await cancelAssets(store);
        flip(assetId);
        return { assetId };
      },
      // Toggled back, rather than set back: others of the same asset may run.
      onError: (_, __, before) => before && flip(before.assetId),
      onSuccess(asset) {
        if (last(key('toggleFavorite'))) putAsset(store, asset);
      },
      onSettled: () => (last(key('toggleFavorite')) ? invalidate(store, ...lists(), mediaKeys.primaries(), mediaKeys.details()) : undefined),
    }),

    setPrimary: (options) => ({
      mutationKey: key('setPrimary'),
      mutationFn: (params) => client.setPrimary(params, options),
      // The last that was asked for is to be the last that the server does.
      scope: { id: key('setPrimary').join('/') },
      async onMutate(params) {
        const id = idOf(params);
        await cancelAssets(store);
        const chosen = findAsset(store, id);
        if (!chosen) return {};
        const { assetType } = chosen;
        const primary = store.getQueryData(mediaKeys.primary(assetType));
        // Before the marks: it may be kept nowhere else.
        const marked = new Map<string, boolean>();
        changeAssets(store, (asset) => {
          if (asset.assetType !== assetType || asset.isPrimary === (asset.id === id)) return asset;
          marked.set(asset.id, asset.isPrimary);
          return { ...asset, isPrimary: asset.id === id };
        });
        if (primary !== undefined) store.setQueryData(mediaKeys.primary(assetType), { ...chosen, isPrimary: true });
        return { assetType, marked, primary };
      },
      onError(_, __, before) {
        if (!before?.assetType || !last(key('setPrimary'), (other) => (other as PrimaryBefore | undefined)?.assetType === before.assetType)) return;
        changeAssets(store, (asset) => {
          const isPrimary = before.marked!.get(asset.id);
          return isPrimary === undefined ? asset : { ...asset, isPrimary };
        });
        if (before.primary !== undefined) store.setQueryData(mediaKeys.primary(before.assetType), before.primary);
      },
      onSuccess(asset) {
        if (last(key('setPrimary'))) putAsset(store, asset);
      },
      onSettled: () => (last(key('setPrimary')) ? invalidate(store, ...lists(), mediaKeys.primaries(), mediaKeys.details()) : undefined),
    }),
  }, 'mediaMutations');
}
