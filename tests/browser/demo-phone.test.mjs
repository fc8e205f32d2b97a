// A phone, upright and lying down: the picture is large, panels are sheets, fingers find what they need; and screens up to 4K.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test, { after } from 'node:test';
import { controlsUnder, statesOf } from './studio-states.mjs';
import { openStudio } from './studio.mjs';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'media-phone-'));
after(() => fs.rmSync(folder, { recursive: true, force: true }));
const studio = openStudio({}, { preferences: { cutOutAtOnce: false, developers: true } });
const UPRIGHT = { width: 390, height: 844, hasTouch: true, isMobile: true };
const LYING = { ...UPRIGHT, width: 844, height: 390 };

/** Another kind of device: the browser loads the page again. */
async function turn(viewport) {
  await studio.page.setViewport(viewport);
  await studio.page.waitForSelector('html[data-ready]');
}

const isSeen = (selector) => studio.page.$eval(selector, (element) => element.checkVisibility({ visibilityProperty: true }));
const sizeOf = (selector) => studio.page.$eval(selector, (element) => {
  const { left, top, width, height } = element.getBoundingClientRect();
  return { left, top, width, height };
});
/** What a finger cannot hit. */
const tooSmall = () => controlsUnder(studio.page, 44);

async function twoLayers() {
  for (const [sample, count] of [[3, 1], [1, 2]]) {
    await studio.page.$eval(`#samples li:nth-child(${sample}) button`, (button) => button.click());
    await studio.imagesAre(count);
    await studio.page.$eval('#place', (button) => button.click());
    await studio.layersAre(count);
  }
}

test('upright: the picture has half of the screen, panels come from below, one at a time', async () => {
  const { page } = studio;
  await turn(UPRIGHT);
  assert.equal(await isSeen('#samples'), false);
  await page.tap('[data-opens=images]');
  await page.waitForFunction(() => document.querySelector('#samples').checkVisibility({ visibilityProperty: true }));
  await page.$eval('#samples li:nth-child(1) button', (button) => button.click());
  await studio.imagesAre(1);
  await page.waitForFunction(() => document.body.dataset.sheet === undefined); // the picture is to be seen
  assert.ok((await sizeOf('#cutout')).height > UPRIGHT.height / 2);
  assert.deepEqual(await tooSmall(), []);
  await studio.laidOut();
  await page.tap('#place');
  await studio.layersAre(1);
  assert.deepEqual(await tooSmall(), []);

  await page.tap('[data-opens=layers]');
  await page.waitForFunction(() => document.querySelector('#layers').checkVisibility({ visibilityProperty: true }));
  assert.equal(await isSeen('#samples'), false);
  const [stage, sheet] = [await sizeOf('#composition'), await sizeOf('.side')];
  assert.ok(stage.height > 120 && stage.top + stage.height <= sheet.top, 'what is edited stays in sight');
  assert.deepEqual(await tooSmall(), []);
  await page.tap('[data-opens=details]');
  assert.equal(await page.$eval('#details', ({ hidden }) => hidden), false);
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => document.body.dataset.sheet === undefined);
  assert.equal(await page.evaluate(() => document.activeElement.dataset.opens), 'details');
  await studio.assertClean();
});

test('a sheet that closes is in nobody\'s way while it fades', async () => {
  const { page } = studio;
  await turn(UPRIGHT);
  await page.tap('[data-opens=details]');
  await page.waitForFunction(() => document.body.dataset.sheet === 'details');
  await page.$eval('.side', (side) => Promise.all(side.getAnimations().map(({ finished }) => finished)));
  await page.evaluate(() => {
    const slow = new CSSStyleSheet();
    slow.replaceSync('.library, .side { transition-duration: 60s !important }');
    document.adoptedStyleSheets.push(slow);
  });
  await page.tap('[data-opens=details]');
  await page.waitForFunction(() => document.body.dataset.sheet === undefined);
  assert.equal(await isSeen('.side'), true, 'it still fades');
  await page.tap('#start-sample');
  await studio.imagesAre(1);
});

