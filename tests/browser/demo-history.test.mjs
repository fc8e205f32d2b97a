// One history for everything, and nothing is undone where it is not seen: each step brings its own view with it.
import assert from 'node:assert/strict';
import test from 'node:test';
import { openStudio } from './studio.mjs';

const studio = openStudio();

const click = (selector) => studio.page.$eval(selector, (element) => element.click());
const control = async (key) => {
  await studio.page.keyboard.down('Control');
  await studio.page.keyboard.press(key);
  await studio.page.keyboard.up('Control');
};
const type = (selector, value) => studio.page.$eval(selector, (input, text) => {
  input.value = text;
  input.dispatchEvent(new Event(input.matches('select, [type=checkbox]') ? 'change' : 'input', { bubbles: true }));
}, value);

/** A step, what it changes, and where that is seen. */
const steps = [
  ['a removal', async () => (await click('#view-cutout'), await studio.removeBackground()), '#compare'],
  ['a description', () => type('#description', 'Our own'), '#description'],
  ['tags', () => type('#tags', 'neon'), '#tags'],
  ['a type', () => type('#asset-type', 'logo'), '#asset-type'],
  ['a favourite', () => click('#favorite'), '#favorite'],
  ['a layer', async () => (await click('#place'), await studio.layersAre(1)), '#overlay'],
  ['a nudge', async () => (await studio.page.focus('#overlay .layer'), await studio.page.keyboard.press('ArrowLeft')), '#overlay'],
  ['a canvas', () => type('#canvas', 'twitch_emote'), '#composition'],
  ['a backdrop', () => type('#backdrop', '#ffffff'), '#composition'],
  ['a name', () => type('#display-name', 'Nova'), '.images .name'],
];

test('Ctrl+Z shows what it takes back, and Ctrl+Y what it brings, whatever was looked at before', async () => {
  const { page } = studio;
  await page.click('#start-sample');
  await studio.imagesAre(1);
  for (const [, step] of steps) await step();
  const missing = [];
  const goesThrough = async (key, list) => {
    for (const [name, , where] of list) {
      // Away from where it is seen.
      await page.evaluate((away) => {
        for (const tab of [away, '#tab-layers']) document.querySelector(tab).click();
        document.activeElement?.blur();
        document.querySelector('#status').textContent = '';
      }, where === '#compare' || where.startsWith('.images') ? '#view-canvas' : '#view-cutout');
      await control(key);
      const isShown = await page.waitForFunction((selector) => /^(Undone|Done again): /.test(document.querySelector('#status').textContent) && String(document.querySelector(selector).checkVisibility({ visibilityProperty: true })), {}, where);
      if ((await isShown.jsonValue()) !== 'true') missing.push(`${key}: ${name}`);
    }
  };
  await goesThrough('z', [...steps].reverse());
  // Both go the same way: the first of them will do.
  await goesThrough('y', steps.slice(0, 3));
  assert.deepEqual(missing, []);
  await studio.assertClean();
});

test('while a picture is selected by hand, Ctrl+Z takes marks back and nothing of the page behind', async () => {
  const { page } = studio;
  await page.click('#samples li:nth-child(2) button');
  await studio.imagesAre(1);
  await studio.removeBackground();
  await page.click('#hand-open');
  await page.waitForSelector('#hand-view[aria-busy=false]');
  for (const where of ['#hand-view', '#hand-done', 'nobody']) {
    await page.evaluate((selector) => (selector === 'nobody' ? document.activeElement.blur() : document.querySelector(selector).focus()), where);
    await control('z');
    await studio.laidOut();
    assert.equal(await page.$eval('#hand', ({ hidden }) => hidden), false, where);
    assert.equal(await page.$eval('#save-cutout', ({ hidden }) => hidden), false, `${where}: the cut-out is still there`);
    await studio.imagesAre(1);
  }
  await studio.assertClean();
});

test('the logo leads to the page as it was left', async () => {
  const { page } = studio;
  await studio.oneLayer();
  await page.keyboard.press('ArrowLeft');
  await studio.placementsSatisfy(([now]) => now.x < 50);
  const [before] = (await studio.requestBody()).media_asset_placements;
  await Promise.all([page.waitForNavigation(), page.click('.brand')]);
  await page.waitForSelector('html[data-ready]');
  await studio.layersAre(1);
  await studio.placementsSatisfy(([now], x) => now.x === x, before.x);
  await page.click('#undo');
  await studio.placementsSatisfy(([now]) => now.x === 50);
  await studio.assertClean();
});
