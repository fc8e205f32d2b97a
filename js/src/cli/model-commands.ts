// Commands about segmentation models: what is known, and getting one.
import path from 'node:path';
import { command, writing } from './command.js';
import { flag, text } from './options.js';
import { findTarget, makeFolder, writeTarget } from './output.js';

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
  options: {
    from: text('URL', 'a mirror of yours: the file, or its folder with a slash at the end'),
    original: flag('the file as it is published; else it is folded: the same masks, a faster start'),
    ...writing,
  },
  async run([id, folder], { from, force, original }, report) {
    const { fetchModel: fetchPublished, models } = await import('../background-removal/index.js');
    const file = path.join(folder!, `${id}.onnx`);
    // Nothing is made or fetched in vain, and an ID is not yet known to be a file's name.
    const isKnown = models.some((model) => model.id === id);
    if (isKnown) await makeFolder(folder!);
    const target = isKnown ? await findTarget(file, { force }) : undefined;
    const onProgress = report.showsProgress ? (fraction: number) => report.progress(fraction, `${id}`) : undefined;
    const { bytes, licence, folded, url } = await fetchPublished(id!, { fold: original !== true, ...(from !== undefined && { from }), ...(onProgress && { onProgress }) });
    await writeTarget(target!, bytes);
    report.print({ file, bytes: bytes.length, licence, folded, url });
  },
});
