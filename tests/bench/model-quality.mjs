// Each model by itself: how near to the truth, how long, how large. One network at a time, on one thread, unrefined.
//   node tests/bench/model-quality.mjs [FILE.onnx ...]      files: other weights of the model `anything`
import fs from 'node:fs';
import { createMediaKit } from '@aurastream/media-wasm';
import { createBackgroundRemover, models } from '@aurastream/media-wasm/background-removal';
import { shared } from '../shared.mjs';
import { compare, inSet } from './masks.mjs';

const kit = await createMediaKit();
const row = (id) => models.find((model) => model.id === id);
const shipped = (id) => new URL(`../../dist/models/${id}.onnx`, import.meta.url);
const files = [['selfie', shipped('selfie')], ['anything', shipped('anything')], ['u2netp-fp16', shared('models/u2netp-fp16.onnx')]];
const wanted = files.map(([id, source]) => ({ name: id, ...row(id), source }));
for (const source of process.argv.slice(2)) wanted.push({ name: source, ...row('anything'), digest: undefined, source });

const sets = ['people', 'objects'].map((kind) => inSet(kit, kind));
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const table = [];

for (const { name, ...model } of wanted) {
  for (const passes of model.passes === 'closer' ? ['once', 'closer'] : ['once']) {
    const remover = await createBackgroundRemover({ model: { ...model, passes }, threads: 1 });
    await remover.preload();
    const line = { model: name, looks: passes };
    const times = [];
    for (const samples of sets) {
      const results = [];
      for (const { file, truth } of samples) {
        const picture = kit.image.decode(fs.readFileSync(file));
        const begun = performance.now();
        const { mask } = await remover.remove(picture, { mode: 'model', output: 'mask', refine: false, allowEmpty: true });
        times.push(performance.now() - begun);
        results.push(compare(mask, truth));
      }
      const kind = samples[0].kind;
      for (const [field, label] of [['iou', 'IoU'], ['mae', 'MAE'], ['f', 'boundary F']]) line[`${kind} ${label}`] = mean(results.map((one) => one[field])).toFixed(3);
    }
    // Of a whole call: the network, its input and the mask brought to the picture's size.
    line['median ms'] = Math.round(times.sort((a, b) => a - b)[times.length >> 1]);
    line.MB = (fs.statSync(model.source).size / 1e6).toFixed(2);
    table.push(line);
    remover.dispose();
  }
}
console.table(table);
kit.dispose();
