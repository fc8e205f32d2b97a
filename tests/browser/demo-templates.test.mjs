// Templates: seen before they are chosen, laid on the canvas, undone; pictures in their places.
import assert from 'node:assert/strict';
import test from 'node:test';
import { openStudio } from './studio.mjs';

const studio = openStudio();

async function openTemplates(button = '#templates-open') {
  const { page } = studio;
  await page.click(button);
  await page.waitForSelector('.template-groups[data-ready=true]', { timeout: 60_000 });
}

async function use(template) {
  await openTemplates();
  await studio.page.click(`[data-template=${template}]`);
  await studio.page.waitForSelector('#templates:not([open])');
  await studio.statusSays('is on the canvas');
}

/** Of a layer by its name, percent of the canvas. */
const boxOf = (name) => studio.page.$$eval('.layer', (layers, wanted) => {
  const { style } = layers.find((layer) => layer.getAttribute('aria-label').startsWith(wanted));
  const [left, top, width, height] = [style.left, style.top, style.width, style.height].map(Number.parseFloat);
  return { left, top, right: left + width, bottom: top + height, width, height };
}, name);

/** The place of `thumbnail-moment`: about (74, 53), 48 wide and 94 high. */
const PLACE = { left: 50, top: 6, right: 98, bottom: 100 };
function assertFills({ left, top, right, bottom }) {
  const near = (a, b) => Math.abs(a - b) < 0.02;
  assert.ok(left > PLACE.left - 0.02 && right < PLACE.right + 0.02 && top > PLACE.top - 0.02 && bottom < PLACE.bottom + 0.02, JSON.stringify({ left, top, right, bottom }));
  assert.ok((near(left, PLACE.left) && near(right, PLACE.right)) || (near(top, PLACE.top) && near(bottom, PLACE.bottom)), `as large as it fits: ${JSON.stringify({ left, top, right, bottom })}`);
}

