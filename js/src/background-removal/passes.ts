// How often a network is asked about one picture, and which answer counts.
import type { Mask } from '../cutout.js';
import type { Evidence, Window } from '../looks.js';
import type { MediaImage } from '../pixels.js';
import type { PlacedNetwork } from './device.js';
import { sidesOf, type SegmentationModel } from './models.js';
import type { ModelSetup } from './protocol.js';
import { checkAbort, type Run } from './run.js';

/** What a network saw in a window of the picture: a mask of its own size. */
export interface Look {
  window: Window;
  mask: Mask;
  evidence: Evidence;
}

/** Looks at the whole picture or its tiles, and then at most this often at the subject alone. */
const CLOSER_LOOKS = 2;

/** Below this overlap a closer look contradicts the first; from this score on it is believed all the same. */
const CONTRADICTION = 0.7;
const SURE = 0.75;

/** A window of nearly the picture's own size, as a share of its area, shows nothing that was not seen. */
const SAME_VIEW = 0.8;

/** Below this share of the window nothing was found, and the picture is looked at in parts. */
const LEAST_COVERAGE = 0.0005;

/** What a part of the picture must show to be looked at again. */
const PROMISING = { coverage: 0.005, certainty: 0.6, score: 0.5 };

/** How far an answer is to be believed. */
const score = ({ certainty, agreement, coverage }: Evidence): number => (coverage < LEAST_COVERAGE ? 0 : certainty * agreement);

/** A picture as a network of that size is shown it. */
interface View {
  width: number;
  height: number;
  tensor: Float32Array;
}

const wholeOf = ({ width, height }: MediaImage): Window => ({ x: 0, y: 0, width, height });

/** What a network is shown first, where its row tells its size. */
export function firstView({ looks }: Run, image: MediaImage, { model, assumed }: Pick<ModelSetup, 'model' | 'assumed'>): View | undefined {
  if (assumed) return undefined;
  const [width, height] = sidesOf(model);
  return { width, height, tensor: looks.tensor(image, model, width, height, wholeOf(image)) };
}

export class Observer {
  readonly #whole: Window;
  #looks = 0;

  constructor(
    private readonly run: Run,
    private readonly image: MediaImage,
    private readonly model: SegmentationModel,
    private readonly network: PlacedNetwork,
    /** Of the whole picture, where it was made before. */
    private readonly first: View | undefined,
  ) {
    this.#whole = wholeOf(image);
  }

  /** The best of what the network saw. @throws MediaError of the network, `aborted` */
  async observe(): Promise<Look> {
    const closer = this.model.passes === 'closer';
    const first = await this.#look(this.#whole, closer);
    if (!closer) return first;
    let best = first;
    let earlier = first;
    if (score(best.evidence) === 0) {
      const found = await this.#searchTiles();
      if (!found) return best;
      best = earlier = found;
    }
    for (let i = 0; i < CLOSER_LOOKS; i++) {
      const window = this.run.looks.closer(best.evidence, best.mask, best.window, this.image);
      if (window.width * window.height > SAME_VIEW * best.window.width * best.window.height) break;
      const next = await this.#look(window, true);
      // On what is not of the model's kind it sees less the closer it looks.
      if (score(next.evidence) < score(best.evidence)) break;
      best = next;
    }
    if (best === earlier) return best;
    const steady = this.run.looks.overlap(this.#placed(earlier), this.#placed(best));
    // A closer look that contradicts the first must be sure of itself: on things it often loses what was there.
    const chosen = steady < CONTRADICTION && score(best.evidence) < SURE ? earlier : best;
    return { ...chosen, evidence: { ...chosen.evidence, steady } };
  }

  #placed({ mask, window }: Look): Mask {
    return this.run.looks.place(mask, window, this.image);
  }

  /** Halves of the sides, overlapping by half: what is small in the whole is four times as large there. */
  async #searchTiles(): Promise<Look | undefined> {
    const { width, height } = this.#whole;
    if (Math.min(width, height) < 4) return undefined;
    const [w, h] = [Math.ceil(width / 2), Math.ceil(height / 2)];
    let best: Look | undefined;
    for (let i = 0; i < 9; i++) {
      const x = Math.floor(((i % 3) * (width - w)) / 2);
      const y = Math.floor((Math.floor(i / 3) * (height - h)) / 2);
      const look = await this.#look({ x, y, width: w, height: h }, false);
      const { coverage, certainty } = look.evidence;
      if (coverage < PROMISING.coverage || certainty < PROMISING.certainty) continue;
      if (!best || certainty > best.evidence.certainty) best = look;
    }
    if (!best) return undefined;
    const again = await this.#look(this.run.looks.closer(best.evidence, best.mask, best.window, this.image), true);
    return score(again.evidence) >= PROMISING.score ? again : undefined;
  }

  async #look(window: Window, mirrored: boolean): Promise<Look> {
    const { run, image, model, network } = this;
    const { width, height } = network;
    const ask = async (tensor: Float32Array) => {
      const output = checkAbort(run, await network.run(tensor));
      // How many looks there will be is not known: the progress comes closer to the end with each.
      run.report('inference', 1 - 0.6 ** ++this.#looks);
      return output;
    };
    const made = window === this.#whole && this.first?.width === width && this.first.height === height ? this.first : undefined;
    const tensor = made?.tensor ?? run.looks.tensor(image, model, width, height, window);
    const turned = mirrored ? mirror(tensor, width) : undefined;
    // The network may keep its own memory for an answer until the next one.
    const output = await ask(tensor);
    const first = turned ? { ...output, values: output.values.slice() } : output;
    return { window, ...run.looks.look(first, turned && (await ask(turned)), model) };
  }
}

/** Planes of rows of `width`, each row from its end. */
function mirror(planes: Float32Array, width: number): Float32Array {
  const out = planes.slice();
  for (let at = 0; at < out.length; at += width) out.subarray(at, at + width).reverse();
  return out;
}
