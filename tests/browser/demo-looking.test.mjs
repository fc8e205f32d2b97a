// How a cut-out is looked at: the picture of before while a button is held, on a ground of one's choice, and where it goes.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test, { after } from 'node:test';
import { openStudio } from './studio.mjs';

const studio = openStudio();
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'media-looking-'));
after(() => fs.rmSync(folder, { recursive: true, force: true }));

/** The logo is cut out at once: its ground has one colour. */
async function cutOut() {
  await studio.page.click('#samples li:nth-child(2) button');
  await studio.imagesAre(1);
  await studio.removeBackground();
  await studio.laidOut();
}

/** Which of the two pictures is seen, and whether the button says that it is held. */
const seen = () => studio.page.evaluate(() => {
  const [before, after] = ['.before', '.after'].map((name) => getComputedStyle(document.querySelector(`#compare ${name}`)));
  const pressed = document.querySelector('#hold').getAttribute('aria-pressed');
  return `${before.clipPath === 'none' ? 'before' : 'both'}, after ${after.visibility}, pressed ${pressed}`;
});
const HELD = 'before, after hidden, pressed true';
const LET_GO = 'both, after visible, pressed false';
const middleOf = (selector) => studio.page.$eval(selector, (element) => {
  const { x, y, width, height } = element.getBoundingClientRect();
  return [x + width / 2, y + height / 2];
});

test('hold to compare: by mouse, finger, Space and Enter', async () => {
  const { page } = studio;
  await cutOut();
  assert.equal(await seen(), LET_GO);
  const [x, y] = await middleOf('#hold');
  const { mouse, keyboard, touchscreen } = page;
  let finger;
  const ways = {
    mouse: [async () => (await mouse.move(x, y), await mouse.down()), () => mouse.up()],
    'a mouse that goes away': [async () => (await mouse.move(x, y), await mouse.down(), await mouse.move(x, y - 200)), () => mouse.up()],
    finger: [async () => (finger = await touchscreen.touchStart(x, y)), () => finger.end()],
    Space: [async () => (await page.focus('#hold'), await keyboard.down('Space')), () => keyboard.up('Space')],
    Enter: [() => keyboard.down('Enter'), () => keyboard.up('Enter')],
    'a window that is left': [() => keyboard.down('Space'), () => page.$eval('#hold', (button) => button.blur())],
  };
  for (const [way, [down, up]] of Object.entries(ways)) {
    await down();
    assert.equal(await seen(), HELD, way);
    await up();
    assert.equal(await seen(), LET_GO, way);
  }
  await studio.assertClean();
});

test('it is shown on a ground of one\'s choice, and saved without', async () => {
  const { page } = studio;
  await cutOut();
  const before = await studio.opaqueShare('#compare .after');
  const ground = () => page.$eval('#compare', (element) => [getComputedStyle(element).backgroundColor, element.classList.contains('checks')]);
  assert.equal((await ground())[1], true);
  for (const [value, colour] of [['#ffffff', 'rgb(255, 255, 255)'], ['#000000', 'rgb(0, 0, 0)'], ['own', 'rgb(122, 60, 255)']]) {
    await page.select('#ground', value);
    assert.deepEqual(await ground(), [colour, false]);
  }
  await page.$eval('#ground-colour', (input) => {
    input.value = '#102030';
    input.dispatchEvent(new Event('input', { bubbles: true }));
  });
  assert.deepEqual(await ground(), ['rgb(16, 32, 48)', false]);
  await page.click('#magnify');
  await page.waitForSelector('.lens:not([hidden])');
  const lens = () => page.$eval('.lens', (one) => [getComputedStyle(one).backgroundColor, getComputedStyle(one).backgroundImage]);
  assert.deepEqual(await lens(), ['rgb(16, 32, 48)', 'none'], 'edges are seen on the same ground');
  await page.select('#ground', 'transparent');
  assert.equal((await ground())[1], true);
  assert.equal(await page.$eval('#ground-colour', ({ hidden }) => hidden), true);
  assert.equal(await studio.opaqueShare('#compare .after'), before);
});

test('the button says what the picture is put on', async () => {
  const { page } = studio;
  await page.click('#samples li:nth-child(2) button');
  await studio.imagesAre(1);
  assert.equal((await studio.text('#place')).trim(), 'Put on Thumbnail');
  await page.click('#view-canvas');
  await page.select('#canvas', 'twitch_emote');
  await page.click('#view-cutout');
  assert.equal((await studio.text('#place')).trim(), 'Put on Twitch emote');
  for (const selector of ['#looking', '#save-cutout']) assert.equal(await page.$eval(selector, ({ hidden }) => hidden), true, `${selector}: there is no cut-out yet`);
});

