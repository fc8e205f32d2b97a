// The kit: every synchronous part of the package over one instance of the core.
import { ContractApi } from './contract.js';
import { Core, type WasmSource } from './core.js';
import { CutoutApi } from './cutout.js';
import { ImageApi } from './image.js';
import { disposable, type Disposes } from './disposal.js';
import { guardClass } from './guard.js';
import { PlacementApi } from './placement.js';
import { ArrangeApi } from './placement/arrange.js';
import { BatchApi } from './placement/batch.js';
import { QueryApi } from './placement/queries.js';
import { SnapSession } from './placement/snap.js';
import { PreviewApi } from './preview.js';
import { PreviewSession } from './preview-session.js';
import { PromptApi } from './prompt.js';
import { createRequests, type RequestsApi } from './requests.js';
import { Selection } from './selection.js';
import { createResponses, type ResponsesApi } from './responses.js';

/** Every synchronous part of the package, over one instance of the core. Made by createMediaKit(). */
export class MediaKit {
  readonly #core: Core;
  /** What the backend accepts and allows. */
  readonly contract: ContractApi;
  /** Requests as the web app would send them. */
  readonly requests: RequestsApi;
  /** The server's answers, checked and completed. */
  readonly responses: ResponsesApi;
  /** The text that tells an image model where each asset goes. */
  readonly prompt: PromptApi;
  /** An editor's geometry. */
  readonly placement: PlacementApi;
  /** Pixels: what a file is, decoding, resizing, encoding. */
  readonly image: ImageApi;
  /** Placements and images to pixels. */
  readonly preview: PreviewApi;
  /** Background removal apart from the network. */
  readonly cutout: CutoutApi;

  /** @internal */
  constructor(core: Core) {
    this.#core = core;
    this.contract = new ContractApi(core);
    this.requests = createRequests(core);
    this.responses = createResponses(core);
    this.prompt = new PromptApi(core);
    this.placement = new PlacementApi(core);
    this.image = new ImageApi(core);
    this.preview = new PreviewApi(core);
    this.cutout = new CutoutApi(core);
  }

  /** Bytes of wasm memory that the kit holds now. */
  get memoryBytes(): number {
    return this.#core.memoryBytes;
  }

  /** Gives the kit's memory back. Later calls throw MediaError `disposed`; a second dispose() does nothing; `using` calls it. */
  dispose(): void {
    this.#core.dispose();
  }
}

export interface MediaKit extends Disposes {}

disposable(MediaKit);
for (const api of [
  ContractApi, PromptApi, PlacementApi, ArrangeApi, QueryApi, BatchApi, SnapSession, ImageApi, PreviewApi, PreviewSession, CutoutApi, Selection,
]) guardClass(api);

/** @internal */
export async function kitFrom(source: WasmSource): Promise<MediaKit> {
  return new MediaKit(await Core.create(source));
}
