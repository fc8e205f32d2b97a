// Commands about segmentation models: what is known, and getting one.
import path from 'node:path';
import { command, writing } from './command.js';
import { makeFolder, writeOutput } from './io.js';
import { text } from './options.js';
import { progressLine } from './progress.js';

export const listModels = command({
  args: '',
  summary: 'the segmentation models that are known by ID, with their licences',
  count: [0, 0],
  async run(_, __, report) {
    const { models } = await import('../background-removal/index.js');
    report.print(models);
  },
});

export const fetchModel = command({
  args: 'ID DIR',
  summary: 'a published model into a folder, for hosting it; its digest is checked',
  count: [2, 2],
  options: { from: text('URL', 'a mirror of yours: the file, or its folder with a slash at the end'), ...writing },
  async run([id, folder], { from }, report) {
    const { fetchModel: fetchPublished } = await import('../background-removal/index.js');
    const progress = progressLine();
    const { bytes, licence, url } = await fetchPublished(id!, {
      ...(from !== undefined && { from }),
      ...(progress && { onProgress: (fraction) => progress({ phase: 'model', fraction }) }),
    });
    const file = path.join(folder!, `${id}.onnx`);
    await makeFolder(folder!);
    await writeOutput(file, bytes);
    report.print({ file, bytes: bytes.length, licence, url });
  },
});
