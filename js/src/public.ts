// What every entry exports besides createMediaKit.
export { MediaError, type MediaErrorCode } from './errors.js';
export type { MediaKit } from './kit.js';
