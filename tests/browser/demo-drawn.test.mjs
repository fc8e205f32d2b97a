// Texts, colours and effects on the canvas: changed, undone, kept, and the same pixels from the command line.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test, { after } from 'node:test';
import { assertNodeDrawsTheSame } from './same-picture.mjs';
import { openStudio } from './studio.mjs';

const studio = openStudio();
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'media-drawn-'));
after(() => fs.rmSync(folder, { recursive: true, force: true }));

const set = (selector, value) => studio.page.$eval(selector, (input, to) => {
  input.value = to;
  input.dispatchEvent(new Event('input', { bubbles: true }));
}, value);
const saved = () => studio.page.waitForSelector('html[data-saved=true]');
const boxes = () => studio.page.$$eval('.layer', (layers) => layers.map(({ style }) => [style.width, style.height].map(Number.parseFloat)));

async function addText() {
  await studio.page.click('#view-canvas');
  await studio.add('text');
  await studio.layersAre(1);
}

test('a text is typed, keeps the size of its letters, is undone in one step, and is there after a reload', async () => {
  await addText();
  const { page } = studio;
  await page.waitForFunction(() => document.activeElement?.id === 'text-content');
  const [[width, height]] = await boxes();
  await page.keyboard.type('GG');
  await page.waitForFunction(() => document.querySelector('.layer-row .name').textContent === 'GG');
  await page.waitForFunction((before) => Number.parseFloat(document.querySelector('.layer').style.width) < before * 0.6, {}, width);
  const [[, high]] = await boxes();
  assert.ok(high > height * 0.5 && high < height * 1.3, `${high} of ${height}`);
  await set('#text-colour', '#ff0000');
  await studio.previewIsSettled();
  await page.waitForFunction(() => {
    const canvas = document.querySelector('#preview');
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    for (let i = 0; i < data.length; i += 4) if (data[i] === 255 && data[i + 1] === 0 && data[i + 3] === 255) return true;
    return false;
  });
  await saved();
  await page.reload();
  await page.waitForSelector('html[data-ready]');
  await studio.layersAre(1);
  await page.click('.layer-row .choose');
  await page.waitForFunction(() => document.querySelector('#text-content').value === 'GG');
  await page.click('#undo');
  await page.click('#undo');
  await page.waitForFunction(() => document.querySelector('.layer-row .name').textContent === 'Your text');
  await studio.assertClean();
});

const typing = () => studio.page.waitForFunction(() => document.activeElement?.id === 'text-content' && getSelection().toString() !== '' && document.activeElement.checkVisibility({ visibilityProperty: true }));
const nameIs = (name) => studio.page.waitForFunction((wanted) => document.querySelector('.layer-row .name').textContent === wanted, {}, name);
/** In the window. */
const middleOf = (selector) => studio.page.$eval(selector, (element) => {
  const { x, y, width, height } = element.getBoundingClientRect();
  return [x + width / 2, y + height / 2];
});

test('a new text is read on an empty canvas: its letters have an outline of another colour', async () => {
  await addText();
  await studio.previewIsSettled();
  const [light, dark] = await studio.page.$eval('#preview', (canvas) => {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    const count = [0, 0];
    for (let i = 0; i < data.length; i += 4) if (data[i + 3] === 255) count[data[i] > 127 ? 0 : 1]++;
    return count;
  });
  assert.ok(light > 1000 && dark > 1000, `${light}, ${dark}`);
  assert.equal(await studio.page.$eval('#effect-outline', ({ checked }) => checked), true);
});

test('a text is edited where it lies: by a double click, by Enter, from its menu', async () => {
  await addText();
  const { page } = studio;
  await typing();
  await page.click('#tab-details');
  await page.mouse.click(...(await middleOf('.layer')), { count: 2 });
  await typing();
  await page.keyboard.type('HH LL');
  await nameIs('HH LL');
  assert.equal(await page.$eval('.layer-row [data-part=hide]', ({ ariaPressed }) => ariaPressed), 'false', 'letters are no commands');
  await studio.previewIsSettled();
  await page.focus('.layer');
  await page.keyboard.press('Enter');
  await typing();
  await page.keyboard.type('two');
  await nameIs('two');
  await page.focus('.layer');
  await page.keyboard.down('Shift');
  await page.keyboard.press('F10');
  await page.keyboard.up('Shift');
  await page.waitForSelector('[role=menu]');
  await page.evaluate(() => [...document.querySelectorAll('[role=menuitem]')].find(({ textContent }) => textContent.includes('Edit the text')).click());
  await typing();
  await page.keyboard.type('three');
  await nameIs('three');
  await studio.assertClean();
});

