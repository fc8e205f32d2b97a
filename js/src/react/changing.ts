// Hooks of the endpoints that change the library: thin, over the entry /queries.
import { useCallback, useMemo, useRef, useState } from 'react';
import { useMutation, useQueryClient, type UseMutationOptions, type UseMutationResult } from '@tanstack/react-query';
import type { CallOptions } from '../client/options.js';
import type { UploadProgress } from '../client/transport.js';
import type { BulkDeleteMediaResponse, DeleteMediaResponse, MediaAsset, UploadMediaResponse } from '../generated/contract.js';
import type { MediaQueryClient } from '../queries/cache.js';
import { mediaMutations, type FavoriteBefore, type MediaMutation, type MediaMutations, type PrimaryBefore } from '../queries/mutations.js';
import { useMediaClient } from './provider.js';
import { endWith } from './signals.js';

/** What a mutation's hook may be told. The callbacks are called after the cache has been brought up to date. */
export type MediaMutationHookOptions<Data, Variables, Before = unknown> = Pick<
  UseMutationOptions<Data, Error, Variables, Before>, 'onSuccess' | 'onError' | 'onSettled' | 'meta' | 'gcTime' | 'networkMode' | 'throwOnError'
> & {
  /** What each call of the client is told: `timeoutMs`, `context`, … */
  call?: CallOptions;
};

/** The variables of a mutation. */
type VariablesOf<Name extends keyof MediaMutations> = Parameters<ReturnType<MediaMutations[Name]>['mutationFn']>[0];

function useMediaMutations(): MediaMutations {
  const client = useMediaClient();
  const store = useQueryClient();
  return useMemo(() => mediaMutations(client, store as MediaQueryClient), [client, store]);
}

/** Both are called, ours first, with whatever this version of TanStack Query tells them. */
function both<Given extends unknown[]>(ours: ((...given: never[]) => unknown) | undefined, theirs: ((...given: Given) => unknown) | undefined) {
  return async (...given: Given): Promise<unknown> => {
    await (ours as ((...given: Given) => unknown) | undefined)?.(...given);
    return theirs?.(...given);
  };
}

function useChange<Data, Variables, Before>(
  mutation: MediaMutation<Data, Variables, Before>, { call: _, ...options }: MediaMutationHookOptions<Data, Variables, Before> = {},
): UseMutationResult<Data, Error, Variables, Before> {
  return useMutation<Data, Error, Variables, Before>({
    ...mutation,
    ...options,
    onSuccess: both(mutation.onSuccess, options.onSuccess),
    onError: both(mutation.onError, options.onError),
    onSettled: both(mutation.onSettled, options.onSettled),
  });
}

/** What {@link useUploadMedia} gives besides what `useMutation` does. */
export interface UploadState {
  /** How much of the last upload has been sent; undefined before anything of it has. */
  progress: UploadProgress | undefined;
  /** Ends the uploads that run; their error is `aborted`. */
  cancel: () => void;
}

/** Adds an asset. */
export function useUploadMedia(
  options?: MediaMutationHookOptions<UploadMediaResponse, VariablesOf<'uploadMedia'>>,
): UseMutationResult<UploadMediaResponse, Error, VariablesOf<'uploadMedia'>> & UploadState {
  const mutations = useMediaMutations();
  const [progress, setProgress] = useState<UploadProgress>();
  const running = useRef(new Set<AbortController>());
  const last = useRef<AbortController>(undefined);
  const call = options?.call;
  const upload = useChange({
    ...mutations.uploadMedia(),
    async mutationFn(variables: VariablesOf<'uploadMedia'>) {
      const ending = new AbortController();
      running.current.add(ending);
      last.current = ending;
      setProgress(undefined);
      const letGo = endWith(ending, call?.signal);
      const onUploadProgress = (told: UploadProgress) => {
        if (last.current === ending) setProgress(told);
        call?.onUploadProgress?.(told);
      };
      try {
        return await mutations.uploadMedia({ ...call, signal: ending.signal, onUploadProgress }).mutationFn(variables);
      } finally {
        letGo();
        running.current.delete(ending);
      }
    },
  }, options);
  const cancel = useCallback(() => running.current.forEach((ending) => ending.abort()), []);
  return { ...upload, progress, cancel };
}

/** Changes an asset. */
export function useUpdateMedia(
  options?: MediaMutationHookOptions<MediaAsset, VariablesOf<'updateMedia'>>,
): UseMutationResult<MediaAsset, Error, VariablesOf<'updateMedia'>> {
  return useChange(useMediaMutations().updateMedia(options?.call), options);
}

/** Deletes an asset. */
export function useDeleteMedia(
  options?: MediaMutationHookOptions<DeleteMediaResponse, VariablesOf<'deleteMedia'>>,
): UseMutationResult<DeleteMediaResponse, Error, VariablesOf<'deleteMedia'>> {
  return useChange(useMediaMutations().deleteMedia(options?.call), options);
}

/** Deletes up to 50 assets. */
export function useBulkDeleteMedia(
  options?: MediaMutationHookOptions<BulkDeleteMediaResponse, VariablesOf<'bulkDeleteMedia'>>,
): UseMutationResult<BulkDeleteMediaResponse, Error, VariablesOf<'bulkDeleteMedia'>> {
  return useChange(useMediaMutations().bulkDeleteMedia(options?.call), options);
}

/** Marks or unmarks a favourite; it shows at once, and is taken back when the server refuses. */
export function useToggleFavorite(
  options?: MediaMutationHookOptions<MediaAsset, VariablesOf<'toggleFavorite'>, FavoriteBefore>,
): UseMutationResult<MediaAsset, Error, VariablesOf<'toggleFavorite'>, FavoriteBefore> {
  return useChange(useMediaMutations().toggleFavorite(options?.call), options);
}

/** Makes an asset the main one of its type; it shows at once, and is taken back when the server refuses. */
export function useSetPrimary(
  options?: MediaMutationHookOptions<MediaAsset, VariablesOf<'setPrimary'>, PrimaryBefore>,
): UseMutationResult<MediaAsset, Error, VariablesOf<'setPrimary'>, PrimaryBefore> {
  return useChange(useMediaMutations().setPrimary(options?.call), options);
}
