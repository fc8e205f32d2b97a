// What leaves the page: formats, a platform's files with their limits, the clipboard.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test, { after } from 'node:test';
import { unzipSync } from 'fflate';
import { createMediaKit } from '@aurastream/media-wasm';
import { openStudio } from './studio.mjs';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'media-download-'));
after(() => fs.rmSync(folder, { recursive: true, force: true }));

const studio = openStudio();

/** The scene, which covers the canvas, and the menu of downloads on it. */
async function menu(canvas = 'thumbnail') {
  const { page } = studio;
  await studio.downloadInto(folder);
  await page.click('#samples li:nth-child(3) button');
  await studio.imagesAre(1);
  await page.click('#place');
  await studio.layersAre(1);
  await page.select('#canvas', canvas);
  await page.click('#export-open');
  await page.waitForSelector('#export-save:not([disabled])');
}

async function choose(format) {
  await studio.page.waitForSelector(`#export-format option[value="${format}"]`);
  await studio.page.select('#export-format', format);
  await studio.page.waitForSelector('#export-save:not([disabled])');
}

async function saved(name) {
  await studio.page.click('#export-save');
  await studio.statusSays(`${name} saved`);
  const file = path.join(folder, name);
  while (!fs.existsSync(file)) await new Promise((resolve) => setTimeout(resolve, 50));
  return fs.readFileSync(file);
}

const sizeShown = () => studio.text('#export-size');

test('a canvas is saved as JPEG and as WebP, and its size is known before', async () => {
  const kit = await createMediaKit();
  await menu();
  assert.match(await sizeShown(), /^thumbnail\.png · (\d+ KB|[\d.]+ MB)$/);
  for (const [format, name] of [['jpeg', 'thumbnail.jpg'], ['webp', 'thumbnail.webp']]) {
    await choose(format);
    const shown = await sizeShown();
    const bytes = await saved(name);
    const filled = format === 'jpeg' ? ' · what is transparent becomes white' : '';
    assert.equal(shown, `${name} · ${Math.round(bytes.length / 1e3)} KB${filled}`);
    const { mime, width, height } = kit.image.probe(bytes);
    assert.deepEqual([mime, width, height], [`image/${format}`, 1280, 720]);
  }
  kit.dispose();
  await studio.assertClean();
});

test('an emote is an archive of its three sizes, shown in real size beside a chat line', async () => {
  const kit = await createMediaKit();
  await menu('twitch_emote');
  await choose('twitch_emote');
  await studio.page.waitForFunction(() => document.querySelectorAll('#export-previews img').length === 6);
  assert.deepEqual(
    await studio.page.$$eval('#export-previews .dark img', (images) => images.map(({ width, naturalWidth }) => [width, naturalWidth])),
    [[112, 112], [56, 56], [28, 28]],
  );
  const files = unzipSync(await saved('twitch_emote.zip'));
  assert.deepEqual(Object.keys(files), ['twitch_emote-112x112.png', 'twitch_emote-56x56.png', 'twitch_emote-28x28.png']);
  for (const [name, bytes] of Object.entries(files)) {
    const { mime, width, height } = kit.image.probe(bytes);
    assert.deepEqual([mime, name], ['image/png', `twitch_emote-${width}x${height}.png`]);
    assert.ok(bytes.length <= 1_000_000);
  }
  kit.dispose();
  await studio.assertClean();
});

test('the picture is copied as a PNG', async () => {
  await studio.allowClipboard();
  await menu();
  await studio.page.click('#export-copy');
  await studio.statusSays('is copied');
  const size = await studio.page.evaluate(async () => {
    const [item] = await navigator.clipboard.read();
    const { width, height } = await createImageBitmap(await item.getType('image/png'));
    return [width, height];
  });
  assert.deepEqual(size, [1280, 720]);
  await studio.assertClean();
});

test('small pictures stand where they will be seen, in their real size', async () => {
  const places = { thumbnail: ['.listed', [[168, 1280]]], twitch_emote: ['b', [[112, 112], [56, 56], [28, 28]]], twitch_badge: ['.said b', [[72, 72], [36, 36], [18, 18]]] };
  const { page } = studio;
  await menu();
  for (const [canvas, [beside, sizes]] of Object.entries(places)) {
    await page.keyboard.press('Escape');
    await page.select('#canvas', canvas);
    await page.click('#export-open');
    await page.waitForSelector('#export-save:not([disabled])');
    for (const ground of ['dark', 'light']) {
      const line = `#export-previews .${ground}`;
      await page.waitForFunction((selector) => [...document.querySelectorAll(`${selector} img`)].every(({ complete, naturalWidth }) => complete && naturalWidth > 0), {}, line);
      assert.deepEqual(await page.$$eval(`${line} img`, (images) => images.map(({ clientWidth, naturalWidth }) => [clientWidth, naturalWidth])), sizes, `${canvas}, ${ground}`);
      assert.ok(await page.$eval(`${line} ${beside}`, (element) => element.checkVisibility()), `${canvas}, ${ground}`);
    }
    if (process.env.SCREENSHOTS) await page.screenshot({ path: path.join(process.env.SCREENSHOTS, `real-size-${canvas}.png`) });
  }
  await page.keyboard.press('Escape');
  await page.select('#canvas', 'story_graphic');
  await page.click('#export-open');
  await page.waitForSelector('#export-save:not([disabled])');
  assert.equal(await page.$eval('#export-previews', ({ hidden }) => hidden), true, 'a large one is on the canvas');
  await studio.assertClean();
});

test('it is shared where the device shares files; changing one\'s mind is no fault', async () => {
  const { page } = studio;
  const canShare = (able) => page.evaluate((can) => {
    globalThis.shared = [];
    navigator.canShare = can ? ({ files }) => files.length === 1 : undefined;
    navigator.share = async ({ files: [{ name, type, size }] }) => {
      globalThis.shared.push({ name, type, size });
      if (globalThis.refusal) throw new DOMException('No.', globalThis.refusal);
    };
  }, able);
  await canShare(false);
  await menu();
  assert.equal(await page.$eval('#export-share', ({ hidden }) => hidden), true);
  await page.keyboard.press('Escape');
  await canShare(true);
  await page.click('#export-open');
  await page.waitForSelector('#export-share:not([hidden], [disabled])');
  await page.click('#export-share');
  const [{ name, type, size }] = await page.evaluate(() => globalThis.shared);
  assert.deepEqual([name, type, `${name} · ${Math.round(size / 1e3)} KB`], ['thumbnail.png', 'image/png', await sizeShown()]);
  for (const [refusal, said] of [['AbortError', 0], ['NotAllowedError', 1]]) {
    await page.evaluate((kind) => (globalThis.refusal = kind), refusal);
    await page.click('#export-share');
    await studio.laidOut();
    assert.equal(await page.$$eval('#problems li', (items) => items.length), said, refusal);
  }
});

test('an empty canvas has nothing to download', async () => {
  assert.deepEqual(await studio.page.$$eval('#download, #export-open', (buttons) => buttons.map(({ disabled }) => disabled)), [true, true]);
});
