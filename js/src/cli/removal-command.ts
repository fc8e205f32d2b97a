// `remove-background`.
import type { Device, MediaAssetType, ModelFile } from '../background-removal/index.js';
import { command, writing } from './command.js';
import { readInput, writeOutput } from './io.js';
import { text } from './options.js';
import { progressLine } from './progress.js';

export const removeBackground = command({
  args: 'IN OUT.png',
  summary: 'cut the subject of a picture out',
  count: [2, 2],
  options: {
    type: text<MediaAssetType>('ASSET_TYPE', 'what the picture is to be, e.g. logo: flat backgrounds then need no model, and types that keep their background keep it'),
    model: text<ModelFile & string>('ID|FILE', 'selfie (people, the default), a known ID, or an ONNX file'),
    modelFile: text('FILE', "the known model's file"),
    device: text<'auto' | Device>('DEVICE', 'auto, wasm or webgpu'),
    ...writing,
  },
  async run([file, out], { type, model, modelFile, device }, report) {
    const { createBackgroundRemover } = await import('../background-removal/index.js');
    const image = await readInput(file);
    const remover = await createBackgroundRemover({ model, modelUrl: modelFile, device });
    try {
      const { png, method, fallbacks } = await remover.remove(image, { assetType: type, output: 'png', onProgress: progressLine() });
      if (method === 'none') report.note(`The background stays: that is the rule for ${type}.`);
      for (const { message } of fallbacks) report.note(message);
      await writeOutput(out!, png);
    } finally {
      remover.dispose();
    }
  },
});