test('a text in a group is edited alone; what is no text has no letters', async () => {
  await addText();
  const { page } = studio;
  await studio.add('box');
  await studio.layersAre(2);
  await page.keyboard.press('Escape');
  await page.keyboard.down('Control');
  await page.keyboard.press('a');
  await page.keyboard.press('g');
  await page.keyboard.up('Control');
  await page.waitForSelector('.layer-row.grouped');
  // The box came last and covers the text.
  await page.evaluate(() => document.querySelector('.layer-row:first-child [data-part=hide]').click());
  await page.mouse.click(...(await middleOf('.layer[aria-label^="Your text"]')), { count: 2 });
  await typing();
  assert.equal(await page.$$eval('.layer-row.chosen', ({ length }) => length), 1);
  await page.evaluate(() => document.querySelector('.layer-row:first-child [data-part=hide]').click());
  await studio.laidOut();
  await page.mouse.click(...(await middleOf('.layer[aria-label^="Box"]')), { count: 2 });
  await studio.laidOut();
  assert.notEqual(await page.evaluate(() => document.activeElement.id), 'text-content');
});

test('on a phone a double tap opens the sheet with the words', async () => {
  const { page } = studio;
  await page.setViewport({ width: 390, height: 844, hasTouch: true, isMobile: true });
  await page.waitForSelector('html[data-ready]');
  await addText();
  await typing();
  await page.tap('[data-opens=layers]');
  await page.waitForFunction(() => document.body.dataset.sheet === undefined);
  await studio.laidOut();
  const [x, y] = await middleOf('.layer');
  await page.touchscreen.tap(x, y);
  await page.touchscreen.tap(x, y);
  await typing();
  await page.keyboard.type('GG');
  await nameIs('GG');
  await studio.assertClean();
});

test('words and colour that are changed in the same moment are both kept', async () => {
  await addText();
  const { page } = studio;
  await typing();
  await page.evaluate(() => {
    for (const [selector, value] of [['#text-content', 'RED'], ['#text-colour', '#ff0000']]) {
      const input = document.querySelector(selector);
      input.value = value;
      input.dispatchEvent(new Event('input', { bubbles: true }));
    }
  });
  await nameIs('RED');
  await page.evaluate(() => document.activeElement.blur());
  await page.waitForFunction(() => document.querySelector('#text-colour').value === '#ff0000' && document.querySelector('#text-content').value === 'RED');
  await studio.previewIsSettled();
  const reds = () => page.$eval('#preview', (canvas) => {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    let count = 0;
    for (let i = 0; i < data.length; i += 4) if (data[i] === 255 && data[i + 1] === 0 && data[i + 3] === 255) count++;
    return count;
  });
  assert.ok((await reds()) > 1000);
});

test('of words that are typed fast the last ones stay, whichever is drawn first', async () => {
  await addText();
  const { page } = studio;
  await typing();
  await page.evaluate(() => {
    const { toBlob } = HTMLCanvasElement.prototype;
    let calls = 0;
    HTMLCanvasElement.prototype.toBlob = function (then, ...rest) {
      const isFirst = ++calls === 1;
      toBlob.call(this, (blob) => (isFirst ? (globalThis.release = () => then(blob)) : then(blob)), ...rest);
    };
  });
  await set('#text-content', 'first');
  await page.waitForFunction(() => globalThis.release !== undefined);
  await set('#text-content', 'last');
  await nameIs('last');
  await page.evaluate(() => globalThis.release());
  await set('#text-colour', '#ff0000');
  await page.evaluate(() => document.activeElement.blur());
  await page.waitForFunction(() => document.querySelector('#preview').dataset.settled === 'true' && (() => {
    const canvas = document.querySelector('#preview');
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    for (let i = 0; i < data.length; i += 4) if (data[i] === 255 && data[i + 1] === 0 && data[i + 3] === 255) return true;
    return false;
  })());
  assert.equal(await studio.text('.layer-row .name'), 'last');
  assert.equal(await page.$eval('#text-content', ({ value }) => value), 'last');
});

