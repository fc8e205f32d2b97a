// What the entries over contract and placement export besides their functions.
export * from './public-contract.js';
export * from './public-placement.js';
export type { CoreKit } from './kit-core.js';
