// How good cut-outs are, and whether their verdicts are right: photographs of people and pictures of things with known
// masks (the things' are U²-Net's own), by each way to remove a background; then pictures that hold neither.
//   node tests/bench/removal-quality.mjs [--rows] [--only=WAY] [NAME=FOLDER ...]
// --rows: every picture. --only: one way. Folders: these sets in place of those, each with `images` and `masks`.
import { createMediaKit } from '@aurastream/media-wasm';
import { createBackgroundRemover } from '@aurastream/media-wasm/background-removal';
import { shared } from '../shared.mjs';
import { compare, inSet } from './masks.mjs';

const kit = await createMediaKit();
const everyRow = process.argv.includes('--rows');
const only = process.argv.find((one) => one.startsWith('--only='))?.slice('--only='.length);
const folders = process.argv.slice(2).filter((one) => !one.startsWith('--')).map((one) => one.split('='));

const general = shared('models/u2netp-fp16.onnx');
const ways = {
  selfie: [{ model: 'selfie' }, {}],
  anything: [{ model: 'anything' }, {}],
  'selfie, then anything': [{ model: ['selfie', 'anything'] }, {}],
  'selfie, not refined': [{ model: 'selfie' }, { refine: false }],
  'u2netp-fp16': [{ model: 'u2netp-fp16', modelUrl: general }, {}],
  'selfie, then u2netp-fp16': [{ model: ['selfie', { id: 'u2netp-fp16', source: general }] }, {}],
};

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

const sets = folders.length ? folders.map(([kind, folder]) => inSet(kit, kind, folder)) : [inSet(kit, 'people'), inSet(kit, 'objects'), others];

for (const [way, [setup, options]] of Object.entries(ways).filter(([way]) => !only || way === only)) {
  const remover = await createBackgroundRemover(setup);
  for (const samples of sets) {
    const results = [];
    for (const sample of samples) {
      const result = await measure(remover, sample, options);
      results.push(result);
      if (!everyRow) continue;
      const doubts = result.doubts.map(({ reason }) => reason).join(' ');
      console.log(way.padEnd(33), sample.name.padEnd(24), shown(result.iou ?? NaN), result.verdict.padEnd(10), result.certainty.toFixed(3), result.model ?? '', doubts);
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