test('lines that keep to a side stay there when their words change, turned and mirrored too', async () => {
  await addText();
  const { page } = studio;
  await typing();
  await page.keyboard.type('a few words');
  await nameIs('a few words');
  await page.click('#layer-width', { count: 3 });
  await page.keyboard.type('30\n');
  await page.select('#text-align', 'left');
  await page.waitForFunction(() => document.querySelector('#text-align').value === 'left');
  const edge = async (side) => {
    await studio.laidOut();
    return page.$eval('.layer', ({ style }, sign) => {
      const [left, top, width, height] = [style.left, style.top, style.width, style.height].map(Number.parseFloat);
      const turn = (Number.parseFloat(/rotate\((.*?)deg/.exec(style.transform)?.[1] ?? '0') * Math.PI) / 180;
      return { width, x: left + width / 2 + (sign * Math.cos(turn) * width) / 2, y: (top + height / 2) * (9 / 16) + (sign * Math.sin(turn) * width) / 2 };
    }, side);
  };
  for (const [degrees, side, words] of [[0, -1, 'words'], [30, -1, 'more words than before'], [30, 1, 'mirrored']]) {
    await set('#layer-rotation', String(degrees));
    if (side === 1) await page.click('#layer-flip-x');
    const before = await edge(side);
    await set('#text-content', words);
    await page.waitForFunction((width) => Math.abs(Number.parseFloat(document.querySelector('.layer').style.width) - width) > 1, {}, before.width);
    const after = await edge(side);
    assert.ok(Math.abs(after.x - before.x) < 0.1 && Math.abs(after.y - before.y) < 0.1, `${degrees}°: ${JSON.stringify([before, after])}`);
  }
});

test('a box takes another shape', async () => {
  const { page } = studio;
  await page.click('#view-canvas');
  await studio.add('box');
  await studio.layersAre(1);
  await studio.previewIsSettled();
  const whole = await studio.opaqueShare('#preview');
  await page.select('#fill-shape', 'ellipse');
  await page.waitForFunction((before) => {
    const canvas = document.querySelector('#preview');
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    let opaque = 0;
    for (let i = 3; i < data.length; i += 4) opaque += data[i] > 127 ? 1 : 0;
    return canvas.dataset.settled === 'true' && Math.abs(opaque / (data.length / 4) / before - Math.PI / 4) < 0.01;
  }, {}, whole);
  await nameIs('Ellipse');
  await page.click('#undo');
  await page.waitForFunction(() => document.querySelector('#fill-shape').value === 'box');
  await nameIs('Box');
  await studio.assertClean();
});

test('a name that somebody gave to a shape outlives its changes', async () => {
  const { page } = studio;
  await page.click('#view-canvas');
  await studio.add('box');
  await studio.layersAre(1);
  await page.click('#tab-details');
  await page.click('#display-name', { count: 3 });
  await page.keyboard.type('Frame');
  await nameIs('Frame');
  await page.click('#tab-layers');
  await page.select('#fill-shape', 'star');
  await page.waitForFunction(() => document.querySelector('#fill-shape').value === 'star');
  await page.click('#layer-flip-x');
  await studio.previewIsSettled();
  await nameIs('Frame');
});

test('outline, glow and shadow are drawn around it, and the command line draws the same pixels', async () => {
  await addText();
  const { page } = studio;
  await page.waitForFunction(() => document.activeElement?.id === 'text-content');
  await studio.previewIsSettled();
  const plain = await studio.opaqueShare('#preview');
  for (const effect of ['glow', 'shadow']) await page.click(`#effect-${effect}`);
  await set('#effect-outline-colour', '#102030');
  await set('#effect-outline-size', '60');
  await page.waitForFunction((before) => {
    const canvas = document.querySelector('#preview');
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    let opaque = 0;
    for (let i = 3; i < data.length; i += 4) opaque += data[i] > 127 ? 1 : 0;
    return canvas.dataset.settled === 'true' && opaque / (data.length / 4) > before * 1.5;
  }, {}, plain);
  await studio.add('gradient');
  await studio.layersAre(2);
  await assertNodeDrawsTheSame(studio, folder);
  await studio.assertClean();
});

test('a platform\'s safe zone is framed on any canvas, and is in no picture', async () => {
  await addText();
  const { page } = studio;
  await page.select('#safe-zone', 'tiktok');
  const share = () => page.$eval('.safe-zone', ({ offsetLeft, offsetTop, offsetWidth, offsetHeight, offsetParent: { clientWidth, clientHeight } }) =>
    [offsetLeft / clientWidth, offsetTop / clientHeight, offsetWidth / clientWidth, offsetHeight / clientHeight].map((part) => Math.round(part * 20) / 20));
  assert.deepEqual(await share(), [0.05, 0.15, 0.9, 0.65]);
  await page.select('#canvas', 'story_graphic');
  await page.waitForFunction(() => document.querySelector('#preview').height === 1920);
  assert.deepEqual(await share(), [0.05, 0.15, 0.9, 0.65]);
  await page.select('#safe-zone', '');
  assert.ok(await page.$eval('.safe-zone', (zone) => zone.hidden));
});
