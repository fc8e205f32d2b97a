// The page beside the reference back end: what a person uploads is really kept, listed, changed, generated with and deleted.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test, { after } from 'node:test';
import { createBackend } from '../backend/server.mjs';
import { everyoneOf } from './everyone.mjs';
import { openStudio } from './studio.mjs';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'media-library-'));
const studio = openStudio({}, { startBackend: () => createBackend({ folder }) });
after(() => fs.rmSync(folder, { recursive: true, force: true }));

const rows = () => studio.page.$$eval('.shelf-row .name', (names) => names.map(({ textContent }) => textContent));
const rowsAre = (count) => studio.page.waitForFunction((n) => document.querySelectorAll('.shelf-row').length === n, {}, count);
/** Uploads samples of the page, by their places in its row. */
async function upload(...samples) {
  const { page } = studio;
  for (const [before, sample] of samples.entries()) {
    await page.$eval(`#samples li:nth-child(${sample}) button`, (button) => button.click());
    await studio.imagesAre(before + 1);
    await page.waitForSelector('#shelf-upload:not(:disabled)');
    await page.$eval('#shelf-upload', (button) => button.click());
    await rowsAre(before + 1);
    await page.waitForSelector('#shelf[aria-busy=false]');
  }
}
/** Whether the field is seen or not. */
const searchFor = (text) =>
  studio.page.$eval('#shelf-search', (input, value) => {
    input.value = value;
    input.dispatchEvent(new Event('input'));
  }, text);
const ready = () => studio.page.waitForSelector('#shelf[data-ready=true]');

test('upload, list, favourite, generate and delete', async () => {
  const { page } = studio;
  await ready();
  await page.click('#samples li:nth-child(2) button');
  await studio.imagesAre(1);
  await page.waitForSelector('#shelf-upload:not(:disabled)');
  await page.click('#shelf-upload');
  await rowsAre(1);
  assert.deepEqual(await rows(), ['Logo']);

  await page.click('.favourite');
  await page.waitForSelector('.favourite[aria-pressed=true]');
  await studio.statusSays('Logo is a favourite');

  await page.click('#place');
  await studio.layersAre(1);
  await page.click('#generate');
  await page.waitForFunction(() => document.querySelector('#generated-image').naturalWidth > 0);
  assert.deepEqual(await page.$eval('#generated-image', ({ naturalWidth, naturalHeight }) => [naturalWidth, naturalHeight]), [1280, 720]);
  assert.deepEqual(await rows(), ['Logo'], 'what is in the library already is not uploaded again');
  if (process.env.SCREENSHOT) await page.screenshot({ path: process.env.SCREENSHOT });

  await page.reload();
  await ready();
  await rowsAre(1); // kept by the back end, favourite and all
  assert.equal(await page.$eval('.favourite', (button) => button.getAttribute('aria-pressed')), 'true');
  await page.click('[aria-label="Delete Logo from the library"]');
  await rowsAre(0);
  await studio.statusSays('Logo deleted');
  await studio.assertClean();
});

test('search, types, favourites, the main one, and another name', async () => {
  const { page } = studio;
  await ready();
  await upload(1, 2, 3);
  assert.match(await studio.text('#shelf-count'), /^3 of \d+$/);
  const rowsSay = (...names) => page.waitForFunction((wanted) => [...document.querySelectorAll('.shelf-row .name')].map(({ textContent }) => textContent).sort().join() === wanted, {}, names.sort().join());

  await page.type('#shelf-search', 'log');
  await rowsSay('Logo');
  await studio.statusSays('1 picture found');
  await searchFor('');
  await rowsAre(3);
  await page.select('#shelf-type', 'background');
  await rowsSay('Scene');
  await page.select('#shelf-type', 'emote');
  await rowsAre(0);
  assert.match(await studio.text('#shelf-empty'), /Nothing in the library is like that/);
  await page.select('#shelf-type', '');
  await rowsAre(3);

  await page.click('[aria-label="Favourite: Scene"]');
  await studio.statusSays('Scene is a favourite');
  await page.click('#shelf-favourites');
  await rowsSay('Scene');
  await page.click('#shelf-favourites');
  await rowsAre(3);

  await page.click('[aria-label="Make Logo the main logo"]');
  await studio.statusSays('Logo is the main logo');
  await page.waitForSelector('.main[aria-pressed=true]');
  await page.click('[aria-label="Rename Logo"]');
  await page.keyboard.type('Team mark');
  await page.keyboard.press('Enter');
  await rowsSay('Character', 'Scene', 'Team mark');
  if (process.env.SCREENSHOT) await page.screenshot({ path: process.env.SCREENSHOT });
  for (const name of ['Character', 'Scene', 'Team mark']) {
    await page.click(`[aria-label="Delete ${name} from the library"]`);
    await studio.statusSays(`${name} deleted`);
  }
  await rowsAre(0);
  await studio.assertClean();
});

