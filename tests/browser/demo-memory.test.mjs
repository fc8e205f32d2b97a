// What pictures take of the memory of the page's process, and that they give it back once they are taken out.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test, { after } from 'node:test';
import { createMediaKit } from '@aurastream/media-wasm';
import { openStudio } from './studio.mjs';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'media-page-memory-'));
after(() => fs.rmSync(folder, { recursive: true, force: true }));
const studio = openStudio();
const onLinux = { skip: process.platform !== 'linux' && 'the processes are looked up in /proc' };

/** MiB that may stay once all pictures are gone: what engines keep for themselves, and one picture's views. */
const LEFT = 120;
/** Megapixels of many a camera. */
const PHOTO = { width: 4000, height: 3000 };
const PHOTOS = 10;

/** Photos with a grainy subject on one colour: found without a model, large as files. */
async function photos() {
  const kit = await createMediaKit();
  const { width, height } = PHOTO;
  const data = new Uint8ClampedArray(width * height * 4);
  let seed = 1;
  for (let i = 0; i < width * height; i++) {
    const isSubject = Math.abs((i % width) - 2000) < 1400 && Math.abs(Math.floor(i / width) - 1600) < 1300;
    seed = (seed * 1103515245 + 12345) & 0x7fffffff;
    const grain = (seed >> 16) & 63;
    data.set(isSubject ? [120 + grain, 40 + grain, 60 + (grain >> 1), 255] : [40, 180, 90, 255], 4 * i);
  }
  const file = kit.image.encodeJpeg({ width, height, data }, { quality: 90 });
  kit.dispose();
  return Array.from({ length: PHOTOS }, (_, i) => {
    const name = path.join(folder, `photo-${i}.jpg`);
    fs.writeFileSync(name, file);
    return name;
  });
}

/** @returns reads MiB of memory of their own that the renderers have together */
async function meter() {
  const { page } = studio;
  const ofBrowser = await page.browser().target().createCDPSession();
  const ofPage = await page.createCDPSession();
  return async () => {
    await ofPage.send('HeapProfiler.collectGarbage');
    const { processInfo } = await ofBrowser.send('SystemInfo.getProcessInfo');
    const own = (id) => Number(/RssAnon:\s+(\d+)/.exec(fs.readFileSync(`/proc/${id}/status`, 'utf8'))?.[1] ?? 0) / 1024;
    return processInfo.filter(({ type }) => type === 'renderer').reduce((sum, { id }) => sum + own(id), 0);
  };
}

test('ten photos that were cut out and taken out again leave nothing behind, and undo brings them back', onLinux, async (t) => {
  const { page } = studio;
  const measure = await meter();
  const before = await measure();
  await studio.choose(...(await photos()));
  await page.waitForFunction((count) => document.querySelectorAll('.image').length === count, { timeout: 120_000 }, PHOTOS);
  await page.click('#remove-all');
  const areCutOut = () => page.waitForFunction((count) => [...document.querySelectorAll('.image .note')].filter(({ textContent }) => textContent.includes('cut out')).length === count, { timeout: 300_000 }, PHOTOS);
  await areCutOut();
  await page.waitForSelector('html[data-saved=true]', { timeout: 60_000 });
  const full = await measure();
  for (let left = PHOTOS; left > 0; left--) {
    await page.click('.drop-image');
    await studio.imagesAre(left - 1);
  }
  // The browser ends workers and collects garbage when it finds the time.
  let after = Infinity;
  for (let second = 0; second < 30 && after > before + LEFT; second++) {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    after = await measure();
  }
  const told = `${Math.round(before)} MiB before, ${Math.round(full)} with ${PHOTOS} photos, ${Math.round(after)} after`;
  t.diagnostic(told);
  assert.ok(after < before + LEFT, told);
  await page.click('#undo');
  await studio.imagesAre(1);
  await page.waitForFunction(() => document.querySelector('#compare .after')?.width > 1000);
  assert.ok((await studio.opaqueShare('#compare .after')) > 0.3);
  await studio.assertClean();
});
