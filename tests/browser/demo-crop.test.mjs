// Cropping by handles and numbers, rounded corners, groups: seen, undone, kept, and the same from the command line.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test, { after } from 'node:test';
import { assertNodeDrawsTheSame } from './same-picture.mjs';
import { openStudio } from './studio.mjs';

const studio = openStudio();
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'media-crop-'));
after(() => fs.rmSync(folder, { recursive: true, force: true }));

const boxes = () => studio.page.$$eval('.layer', (layers) => layers.map(({ style }) => [style.left, style.top, style.width, style.height].map(Number.parseFloat)));
const near = (a, b, within = 0.5) => a.every((value, i) => Math.abs(value - b[i]) < within);
const assertNear = (a, b, within) => assert.ok(near(a, b, within), `${a} is not ${b}`);
const set = (selector, value) => studio.page.$eval(selector, (input, to) => {
  input.value = to;
  input.dispatchEvent(new Event('input', { bubbles: true }));
}, value);
const withControl = async (key, shift = false) => {
  const { keyboard } = studio.page;
  await keyboard.down('Control');
  if (shift) await keyboard.down('Shift');
  await keyboard.press(key);
  if (shift) await keyboard.up('Shift');
  await keyboard.up('Control');
};

async function oneScene() {
  await studio.page.click('#samples li:nth-child(3) button');
  await studio.imagesAre(1);
  await studio.page.click('#place');
  await studio.layersAre(1);
  await studio.laidOut();
}

test('a handle cuts off what it is dragged over, and the rest stays where it is; numbers do the same', async () => {
  await oneScene();
  const { page } = studio;
  const [[left, top, width, height]] = await boxes();
  await page.click('#layer-crop');
  await studio.statusSays('Drag a handle to crop');
  await page.waitForSelector('.frame.cropping');
  const handle = await (await page.$('[data-handle=right]')).boundingBox();
  const [x, y] = [handle.x + handle.width / 2, handle.y + handle.height / 2];
  const overlay = await (await page.$('#overlay')).boundingBox();
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x - overlay.width / 4, y, { steps: 4 });
  await page.mouse.up();
  await page.waitForFunction((before) => Math.abs(Number.parseFloat(document.querySelector('.layer').style.width) - before + 25) < 0.5, {}, width);
  assertNear((await boxes())[0], [left, top, width - 25, height]);
  const right = await page.$eval('#crop-right', ({ valueAsNumber }) => valueAsNumber);
  assertNear([right], [2500 / width], 0.6);
  await page.keyboard.press('Escape');
  await page.waitForSelector('.frame:not(.cropping)');
  await set('#crop-left', '50');
  await page.waitForFunction((before) => Number.parseFloat(document.querySelector('.layer').style.left) > before + 40, {}, left);
  assertNear((await boxes())[0], [left + width / 2, top, width / 2 - 25, height]);
  await page.click('#crop-whole');
  await page.waitForFunction((before) => Math.abs(Number.parseFloat(document.querySelector('.layer').style.width) - before) < 0.01, {}, width);
  assertNear((await boxes())[0], [left, top, width, height], 0.01);
  for (let step = 0; step < 3; step++) await page.click('#undo');
  await page.waitForFunction(() => document.querySelector('#crop-right').value === '0');
  assertNear((await boxes())[0], [left, top, width, height], 0.01);
  await studio.assertClean();
});

test('what is cropped and rounded is drawn by the command line as by the page', async () => {
  await oneScene();
  const { page } = studio;
  await page.click('#layer-crop');
  await set('#crop-top', '30');
  await set('#crop-right', '40');
  await set('#layer-round', '60');
  await page.waitForSelector('html[data-saved=true]');
  await page.reload();
  await page.waitForSelector('html[data-ready]');
  await studio.layersAre(1);
  await page.click('.layer-row .choose');
  await page.waitForFunction(() => document.querySelector('#layer-round').value === '60' && document.querySelector('#crop-top').value === '30');
  const saved = await assertNodeDrawsTheSame(studio, folder);
  assert.match(saved, /"cornerRadius":/);
});

