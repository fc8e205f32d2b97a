// One kit for the light entries, loaded when the first of them needs it.
import type { MediaKit } from './kit.js';

let kit: Promise<MediaKit> | undefined;

/** Is never disposed. A load that failed is tried again. @throws MediaError `wasm_unavailable` */
export function sharedKit(): Promise<MediaKit> {
  kit ??= import('./index.js')
    .then(({ createMediaKit }) => createMediaKit())
    .catch((thrown: unknown) => {
      kit = undefined;
      throw thrown;
    });
  return kit;
}