test('before and after part in the middle of the subject, wherever it stands', async () => {
  const { page } = studio;
  const file = path.join(folder, 'aside.svg');
  fs.writeFileSync(file, '<svg xmlns="http://www.w3.org/2000/svg" width="800" height="400"><rect width="800" height="400" fill="#fff"/><circle cx="160" cy="200" r="80" fill="#d22"/></svg>');
  await studio.choose(file);
  await studio.imagesAre(1);
  await studio.removeBackground();
  const split = () => page.$eval('#compare .split', ({ value }) => Number(value));
  const subject = await split();
  assert.ok(Math.abs(subject - 20) <= 1, `${subject} %`);
  // Where a person has put it, it stays.
  await page.$eval('#compare .split', (input) => {
    input.value = '70';
    input.dispatchEvent(new Event('input', { bubbles: true }));
  });
  await page.click('#remove');
  await page.waitForSelector('#working:not([hidden])');
  await page.waitForSelector('#working', { hidden: true });
  assert.equal(await split(), 70);
  await studio.assertClean();
});

test('what is said of a picture that is a few pixels wide can be read', async () => {
  const { page } = studio;
  const file = path.join(folder, 'narrow.svg');
  fs.writeFileSync(file, '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="1600"><rect width="8" height="1600" fill="#d22"/></svg>');
  await studio.choose(file);
  await studio.imagesAre(1);
  await page.click('#remove');
  await page.waitForSelector('#failed:not([hidden])', { timeout: 60_000 });
  const [failed, surface] = await page.$$eval('#failed, #cutout', (all) => all.sort((a) => (a.id === 'failed' ? -1 : 1)).map((one) => one.getBoundingClientRect().toJSON()));
  assert.ok(failed.width > 200 && failed.height < 120, `${failed.width} × ${failed.height}`);
  assert.ok(failed.left >= surface.left && failed.right <= surface.right && failed.bottom <= surface.bottom);
  assert.match(await studio.text('#failed'), /Select it by hand/);
  // What was said of it is not said beside another.
  await studio.choose(path.join(folder, 'aside.svg'));
  await studio.imagesAre(2);
  await page.click('.image:first-child .choose');
  await page.waitForFunction(() => document.querySelector('#status').textContent === '');
  await studio.assertClean();
});

test('the tools of a cut-out are one row on a laptop, whatever it is put on, and nothing in the bar lies on anything', async () => {
  const { page } = studio;
  await page.click('#samples li:nth-child(2) button');
  await studio.imagesAre(1);
  const tops = () => page.$$eval('#cutout-tools > button', (all) => [...new Set(all.filter((one) => one.checkVisibility()).map(({ offsetTop }) => offsetTop))]);
  /** Of the page's bar and of the tools: pairs that overlap. */
  const overlaps = () => page.evaluate(() => ['.bar', '.bar-actions', '.tools', '#cutout-tools', '#canvas-tools'].flatMap((parent) => {
    const seen = [...document.querySelector(parent).children].filter((one) => one.checkVisibility() && one.getBoundingClientRect().width > 0 && !one.matches('[popover]'));
    const shown = seen.map((one) => [one.id || one.className, one.getBoundingClientRect(), one]);
    return shown.flatMap(([a, one, element], i) => [
      ...(element.scrollWidth > element.clientWidth + 1 && element.matches('.brand') ? [`${a} is cut off`] : []),
      ...shown.slice(i + 1).filter(([, other]) => one.right > other.left + 0.5 && other.right > one.left + 0.5 && one.bottom > other.top + 0.5 && other.bottom > one.top + 0.5).map(([b]) => `${a} on ${b}`),
    ]);
  }));
  for (const isDone of [false, true]) {
    if (isDone) await studio.removeBackground();
    for (const width of [721, 768, 820, 889, 930, 1000, 1100, 1101, 1180, 1279, 1280, 1366, 1499, 1500, 1920]) {
      await studio.resize({ width, height: 900 });
      for (const canvas of ['thumbnail', 'profile_picture']) {
        await page.click('#view-canvas');
        await page.select('#canvas', canvas);
        await studio.laidOut();
        assert.deepEqual(await overlaps(), [], `${width}, canvas`);
        await page.click('#view-cutout');
        await studio.laidOut();
        assert.equal((await tops()).length, 1, `${width}, ${canvas}, ${isDone}: ${await tops()}`);
        assert.deepEqual(await overlaps(), [], `${width}`);
      }
    }
  }
});
