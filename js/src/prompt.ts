// The text that tells an image model where each asset goes.
import type { CanvasSize } from './contract.js';
import type { Core } from './core.js';
import { objectBytes } from './json.js';
import { serializePlacements } from './placements.js';

/** How the prompt is worded. */
export interface DescribeOptions {
  /**
   * Other wording or another language: any of the texts of {@link PromptApi.phrases}, with the same
   * `{words}`.
   */
  phrases?: Record<string, string> | undefined;
}

/** `kit.prompt`: the text that tells an image model where each asset goes. */
export class PromptApi {
  readonly #core: Core;

  /** @internal */
  constructor(core: Core) {
    this.#core = core;
  }

  /** The default wording, by name; `{words}` in braces are filled in. */
  get phrases(): Record<string, string> {
    return JSON.parse(this.#core.call('contract_phrases').text) as Record<string, string>;
  }

  /**
   * One line per asset from back to front, with the attached image's number (its place in `placements`, from
   * 1), its region, position, size, rotation and opacity; then the layer order. Nothing in a user's names can
   * end their line.
   * @param placements MediaAssetPlacements in either key style, or an editor's placements
   * @param canvas pixels
   * @throws MediaError `invalid_argument` for a placement that the backend would refuse
   */
  describe(placements: readonly object[], canvas: CanvasSize, options: DescribeOptions = {}): string {
    const input = {
      placements: serializePlacements(placements, { canvas }),
      canvas,
      phrases: options?.phrases,
    };
    return this.#core.call('contract_describe', [objectBytes(input)]).text;
  }
}
