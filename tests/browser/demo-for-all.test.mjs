// The page for everybody: axe in every state, light, dark, with forced colours and 320 pixels wide; what is said, where
// the focus goes, toolbars, number fields, names of any script.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test, { after } from 'node:test';
import { createMediaKit } from '@aurastream/media-wasm';
import { everyoneOf, looks } from './everyone.mjs';
import { openStudio } from './studio.mjs';
import { statesOf } from './studio-states.mjs';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'for-all-'));
after(() => fs.rmSync(folder, { recursive: true, force: true }));
const studio = openStudio();
const states = statesOf(studio, folder);

const everyone = everyoneOf(studio);
const { look, sideways } = everyone;
const WIDE = { width: 1280, height: 800 };

const click = (selector) => studio.page.$eval(selector, (element) => element.click());
const press = (key) => studio.page.keyboard.press(key);
const focused = () => studio.page.evaluate(() => document.activeElement?.id || document.activeElement?.tagName);

async function layers(count) {
  for (let i = 1; i <= count; i++) {
    await click(`#samples li:nth-child(${i}) button`);
    await studio.imagesAre(i);
    await click('#place');
    await studio.layersAre(i);
  }
}

for (const [width, height] of [[1280, 800], [320, 640]]) {
  test(`axe finds nothing in any state, ${width} pixels wide`, async () => {
    await studio.page.setViewport({ width, height });
    const found = [];
    for (const [state, reach] of states) {
      await reach();
      found.push(...(await everyone.faults(state)));
    }
    assert.deepEqual(found, []);
    await studio.assertClean();
  });
}

test('the page at 200 and 400 percent scrolls one way', async () => {
  await layers(2);
  // A window of 1280 × 1024 pixels.
  for (const [width, height] of [[640, 512], [320, 256]]) {
    await studio.page.setViewport({ width, height });
    for (const view of ['#view-cutout', '#view-canvas']) {
      await click(view);
      assert.ok((await sideways()) <= 0, `${width} × ${height}, ${view}: ${await sideways()} pixels too wide`);
    }
  }
  await studio.page.setViewport(WIDE);
});

test('nudges, alignment, order, undo and redo are said', async () => {
  await layers(2);
  const { page } = studio;
  await press('ArrowRight');
  await studio.statusSays('Logo at \\d+(\\.\\d)? %, \\d+(\\.\\d)? %\\.');
  await page.click('#arrange-align-left');
  await studio.statusSays('Aligned on the left');
  await page.click('#arrange-to-back');
  await studio.statusSays('Sent to the back: number 1 of 2');
  for (const said of ['Undone: order of', 'Undone: place and size of Logo', 'Undone: place and size of Logo', 'Undone: layer added']) {
    await page.click('#undo');
    await studio.statusSays(said);
  }
  await page.click('#redo');
  await studio.statusSays('Done again: layer added');
  await studio.assertClean();
});

test('what the canvas shows is described in the words of kit.prompt.describe', async () => {
  const kit = await createMediaKit();
  await layers(2);
  await press('ArrowRight');
  const { nodes } = await (await studio.page.createCDPSession()).send('Accessibility.getFullAXTree');
  const preview = nodes.find(({ role, name }) => role?.value === 'image' && name?.value === 'Preview of the canvas');
  const { media_asset_placements: placed } = await studio.requestBody();
  const words = kit.prompt.describe(placed, { width: 1280, height: 720 });
  kit.dispose();
  const tidy = (text) => text.replace(/\s+/g, ' ').trim();
  assert.match(words, /Logo/);
  assert.equal(tidy(preview.description.value), tidy(words));
});

test('what had the focus goes away: something near it has the focus', async () => {
  await layers(2);
  const { page } = studio;
  const isSomewhere = async (after) => {
    await studio.laidOut();
    assert.notEqual(await focused(), 'BODY', after);
    assert.equal(await page.evaluate(() => document.activeElement.matches(':disabled')), false, after);
  };
  await page.focus('#arrange-trash');
  await press('Enter');
  await studio.layersAre(1);
  await isSomewhere('a layer was deleted by the bar');
  await page.focus('#overlay .layer');
  await press('Delete');
  await studio.layersAre(0);
  await isSomewhere('the last layer was deleted by a key');
  await page.focus('#undo');
  for (let i = 0; i < 8; i++) await press('Enter');
  await isSomewhere('everything was undone');
  await page.focus('#redo');
  for (let i = 0; i < 8; i++) await press('Enter');
  await isSomewhere('everything was done again');
  await studio.imagesAre(2);
  for (const count of [1, 0]) {
    await page.focus('.drop-image');
    await press('Enter');
    await studio.imagesAre(count);
    await isSomewhere('a picture was taken out');
  }
  await page.focus('#show-keys');
  await press('Enter');
  await press('Escape');
  await isSomewhere('the keys were closed');
});

