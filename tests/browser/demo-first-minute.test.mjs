// The first minute of somebody who has never been here: no preferences, nothing kept.
import assert from 'node:assert/strict';
import test from 'node:test';
import { openStudio } from './studio.mjs';

const studio = openStudio({}, { preferences: {} });

test('a picture is cut out as soon as it is there, and can be downloaded', async () => {
  await studio.page.click('#start-sample');
  await studio.page.waitForSelector('#save-cutout:not([hidden])', { timeout: 60_000 });
  assert.ok((await studio.cutoutAlpha(0.5, 0.5)) > 200);
  assert.ok((await studio.cutoutAlpha(0.05, 0.05)) < 60);
  assert.match(await studio.text('#save-cutout'), /Download/);
  await studio.assertClean();
});

test('a background keeps its ground', async () => {
  await studio.page.click('#samples li:nth-child(3) button');
  await studio.imagesAre(1);
  await studio.page.waitForSelector('html[data-saved=true]');
  assert.equal(await studio.page.$eval('#save-cutout', ({ hidden }) => hidden), true);
  assert.match(await studio.text('#remove-why'), /keeps its background/);
});

test('what concerns developers waits behind a drawer, which stays as it was left', async () => {
  const { page } = studio;
  const isOpen = () => page.$eval('#json', (element) => element.checkVisibility());
  assert.equal(await isOpen(), false);
  await page.click('#developers summary');
  await page.waitForFunction(() => document.querySelector('#json').checkVisibility());
  await page.waitForFunction(() => JSON.parse(localStorage.getItem('studio-preferences')).developers === true);
});