test('a crop outlives that its picture is cut out: what is left stays where it was', async () => {
  const { page } = studio;
  await page.click('#samples li:nth-child(1) button');
  await studio.imagesAre(1);
  await page.click('#place');
  await studio.layersAre(1);
  await page.click('#layer-crop');
  await set('#crop-left', '30');
  await set('#crop-right', '35');
  await studio.laidOut();
  const [[left, , width]] = await boxes();
  await page.click('#view-cutout');
  await studio.removeBackground();
  await page.click('#view-canvas');
  await studio.laidOut();
  const [[leftNow, , widthNow]] = await boxes();
  assertNear([leftNow, widthNow], [left, width], 0.1);
  // Shares of what is left of the picture without its transparent rim: less is cut off of less.
  const cut = await page.$$eval('#crop-left, #crop-right', (inputs) => inputs.map(({ value }) => Number(value)));
  assert.ok(cut[0] > 5 && cut[0] < 30 && cut[1] > 5 && cut[1] < 35, String(cut));
  await page.click('#undo');
  await page.waitForFunction(() => document.querySelector('#crop-left').value === '30');
  assertNear((await boxes())[0].filter((_, i) => i % 2 === 0), [left, width], 0.1);
  await studio.assertClean();
});

test('beyond a rounded corner nothing is clicked', async () => {
  await oneScene();
  const { page } = studio;
  const round = async (percent) => {
    await set('#layer-round', String(percent));
    await studio.laidOut();
  };
  const selected = (count) => page.waitForFunction((n) => document.querySelectorAll('.layer.selected').length === n, {}, count);
  const { x, y, width, height } = await (await page.$('.layer')).boundingBox();
  for (const [percent, count] of [[100, 0], [0, 1]]) {
    await page.click('.layer-row .choose');
    await selected(1);
    await round(percent);
    await page.focus('.layer');
    await page.keyboard.press('Escape');
    await selected(0);
    await page.mouse.click(x + width * 0.03, y + height * 0.03);
    await page.mouse.click(x + width * 0.03, y + height * 0.97);
    await studio.laidOut();
    await selected(count);
  }
});

test('a group is selected and moved as one, its copy is one of its own, and it is taken apart', async () => {
  const { page } = studio;
  await page.click('#view-canvas');
  for (const [count, what] of [[1, 'box'], [2, 'text']]) {
    await studio.add(what);
    await studio.layersAre(count);
  }
  await page.waitForFunction(() => document.activeElement?.id === 'text-content');
  await page.focus('.layer');
  await withControl('a');
  await withControl('g');
  await studio.statusSays('are a group');
  const selected = (count) => page.waitForFunction((n) => document.querySelectorAll('.layer.selected').length === n, {}, count);
  await page.keyboard.press('Escape');
  await selected(0);
  const before = await boxes();
  const { x, y, width, height } = await (await page.$('.layer')).boundingBox();
  await page.mouse.move(x + width * 0.06, y + height * 0.9);
  await page.mouse.down();
  await selected(2);
  await page.mouse.move(x + width * 0.06, y + height * 0.9 - 60, { steps: 5 });
  await page.mouse.up();
  const after = await boxes();
  assert.ok(Math.abs(after[0][1] - before[0][1]) > 3, 'it moved');
  assertNear(after.map(([, top], i) => top - before[i][1]), after.map(() => after[0][1] - before[0][1]), 0.02);
  await withControl('d');
  await studio.layersAre(4);
  await selected(2);
  await page.click('.layer-row .choose');
  await selected(1);
  await withControl('a');
  await withControl('g', true);
  await studio.statusSays('in no group any more');
  assert.equal((await page.$$('.layer-row.grouped')).length, 0);
  await page.click('#undo');
  await page.waitForFunction(() => document.querySelectorAll('.layer-row.grouped').length === 4);
  await studio.assertClean();
});
