// The kit over the module "pixels": pictures, cut-outs and previews.
import { Core } from './core.js';
import { CutoutApi } from './cutout.js';
import { guardClass } from './guard.js';
import { ImageApi } from './image.js';
import type { WasmSource } from './instance.js';
import { Kit } from './kit-base.js';
import { PreviewApi } from './preview.js';
import { PreviewSession } from './preview-session.js';
import { Selection } from './selection.js';
import { sharedPixels } from './shared-module.js';

/** Images, previews and cut-outs: all that works on pixels. Made by createPixelsKit(). */
export class PixelsKit extends Kit {
  /** Pixels: what a file is, decoding, resizing, encoding. */
  readonly image: ImageApi;
  /** Placements and images to pixels. */
  readonly preview: PreviewApi;
  /** Background removal apart from the network. */
  readonly cutout: CutoutApi;

  /** @internal */
  constructor(pixels: Core) {
    super(pixels);
    this.image = new ImageApi(pixels);
    this.preview = new PreviewApi(pixels);
    this.cutout = new CutoutApi(pixels);
  }
}

for (const api of [ImageApi, PreviewApi, PreviewSession, CutoutApi, Selection]) guardClass(api);

/** A module that removers of backgrounds work with as well. @internal */
export async function startPixels(source: WasmSource): Promise<Core> {
  const pixels = await Core.create(source, 'pixels');
  sharedPixels.keep(pixels.module);
  return pixels;
}

/** @internal */
export async function pixelsKitFrom(source: WasmSource): Promise<PixelsKit> {
  return new PixelsKit(await startPixels(source));
}
