// What makes a whole kit of one without pixels: loaded together, when they are needed.
export { MediaKit } from './kit.js';
export { createPixelsKit } from './pixels-entry.js';
