// Texts, colours and effects on the canvas: changed, undone, kept, and the same pixels from the command line.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test, { after } from 'node:test';
import { assertNodeDrawsTheSame } from './same-picture.mjs';
import { openStudio } from './studio.mjs';

const studio = openStudio();
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'media-drawn-'));
after(() => fs.rmSync(folder, { recursive: true, force: true }));

const set = (selector, value) => studio.page.$eval(selector, (input, to) => {
  input.value = to;
  input.dispatchEvent(new Event('input', { bubbles: true }));
}, value);
const saved = () => studio.page.waitForSelector('html[data-saved=true]');
const boxes = () => studio.page.$$eval('.layer', (layers) => layers.map(({ style }) => [style.width, style.height].map(Number.parseFloat)));

async function addText() {
  await studio.page.click('#view-canvas');
  await studio.add('text');
  await studio.layersAre(1);
}

test('a text is typed, keeps the size of its letters, is undone in one step, and is there after a reload', async () => {
  await addText();
  const { page } = studio;
  await page.waitForFunction(() => document.activeElement?.id === 'text-content');
  const [[width, height]] = await boxes();
  await page.keyboard.type('GG');
  await page.waitForFunction(() => document.querySelector('.layer-row .name').textContent === 'GG');
  await page.waitForFunction((before) => Number.parseFloat(document.querySelector('.layer').style.width) < before * 0.6, {}, width);
  const [[, high]] = await boxes();
  assert.ok(high > height * 0.5 && high < height * 1.3, `${high} of ${height}`);
  await set('#text-colour', '#ff0000');
  await studio.previewIsSettled();
  await page.waitForFunction(() => {
    const canvas = document.querySelector('#preview');
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    for (let i = 0; i < data.length; i += 4) if (data[i] === 255 && data[i + 1] === 0 && data[i + 3] === 255) return true;
    return false;
  });
  await saved();
  await page.reload();
  await page.waitForSelector('html[data-ready]');
  await studio.layersAre(1);
  await page.click('.layer-row .choose');
  await page.waitForFunction(() => document.querySelector('#text-content').value === 'GG');
  await page.click('#undo');
  await page.click('#undo');
  await page.waitForFunction(() => document.querySelector('.layer-row .name').textContent === 'Your text');
  await studio.assertClean();
});

test('a box takes another shape', async () => {
  const { page } = studio;
  await page.click('#view-canvas');
  await studio.add('box');
  await studio.layersAre(1);
  await studio.previewIsSettled();
  const whole = await studio.opaqueShare('#preview');
  await page.select('#fill-shape', 'ellipse');
  await page.waitForFunction((before) => {
    const canvas = document.querySelector('#preview');
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    let opaque = 0;
    for (let i = 3; i < data.length; i += 4) opaque += data[i] > 127 ? 1 : 0;
    return canvas.dataset.settled === 'true' && Math.abs(opaque / (data.length / 4) / before - Math.PI / 4) < 0.01;
  }, {}, whole);
  await page.click('#undo');
  await page.waitForFunction(() => document.querySelector('#fill-shape').value === 'box');
  await studio.assertClean();
});

test('outline, glow and shadow are drawn around it, and the command line draws the same pixels', async () => {
  await addText();
  const { page } = studio;
  await page.waitForFunction(() => document.activeElement?.id === 'text-content');
  await studio.previewIsSettled();
  const plain = await studio.opaqueShare('#preview');
  for (const effect of ['outline', 'glow', 'shadow']) await page.click(`#effect-${effect}`);
  await set('#effect-outline-colour', '#102030');
  await set('#effect-outline-size', '60');
  await page.waitForFunction((before) => {
    const canvas = document.querySelector('#preview');
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    let opaque = 0;
    for (let i = 3; i < data.length; i += 4) opaque += data[i] > 127 ? 1 : 0;
    return canvas.dataset.settled === 'true' && opaque / (data.length / 4) > before * 1.5;
  }, {}, plain);
  await studio.add('gradient');
  await studio.layersAre(2);
  await assertNodeDrawsTheSame(studio, folder);
  await studio.assertClean();
});

test('a platform\'s safe zone is framed on any canvas, and is in no picture', async () => {
  await addText();
  const { page } = studio;
  await page.select('#safe-zone', 'tiktok');
  const share = () => page.$eval('.safe-zone', ({ offsetLeft, offsetTop, offsetWidth, offsetHeight, offsetParent: { clientWidth, clientHeight } }) =>
    [offsetLeft / clientWidth, offsetTop / clientHeight, offsetWidth / clientWidth, offsetHeight / clientHeight].map((part) => Math.round(part * 20) / 20));
  assert.deepEqual(await share(), [0.05, 0.15, 0.9, 0.65]);
  await page.select('#canvas', 'story_graphic');
  await page.waitForFunction(() => document.querySelector('#preview').height === 1920);
  assert.deepEqual(await share(), [0.05, 0.15, 0.9, 0.65]);
  await page.select('#safe-zone', '');
  assert.ok(await page.$eval('.safe-zone', (zone) => zone.hidden));
});
