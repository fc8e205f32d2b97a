// The API reference as it is served beside the page: built from the published types, searchable, under a policy without
// scripts inside of pages.
import assert from 'node:assert/strict';
import path from 'node:path';
import test from 'node:test';
import { serve } from '../../demo/serve.mjs';
import { buildReference, referenceFolder } from '../../js/reference.mjs';
import { launchChromium } from './support.mjs';

test('the API reference is served at /docs and finds what is searched for', async () => {
  await buildReference();
  const server = await serve(path.join(referenceFolder, '../demo'), 0, { reference: referenceFolder });
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    const problems = [];
    page.on('pageerror', ({ message }) => problems.push(message));
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    await page.goto(`${server.address}docs`);
    assert.match(page.url(), /\/docs\/$/);
    await page.waitForSelector('#tsd-search-trigger', { visible: true });
    await page.click('#tsd-search-trigger');
    await page.waitForSelector('#tsd-search-input', { visible: true });
    await page.type('#tsd-search-input', 'createBackgroundRemover');
    await page.waitForSelector('#tsd-search-results a');
    await Promise.all([page.waitForNavigation(), page.$eval('#tsd-search-results a', (link) => link.click())]);
    assert.match(await page.$eval('h1', (heading) => heading.textContent), /createBackgroundRemover/);
    assert.deepEqual(problems, []);
  } finally {
    await browser.close();
    await server.close();
  }
});
