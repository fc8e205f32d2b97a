// How near cut-outs come to true alphas: the cases that the tests assert and tests/bench/cutout-quality.mjs tabulates.
import fs from 'node:fs';
import { alphaError, compose, matteOf, mattes, screen } from './mattes.mjs';
import { shared } from './shared.mjs';

/** Photographs as unlike as the shared ones are. */
const photographs = ['lemur/lemur_background.png', 'rembg/car-1.jpg', 'rembg/plants-1.jpg', 'formats/jpg/progressive/3.jpg',
  'formats/jpg/progressive/cat.jpg', 'exif/Portrait_1.jpg'];

const read = (kit, name) => kit.image.decode(fs.readFileSync(shared(`images/${name}`)));
const lemur = (kit) => matteOf(read(kit, 'lemur/masks/lemur.png'), read(kit, 'lemur/lemur_foreground.png'));

/** Every subject over a lit green and a blue screen; `sigma` is the noise in each channel. */
export function* chromaCases(kit, sigmas = [0, 4, 12]) {
  const subjects = { ...Object.fromEntries(Object.entries(mattes).map(([name, make]) => [name, make(480, 480)])), lemur: lemur(kit) };
  for (const [subject, matte] of Object.entries(subjects)) {
    for (const [colour, rgb] of [['green', [40, 170, 70]], ['blue', [40, 70, 180]]]) {
      for (const sigma of sigmas) {
        for (const file of ['png', 'jpeg']) {
          const picture = compose(matte, screen(rgb), { sigma });
          const seen = file === 'png' ? picture : kit.image.decode(kit.image.encodeJpeg(picture, { quality: 85 }));
          const result = kit.cutout.chroma(seen);
          yield { subject, colour, sigma, file, ...result, error: result.chroma ? alphaError(result.image, matte) : 1 };
        }
      }
    }
  }
}

/** The true alpha as a network of that input size would give it at best, and softer, as networks do. */
function* masksOf(kit, matte, side) {
  const { width, height, alpha } = matte;
  const data = new Uint8ClampedArray(4 * width * height).fill(255);
  alpha.forEach((value, i) => data.fill(Math.round(255 * value), 4 * i, 4 * i + 3));
  const small = kit.image.resize({ width, height, data }, side, side, 'box');
  const exact = { width: side, height: side, data: Uint8Array.from({ length: side * side }, (_, i) => small.data[4 * i]) };
  yield ['exact', exact];
  const soft = kit.cutout.adjust(exact, { feather: 2 });
  yield ['soft', { ...soft, data: Uint8ClampedArray.from(soft.data, (value) => (value - 127.5) * 1.6 + 127.5) }];
}

/** Refined masks beside plain upsampled ones: the ratio of their sums of absolute differences from the true alpha. */
export function* refineCases(kit, sides = [256, 320, 1024]) {
  const { glass: _, ...others } = mattes; // no network makes masks of glass
  const subjects = { ...Object.fromEntries(Object.entries(others).map(([name, make]) => [name, make(960, 720)])), lemur: lemur(kit) };
  const pictures = photographs.map((name) => read(kit, name));
  for (const [subject, matte] of Object.entries(subjects)) {
    const { width, height } = matte;
    const opaque = { width, height, data: new Uint8ClampedArray(4 * width * height).fill(255) };
    const masks = sides.flatMap((side) => [...masksOf(kit, matte, side)].map(([kind, mask]) =>
      ({ side, kind, mask, raw: alphaError(kit.cutout.apply(opaque, mask, { unmix: false }), matte) })));
    for (const [index, photograph] of pictures.entries()) {
      const { data } = kit.image.resize(photograph, width, height, 'bicubic');
      const seen = compose(matte, (x, y) => data.subarray(4 * (Math.floor(y) * width + Math.floor(x))), { sigma: 2 });
      for (const { side, kind, mask, raw } of masks) {
        yield { subject, ground: photographs[index], side, kind, raw, ratio: alphaError(kit.cutout.refine(seen, mask), matte) / raw };
      }
    }
  }
}

export const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
