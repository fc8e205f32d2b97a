// Each model by itself: how near to the truth, how long, how large. One network at a time, on one thread, unrefined.
//   node tests/bench/model-quality.mjs [FILE.onnx ...] [NAME=FOLDER ...] [--only=ID,...] [--sheet=FILE.png]
// Files: other weights of the model `anything`. Folders: further sets, with `images` and `masks` (PNG, of the same names).
// The sheet shows every picture of a set, its truth and each model's mask, at most 24 of a set.
import fs from 'node:fs';
import { createMediaKit } from '@aurastream/media-wasm';
import { createBackgroundRemover, models } from '@aurastream/media-wasm/background-removal';
import { shared } from '../shared.mjs';
import { compare, inSet } from './masks.mjs';
import { sheet } from './sheet.mjs';

const kit = await createMediaKit();
const row = (id) => models.find((model) => model.id === id);
const shipped = (id) => new URL(`../../dist/models/${id}.onnx`, import.meta.url);
const files = [['selfie', shipped('selfie')], ['anything', shipped('anything')], ['u2netp-fp16', shared('models/u2netp-fp16.onnx')]];
const wanted = files.map(([id, source]) => ({ name: id, ...row(id), source }));
const given = process.argv.slice(2);
const option = (name) => given.find((one) => one.startsWith(`--${name}=`))?.slice(name.length + 3);
const further = given.filter((one) => !one.startsWith('--'));
const only = option('only')?.split(',');
for (const source of further.filter((one) => !one.includes('='))) wanted.push({ name: source, ...row('anything'), digest: undefined, source });

const sets = [['people'], ['objects'], ...further.filter((one) => one.includes('=')).map((one) => one.split('='))].map(([kind, folder]) => inSet(kit, kind, folder));
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const table = [];
const shown = option('sheet') ? sets.flatMap((samples) => samples.slice(0, 24)) : [];
const rows = new Map(shown.map(({ file, truth }) => [file, [kit.image.decode(fs.readFileSync(file)), truth]]));

for (const { name, ...model } of wanted.filter(({ name }) => !only || only.includes(name))) {
  for (const passes of model.passes === 'closer' ? ['once', 'closer'] : ['once']) {
    const remover = await createBackgroundRemover({ model: { ...model, passes }, threads: 1 });
    await remover.preload();
    const line = { model: name, looks: passes };
    const times = [];
    for (const samples of sets) {
      const results = [];
      for (const { file, truth } of samples) {
        const picture = kit.image.decode(fs.readFileSync(file));
        const before = process.cpuUsage();
        const { mask } = await remover.remove(picture, { mode: 'model', output: 'mask', refine: false, allowEmpty: true });
        const { user, system } = process.cpuUsage(before);
        times.push((user + system) / 1000);
        results.push(compare(mask, truth));
        rows.get(file)?.push(mask);
      }
      const kind = samples[0].kind;
      for (const [field, label] of [['iou', 'IoU'], ['mae', 'MAE'], ['f', 'boundary F']]) line[`${kind} ${label}`] = mean(results.map((one) => one[field])).toFixed(3);
    }
    // Of a whole call: the network, its input and the mask brought to the picture's size. Of the processor, since machines are busy.
    line['median CPU ms'] = Math.round(times.sort((a, b) => a - b)[times.length >> 1]);
    line.MB = (fs.statSync(model.source).size / 1e6).toFixed(2);
    table.push(line);
    console.log(JSON.stringify(line));
    remover.dispose();
  }
}
console.table(table);
if (rows.size) fs.writeFileSync(option('sheet'), sheet(kit, [...rows.values()]));
kit.dispose();
