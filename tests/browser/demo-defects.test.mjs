// What was wrong once: each of these was seen by somebody who used the page.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test, { after } from 'node:test';
import { createMediaKit } from '@aurastream/media-wasm';
import { openStudio } from './studio.mjs';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'media-defects-'));
after(() => fs.rmSync(folder, { recursive: true, force: true }));
const studio = openStudio();

/** Waits until the page has as many workers as it should: they end a moment after they are told to. */
async function workersAre(check) {
  while (!check(studio.page.workers().length)) await new Promise((resolve) => setTimeout(resolve, 20));
}

test('when every picture is gone the workers are, too, and come back with the next picture', async () => {
  const { page } = studio;
  assert.equal(page.workers().length, 0, 'none before the first picture');
  for (let round = 0; round < 2; round++) {
    await page.click('#samples li:nth-child(1) button');
    await studio.imagesAre(1);
    await studio.removeBackground();
    await page.click('#place');
    await studio.layersAre(1);
    await studio.previewIsSettled();
    assert.ok((await studio.opaqueShare('#preview')) > 0);
    await workersAre((count) => count >= 2);
    await page.click('.drop-image');
    await studio.imagesAre(0);
    await workersAre((count) => count === 0);
    assert.equal(await studio.opaqueShare('#preview'), 0);
  }
  await page.click('#undo');
  await studio.layersAre(1);
  await studio.previewIsSettled();
  assert.ok((await studio.opaqueShare('#preview')) > 0, 'and with undo');
  await studio.assertClean();
});

test('a removal that fails leaves the good result of before in sight', async () => {
  const { page } = studio;
  await page.click('#samples li:nth-child(2) button');
  await studio.imagesAre(1);
  await studio.removeBackground();
  const before = await studio.opaqueShare('#compare .after');
  const none = path.join(folder, 'none.onnx');
  fs.writeFileSync(none, 'not a model');
  await page.click('#flat');
  await page.select('#model', 'own');
  await (await page.$('#model-file')).uploadFile(none);
  await studio.statusSays('none.onnx will be used');
  await page.click('#remove');
  await page.waitForSelector('#problems:not([hidden])');
  assert.match(await studio.text('#problems'), /Logo: /);
  assert.equal(await page.$eval('#failed', ({ hidden }) => hidden), true);
  assert.equal(await page.$eval('#compare .after', (canvas) => canvas.checkVisibility()), true);
  assert.equal(await studio.opaqueShare('#compare .after'), before);
  assert.match(await studio.text('.image .note'), /cut out/);
  // Once it goes right, nothing is left of the problem.
  await page.click('#flat');
  await page.click('#remove');
  await studio.statusSays('Background removed');
  await page.waitForSelector('#problems', { hidden: true });
  await studio.assertClean();
});

test('an SVG is composed from its own size', async () => {
  const { page } = studio;
  // Stripes of two pixels: shrunk before they are composed they would be grey.
  const file = path.join(folder, 'stripes.svg');
  const stripes = Array.from({ length: 600 }, (_, i) => `<path d="M${4 * i} 0h2v1350h-2z"/>`).join('');
  fs.writeFileSync(file, `<svg xmlns="http://www.w3.org/2000/svg" width="2400" height="1350" viewBox="0 0 2400 1350" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h2400v1350H0z"/>${stripes}</svg>`);
  await studio.downloadInto(folder);
  await studio.choose(file);
  await studio.imagesAre(1);
  await page.click('#place');
  await studio.layersAre(1);
  // Eight times as wide as its canvas: 1280 pixels show a part of 300 in its own size and larger.
  for (const [id, value] of [['layer-width', '400'], ['layer-x', '50'], ['layer-y', '50']]) {
    await page.click(`#${id}`, { count: 3 });
    await page.keyboard.type(value);
    await page.keyboard.press('Enter');
  }
  await studio.placementsSatisfy(([only]) => only.width === 400);
  await page.click('#download');
  await studio.statusSays('thumbnail.png saved');
  const saved = path.join(folder, 'thumbnail.png');
  while (!fs.existsSync(saved)) await new Promise((resolve) => setTimeout(resolve, 50));
  const kit = await createMediaKit();
  const { width, height, data } = kit.image.decode(fs.readFileSync(saved));
  kit.dispose();
  const row = Array.from({ length: width }, (_, x) => data[4 * (width * (height >> 1) + x)]);
  const clear = row.filter((value) => value < 40 || value > 215).length / width;
  assert.ok(clear > 0.5, `stripes are black and white: ${clear}`);
  await studio.assertClean();
});

test('more layers than a generation takes: said beside the layers and beside the button', async () => {
  const { page } = studio;
  await page.click('#samples li:nth-child(3) button');
  await studio.imagesAre(1);
  for (let count = 1; count <= 3; count++) {
    await page.click('#view-cutout');
    await page.click('#place');
    await studio.layersAre(count);
  }
  for (const line of ['#layers-rule', '#generate-rule']) {
    await page.waitForFunction((selector) => document.querySelector(selector).textContent === '3 layers: Generate takes 2 at most, a download any number.', {}, line);
  }
  await page.click('#undo');
  await page.waitForFunction(() => document.querySelector('#layers-rule').textContent === '2 of 2 layers that Generate takes.');
  assert.equal(await studio.text('#generate-rule'), '');
  await page.click('#undo');
  await page.waitForFunction(() => document.querySelector('#layers-rule').textContent === '');
});

test('what a streamer reads names neither models nor chips; developers find it in their drawer', async () => {
  await studio.page.click('#start-sample');
  await studio.imagesAre(1);
  await studio.removeBackground();
  assert.match(await studio.text('#caption'), /^Subject found · \d+ % sure/);
  assert.match(await studio.text('#cutout-technical'), /Found by (selfie|anything) on the (CPU|GPU)/);
});

test('a file that only looks like a picture is named, with what to do', async () => {
  const brand = (name) => Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from(`ftyp${name}`), Buffer.alloc(64)]);
  const files = {
    'IMG_0001.HEIC': [brand('heic'), /a HEIC photo\. Save it as JPEG or PNG first/],
    'clip.mp4': [brand('isom'), /a video\./],
    'scan.tif': [Buffer.concat([Buffer.from('II*\0'), Buffer.alloc(64)]), /a TIFF/],
    'art.psd': [Buffer.concat([Buffer.from('8BPS'), Buffer.alloc(64)]), /a Photoshop file/],
    'paper.pdf': [Buffer.from('%PDF-1.7\n'), /a PDF/],
    'emotes.zip': [Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(64)]), /Unpack it/],
    'notes.txt': [Buffer.from('hello'), /not a PNG, JPEG/],
  };
  for (const [name, [bytes]] of Object.entries(files)) fs.writeFileSync(path.join(folder, name), bytes);
  await studio.choose(...Object.keys(files).map((name) => path.join(folder, name)));
  await studio.page.waitForFunction((count) => document.querySelectorAll('#problems li').length === count, {}, Object.keys(files).length);
  const said = await studio.page.$$eval('#problems li', (all) => all.map(({ textContent }) => textContent));
  for (const [name, [, words]] of Object.entries(files)) assert.ok(said.some((text) => text.startsWith(`${name}: `) && words.test(text)), `${name}: ${said.join('; ')}`);
  await studio.assertClean();
});
