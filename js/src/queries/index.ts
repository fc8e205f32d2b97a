// The entry '@aurastream/media-wasm/queries'.
export { mediaKeys } from './keys.js';
export { mediaQueries, type InfiniteMediaQuery, type ListParams, type MediaQueries, type MediaQuery } from './queries.js';
export { mediaMutations, type FavoriteBefore, type MediaMutation, type MediaMutations, type PrimaryBefore } from './mutations.js';
export type { MediaMutationFilter, CachedMediaQuery, MediaQueryClient, MediaQueryFilter } from './cache.js';
export type { CallOptions, MediaClient } from '../client/options.js';
export type { UploadProgress } from '../client/transport.js';
export { MediaError, type MediaErrorCode } from '../errors.js';
export type * from '../generated/contract.js';
