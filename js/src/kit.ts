// The kit over all modules, for those who want everything.
import type { CutoutApi } from './cutout.js';
import type { ImageApi } from './image.js';
import { Kit } from './kit-base.js';
import { CoreKit } from './kit-core.js';
import { PixelsKit } from './kit-pixels.js';
import type { Started } from './modules.js';
import type { PreviewApi } from './preview.js';

type Rooms = 'contract' | 'placement' | 'pixels';

/** Every synchronous part of the package, over all of its modules. Made by createMediaKit(). */
export class MediaKit extends CoreKit {
  /** Pixels: what a file is, decoding, resizing, encoding. */
  readonly image: ImageApi;
  /** Placements and images to pixels. */
  readonly preview: PreviewApi;
  /** Background removal apart from the network. */
  readonly cutout: CutoutApi;

  /** @internal */
  constructor(modules: Started<Rooms>) {
    super(modules);
    ({ image: this.image, preview: this.preview, cutout: this.cutout } = new PixelsKit(modules));
  }

  /** One kit over the modules of others, which live and end together then. @internal */
  static override of(...kits: Kit[]): MediaKit {
    return new MediaKit(Kit.modulesOf(...kits) as Started<Rooms>);
  }
}
