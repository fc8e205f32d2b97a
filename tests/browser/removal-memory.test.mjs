// What background removal takes of the memory of Chromium's processes, and that it gives it back.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import test from 'node:test';
import { memoryVerdict } from '../memory.mjs';
import { openPackage } from './removal-page.mjs';
import { launchChromium } from './support.mjs';

const onLinux = { skip: process.platform !== 'linux' && 'the processes are looked up in /proc' };

test('twenty removals in a row take no more memory than three, and dispose gives it back', onLinux, async (t) => {
  const browser = await launchChromium();
  const { page } = await openPackage(t, browser); // not isolated: threads that sleep could not be asked to collect
  t.after(() => browser.close());
  const ofBrowser = await browser.target().createCDPSession();
  const ofPage = await page.createCDPSession();

  /** MiB of memory of their own that the pages' processes have, by process. */
  const measure = async () => {
    for (const { client } of page.workers()) await client.send('HeapProfiler.collectGarbage');
    await ofPage.send('HeapProfiler.collectGarbage');
    const { processInfo } = await ofBrowser.send('SystemInfo.getProcessInfo');
    const own = (id) => Number(/RssAnon:\s+(\d+)/.exec(fs.readFileSync(`/proc/${id}/status`, 'utf8'))[1]) / 1024;
    return new Map(processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => [id, own(id)]));
  };

  await page.evaluate(async () => {
    globalThis.photo = await picture(1500, 1000).convertToBlob();
  });
  const readings = [await measure()];
  await page.evaluate(async () => {
    globalThis.remover = await removal.createBackgroundRemover();
  });
  for (let call = 0; call < 20; call++) {
    await page.evaluate(async () => {
      await remover.remove(photo, { mode: 'model', allowEmpty: true });
    });
    readings.push(await measure());
  }
  // The browser has several of these processes; the page's is the one that has a network now.
  const grown = (id) => readings[1].get(id) - readings[0].get(id);
  const id = [...readings[0].keys()].reduce((a, b) => (grown(a) > grown(b) ? a : b));
  const [before, ...during] = readings.map((reading) => reading.get(id));
  await page.evaluate(() => remover.dispose());
  // The browser ends workers when it finds the time.
  let after = Infinity;
  for (let second = 0; second < 10 && after > before + 20; second++) {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    after = (await measure()).get(id);
  }
  const verdict = memoryVerdict({ before, during, after });
  t.diagnostic(verdict.text);
  assert.ok(verdict.steady, verdict.text);
  assert.ok(verdict.returned, verdict.text);
});
