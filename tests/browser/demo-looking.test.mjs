// How a cut-out is looked at: the picture of before while a button is held, on a ground of one's choice, and where it goes.
import assert from 'node:assert/strict';
import test from 'node:test';
import { openStudio } from './studio.mjs';

const studio = openStudio();

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
