// What each step of a removal costs by itself in Node, on one core: CPU ms at 1024² and at 12 megapixels.
import { createBackgroundRemover, models } from '@aurastream/media-wasm/background-removal';

/** The sizes that costs are given for. */
export const sizes = { '1024²': [1024, 1024], '12 MP': [4000, 3000] };

const cpu = (before) => {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};

/** The least CPU milliseconds of a few runs: those of the first are also the compiler's, which works on other threads. */
async function time(work) {
  let least = Infinity;
  const until = performance.now() + 2000;
  for (let i = 0; i < 4 || (i < 40 && performance.now() < until); i++) {
    const start = process.cpuUsage();
    await work();
    least = Math.min(least, cpu(start));
  }
  return least;
}

/** A starry disc, its edge two pixels of a 256² mask wide; and a ground of one colour, or a photograph's noise. */
function scene(width, height) {
  const mask = { width, height, data: new Uint8Array(width * height) };
  const data = (fill) => {
    const out = new Uint8ClampedArray(4 * width * height).fill(255);
    for (let i = 0; i < mask.data.length; i++) fill(out, 4 * i, mask.data[i] / 255, i);
    return { width, height, data: out };
  };
  for (let i = 0; i < mask.data.length; i++) {
    const [u, v] = [(i % width) - width / 2, Math.floor(i / width) - height / 2];
    const away = (height * (0.3 + 0.04 * Math.sin(9 * Math.atan2(v, u))) - Math.hypot(u, v)) / (height / 256);
    mask.data[i] = Math.round(255 * Math.min(1, Math.max(0, away / 2 + 0.5)));
  }
  let state = 1;
  const grain = () => ((state = (Math.imul(state, 1664525) + 1013904223) >>> 0) >>> 27) - 16;
  const over = (ground, noisy) => (out, at, alpha) => {
    for (let c = 0; c < 3; c++) out[at + c] = alpha * [200, 60, 90][c] + (1 - alpha) * ground[c] + (noisy ? grain() : 0);
  };
  const hard = { ...mask, data: mask.data.map((value) => (value < 128 ? 0 : 255)) };
  const logo = data((out, at, _, i) => over([255, 255, 255], false)(out, at, hard.data[i] / 255));
  const photo = data((out, at, alpha, i) => over([(i % width) / width * 200, 90, 120], true)(out, at, alpha));
  return { mask, logo, photo, screen: data(over([40, 170, 70], true)) };
}

/**
 * @param portraits JPEG files of a person by the names of `sizes`
 * @returns {Promise<Record<string, Record<string, number>>>} CPU ms by step and size
 */
export async function stepCosts(kit, portraits) {
  const selfie = { ...models.find(({ id }) => id === 'selfie'), source: new URL('../../dist/models/selfie.onnx', import.meta.url) };
  const once = await createBackgroundRemover({ model: { ...selfie, passes: 'once' }, threads: 1 });
  const closer = await createBackgroundRemover({ model: selfie, threads: 1 });
  const costs = {};
  try {
    // Until the compiler, whose threads count too, is through with the network's runtime.
    const first = kit.image.decode(portraits[Object.keys(sizes)[0]]);
    for (let i = 0; i < 100; i++) await (i % 4 ? once : closer).remove(first, { mode: 'model', output: 'mask', refine: false, allowEmpty: true });
    for (const [size, [width, height]] of Object.entries(sizes)) {
      const { mask, logo, photo, screen } = scene(width, height);
      const small = { width: 320, height: 320, data: Uint8Array.from({ length: 320 * 320 }, (_, i) =>
        mask.data[Math.floor(Math.floor(i / 320) * height / 320) * width + Math.floor((i % 320) * width / 320)]) };
      const person = kit.image.decode(portraits[size]);
      const look = (remover) => () => remover.remove(person, { mode: 'model', output: 'mask', refine: false, allowEmpty: true });
      const steps = {
        'decode the JPEG': () => kit.image.decode(portraits[size]),
        'flat, a photo refused': () => kit.cutout.flatBackground(photo),
        'chroma, a photo refused': () => kit.cutout.chroma(photo),
        'network and verdict, one look': look(once),
        'network and verdict, mirrored and zoomed': look(closer),
        'refine, from 320²': () => kit.cutout.refine(photo, small),
        'apply': () => kit.cutout.apply(photo, mask, { unmix: false }),
        'apply, un-mixed': () => kit.cutout.apply(photo, mask),
        'encode the PNG': () => kit.image.encodePng(photo),
        'flat, a logo': () => kit.cutout.flatBackground(logo),
        'flat, a logo as JPEG': () => kit.cutout.flatBackground(logo, { jpeg: true }),
        'chroma, a noisy screen': () => kit.cutout.chroma(screen),
      };
      for (const [step, work] of Object.entries(steps)) (costs[step] ??= {})[size] = await time(work);
    }
  } finally {
    once.dispose();
    closer.dispose();
  }
  return costs;
}
