// The kit over the module "pixels": pictures, cut-outs and previews.
import { CutoutApi } from './cutout.js';
import { guardClass } from './guard.js';
import { ImageApi } from './image.js';
import { Kit } from './kit-base.js';
import type { Started } from './modules.js';
import { PreviewApi } from './preview.js';
import { PreviewSession } from './preview-session.js';
import { Selection } from './selection.js';

/** Images, previews and cut-outs: all that works on pixels. Made by createPixelsKit(). */
export class PixelsKit extends Kit {
  /** Pixels: what a file is, decoding, resizing, encoding. */
  readonly image: ImageApi;
  /** Placements and images to pixels. */
  readonly preview: PreviewApi;
  /** Background removal apart from the network. */
  readonly cutout: CutoutApi;

  /** @internal */
  constructor(modules: Started<'pixels'>) {
    super(modules);
    const { pixels } = modules;
    this.image = new ImageApi(pixels);
    this.preview = new PreviewApi(pixels);
    this.cutout = new CutoutApi(pixels);
  }
}

for (const api of [ImageApi, PreviewApi, PreviewSession, CutoutApi, Selection]) guardClass(api);
