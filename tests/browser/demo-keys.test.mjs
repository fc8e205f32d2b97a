// The page's keys, wherever the focus is, and what a drag does with Alt and Escape.
import assert from 'node:assert/strict';
import test from 'node:test';
import { openStudio } from './studio.mjs';

const studio = openStudio();

async function press(keys) {
  const all = keys.split('+');
  for (const key of all.slice(0, -1)) await studio.page.keyboard.down(key);
  await studio.page.keyboard.press(all.at(-1));
  for (const key of all.slice(0, -1).reverse()) await studio.page.keyboard.up(key);
}

const nobodyHasFocus = () => studio.page.evaluate(() => document.activeElement?.blur());
const placements = async () => (await studio.requestBody()).media_asset_placements;
const selected = () => studio.page.$$eval('.layer.selected', (layers) => layers.length);

test('layers are duplicated, copied, cut, pasted, selected and stacked without the focus on any', async () => {
  await studio.oneLayer();
  await nobodyHasFocus();
  await press('Control+d');
  await studio.layersAre(2);
  const [first, second] = await placements();
  assert.ok(second.x > first.x && second.y > first.y, 'the copy lies beside it');
  assert.equal(await selected(), 1);
  await press('Control+[');
  await studio.placementsSatisfy(([back], x) => back.x === x, second.x);
  await press('Control+]');
  await studio.placementsSatisfy(([back], x) => back.x === x, first.x);
  await press('Control+a');
  await studio.page.waitForFunction(() => document.querySelectorAll('.layer.selected').length === 2);
  await press('Control+x');
  await studio.layersAre(0);
  await studio.page.evaluate(() => dispatchEvent(new ClipboardEvent('paste', { clipboardData: new DataTransfer() })));
  await studio.layersAre(2);
  await press('ArrowLeft');
  await studio.placementsSatisfy((now, x) => Math.abs(now[0].x - x) < 0.1 && now[0].x < x, first.x + 3);
  await press('Escape');
  await studio.page.waitForFunction(() => document.querySelectorAll('.layer.selected').length === 0);
  for (const count of [2, 0, 2, 2, 2, 1]) {
    await press('Control+z');
    await studio.layersAre(count);
  }
  await studio.assertClean();
});

test('keys leave text, sliders and the other view alone', async () => {
  await studio.oneLayer();
  const { page } = studio;
  await page.focus('#layer-opacity');
  await press('ArrowLeft');
  await studio.placementsSatisfy(([only]) => only.opacity === 99 && only.x === 50);
  await page.focus('#layer-x');
  await press('Backspace');
  await press('Control+d');
  await studio.layersAre(1);
  await page.click('#view-cutout');
  await nobodyHasFocus();
  await press('Delete');
  await press('Control+d');
  await page.click('#view-canvas');
  await studio.layersAre(1);
});

test('? shows the keys, and none of them works meanwhile', async () => {
  await studio.oneLayer();
  await nobodyHasFocus();
  await studio.page.keyboard.type('?');
  await studio.page.waitForSelector('#keys[open]');
  assert.match(await studio.text('#keys'), /Duplicate/);
  await press('Control+d');
  await press('Escape');
  await studio.page.waitForSelector('#keys:not([open])');
  await studio.layersAre(1);
  assert.equal(await selected(), 1, 'Escape closed the list and nothing else');
});

test('Escape takes a drag back and leaves no step to undo', async () => {
  await studio.oneLayer();
  const { mouse } = studio.page;
  const box = await (await studio.page.$('.layer')).boundingBox();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await mouse.move(x, y);
  await mouse.down();
  await mouse.move(x + 90, y + 40, { steps: 4 });
  await studio.placementsSatisfy(([only]) => only.x > 55);
  await press('Escape');
  await studio.placementsSatisfy(([only]) => only.x === 50 && only.y === 50);
  await mouse.move(x + 120, y + 40, { steps: 2 });
  await mouse.up();
  assert.equal((await placements())[0].x, 50);
  assert.equal(await selected(), 1);
  await studio.page.click('#undo');
  await studio.layersAre(0);
});

test('keys resize and turn, and say so in numbers', async () => {
  await studio.oneLayer();
  await nobodyHasFocus();
  const [first] = await placements();
  const ratio = first.width / first.height;
  const cases = [
    ['Control+ArrowRight', ([now], { was }) => now.width > was.width, '% wide, .* % high'],
    ['Control+Shift+ArrowRight', ([now], { was }) => now.width > was.width + 0.6, '% wide'],
    ['Control+ArrowUp', ([now], { was }) => now.height < was.height, '% wide'],
    ['.', ([now]) => now.rotation === 1, 'turned 1 degrees'],
    ['>', ([now]) => now.rotation === 16, 'turned 16 degrees'],
    ['<', ([now]) => now.rotation === 1, 'turned 1 degrees'],
    [',', ([now]) => now.rotation === 0, 'turned 0 degrees'],
    [',', ([now]) => now.rotation === 359, 'turned 359 degrees'],
  ];
  for (const [keys, check, words] of cases) {
    const [was] = await placements();
    await press(keys);
    await studio.placementsSatisfy(check, { was });
    await studio.statusSays(`^Character .*${words}`);
    const [now] = await placements();
    assert.ok(Math.abs(now.width / now.height - ratio) < 0.01, `${keys}: its proportions are locked`);
    assert.deepEqual([now.x, now.y], [50, 50]);
  }
  // As with arrows, what is pressed again and again is one step.
  await press('Control+z');
  await studio.placementsSatisfy(([now], width) => now.rotation === 0 && now.width !== width, first.width);
  await press('Control+z');
  await studio.placementsSatisfy(([now], width) => now.width === width, first.width);
  // Small ones stay large enough to be found.
  await studio.page.$eval('#layer-width', (input) => {
    input.value = '4';
    input.dispatchEvent(new Event('input', { bubbles: true }));
  });
  for (let i = 0; i < 3; i++) await press('Control+Shift+ArrowLeft');
  await studio.placementsSatisfy(([now]) => Math.abs(now.height - 5) < 0.1);
  await studio.assertClean();
});

test('Ctrl+Z, Ctrl+Shift+Z and Ctrl+Y go back and forth', async () => {
  await studio.oneLayer();
  await nobodyHasFocus();
  for (const [keys, count] of [['Control+z', 0], ['Control+Shift+Z', 1], ['Control+z', 0], ['Control+y', 1]]) {
    await press(keys);
    await studio.layersAre(count);
  }
});

test('a drag with Alt drags a copy', async () => {
  await studio.oneLayer();
  const { mouse, keyboard } = studio.page;
  const box = await (await studio.page.$('.layer')).boundingBox();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await keyboard.down('Alt');
  await mouse.move(x, y);
  await mouse.down();
  await mouse.move(x + 90, y + 40, { steps: 4 });
  await mouse.up();
  await keyboard.up('Alt');
  await studio.layersAre(2);
  await studio.placementsSatisfy(([first, second]) => first.x === 50 && second.x > 55);
});