test('every template is shown as it will be, and they are loaded when they are asked for', async () => {
  const { page } = studio;
  await page.click('#view-canvas');
  const scripts = () => page.evaluate(() => performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.js')).length);
  const before = await scripts();
  await openTemplates('#canvas-template');
  assert.ok((await scripts()) > before);
  const previews = await page.$$eval('.template-cards img', (images) => images.map(({ complete, naturalWidth, naturalHeight }) => complete && Math.max(naturalWidth, naturalHeight)));
  assert.ok(previews.length >= 12);
  assert.deepEqual([...new Set(previews)], [360]);
  const canvases = await page.$$eval('.template-cards button', (buttons) => new Set(buttons.map(({ title }) => title.split(': ')[1])).size);
  assert.equal(canvases, 5);
  await page.keyboard.press('Escape');
  await page.waitForSelector('#templates:not([open])');
  await studio.assertClean();
});

test('a template takes the place of what was there; undo brings that back; it is there after a reload', async () => {
  const { page } = studio;
  await page.click('#view-canvas');
  await studio.add('box');
  await studio.layersAre(1);
  await use('badge-gold');
  await studio.layersAre(2);
  await page.waitForFunction(() => document.querySelector('#canvas').value === 'twitch_badge');
  await page.click('#undo');
  await studio.layersAre(1);
  await studio.statusSays('Undone: a template');
  assert.equal(await page.$eval('#canvas', ({ value }) => value), 'thumbnail');
  await page.click('#redo');
  await studio.layersAre(2);
  await page.waitForSelector('html[data-saved=true]');
  await page.reload();
  await page.waitForSelector('html[data-ready]');
  await studio.layersAre(2);
  await studio.previewIsSettled();
  assert.ok((await studio.opaqueShare('#preview')) > 0.2);
  await studio.assertClean();
});

test('an empty place is in no picture and no request; a picture fills it, and fills it again when it is cut out', async () => {
  const { page } = studio;
  await page.click('#view-canvas');
  await use('emote-face');
  await studio.layersAre(1);
  await page.waitForFunction(() => JSON.parse(document.querySelector('#json').textContent).asset_type === 'twitch_emote');
  assert.equal((await studio.requestBody()).media_asset_placements, undefined);
  await studio.previewIsSettled();
  assert.equal(await studio.opaqueShare('#preview'), 0);
  await use('thumbnail-moment');
  await studio.layersAre(6);
  await page.waitForSelector('.place-choose');
  await page.click('#samples li:nth-child(2) button');
  await studio.imagesAre(1);
  await page.click('#place');
  await page.waitForFunction(() => !document.querySelector('.place-choose'));
  await studio.layersAre(6);
  const whole = await boxOf('Logo');
  assertFills(whole);
  await page.click('#view-cutout');
  await studio.removeBackground();
  await page.click('#view-canvas');
  await page.waitForFunction((before) => [...document.querySelectorAll('.layer')].some(({ ariaLabel, style }) => ariaLabel.startsWith('Logo') && Number.parseFloat(style.width) / Number.parseFloat(style.height) < before * 0.97), {}, whole.width / whole.height);
  assertFills(await boxOf('Logo'));
  await studio.assertClean();
});

test('the person\'s picture goes into the template, and a place takes a file of its own', async () => {
  const { page } = studio;
  await page.click('#samples li:nth-child(2) button');
  await studio.imagesAre(1);
  await page.click('#view-canvas');
  await use('thumbnail-versus');
  await studio.layersAre(8);
  assert.equal((await page.$$('.place-choose')).length, 1);
  const [chooser] = await Promise.all([page.waitForFileChooser(), page.click('.place-choose')]);
  await chooser.accept([new URL('../../demo/screenshot.png', import.meta.url).pathname]);
  await page.waitForFunction(() => !document.querySelector('.place-choose'));
  await studio.layersAre(8);
  assert.equal(await page.$eval('#view-canvas', (tab) => tab.ariaSelected), 'true');
  await studio.assertClean();
});

test('a badge is offered in the three sizes that its platform takes', async () => {
  const { page } = studio;
  await page.click('#view-canvas');
  await use('badge-silver');
  await studio.layersAre(2);
  await page.click('#export-open');
  await page.waitForFunction(() => /^twitch_badge\.zip · /.test(document.querySelector('#export-size').textContent));
  assert.equal((await page.$$('#export-previews .dark img')).length, 3);
  await studio.assertClean();
});

test('a long layer name, a fourth layer and a phone that lies down: every row keeps its buttons in sight', async () => {
  const { page } = studio;
  await studio.resize({ width: 844, height: 390 });
  await page.click('#view-canvas');
  await use('thumbnail-versus');
  await studio.layersAre(8);
  await page.click('[data-opens=layers]');
  await studio.laidOut();
  const over = await page.$$eval('.layer-row', (rows) => rows.map((row) => row.getBoundingClientRect().right - row.parentElement.getBoundingClientRect().right));
  assert.ok(Math.max(...over) <= 0, over.join());
});

test('the tools of the canvas are one row', async () => {
  const { page } = studio;
  for (const width of [1280, 1440, 1920]) {
    await studio.resize({ width, height: 800 });
    await page.click('#view-canvas');
    await page.select('#canvas', 'thumbnail');
    await studio.laidOut();
    const middles = await page.$$eval('.tools .segmented, #canvas-tools > *', (all) => all.map((one) => one.getBoundingClientRect()).map(({ top, height }) => Math.round(top + height / 2)));
    assert.equal(new Set(middles).size, 1, `${width}: ${middles}`);
  }
});

test('a preview shows the pictures that its places will take', async () => {
  const { page } = studio;
  /** Pixels of the left place and of the right one. */
  const places = async () => {
    await openTemplates();
    const seen = await page.$eval('[data-template=thumbnail-versus] img', async (image) => {
      await image.decode();
      const canvas = Object.assign(document.createElement('canvas'), { width: image.naturalWidth, height: image.naturalHeight });
      const context = canvas.getContext('2d');
      context.drawImage(image, 0, 0);
      return [0.05, 0.7].map((left) => context.getImageData(left * canvas.width, 0.1 * canvas.height, 0.25 * canvas.width, 0.6 * canvas.height).data.join());
    });
    await page.keyboard.press('Escape');
    await page.waitForSelector('#templates:not([open])');
    return seen;
  };
  await page.click('#samples li:nth-child(1) button');
  await studio.imagesAre(1);
  await page.click('#view-canvas');
  const [left, right] = await places();
  await page.click('#samples li:nth-child(2) button');
  await studio.imagesAre(2);
  await page.click('.image:first-child .choose');
  await page.click('#view-canvas');
  const [first, second] = await places();
  assert.equal(first, left);
  assert.notEqual(second, right);
});
