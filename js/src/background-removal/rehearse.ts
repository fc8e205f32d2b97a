// The core's part of a removal, gone through on nothing: engines compile a function at its first call, and well only
// when it has worked for a while. A first removal would take three times as long as the next.
import { turn } from './copy.js';
import type { CutoutApi } from '../cutout.js';
import type { ImageApi } from '../image.js';
import type { Looks, Window } from '../looks.js';
import type { MediaImage } from '../pixels.js';
import type { SegmentationModel } from './models.js';

/** What a removal works with. */
export interface Stage {
  images: ImageApi;
  cutout: CutoutApi;
  looks: Looks;
}

/** Pixels a side: enough for what runs over all of them to be compiled well. */
const SIZE = 512;

/** Side of the mask that is gone through: about that of a fast model's. */
const MASK = 256;

/** Takes a tenth of a second or two, with pauses in which files arrive. @param row of the model that is to be asked first */
export async function rehearse({ images, cutout, looks }: Stage, row: SegmentationModel): Promise<void> {
  const picture = photo();
  const whole: Window = { x: 0, y: 0, width: SIZE, height: SIZE };
  const file = images.encodeJpeg(picture, { quality: 90 });
  await turn();
  const { image } = await images.decodeKept(file);
  try {
    cutout.flatBackground(image, { jpeg: true });
    cutout.chroma(image);
    await turn();
    looks.tensor(image, row, MASK, MASK, whole);
    const { values } = disc();
    const { mask, evidence } = looks.look({ values, width: MASK, height: MASK }, { values, width: MASK, height: MASK }, { ...row, activation: 'none' });
    const window = looks.closer(evidence, mask, whole, image);
    looks.tensor(image, row, MASK, MASK, window);
    looks.overlap(looks.place(mask, whole, image), looks.place(mask, window, image));
    await turn();
    const fine = cutout.refine(image, mask);
    cutout.measure(fine);
    await turn();
    const cut = cutout.applyKept(image, fine);
    images.encodePng(cut);
    cut.free();
  } finally {
    if ('free' in image) image.free();
  }
}

/** What is neither flat nor a screen, nor alike anywhere. */
function photo(): MediaImage {
  const data = new Uint8ClampedArray(4 * SIZE * SIZE);
  for (let y = 0, at = 0; y < SIZE; y++) {
    for (let x = 0; x < SIZE; x++, at += 4) {
      const shade = 128 + 60 * Math.sin(x / 9) * Math.cos(y / 13) + ((x * 7 + y * 13 + x * y) % 31);
      data[at] = shade;
      data[at + 1] = 0.8 * shade + x / 16;
      data[at + 2] = 0.6 * shade + y / 16;
      data[at + 3] = 255;
    }
  }
  return { width: SIZE, height: SIZE, data };
}

/** A network's answer: a disc with a soft edge. */
function disc(): { values: Float32Array<ArrayBuffer> } {
  const middle = MASK / 2;
  const values = Float32Array.from({ length: MASK * MASK }, (_, i) => {
    const radius = Math.hypot((i % MASK) - middle, Math.floor(i / MASK) - middle);
    return Math.min(1, Math.max(0, (MASK / 3 - radius) / 4));
  });
  return { values };
}
