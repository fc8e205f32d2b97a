// Compiled, never run: what TanStack Query infers of the options.
import { InfiniteQueryObserver, MutationObserver, QueryClient, QueryObserver, type InfiniteData } from '@tanstack/query-core';
import type { ListMediaResponse, MediaAsset, UploadMediaResponse } from '@aurastream/media-wasm';
import { createMediaClient } from '@aurastream/media-wasm/client';
import { mediaKeys, mediaMutations, mediaQueries } from '@aurastream/media-wasm/queries';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const sure = <T extends true>(): T | undefined => undefined;

const client = createMediaClient({ baseUrl: '' });
const cache = new QueryClient();
const queries = mediaQueries(client);
const mutations = mediaMutations(client, cache);
mediaQueries(createMediaClient({ baseUrl: '', tolerant: true }));

const list = await cache.fetchQuery(queries.listMedia({ assetType: 'logo' }));
sure<Same<typeof list, ListMediaResponse>>();
const primary = new QueryObserver(cache, queries.getPrimaryAsset('logo')).getCurrentResult().data;
sure<Same<typeof primary, MediaAsset | null | undefined>>();
const pages = new InfiniteQueryObserver(cache, queries.listMediaPages()).getCurrentResult().data;
sure<Same<typeof pages, InfiniteData<ListMediaResponse, unknown> | undefined>>();
const uploaded = new MutationObserver(cache, mutations.uploadMedia()).mutate({ assetType: 'logo', displayName: 'Logo', image: new Uint8Array(1) });
sure<Same<typeof uploaded, Promise<UploadMediaResponse>>>();
void new MutationObserver(cache, mutations.setPrimary()).mutate('a');
void cache.invalidateQueries({ queryKey: mediaKeys.detail('a') });
// @ts-expect-error no such type
queries.getPrimaryAsset('logos');
