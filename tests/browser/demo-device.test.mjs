// The built demo with a GPU, which Chromium computes in software here.
import assert from 'node:assert/strict';
import test from 'node:test';
import { openStudio } from './studio.mjs';

const studio = openStudio({ args: ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'] });

test('the device that is chosen does the work, under the strict policy', async () => {
  await studio.page.click('#start-sample');
  await studio.imagesAre(1);
  const captions = [];
  for (const device of ['auto', 'webgpu']) {
    await studio.page.select('#device', device);
    await studio.removeBackground(240_000); // a GPU in software, on a busy machine
    await studio.statusSays('Background removed');
    captions.push(await studio.text('#cutout-technical'));
    await studio.openPage();
    await studio.page.click('#start-sample');
    await studio.imagesAre(1);
  }
  assert.match(captions[0], /Found by (selfie|anything) on the CPU/);
  assert.match(captions[1], /Found by (selfie|anything) on the GPU/);
  await studio.assertClean();
});
