// What is seen of the canvas: wheel, keys, Space, fingers; handles of small and turned layers; numbers at the pointer.
import assert from 'node:assert/strict';
import test from 'node:test';
import { openStudio } from './studio.mjs';

const studio = openStudio();

const rectOf = (selector) => studio.page.$eval(selector, (element) => element.getBoundingClientRect().toJSON());
const level = async () => Number.parseInt(await studio.text('#zoom-full'), 10);
const middle = ({ x, y, width, height }) => [x + width / 2, y + height / 2];
const near = (a, b, tolerance = 1) => assert.ok(Math.abs(a - b) <= tolerance, `${a} is not ${b}`);

test('Ctrl and the wheel zoom around the pointer; the wheel alone moves what is seen; 0 shows all', async () => {
  await studio.oneLayer();
  const { page } = studio;
  const whole = await rectOf('#stage');
  const [x, y] = [whole.x + whole.width / 4, whole.y + whole.height / 2];
  await page.mouse.move(x, y);
  await page.keyboard.down('Control');
  for (let i = 0; i < 4; i++) await page.mouse.wheel({ deltaY: -100 });
  await page.keyboard.up('Control');
  await page.waitForSelector('#composition.zoomed');
  const large = await rectOf('#stage');
  near(large.width / whole.width, Math.exp(1.2), 0.02);
  near((x - large.x) / large.width, 0.25, 0.005);
  near((y - large.y) / large.height, 0.5, 0.005);
  await page.mouse.wheel({ deltaX: 30, deltaY: 50 });
  await page.waitForFunction((before) => document.querySelector('#stage').getBoundingClientRect().y < before, {}, large.y);
  const moved = await rectOf('#stage');
  near(moved.x, large.x - 30);
  near(moved.y, large.y - 50);
  await page.keyboard.press('0');
  await page.waitForSelector('#composition:not(.zoomed)');
  assert.deepEqual(await rectOf('#stage'), whole);
  await studio.assertClean();
});

test('keys and buttons zoom, 1 shows real size, and a drag follows the pointer at any zoom', async () => {
  await studio.oneLayer();
  const { page } = studio;
  const fitted = await level();
  await page.keyboard.press('1');
  assert.equal(await level(), 100);
  assert.equal(Math.round((await rectOf('#stage')).width), 1280);
  await page.keyboard.press('+');
  assert.equal(await level(), 125);
  await page.click('#zoom-minus');
  assert.equal(await level(), 100);
  // 1280 × 720: as many canvas pixels as the pointer moves CSS pixels; Ctrl: without snapping.
  const box = await rectOf('.layer');
  await page.keyboard.down('Control');
  await page.mouse.move(...middle(box));
  await page.mouse.down();
  const [x, y] = middle(box);
  await page.mouse.move(x + 64, y + 36, { steps: 3 });
  assert.match(await studio.text('.tip'), /^x \d+ {2}y \d+$/);
  await page.mouse.up();
  await page.keyboard.up('Control');
  await studio.placementsSatisfy(([only]) => Math.abs(only.x - 55) < 0.1 && Math.abs(only.y - 55) < 0.2);
  assert.ok(await page.$eval('.tip', (tip) => tip.hidden));
  await page.click('#zoom-fit');
  assert.equal(await level(), fitted);
});

test('Space and a drag, and the middle button, move what is seen and nothing else', async () => {
  await studio.oneLayer();
  const { page } = studio;
  await page.keyboard.press('1');
  const [x, y] = middle(await rectOf('.layer'));
  const drag = async (button, dx) => {
    await page.mouse.move(x, y);
    await page.mouse.down({ button });
    await page.mouse.move(x + dx, y, { steps: 2 });
    await page.mouse.up({ button });
  };
  const before = await rectOf('#stage');
  await page.keyboard.down('Space');
  await drag('left', 40);
  await page.keyboard.up('Space');
  near((await rectOf('#stage')).x, before.x + 40);
  await drag('middle', -70);
  near((await rectOf('#stage')).x, before.x - 30);
  const [only] = (await studio.requestBody()).media_asset_placements;
  assert.deepEqual([only.x, only.y], [50, 50]);
  await drag('left', 40);
  await studio.placementsSatisfy(([placed]) => placed.x > 52);
});

test('the handles of a tiny layer stand apart, outside of it; turned, their cursors turn with them', async () => {
  await studio.oneLayer();
  const { page } = studio;
  for (const [field, value] of [['width', '1'], ['rotation', '45']]) {
    await page.$eval(`#layer-${field}`, (input, to) => {
      input.value = to;
      input.dispatchEvent(new Event('input', { bubbles: true }));
    }, value);
  }
  await page.waitForFunction(() => document.querySelector('.handle.top').style.cursor === 'nesw-resize');
  const sized = await page.$$eval('.handle', (handles) => handles.map((handle) => [handle.offsetWidth, handle.offsetHeight]));
  assert.equal(sized.length, 9);
  for (const [width, height] of sized) assert.ok(width >= 24 && height >= 24, 'as large as a mouse needs');
  const places = await page.$$eval('.handle', (handles) => handles.map((handle) => {
    const { x, y, width, height } = handle.getBoundingClientRect();
    return [x + width / 2, y + height / 2];
  }));
  for (const [i, [ax, ay]] of places.entries())
    for (const [bx, by] of places.slice(i + 1)) assert.ok(Math.hypot(ax - bx, ay - by) >= 24, 'none lies over another');
  // Its own middle is free to be dragged.
  const [x, y] = middle(await rectOf('.layer'));
  assert.equal(await page.evaluate((px, py) => document.elementFromPoint(px, py).className.includes('handle'), x, y), false);
  await page.mouse.move(...places[8]);
  await page.mouse.down();
  await page.mouse.move(x + 100, y, { steps: 4 });
  assert.equal(await studio.text('.tip'), '90°');
  await page.mouse.up();
  await studio.placementsSatisfy(([only]) => only.rotation === 90);
});

test('two fingers on empty ground zoom the canvas, one moves it, and handles are as large as a finger needs', async () => {
  await studio.oneLayer();
  const { page } = studio;
  await page.keyboard.press('Escape');
  const stage = await rectOf('#stage');
  const [x, y] = [stage.x + 30, stage.y + 30];
  const a = await page.touchscreen.touchStart(x, y);
  const b = await page.touchscreen.touchStart(x + 60, y);
  await b.move(x + 200, y);
  await page.waitForSelector('#composition.zoomed');
  await b.end();
  await a.end();
  const large = await rectOf('#stage');
  near(large.width / stage.width, 200 / 60, 0.05);
  const finger = await page.touchscreen.touchStart(x, y);
  await finger.move(x - 40, y - 30);
  await finger.end();
  near((await rectOf('#stage')).x, large.x - 40);
  assert.equal((await studio.requestBody()).media_asset_placements[0].x, 50);
  await page.keyboard.press('0');
  await page.touchscreen.tap(...middle(stage));
  await page.waitForSelector('.layer.selected');
  assert.ok(await page.$$eval('.handle', (handles) => handles.every((handle) => handle.offsetWidth >= 44 && handle.offsetHeight >= 44)));
  await studio.assertClean();
});
