// Nothing is lost: what the page keeps in the browser and brings back, and its projects as files.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test, { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createMediaKit } from '@aurastream/media-wasm';
import { openStudio } from './studio.mjs';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'media-projects-'));
after(() => fs.rmSync(folder, { recursive: true, force: true }));
const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

const studio = openStudio();

/** The sample character, cut out, on the canvas, moved once. */
async function work() {
  const { page } = studio;
  await page.click('#start-sample');
  await studio.imagesAre(1);
  await studio.removeBackground();
  await page.click('#place');
  await studio.layersAre(1);
  await page.focus('.layer');
  for (let press = 0; press < 3; press++) await page.keyboard.press('ArrowRight');
  await studio.placementsSatisfy(([placement]) => placement.x === 50.23);
}

const saved = () => studio.page.waitForSelector('html[data-saved=true]');
const isReady = (page) => page.waitForSelector('html[data-ready]');

/** What a person would miss. */
const state = (page) => page.evaluate(() => ({
  images: [...document.querySelectorAll('.image .name, .image .note')].map((element) => element.textContent),
  layers: document.querySelectorAll('.layer').length,
  json: document.querySelector('#json').textContent,
  project: document.querySelector('#projects-title').textContent,
}));

/** As WebKit does in private windows. */
function keepNoBlobs() {
  const { put } = IDBObjectStore.prototype;
  const holdsBlob = (value) => value instanceof Blob || (value?.constructor === Object && Object.values(value).some(holdsBlob));
  IDBObjectStore.prototype.put = function (value, ...rest) {
    if (holdsBlob(value)) throw new DOMException('Error preparing Blob/File data to be stored in object store', 'UnknownError');
    return put.call(this, value, ...rest);
  };
}

test('a browser that keeps no blobs keeps the pictures all the same', async () => {
  const { page } = studio;
  await page.evaluateOnNewDocument(keepNoBlobs);
  await page.reload();
  await isReady(page);
  await work();
  await saved();
  assert.equal(await page.$eval('#problems', ({ hidden }) => hidden), true);
  await page.reload();
  await isReady(page);
  await studio.layersAre(1);
  await studio.previewIsSettled();
  assert.ok((await studio.opaqueShare('#preview')) > 0.005, 'the cut-out is drawn');
  await studio.assertClean();
});

test('a reload brings back the pictures, the cut-out, the canvas and what can be undone', async () => {
  const { page } = studio;
  await work();
  const before = await state(page);
  await saved();
  await page.reload();
  await isReady(page);
  await studio.layersAre(1);
  assert.deepEqual(await state(page), before);
  await studio.previewIsSettled();
  assert.ok((await studio.opaqueShare('#preview')) > 0.005, 'the cut-out is drawn');
  await page.click('#view-cutout');
  assert.ok((await studio.cutoutAlpha(0.5, 0.5)) > 200);
  assert.ok((await studio.cutoutAlpha(0.05, 0.05)) < 60);
  await page.click('#undo');
  await studio.placementsSatisfy(([placement]) => placement.x === 50);
  for (const step of ['the layer', 'the cut-out', 'the image']) {
    assert.equal(await page.$eval('#undo', (button) => button.getAttribute('aria-disabled')), 'false', step);
    await page.click('#undo');
  }
  await studio.imagesAre(0);
  for (let step = 0; step < 4; step++) await page.click('#redo');
  await studio.layersAre(1);
  await studio.placementsSatisfy(([placement]) => placement.x === 50.23);
  assert.equal((await state(page)).json, before.json);
  await studio.assertClean();
});

test('a crash loses nothing that was saved', async () => {
  await work();
  const before = await state(studio.page);
  await saved();
  const address = studio.page.url();
  const context = studio.page.browserContext();
  const crashed = await context.newPage(); // keeps the context alive
  const session = await studio.page.createCDPSession();
  session.send('Page.crash').catch(() => {});
  await new Promise((resolve) => studio.page.once('error', resolve));
  await studio.page.close();
  studio.page = crashed;
  await studio.prepare(crashed);
  await crashed.goto(address);
  await isReady(crashed);
  await studio.layersAre(1);
  assert.deepEqual(await state(crashed), before);
});

test('an image that was taken out comes back with its cut-out and its layers', async () => {
  const { page } = studio;
  await work();
  const before = await state(page);
  await page.click('.drop-image');
  await studio.imagesAre(0);
  await studio.layersAre(0);
  await page.keyboard.down('Control');
  await page.keyboard.press('z');
  await studio.layersAre(1);
  assert.deepEqual((await state(page)).images, before.images);
  await page.keyboard.press('y');
  await studio.layersAre(0);
  await page.keyboard.press('z');
  await page.keyboard.up('Control');
  await studio.layersAre(1);
  await studio.previewIsSettled();
  assert.ok((await studio.opaqueShare('#preview')) > 0.005);
});

test('a name that was typed is undone as one step, shown where it is', async () => {
  const { page } = studio;
  await page.click('#start-sample');
  await studio.imagesAre(1);
  await page.click('#view-canvas');
  await page.click('#tab-details');
  await page.type('#display-name', ' two');
  await page.waitForFunction(() => document.querySelector('.image .name').textContent === 'Character two');
  await page.click('#undo');
  await page.waitForFunction(() => document.querySelector('.image .name').textContent === 'Character');
  assert.equal(await page.$eval('#view-cutout', (tab) => tab.getAttribute('aria-selected')), 'true');
});

