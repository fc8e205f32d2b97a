// Where a picture goes on the canvas, and how large: by what it is, by what lies there, or where it was dropped.
import assert from 'node:assert/strict';
import test from 'node:test';
import { openStudio } from './studio.mjs';

const studio = openStudio();

const placements = async () => (await studio.requestBody()).media_asset_placements;
const sample = (index, count = index) => studio.page.click(`#samples li:nth-child(${index}) button`).then(() => studio.imagesAre(count));
/** Percent of the canvas, as the layers' boxes on it are: a request takes two placements at most. */
const boxes = () => studio.page.$$eval('.layer', (layers) => layers.map(({ style }) => {
  const [left, top, width, height] = [style.left, style.top, style.width, style.height].map(Number.parseFloat);
  return { x: left + width / 2, y: top + height / 2, width, height, z: Number(style.zIndex) };
}));
const rectOf = (selector) => studio.page.$eval(selector, (element) => element.getBoundingClientRect().toJSON());
const near = (a, b, tolerance) => assert.ok(Math.abs(a - b) <= tolerance, `${a} is not ${b}`);

async function place(count) {
  await studio.page.click('#place');
  await studio.layersAre(count);
}

test('a cut-out is placed without its transparent rim, large, and stands where its picture ended', async () => {
  await sample(1);
  await studio.removeBackground();
  await place(1);
  const [only] = await placements();
  near(only.height, 92, 0.1);
  near(only.y + only.height / 2, 100, 0.1);
  await studio.previewIsSettled();
  const edges = await studio.page.$eval('#preview', (canvas, { x, width, y, height }) => {
    const context = canvas.getContext('2d');
    const [w, h] = [canvas.width / 100, canvas.height / 100];
    const box = [(x - width / 2) * w, (y - height / 2) * h, width * w, height * h].map(Math.round);
    const band = 12;
    const alpha = (left, top, wide, high) => Math.max(...context.getImageData(left, top, wide, high).data.filter((_, i) => i % 4 === 3));
    return [alpha(box[0], box[1], box[2], band), alpha(box[0], box[1], band, box[3]), alpha(box[0] + box[2] - band, box[1], band, box[3])];
  }, only);
  for (const alpha of edges) assert.ok(alpha > 100, 'the subject reaches its frame');
  await studio.assertClean();
});

test('a layer that is cut out later, or shows the whole picture again, keeps its subject where it is', async () => {
  await sample(1);
  await place(1);
  const whole = (await placements())[0];
  await studio.page.click('#view-cutout');
  await studio.removeBackground();
  await studio.placementsSatisfy(([only], width) => only.width < width * 0.95, whole.width);
  const [cut] = await placements();
  near(cut.y + cut.height / 2, whole.y + whole.height / 2, 0.1);
  await studio.page.click('#tab-details');
  await studio.page.click('#use-cutout');
  await studio.placementsSatisfy(([only], { width, height, x, y }) => only.width === width && only.height === height && only.x === x && Math.abs(only.y - y) < 0.02, whole);
  await studio.page.click('#undo');
  await studio.placementsSatisfy(([only], width) => only.width === width, cut.width);
});

test('a background covers the canvas behind everything, a logo goes where there is room, and none lies on another', async () => {
  await sample(1);
  await place(1);
  await sample(2);
  await place(2);
  await sample(3);
  await place(3);
  const [character, logo, background] = await boxes();
  assert.ok(background.width >= 100 && background.height >= 100 && background.z === 1);
  assert.ok(character.height > 85);
  assert.ok(Math.abs(logo.x - character.x) > (logo.width + character.width) / 2 - 1, 'beside it');
  await studio.page.click('#images li:nth-child(2) .choose');
  for (let count = 4; count <= 14; count++) {
    await studio.page.click('#view-cutout');
    await place(count);
  }
  const middles = (await boxes()).filter(({ z }) => z > 1).map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`);
  assert.equal(new Set(middles).size, 13, middles.join(', '));
});

test('a picture that is dropped on the canvas lies there, on top; dropped beside it is only added', async () => {
  await sample(3, 1);
  await place(1);
  await studio.laidOut();
  const stage = await rectOf('#stage');
  const drop = (selector, x, y) => studio.page.$eval(selector, async (element, clientX, clientY) => {
    const source = Object.assign(document.createElement('canvas'), { width: 40, height: 40 });
    source.getContext('2d').fillRect(0, 0, 40, 40);
    const blob = await new Promise((resolve) => source.toBlob(resolve));
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([blob], 'dropped.png', { type: 'image/png' }));
    element.dispatchEvent(new DragEvent('drop', { dataTransfer, clientX, clientY, bubbles: true, cancelable: true }));
  }, x, y);
  await drop('#overlay', stage.x + stage.width * 0.3, stage.y + stage.height * 0.4);
  await studio.layersAre(2);
  await studio.placementsSatisfy(([, dropped]) => Math.abs(dropped.x - 30) < 0.3 && Math.abs(dropped.y - 40) < 0.4);
  await drop('#drop', 20, 20);
  await studio.imagesAre(3);
  await studio.page.click('#view-canvas');
  await studio.layersAre(2);
  await studio.assertClean();
});

test('an image of the list is dragged onto the canvas', async () => {
  await sample(2, 1);
  await studio.page.click('#view-canvas');
  await studio.laidOut();
  const stage = await rectOf('#stage');
  await studio.page.$eval('#composition', (surface, clientX, clientY) => {
    const dataTransfer = new DataTransfer();
    const choose = document.querySelector('.image .choose');
    choose.dispatchEvent(new DragEvent('dragstart', { dataTransfer, bubbles: true }));
    surface.dispatchEvent(new DragEvent('drop', { dataTransfer, clientX, clientY, bubbles: true, cancelable: true }));
  }, stage.x + stage.width * 0.7, stage.y + stage.height * 0.6);
  await studio.layersAre(1);
  await studio.placementsSatisfy(([only]) => Math.abs(only.x - 70) < 0.3 && Math.abs(only.y - 60) < 0.4);
});
