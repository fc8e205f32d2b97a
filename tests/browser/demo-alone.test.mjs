// The page without a back end: everything but the library works, and one sentence says so.
import assert from 'node:assert/strict';
import test from 'node:test';
import { openStudio } from './studio.mjs';

const studio = openStudio();

test('without a back end the library is greyed out, and one sentence says why; developers read how to start one', async () => {
  const { page } = studio;
  await page.waitForSelector('#shelf[data-ready=false].absent');
  assert.match(await studio.text('#shelf-absent'), /need a server.*Everything else works/);
  assert.match(await studio.text('#developers'), /npm start/);
  assert.deepEqual(await page.$$eval('#shelf-upload, #generate', (buttons) => buttons.map(({ disabled }) => disabled)), [true, true]);
});
