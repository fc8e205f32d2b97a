// How good cut-outs are, and whether their verdicts are right: photographs of people and pictures of things with known
// masks (the things' are U²-Net's own), by each way to remove a background; then pictures that hold neither.
//   node tests/bench/removal-quality.mjs [--rows]      --rows: every picture
import fs from 'node:fs';
import { createMediaKit } from '@aurastream/media-wasm';
import { createBackgroundRemover } from '@aurastream/media-wasm/background-removal';
import { shared } from '../shared.mjs';

const kit = await createMediaKit();
const everyRow = process.argv.includes('--rows');

const general = shared('models/u2netp-fp16.onnx');
const ways = {
  selfie: [{ model: 'selfie' }, {}],
  'selfie, not refined': [{ model: 'selfie' }, { refine: false }],
  'u2netp-fp16': [{ model: 'u2netp-fp16', modelUrl: general }, {}],
  'selfie, then u2netp-fp16': [{ model: ['selfie', { id: 'u2netp-fp16', source: general }] }, {}],
};

/** One byte a pixel, at the size of the picture that it belongs to. */
function maskFile(file, picture) {
  const { width, height } = kit.image.decode(fs.readFileSync(picture));
  const { data } = kit.image.resize(kit.image.decode(fs.readFileSync(file)), width, height, 'bilinear');
  return { width, height, data: Uint8Array.from({ length: width * height }, (_, i) => data[4 * i]) };
}

const inSet = (kind) => fs.readdirSync(shared(kind, 'images')).map((name) => ({
  kind, name, file: shared(kind, 'images', name), truth: maskFile(shared(kind, 'masks', name.replace(/\.\w+$/, '.png')), shared(kind, 'images', name)),
}));

const isSubject = (value) => value >= 128;

/** Intersection over union, mean absolute difference, and F of the two outlines within a two-hundredth of the diagonal. */
function compare(mask, truth) {
  const { width, height } = truth;
  let both = 0, either = 0, difference = 0;
  for (let i = 0; i < truth.data.length; i++) {
    const [a, b] = [isSubject(mask.data[i]), isSubject(truth.data[i])];
    both += a && b;
    either += a || b;
    difference += Math.abs(mask.data[i] - truth.data[i]) / 255;
  }
  const near = Math.max(1, Math.round(Math.hypot(width, height) / 200));
  const [found, wanted] = [outline(mask), outline(truth)];
  const [precision, recall] = [share(found, grown(wanted, width, height, near)), share(wanted, grown(found, width, height, near))];
  const f = precision + recall > 0 ? (2 * precision * recall) / (precision + recall) : 0;
  return { iou: either ? both / either : 1, mae: difference / truth.data.length, f };
}

function outline({ width, height, data }) {
  const out = new Uint8Array(data.length);
  for (let y = 0; y < height - 1; y++) {
    for (let x = 0; x < width - 1; x++) {
      const i = y * width + x;
      const here = isSubject(data[i]);
      out[i] = here !== isSubject(data[i + 1]) || here !== isSubject(data[i + width]) ? 1 : 0;
    }
  }
  return out;
}

/** Grown by `r` pixels to all sides, rows first. */
function grown(marks, width, height, r) {
  const along = (source, stride, length, lines, step) => {
    const out = new Uint8Array(source.length);
    for (let line = 0; line < lines; line++) {
      let until = -1;
      for (let pass = 0; pass < 2; pass++) {
        until = -1;
        for (let k = 0; k < length; k++) {
          const at = line * step + (pass ? length - 1 - k : k) * stride;
          if (source[at]) until = k + r;
          if (k <= until) out[at] = 1;
        }
      }
    }
    return out;
  };
  return along(along(marks, 1, width, height, width), width, height, width, 1);
}

function share(marks, within) {
  let all = 0, inside = 0;
  for (let i = 0; i < marks.length; i++) if (marks[i]) all++, (inside += within[i]);
  return all ? inside / all : 0;
}

/** Pictures without a mask: what must not be called good by a model for people. */
const others = ['images/rembg/car-1.jpg', 'images/rembg/plants-1.jpg', 'images/formats/jpg/progressive/cat.jpg',
  'images/formats/jpg/progressive/3.jpg', 'images/formats/cmyk.jpg', 'images/formats/jpg/portrait_2.jpg'].map((name) => ({ kind: 'others', name, file: shared(name) }));

const mean = (values) => (values.length ? values.reduce((sum, value) => sum + value, 0) / values.length : NaN);
const shown = (value) => (Number.isNaN(value) ? '–' : value.toFixed(3));
const table = [];

async function measure(remover, sample, options) {
  try {
    const cut = await remover.remove(sample.file, { output: 'mask', ...options });
    return { ...cut, ...(sample.truth && compare(cut.mask, sample.truth)) };
  } catch (error) {
    return { verdict: error.code, certainty: 0, iou: 0, mae: 1, f: 0, doubts: [] };
  }
}

for (const [way, [setup, options]] of Object.entries(ways)) {
  const remover = await createBackgroundRemover(setup);
  for (const samples of [inSet('people'), inSet('objects'), others]) {
    const results = [];
    for (const sample of samples) {
      const result = await measure(remover, sample, options);
      results.push(result);
      if (!everyRow) continue;
      const doubts = result.doubts.map(({ reason }) => reason).join(' ');
      console.log(way.padEnd(25), sample.name.padEnd(24), shown(result.iou ?? NaN), result.verdict.padEnd(10), result.certainty.toFixed(3), result.model ?? '', doubts);
    }
    const good = results.filter(({ verdict }) => verdict === 'good');
    const known = samples[0].truth ? (list, field) => shown(mean(list.map((one) => one[field]))) : () => '–';
    table.push({
      way,
      pictures: `${samples.length} ${samples[0].kind}`,
      IoU: known(results, 'iou'),
      MAE: known(results, 'mae'),
      'boundary F': known(results, 'f'),
      good: good.length,
      doubtful: results.filter(({ verdict }) => verdict === 'doubtful').length,
      refused: results.filter(({ verdict }) => verdict === 'no_subject' || verdict === 'no_background').length,
      'IoU of the good': known(good, 'iou'),
      'least of the good': samples[0].truth && good.length ? shown(Math.min(...good.map(({ iou }) => iou))) : '–',
    });
  }
  remover.dispose();
}
console.table(table);
kit.dispose();
