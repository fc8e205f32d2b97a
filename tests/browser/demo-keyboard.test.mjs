// The whole first minute with the keyboard alone: every stop of Tab is seen, and none is the page itself.
import assert from 'node:assert/strict';
import test from 'node:test';
import { openStudio } from './studio.mjs';

const studio = openStudio({}, { preferences: {} });

const press = (key) => studio.page.keyboard.press(key);
const at = () => studio.page.evaluate(() => {
  const { activeElement: element } = document;
  const { width, height, bottom, right } = element.getBoundingClientRect();
  return { name: element.id || element.className || element.tagName, isPage: element === document.body, isShown: element.matches(':focus-visible') && width > 0 && height > 0 && bottom > 0 && right > 0 };
});

/** Presses Tab until something has the focus. */
async function tabTo(name, key = 'Tab', most = 60) {
  const way = [];
  for (let i = 0; i < most; i++) {
    if (key === 'Shift+Tab') await studio.page.keyboard.down('Shift');
    await press('Tab');
    if (key === 'Shift+Tab') await studio.page.keyboard.up('Shift');
    const now = await at();
    assert.ok(now.isPage || now.isShown, `${now.name} has the focus and is not seen`);
    if (now.name.split(' ').includes(name)) return;
    way.push(now.name);
  }
  assert.fail(`Tab does not lead to ${name}, but to ${way.join(', ')}`);
}

test('keys alone: a picture, cut out, compared, put on the canvas, moved, sized, turned, saved', async () => {
  const { page } = studio;
  await tabTo('start-sample');
  await press('Enter');
  await page.waitForSelector('#save-cutout:not([hidden])', { timeout: 60_000 });
  assert.equal((await at()).isPage, false, 'the button that was pressed is gone; the focus is not');
  await tabTo('split');
  const split = () => page.$eval('.split', ({ value }) => Number(value));
  const half = await split();
  await press('ArrowRight');
  assert.equal(await split(), half + 1);
  await tabTo('hold');
  await page.keyboard.down('Space');
  assert.equal(await page.$eval('#hold', (button) => button.getAttribute('aria-pressed')), 'true');
  await page.keyboard.up('Space');
  await tabTo('place', 'Shift+Tab');
  await press('Enter');
  await studio.layersAre(1);
  await page.waitForFunction(() => document.activeElement.classList.contains('layer'));
  for (const [keys, said] of [['ArrowLeft', ' at '], ['Control+ArrowRight', ' wide'], ['.', 'turned 1']]) {
    const [key, modifier] = keys.split('+').reverse();
    if (modifier) await page.keyboard.down(modifier);
    await press(key);
    if (modifier) await page.keyboard.up(modifier);
    await studio.statusSays(said);
  }
  await tabTo('snapping');
  await press('ArrowRight');
  assert.equal((await at()).name, 'several');
  await tabTo('export-open', 'Shift+Tab');
  await press('Enter');
  await page.waitForSelector('#export-save:not([disabled])');
  await tabTo('export-save');
  await press('Escape');
  assert.equal((await at()).name, 'export-open', 'the menu gives the focus back');
  await tabTo('download');
  await press('Enter');
  await studio.statusSays('thumbnail.png saved');
  await studio.assertClean();
});
