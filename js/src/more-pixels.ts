// What makes a whole kit of one over the module "core": loaded together, when pixels are needed.
export { MediaKit } from './kit.js';
export { createPixelsKit } from './pixels-entry.js';