test('lying down: the picture has the height, and tools and sheets stand beside it', async () => {
  const { page } = studio;
  await turn(LYING);
  await twoLayers();
  const alone = await sizeOf('#composition');
  assert.ok(alone.height > LYING.height * 0.75 && alone.width > LYING.width * 0.6, JSON.stringify(alone));
  assert.deepEqual(await tooSmall(), []);
  await page.tap('[data-opens=layers]');
  await page.waitForFunction(() => document.querySelector('#layers').checkVisibility({ visibilityProperty: true }));
  const [stage, sheet] = [await sizeOf('#composition'), await sizeOf('.side')];
  assert.ok(stage.width > 300 && stage.left + stage.width <= sheet.left + 1, `beside it: ${JSON.stringify([stage, sheet])}`);
  await studio.assertClean();
});

test('fingers select several layers', async () => {
  const { page } = studio;
  await turn(UPRIGHT);
  await twoLayers();
  await page.tap('#several');
  await studio.laidOut();
  const { left, top, width, height } = await sizeOf('#overlay');
  // The one in front is selected: it goes out of the selection, and comes back.
  for (const count of [0, 1]) {
    await page.touchscreen.tap(left + width / 2, top + height / 2);
    await page.waitForFunction((n) => document.querySelectorAll('.layer.selected').length === n, {}, count);
  }
  await page.$eval('.layer-list li:nth-child(2) button', (button) => button.click());
  await page.waitForFunction(() => document.querySelectorAll('.layer.selected').length === 2);
  await studio.assertClean();
});

test('nothing is too wide from 320 pixels to 4K, in either view, with a sheet or without', async () => {
  const { page } = studio;
  await twoLayers();
  for (const [width, height] of [[320, 568], [360, 740], [568, 320], [844, 390], [768, 1024], [1024, 600], [1920, 1080], [3840, 2160]]) {
    await page.setViewport({ width, height });
    for (const view of ['#view-cutout', '#view-canvas']) {
      await page.$eval(view, (tab) => tab.click());
      for (const sheet of ['images', 'layers', undefined]) {
        await page.evaluate((name) => document.querySelector(`[data-opens=${name ?? 'layers'}]`).click(), sheet);
        const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.ok(tooWide <= 0, `${width} × ${height}, ${view}, ${sheet}: ${tooWide}`);
      }
    }
  }
  await studio.assertClean();
});

test('a finger finds 44 pixels in every state', async () => {
  await turn({ ...UPRIGHT, width: 360 });
  // A sheet is there at once.
  await studio.page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
  const found = new Map();
  for (const [state, reach] of statesOf(studio, folder)) {
    await reach();
    for (const small of await controlsUnder(studio.page, 44, ['images', 'layers', 'details'])) if (!found.has(small)) found.set(small, state);
  }
  assert.deepEqual([...found], []);
});

test('no bar covers a canvas that is shown whole, however the device is held', async () => {
  const { page } = studio;
  for (const [width, height] of [[320, 640], [390, 844], [667, 375], [844, 390], [1280, 800]]) {
    await turn({ width, height, hasTouch: width < 1000, isMobile: width < 1000 });
    await page.$eval('#view-canvas', (tab) => tab.click());
    for (const canvas of ['thumbnail', 'twitch_emote_112']) {
      await page.select('#canvas', canvas);
      await studio.laidOut();
      const covering = await page.evaluate(() => {
        const stage = document.querySelector('#stage').getBoundingClientRect();
        return [...document.querySelectorAll('.zoom')].map((bar) => bar.getBoundingClientRect()).filter((bar) =>
          bar.left < stage.right && bar.right > stage.left && bar.top < stage.bottom && bar.bottom > stage.top).map((bar) => [bar, stage].map(({ left, top, right, bottom }) => [left, top, right, bottom].map(Math.round)));
      });
      assert.deepEqual(covering, [], `${canvas} at ${width} × ${height}`);
    }
  }
  await studio.assertClean();
});
