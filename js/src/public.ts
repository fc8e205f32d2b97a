// What every entry over all modules exports besides its functions.
export * from './public-core.js';
export * from './public-pixels.js';
export type { MediaKit } from './kit.js';
