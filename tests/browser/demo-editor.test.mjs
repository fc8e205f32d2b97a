// The demo's editor in Chromium: mouse, keys, the form, a phone.
import assert from 'node:assert/strict';
import test from 'node:test';
import { openStudio } from './studio.mjs';

const studio = openStudio();

test('keys alone: choose, place, nudge, delete, undo', async () => {
  await studio.page.focus('#start-sample');
  await studio.page.keyboard.press('Enter');
  await studio.imagesAre(1);
  await studio.page.focus('#place');
  await studio.page.keyboard.press('Enter');
  await studio.layersAre(1);
  await studio.page.waitForFunction(() => document.activeElement?.classList.contains('layer'));
  const start = (await studio.requestBody()).media_asset_placements[0];
  await studio.page.keyboard.press('ArrowRight');
  await studio.page.keyboard.down('Shift');
  await studio.page.keyboard.press('ArrowUp');
  await studio.page.keyboard.up('Shift');
  await studio.placementsSatisfy(([placement], from) => placement.x > from.x && placement.y < from.y, start);
  const moved = (await studio.requestBody()).media_asset_placements[0];
  await studio.page.keyboard.press('Delete');
  await studio.layersAre(0);
  await studio.page.keyboard.down('Control');
  await studio.page.keyboard.press('z');
  await studio.page.keyboard.up('Control');
  await studio.layersAre(1);
  const back = (await studio.requestBody()).media_asset_placements[0];
  assert.deepEqual([back.x, back.y], [moved.x, moved.y]);
  await studio.assertClean();
});

test('dragging moves the layer, a handle resizes it, and preview and request follow', async () => {
  await studio.page.click('#start-sample');
  await studio.imagesAre(1);
  await studio.page.click('#place');
  await studio.layersAre(1);
  const before = (await studio.requestBody()).media_asset_placements[0];
  const box = await (await studio.page.$('.layer')).boundingBox();
  await studio.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await studio.page.mouse.down();
  await studio.page.mouse.move(box.x + box.width / 2 - 97, box.y + box.height / 2 - 13, { steps: 4 });
  await studio.page.mouse.up();
  await studio.placementsSatisfy((placements, x) => placements[0].x < x - 5, before.x);
  const moved = (await studio.requestBody()).media_asset_placements[0];
  const handle = await (await studio.page.$('[data-handle=bottom-right]')).boundingBox();
  await studio.page.mouse.move(handle.x + handle.width / 2, handle.y + handle.height / 2);
  await studio.page.mouse.down();
  await studio.page.mouse.move(handle.x - 60, handle.y - 60, { steps: 4 });
  await studio.page.mouse.up();
  await studio.placementsSatisfy((placements, w) => placements[0].width < w - 2, moved.width);
  const resized = (await studio.requestBody()).media_asset_placements[0];
  assert.ok(
    Math.abs(resized.width / resized.height - before.width / before.height) < 0.02,
    'the proportions stay',
  );
  await studio.previewIsSettled();
  assert.ok((await studio.opaqueShare('#preview')) < 0.36);
  await studio.assertClean();
});

