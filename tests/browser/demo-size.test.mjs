// What the page's first load brings over the wire, as its server sends it.
import assert from 'node:assert/strict';
import test from 'node:test';
import { openStudio } from './studio.mjs';

/** Bytes, compressed, without what a first picture loads (the module of pixels) and a first removal (runtime, model). */
const MOST = 220_000;

const studio = openStudio();

test('the first load is no more than it has to be', async () => {
  const loaded = await studio.page.evaluate(() => {
    const entries = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
    return entries.map(({ name, encodedBodySize }) => [name.replace(/.*\//, '') || 'index.html', encodedBodySize]);
  });
  const bytes = loaded.reduce((sum, [, size]) => sum + size, 0);
  const largest = loaded.sort(([, a], [, b]) => b - a).slice(0, 12).map(([name, size]) => `${name} ${size}`);
  assert.ok(bytes > 0 && bytes <= MOST, `${bytes} bytes: ${largest.join(', ')}`);
});