test('a second tab has a project of its own and overwrites nothing', async () => {
  await work();
  const before = await state(studio.page);
  await saved();
  const second = await studio.page.browserContext().newPage();
  await studio.prepare(second);
  await second.goto(studio.page.url());
  await isReady(second);
  assert.match(await second.$eval('#status', ({ textContent }) => textContent), /open in another tab/);
  assert.equal((await state(second)).layers, 0);
  await second.click('#start-sample');
  await second.waitForSelector('html[data-saved=true]');
  await second.close();
  await studio.page.bringToFront();
  await studio.page.reload();
  await isReady(studio.page);
  await studio.layersAre(1);
  assert.deepEqual(await state(studio.page), before);
});

test('projects: a new one, back to the first by its name, and one deleted for good', async () => {
  const { page } = studio;
  await work();
  await page.click('#projects-open');
  await page.click('#project-name', { count: 3 });
  await page.keyboard.type('Stream night');
  await Promise.all([page.waitForNavigation(), page.click('#project-new')]);
  await isReady(page);
  assert.deepEqual((({ images, layers }) => ({ images, layers }))(await state(page)), { images: [], layers: 0 });
  await page.click('#projects-open');
  await page.waitForSelector('.project');
  assert.match(await studio.text('.project'), /^Stream night.*1 image$/);
  await Promise.all([page.waitForNavigation(), page.click('.project')]);
  await isReady(page);
  await studio.layersAre(1);
  assert.equal((await state(page)).project, 'Stream night');
  await page.click('#projects-open');
  await Promise.all([page.waitForNavigation(), page.click('#project-new')]);
  await isReady(page);
  await page.click('#projects-open');
  await page.waitForSelector('.project');
  await page.click('.projects-list li > button:last-child');
  assert.ok(await page.$('.project'), 'one click deletes nothing');
  await page.click('.projects-list li > button:last-child');
  await page.waitForFunction(() => !document.querySelector('.project'));
  await studio.assertClean();
});

test('a project file opens again, and the command line draws it as the page does', async () => {
  const { page } = studio;
  await studio.downloadInto(folder);
  await work();
  const before = await state(page);
  await page.click('#projects-open');
  await page.click('#project-save');
  await studio.statusSays('My project.json saved');
  const file = path.join(folder, 'My project.json');
  while (!fs.existsSync(file)) await new Promise((resolve) => setTimeout(resolve, 50));

  const picture = path.join(folder, 'project.png');
  execFileSync(process.execPath, [cli, 'preview', file, picture]);
  const kit = await createMediaKit();
  const drawn = kit.image.decode(fs.readFileSync(picture));
  const shown = await page.$eval('#preview', (canvas) => [...canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data]);
  assert.deepEqual([drawn.width, drawn.height], [1280, 720]);
  // Where alpha is low, the canvas keeps colours in few steps.
  const differs = shown.filter((value, index) => Math.abs(value - drawn.data[index]) > 3 && shown[index | 3] > 128).length;
  assert.ok(differs < shown.length / 1e4, `${differs} differ`);
  kit.dispose();

  await Promise.all([page.waitForNavigation(), page.click('#project-new')]);
  await isReady(page);
  await page.click('#projects-open');
  const opened = page.waitForNavigation();
  await (await page.$('#project-file')).uploadFile(file);
  await opened;
  await isReady(page);
  await studio.layersAre(1);
  assert.deepEqual(await state(page), before);
  await studio.assertClean();
});

for (const [what, content] of Object.entries({
  'no JSON': '{',
  'another JSON': '[]',
  'a null': 'null',
  'no document': JSON.stringify({ studio: { version: 1, name: 'x', session: {}, pictures: [] } }),
  'layers that are none': JSON.stringify({ studio: { version: 1, name: 'x', session: { document: { canvas: 'thumbnail', backdrop: 'red', images: [null], layers: [null] }, past: [], future: [] }, pictures: [] } }),
  'a damaged picture': JSON.stringify({ studio: { version: 1, name: 'x', session: { document: { canvas: 'thumbnail', backdrop: 'red', images: [], layers: [] }, past: [], future: [] }, pictures: [{ id: 'image-1', file: 'data:image/png;base64,%%' }] } }),
})) {
  test(`a project file with ${what} is refused, and what is open stays`, async () => {
    const { page } = studio;
    await page.click('#start-sample');
    await studio.imagesAre(1);
    const file = path.join(folder, 'bad.json');
    fs.writeFileSync(file, content);
    await page.click('#projects-open');
    await (await page.$('#project-file')).uploadFile(file);
    await studio.statusSays('bad.json could not be opened');
    await studio.imagesAre(1);
    await studio.assertClean();
  });
}

test('files that cannot be read are all named', async () => {
  const files = ['one.png', 'two.jpg'].map((name) => path.join(folder, name));
  for (const file of files) fs.writeFileSync(file, 'no picture');
  await studio.choose(...files);
  await studio.statusSays('0 of 2 pictures');
  const problems = await studio.page.$$eval('#problems li', (items) => items.map(({ textContent }) => textContent));
  assert.deepEqual(problems.map((text) => text.split(':')[0]), ['one.png', 'two.jpg']);
});
