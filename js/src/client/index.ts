// The entry '@aurastream/media-wasm/client'.
export { createMediaClient } from './client.js';
export type { CallOptions, HeadersOption, MediaClient, MediaClientOptions } from './options.js';
export type { UploadProgress } from './transport.js';
export type { Tolerated } from '../responses.js';
export { MediaError, type MediaErrorCode } from '../errors.js';
export type * from '../generated/contract.js';
export type { EndpointName } from '../generated/endpoints.js';
