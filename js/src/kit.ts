// The kit over both modules, for those who want everything.
import { Core } from './core.js';
import type { CutoutApi } from './cutout.js';
import type { ImageApi } from './image.js';
import type { WasmSource } from './instance.js';
import { Kit } from './kit-base.js';
import { CoreKit } from './kit-core.js';
import { PixelsKit, startPixels } from './kit-pixels.js';
import type { PreviewApi } from './preview.js';
import { sharedPixels } from './shared-module.js';

/** Every synchronous part of the package, over both of its modules. Made by createMediaKit(). */
export class MediaKit extends CoreKit {
  /** Pixels: what a file is, decoding, resizing, encoding. */
  readonly image: ImageApi;
  /** Placements and images to pixels. */
  readonly preview: PreviewApi;
  /** Background removal apart from the network. */
  readonly cutout: CutoutApi;

  /** @internal */
  constructor(core: Core, pixels: Core) {
    super(core, pixels);
    ({ image: this.image, preview: this.preview, cutout: this.cutout } = new PixelsKit(pixels));
  }

  /** One kit over the modules of two, which live and end together then. @internal */
  static of(core: CoreKit, pixels: PixelsKit): MediaKit {
    return new MediaKit(Kit.modulesOf(core)[0]!, Kit.modulesOf(pixels)[0]!);
  }
}

/** Where both modules come from. */
export interface WasmPair<Source = WasmSource> {
  /** media-core.wasm: contract and placement. */
  core: Source;
  /** media-pixels.wasm: images, cut-outs and previews. */
  pixels: Source;
}

export const isPair = <Source>(source: Source | WasmPair<Source>): source is WasmPair<Source> =>
  typeof source === 'object' && source !== null && 'core' in source && 'pixels' in source;

/** @param source the two modules, or media-wasm.wasm, which is both in one @internal */
export async function kitFrom(source: WasmSource | WasmPair): Promise<MediaKit> {
  if (isPair(source)) return new MediaKit(...(await Promise.all([Core.create(source.core, 'core'), startPixels(source.pixels)])));
  const whole = await Core.create(source, 'core', 'pixels');
  sharedPixels.keep(whole.module);
  return new MediaKit(whole, whole);
}