for (const [width, height] of [[1280, 800], [320, 640]]) {
  test(`axe finds nothing in a library in use, ${width} pixels wide`, async () => {
    const { page } = studio;
    const press = (selector) => page.$eval(selector, (element) => element.click());
    await page.setViewport({ width, height });
    await ready();
    const found = [];
    const { faults } = everyoneOf(studio);
    found.push(...(await faults('an empty library')));
    await upload(1, 2, 3);
    // On a phone it stands in a sheet.
    await page.$eval('[data-opens=images]', (opener) => opener.checkVisibility() && opener.click());
    found.push(...(await faults('a library of three')));
    await press('[aria-label="Favourite: Scene"]');
    await page.waitForSelector('.favourite[aria-pressed=true]');
    await press('[aria-label="Make Logo the main logo"]');
    await page.waitForSelector('.main[aria-pressed=true]');
    await press('[aria-label="Rename Logo"]');
    found.push(...(await faults('a name being written')));
    await page.keyboard.press('Escape');
    await searchFor('nothing');
    await rowsAre(0);
    found.push(...(await faults('nothing found')));
    await searchFor('');
    await rowsAre(3);
    await press('#place');
    await studio.layersAre(1);
    await press('#generate');
    await page.waitForFunction(() => document.querySelector('#generated-image').naturalWidth > 0);
    found.push(...(await faults('a generated picture')));
    for (let count = 2; count >= 0; count--) {
      await press('.shelf-row .delete');
      await rowsAre(count);
      await page.waitForSelector('#shelf[aria-busy=false]');
    }
    assert.deepEqual(found, []);
    await studio.assertClean();
  });
}

test('an answer that comes late, to what was asked before a change, is not shown', async () => {
  const { page } = studio;
  await ready();
  await upload(2);
  // The next answer of a list comes when it is let go.
  await page.evaluate(() => {
    const { fetch } = globalThis;
    globalThis.late = {};
    const came = new Promise((resolve) => (globalThis.late.came = resolve));
    globalThis.late.reached = came;
    globalThis.fetch = async (input, init) => {
      const answer = await fetch(input, init);
      if (!String(input).includes('search=')) return answer;
      globalThis.fetch = fetch;
      globalThis.late.came();
      await new Promise((resolve) => (globalThis.late.go = resolve));
      return answer;
    };
  });
  await page.type('#shelf-search', 'L');
  await page.evaluate(() => globalThis.late.reached);
  await page.click('[aria-label="Delete Logo from the library"]');
  await studio.statusSays('Logo deleted');
  await rowsAre(0);
  await page.evaluate(() => globalThis.late.go());
  await studio.laidOut();
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
  await studio.laidOut();
  assert.deepEqual(await rows(), []);
});

test('what the back end refuses is said, and nothing else happens', async () => {
  const { page } = studio;
  await ready();
  for (let i = 1; i <= 3; i++) {
    await page.click('#samples li:nth-child(3) button');
    await studio.imagesAre(i);
    await page.click('#place');
    await studio.layersAre(i);
    await page.click('#view-cutout');
  }
  await page.click('#generate');
  await page.waitForSelector('#status.error');
  assert.equal(await studio.text('#status'), '3 layers: Generate takes 2 at most, a download any number.');
  assert.deepEqual(await rows(), []);
});

test('a type that is full says so, and what is too much is refused', async () => {
  const { page } = studio;
  await ready();
  await page.click('#samples li:nth-child(2) button');
  await studio.imagesAre(1);
  await page.click('#tab-details');
  await page.select('#asset-type', 'badge');
  for (let count = 1; count <= 5; count++) {
    await page.waitForSelector('#shelf-upload:not(:disabled)');
    await page.click('#shelf-upload');
    await rowsAre(count);
  }
  await page.waitForFunction(() => document.querySelector('#shelf-full').textContent === 'No more room for: badge.');
  assert.match(await page.$eval('#shelf-count', ({ title }) => title), /^Pro tier\nBadge: 5 of 5$/);
  await page.waitForSelector('#shelf-upload:not(:disabled)');
  await page.click('#shelf-upload');
  await page.waitForSelector('#problems:not([hidden])');
  assert.match(await studio.text('#problems'), /holds 5 assets of this type/);
  await rowsAre(5);
  for (let count = 4; count >= 0; count--) {
    await page.waitForSelector('#shelf[aria-busy=false]');
    await page.click('.shelf-row .delete');
    await rowsAre(count);
  }
  assert.equal(await studio.text('#shelf-full'), '');
});

test('a tier without a library says what would change that, and the rest of the page works', async () => {
  const { page } = studio;
  await page.evaluateOnNewDocument(() => {
    const { fetch } = globalThis;
    globalThis.fetch = (input, init) => {
      const headers = new Headers(init?.headers);
      headers.set('x-media-tier', 'free');
      return fetch(input, { ...init, headers });
    };
  });
  await page.reload();
  await ready();
  assert.equal(await studio.text('#shelf-full'), 'Upgrade to Pro or Studio to use the media library.');
  await studio.oneLayer();
  assert.equal(await page.$eval('#shelf-upload', ({ disabled }) => disabled), true);
  await studio.assertClean();
});

test('a library that cannot answer is greyed out and says why, and the rest of the page works', async () => {
  const { page } = studio;
  await page.evaluateOnNewDocument(() => {
    const { fetch } = globalThis;
    globalThis.fetch = (input, init) => (String(input).includes('/media-library') ? Promise.reject(new TypeError('No.')) : fetch(input, init));
  });
  await page.reload();
  await page.waitForSelector('#shelf.absent[data-ready=false]', { timeout: 60_000 });
  assert.match(await studio.text('#shelf-absent'), /need a server, and none answers/);
  await studio.oneLayer();
  assert.deepEqual(await page.$$eval('#shelf-upload, #generate', (buttons) => buttons.map(({ disabled }) => disabled)), [true, true]);
  await studio.assertClean();
});
