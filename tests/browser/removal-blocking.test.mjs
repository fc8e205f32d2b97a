// The page stays responsive while backgrounds are removed: no task of its thread takes 50 ms, for 12 megapixels.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openPackage } from './removal-page.mjs';
import { launchChromium } from './support.mjs';

let browser;
before(async () => {
  browser = await launchChromium();
});
after(() => browser?.close());

/** A page with 12 megapixels in several forms, and `longest(action)`: its longest task above 50 ms meanwhile, or 0. */
async function openWithPhoto(t) {
  const { page } = await openPackage(t, browser);
  await page.evaluate(async () => {
    const canvas = picture(4000, 3000);
    const context = canvas.getContext('2d');
    for (let i = 0; i < 2000; i++) {
      context.fillStyle = `hsl(${i} 60% 50%)`;
      context.fillRect((i * 7919) % 4000, (i * 104729) % 3000, 60, 60);
    }
    globalThis.inputs = {
      file: new File([await canvas.convertToBlob({ type: 'image/jpeg' })], 'photo.jpg'),
      imageData: context.getImageData(0, 0, 4000, 3000),
      bitmap: await createImageBitmap(canvas),
    };
    globalThis.inputs.bytes = await inputs.file.arrayBuffer();
    globalThis.longest = async (action) => {
      await pause(200);
      const durations = [0];
      const observer = new PerformanceObserver((list) => durations.push(...list.getEntries().map(({ duration }) => duration)));
      observer.observe({ type: 'longtask' });
      await action();
      // A task is told of when it is over.
      await pause(200);
      observer.disconnect();
      return Math.max(...durations);
    };
  });
  return page;
}

test('the measure notices a task of 60 ms', async (t) => {
  const page = await openWithPhoto(t);
  const found = await page.evaluate(() => longest(async () => {
    await pause(10);
    const start = performance.now();
    while (performance.now() < start + 60);
  }));
  assert.ok(found >= 50, `${found} ms`);
});

for (const [input, output] of [['file', 'png'], ['bytes', 'png'], ['imageData', 'image'], ['bitmap', 'image']]) {
  test(`no task takes 50 ms from a remover's creation to 12 megapixels as ${output}, given as ${input}`, async (t) => {
    const page = await openWithPhoto(t);
    const runs = [];
    // The machine may be busy with something else: what the package does shows in every run.
    while (runs.length < 3 && runs.at(-1) !== 0) {
      runs.push(await page.evaluate((input, output) => longest(async () => {
        const remover = await removal.createBackgroundRemover();
        await remover.remove(inputs[input], { mode: 'model', allowEmpty: true, output });
        remover.dispose();
      }), input, output));
    }
    t.diagnostic(`longest tasks, ms: ${runs.map((ms) => (ms === 0 ? 'below 50' : Math.round(ms))).join(', ')}`);
    assert.equal(Math.min(...runs), 0, `blocked for ${runs.join(', ')} ms`);
  });
}

test('no task takes 50 ms with a model of 128 MB given as bytes', async (t) => {
  const page = await openWithPhoto(t);
  const longest = await page.evaluate(async () => {
    const model = new Uint8Array(await (await fetch('/dist/models/selfie.onnx')).arrayBuffer());
    // As long a description (ModelProto.doc_string, field 6) as makes the file large.
    const length = 2 ** 27;
    const tag = [0x32, ...[0, 7, 14, 21].map((shift, i) => ((length >> shift) & 127) | (i < 3 ? 128 : 0))];
    const source = new Uint8Array(model.length + tag.length + length).fill(32);
    source.set(model);
    source.set(tag, model.length);
    const runs = [];
    while (runs.length < 3 && runs.at(-1) !== 0) {
      runs.push(await globalThis.longest(async () => {
        const remover = await removal.createBackgroundRemover({ model: { ...removal.models[0], source } });
        await remover.remove(picture(), { mode: 'model', allowEmpty: true });
        remover.dispose();
      }));
    }
    return Math.min(...runs);
  });
  assert.equal(longest, 0);
});