test('a drag snaps with guides, Shift adds to the selection, and undo takes back one gesture at a time', async () => {
  for (const index of [1, 2]) {
    await studio.page.click(`#samples li:nth-child(${index}) button`);
    await studio.imagesAre(index);
    await studio.page.click('#place');
    await studio.layersAre(index);
  }
  const placement = async (index) => (await studio.requestBody()).media_asset_placements[index];
  const overlay = await (await studio.page.$('#overlay')).boundingBox();
  const at = (x, y) => [overlay.x + (overlay.width * x) / 100, overlay.y + (overlay.height * y) / 100];
  const start = await placement(1);
  await studio.page.mouse.move(...at(start.x, start.y));
  await studio.page.mouse.down();
  await studio.page.mouse.move(...at(60, 30), { steps: 5 });
  await studio.page.mouse.move(...at(33.6, 50.1), { steps: 5 });
  await studio.page.waitForSelector('.guide');
  await studio.page.mouse.up();
  await studio.page.waitForFunction(() => document.querySelector('.guide') === null);
  const logo = await placement(1);
  assert.deepEqual([logo.x, logo.y], [33.33, 50], 'on the third and the centre');

  await studio.page.keyboard.down('Shift');
  await studio.page.mouse.click(...at(50, 50));
  await studio.page.keyboard.up('Shift');
  await studio.page.waitForFunction(() => document.querySelectorAll('.layer.selected').length === 2);
  await studio.page.click('#arrange-align-top');
  await studio.page.click('#arrange-to-back');
  await studio.page.mouse.move(...at(50, 50));
  await studio.page.mouse.down();
  await studio.page.mouse.move(...at(56, 70), { steps: 5 });
  await studio.page.mouse.up();
  await studio.placementsSatisfy((placements, x) => placements[1].x > x, logo.x);
  await studio.page.click('#undo');
  await studio.placementsSatisfy((placements, x) => placements[1].x === x, logo.x);
  await studio.page.click('#undo'); // the alignment
  await studio.page.click('#undo');
  await studio.placementsSatisfy((placements, x) => placements[1].x === x, start.x);
  await studio.page.click('#redo');
  await studio.placementsSatisfy((placements, x) => placements[1].x === x, logo.x);
  await studio.assertClean();
});

test('another canvas takes the layout with it', async () => {
  await studio.page.click('#samples li:nth-child(3) button');
  await studio.imagesAre(1);
  await studio.page.click('#place');
  await studio.layersAre(1);
  await studio.page.select('#canvas', 'story_graphic');
  await studio.page.waitForFunction(() => document.querySelector('#preview').height === 1920);
  const body = await studio.requestBody();
  assert.equal(body.asset_type, 'story_graphic');
  const [{ x, y, width, height }] = body.media_asset_placements;
  assert.deepEqual([x, y, height], [50, 50, 100], 'the background still covers the canvas');
  assert.ok(width > 100);
  await studio.assertClean();
});

test('the first picture on an emote fills it', async () => {
  await studio.page.click('#start-sample');
  await studio.imagesAre(1);
  await studio.page.click('#view-canvas');
  await studio.page.select('#canvas', 'twitch_emote_112');
  await studio.page.click('#view-cutout');
  await studio.page.click('#place');
  await studio.layersAre(1);
  const [{ x, y, width, height }] = (await studio.requestBody()).media_asset_placements;
  assert.deepEqual([x, y, width, height], [50, 50, 100, 100]);
  await studio.assertClean();
});

test('issues stand beside their fields', async () => {
  await studio.page.click('#start-sample');
  await studio.imagesAre(1);
  await studio.page.click('#tab-details');
  await studio.page.click('#display-name', { count: 3 });
  await studio.page.keyboard.press('Backspace');
  await studio.page.waitForSelector('#display-name[aria-invalid=true]');
  assert.notEqual(await studio.text('#display-name-issue'), '');
  await studio.page.type('#display-name', 'Nova');
  await studio.page.waitForSelector('#display-name:not([aria-invalid])');
  await studio.page.$eval('#tags', (input) => {
    input.value = Array.from({ length: 21 }, (_, i) => `tag${i}`).join(',');
    input.dispatchEvent(new Event('input', { bubbles: true }));
  });
  await studio.page.waitForSelector('#tags[aria-invalid=true]');
  await studio.page.select('#endpoint', 'uploadMedia');
  await studio.page.waitForSelector('#request-issues:not([hidden])');
  assert.match(await studio.text('#request-issues'), /tags/);
  await studio.assertClean();
});

test('a phone sees one column, without sideways scrolling', async () => {
  await studio.resize({ width: 390, height: 844 });
  await studio.page.click('#start-sample');
  await studio.imagesAre(1);
  await studio.page.click('#place');
  await studio.layersAre(1);
  for (const width of [390, 320]) {
    await studio.resize({ width, height: 844 });
    assert.equal(await studio.page.evaluate(() => document.documentElement.scrollWidth), width);
  }
  await studio.assertClean();
});
