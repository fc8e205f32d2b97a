// The list of layers and the menu of a layer: hide, lock, rename, reorder, mirror, fit; by pointer, keys and finger.
import assert from 'node:assert/strict';
import test from 'node:test';
import { openStudio } from './studio.mjs';

const studio = openStudio();

async function layers(count) {
  await studio.page.click('#start-sample');
  await studio.imagesAre(1);
  for (let i = 1; i <= count; i++) {
    await studio.page.click('#view-cutout');
    await studio.page.click('#place');
    await studio.layersAre(i);
  }
}

async function press(keys) {
  const all = keys.split('+');
  for (const key of all.slice(0, -1)) await studio.page.keyboard.down(key);
  await studio.page.keyboard.press(all.at(-1));
  for (const key of all.slice(0, -1).reverse()) await studio.page.keyboard.up(key);
}

const names = () => studio.page.$$eval('.layer-row .name', (all) => all.map(({ textContent }) => textContent));
const namesAre = (wanted) => studio.page.waitForFunction((list) => [...document.querySelectorAll('.layer-row .name')].map(({ textContent }) => textContent).join() === list, {}, wanted.join());
const part = (row, kind) => `.layer-row:nth-child(${row}) [data-part=${kind}]`;
const rectOf = (selector) => studio.page.$eval(selector, (element) => element.getBoundingClientRect().toJSON());
const middle = ({ x, y, width, height }) => [x + width / 2, y + height / 2];
const items = () => studio.page.$$eval('[role=menuitem] span', (all) => all.map(({ textContent }) => textContent));
const choose = (label) => studio.page.evaluate((text) => [...document.querySelectorAll('[role=menuitem]')].find(({ firstChild }) => firstChild.textContent === text).click(), label);

test('layers of one picture are told apart, renamed and put in another order, and undo says what it did', async () => {
  await layers(3);
  await namesAre(['Character 3', 'Character 2', 'Character']);
  const { page } = studio;
  await page.click(part(3, 'choose'), { count: 2 });
  await page.waitForSelector('.rename');
  await page.keyboard.type('Hero');
  await page.keyboard.press('Enter');
  await namesAre(['Character 2', 'Character', 'Hero']);
  await page.keyboard.press('F2');
  await page.keyboard.type('Nobody');
  await page.keyboard.press('Escape');
  assert.deepEqual(await names(), ['Character 2', 'Character', 'Hero']);
  await press('Alt+ArrowUp');
  await namesAre(['Character 2', 'Hero', 'Character']);
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Hero', 'the focus goes with it');
  await page.click('#undo');
  await namesAre(['Character 2', 'Character', 'Hero']);
  await page.click('#undo');
  await studio.statusSays('Undone: name of');
  await namesAre(['Character 3', 'Character 2', 'Character']);
  await studio.assertClean();
});

test('a row is dragged to another place; Escape leaves it where it was', async () => {
  await layers(3);
  const { mouse, keyboard } = studio.page;
  const [x, y] = middle(await rectOf(part(1, 'choose')));
  const [, below] = middle(await rectOf(part(3, 'choose')));
  await mouse.move(x, y);
  await mouse.down();
  await mouse.move(x, below + 10, { steps: 3 });
  await studio.page.waitForSelector('.drop-line');
  await keyboard.press('Escape');
  assert.equal(await studio.page.$('.drop-line'), null);
  await mouse.up();
  assert.deepEqual(await names(), ['Character 3', 'Character 2', 'Character']);
  await mouse.move(x, y);
  await mouse.down();
  await mouse.move(x, below + 10, { steps: 3 });
  await mouse.up();
  await namesAre(['Character 2', 'Character', 'Character 3']);
});

test('what is hidden is neither drawn nor sent; what is locked stays, and says so', async () => {
  await layers(1);
  const { page } = studio;
  await page.click(part(1, 'hide'));
  await page.waitForFunction(() => !document.querySelector('#json').textContent.includes('media_asset_placements'));
  await studio.previewIsSettled();
  assert.equal(await studio.opaqueShare('#preview'), 0);
  assert.ok(await page.$eval('.layer', (layer) => layer.hidden));
  await page.keyboard.press('h');
  await page.waitForSelector('.layer:not([hidden])');
  await page.keyboard.press('l');
  await page.waitForSelector('.layer.locked');
  await page.keyboard.press('Delete');
  await studio.statusSays('locked');
  await page.keyboard.press('ArrowRight');
  const before = (await studio.requestBody()).media_asset_placements[0];
  const [x, y] = middle(await rectOf('.layer'));
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 60, y, { steps: 3 });
  await page.mouse.up();
  assert.deepEqual((await studio.requestBody()).media_asset_placements[0], before);
  // The menu of the right button still finds it.
  await page.mouse.click(x, y, { button: 'right' });
  await page.waitForSelector('[role=menu]');
  await choose('Unlock');
  await page.waitForSelector('.layer:not(.locked)');
  await studio.assertClean();
});

test('mirroring is drawn, hit through what is transparent, and undone', async () => {
  await layers(1);
  const { page } = studio;
  const leftColumn = () => page.$eval('#preview', (canvas) => {
    const { x, width } = JSON.parse(document.querySelector('#json').textContent).media_asset_placements[0];
    const left = Math.round((x - width / 2) * canvas.width / 100);
    return [...canvas.getContext('2d').getImageData(left + 4, 0, 1, canvas.height).data].join();
  });
  await studio.previewIsSettled();
  const before = await leftColumn();
  await page.click('#layer-flip-x');
  await studio.statusSays('mirrored left and right');
  await studio.previewIsSettled();
  assert.notEqual(await leftColumn(), before);
  await press('Shift+h');
  await studio.previewIsSettled();
  assert.equal(await leftColumn(), before);
  await page.click('#layer-cover');
  await studio.placementsSatisfy(([only]) => only.width >= 100 && only.height >= 100);
  await page.click('#layer-contain');
  await studio.placementsSatisfy(([only]) => only.height === 100 && only.width < 100);
});

test('the menu opens by the right button, a long press and keys, has the same commands, and gives the focus back', async () => {
  await layers(2);
  const { page } = studio;
  const layer = await rectOf('.layer.selected');
  await page.mouse.click(...middle(layer), { button: 'right' });
  await page.waitForSelector('[role=menu]');
  assert.deepEqual((await items()).slice(0, 4), ['Cut', 'Copy', 'Paste', 'Duplicate']);
  assert.equal(await page.evaluate(() => document.activeElement.firstChild.textContent), 'Cut');
  await page.keyboard.press('ArrowUp');
  assert.equal(await page.evaluate(() => document.activeElement.firstChild.textContent), 'Delete');
  await page.keyboard.press('Escape');
  assert.equal(await page.$('[role=menu]'), null);
  await page.focus('.layer.selected');
  await press('Shift+F10');
  await page.waitForSelector('[role=menu]');
  await page.keyboard.press('d');
  await page.keyboard.press('Enter');
  await studio.layersAre(3);
  const stage = await rectOf('#stage');
  await page.mouse.click(stage.x + 5, stage.y + 5, { button: 'right' });
  await page.waitForSelector('[role=menu]');
  assert.ok((await items()).includes('Select all'));
  await choose('Select all');
  await page.waitForFunction(() => document.querySelectorAll('.layer.selected').length === 3);
  const finger = await page.touchscreen.touchStart(...middle(layer));
  await page.waitForSelector('[role=menu]');
  await finger.end();
  await choose('Lock');
  await page.waitForFunction(() => document.querySelectorAll('.layer.locked').length === 3);
  await studio.assertClean();
});
