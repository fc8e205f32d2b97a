// One kit for the light entries, loaded when the first of them needs it. The pixels come when one asks for them.
import type { MediaKit } from './kit.js';
import type { CoreKit } from './kit-core.js';

/** Is never disposed. A load that failed is tried again. */
function once<Kit>(load: () => Promise<Kit>): () => Promise<Kit> {
  let kit: Promise<Kit> | undefined;
  return () => (kit ??= load().catch((thrown: unknown) => {
    kit = undefined;
    throw thrown;
  }));
}

/** @throws MediaError `wasm_unavailable` */
export const sharedCoreKit: () => Promise<CoreKit> = /* @__PURE__ */ once(async () => (await import('./core-entry.js')).createCoreKit());

/** The same with images, previews and cut-outs. @throws MediaError `wasm_unavailable` */
export const sharedKit: () => Promise<MediaKit> = /* @__PURE__ */ once(async () => {
  const [core, { MediaKit: Whole, createPixelsKit }] = await Promise.all([sharedCoreKit(), import('./more-pixels.js')]);
  return Whole.of(core, await createPixelsKit());
});