test('a toolbar is one tab stop with arrow keys', async () => {
  await layers(1);
  const { page } = studio;
  await page.focus('#snapping');
  const ids = [];
  for (const key of ['ArrowRight', 'ArrowRight', 'End', 'Home', 'ArrowLeft']) {
    await press(key);
    ids.push(await focused());
  }
  assert.deepEqual(ids, ['several', 'arrange-align-left', 'arrange-trash', 'snapping', 'arrange-trash']);
  assert.equal(await page.$$eval('#arrange button', (buttons) => buttons.filter(({ tabIndex }) => tabIndex === 0).length), 1);
  assert.equal((await studio.requestBody()).media_asset_placements[0].x, 50, 'the layer stayed where it is');
});

test('a number is applied, clamped, said to be wrong, and taken back by Escape', async () => {
  await layers(1);
  const { page } = studio;
  const x = async (text, ...keys) => {
    await page.click('#layer-x', { count: 3 });
    await page.keyboard.type(text);
    for (const key of keys) await press(key);
  };
  await x('30');
  await studio.placementsSatisfy(([only]) => only.x === 30);
  await press('Escape');
  await studio.placementsSatisfy(([only]) => only.x === 50);
  await x('250');
  assert.equal(await studio.text('#layer-x-issue'), 'From 0 to 100.');
  assert.equal(await page.$eval('#layer-x', (input) => input.getAttribute('aria-invalid')), 'true');
  await press('Enter');
  await studio.placementsSatisfy(([only]) => only.x === 100);
  assert.equal(await studio.text('#layer-x-issue'), '');
  assert.equal(await page.$eval('#layer-x', (input) => input.value), '100');
});

test('failures are a list that stays until it is dismissed', async () => {
  const { page } = studio;
  const files = ['one.png', 'two.png', 'three.png'].map((name) => path.join(folder, name));
  for (const file of files) fs.writeFileSync(file, 'no picture');
  await studio.choose(...files);
  await page.waitForFunction(() => document.querySelectorAll('#problems li').length === 3);
  await page.click('#start-sample');
  await studio.imagesAre(1);
  assert.equal(await page.$$eval('#problems li', (items) => items.length), 3, 'what went well later takes none away');
  await page.click('#problems li:nth-child(2) button');
  await page.waitForFunction(() => document.querySelectorAll('#problems li').length === 2);
  assert.match(await studio.text('#problems'), /one\.png.*three\.png/);
  await page.click('#dismiss-all');
  await page.waitForSelector('#problems', { hidden: true });
  assert.notEqual(await focused(), 'BODY');
});

test('names of a hundred characters and from right to left have room', async () => {
  await layers(1);
  const { page } = studio;
  await page.click('#tab-details');
  for (const name of ['x'.repeat(100), 'שם ארוך מאוד של תמונה '.repeat(4)]) {
    await page.$eval('#display-name', (input, value) => {
      input.value = value;
      input.dispatchEvent(new Event('input'));
    }, name);
    await page.waitForFunction((value) => document.querySelector('.image .name').textContent === value, {}, name);
    for (const width of [1280, 320]) {
      await page.setViewport({ width, height: 800 });
      assert.ok((await sideways()) <= 0);
    }
  }
  assert.equal(await page.$eval('#display-name', (input) => input.matches(':dir(rtl)')), true);
  await studio.assertClean();
});

test('forced colours show what is chosen', async () => {
  await layers(2);
  await look(looks['forced colours']);
  const outline = (selector) => studio.page.$eval(selector, (element) => getComputedStyle(element).outlineStyle);
  for (const chosen of ['.layer.selected', '#view-canvas', '#tab-layers', '#snapping', '.image.chosen', '.layer-list [aria-pressed=true]']) {
    assert.equal(await outline(chosen), 'solid', chosen);
  }
  assert.equal(await outline('#view-cutout'), 'none');
});
