// Selecting by hand in the studio page: mouse, pen, touch and keys, from nothing and from a cut-out.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { createMediaKit } from '@aurastream/media-wasm';
import { openStudio } from './studio.mjs';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'media-by-hand-'));
after(() => fs.rmSync(folder, { recursive: true, force: true }));
let kit;
before(async () => (kit = await createMediaKit()));
after(() => kit.dispose());

const studio = openStudio();

/** A red disc in the middle, a small one on the right, on uneven green. */
function discs(width, height) {
  const data = new Uint8ClampedArray(width * height * 4);
  const unit = height / 100;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const isDisc = Math.hypot(x - width / 2, y - height / 2) < 30 * unit || Math.hypot(x - 0.88 * width, y - height / 2) < 10 * unit;
      const noise = (x * 7 + y * 13) % 11;
      data.set(isDisc ? [190 + noise, 40, 50, 255] : [40, 130 + noise - (30 * y) / height, 60, 255], 4 * (y * width + x));
    }
  }
  const file = path.join(folder, `discs-${width}.png`);
  fs.writeFileSync(file, kit.image.encodePng({ width, height, data }));
  return file;
}

async function openEditor(file = discs(600, 400)) {
  await studio.choose(file);
  await studio.imagesAre(1);
  await studio.page.click('#hand-open');
  await ready();
}

/** Nothing is under way, the picture is drawn, and what the page says of it has moved its bars where they stay. */
async function ready() {
  await studio.page.waitForSelector('#hand-view[aria-busy=false] .picture[data-drawn]', { timeout: 60_000 });
  await frames(2);
}

const frames = (count) => studio.page.evaluate(async (most) => {
  for (let i = 0; i < most; i++) await new Promise(requestAnimationFrame);
}, count);

/**
 * A tap that clicks. Chromium now and then makes no click of one that follows another touch within milliseconds, which
 * no person does: then it is tapped once more.
 */
async function tap(selector) {
  const clicked = studio.page.$eval(selector, (element) => new Promise((resolve) => element.addEventListener('click', () => resolve(true), { once: true })));
  await studio.page.tap(selector);
  if (await Promise.race([clicked, frames(60).then(() => false)])) return;
  await studio.page.tap(selector);
  await clicked;
}

const drawings = () => studio.page.$eval('#hand-view .picture', (canvas) => Number(canvas.dataset.drawn));
const drawnAfter = (count) => studio.page.waitForFunction((n) => Number(document.querySelector('#hand-view .picture').dataset.drawn) > n, {}, count);

/** Does something, then waits until its step has been answered and what follows is drawn. */
async function step(does) {
  const count = await drawings();
  await does();
  await drawnAfter(count);
  await ready();
}

/** Where a place of the picture (fractions of its sides) lies on the page, when it is shown whole. */
async function onPage(fx, fy, ratio = 1.5) {
  return studio.page.$eval('#hand-view', (view, x, y, wide) => {
    const { left, top, width, height } = view.getBoundingClientRect();
    const shown = Math.min(width - 48, (height - 48) * wide);
    return [left + width / 2 + (x - 0.5) * shown, top + height / 2 + ((y - 0.5) * shown) / wide];
  }, fx, fy, ratio);
}

async function drag(from, to, ratio) {
  await studio.page.mouse.move(...(await onPage(...from, ratio)));
  await studio.page.mouse.down();
  await studio.page.mouse.move(...(await onPage(...to, ratio)), { steps: 6 });
  await studio.page.mouse.up();
}

async function done() {
  await studio.page.click('#hand-done');
  await studio.statusSays('Cut out by hand');
  await studio.page.waitForSelector('#save-cutout:not([hidden])');
}

/** Share of the discs, the large one's then the small one's, and of the ground, that the cut-out keeps. */
const kept = async () => [await studio.cutoutAlpha(0.5, 0.5), await studio.cutoutAlpha(0.88, 0.5), await studio.cutoutAlpha(0.1, 0.1)].map((alpha) => alpha > 127);

test('a box selects; the cut-out is compared, placed and sent as that of a removal', async () => {
  await openEditor();
  await studio.page.keyboard.press('b');
  await step(() => drag([0.27, 0.17], [0.73, 0.83]));
  await studio.statusSays('^19 % of the picture');
  await done();
  assert.deepEqual(await kept(), [true, false, false]);
  assert.match(await studio.text('#caption'), /Selected by hand/);
  assert.equal(await studio.page.evaluate(() => document.activeElement.id), 'hand-open');
  assert.equal(await studio.text('#hand-open'), 'Touch up');
  await studio.page.click('#place');
  await studio.layersAre(1);
  await studio.previewIsSettled();
  const share = await studio.opaqueShare('#preview');
  assert.ok(share > 0.34 && share < 0.4, `the disc lies on the canvas: ${share}`);
  assert.match((await studio.requestBody()).media_asset_placements[0].url, /processed/);
  await studio.assertClean();
});

/** The colour that a person sees at a place of the picture. */
async function seenAt(fx, fy) {
  const [x, y] = await onPage(fx, fy);
  const { data } = kit.image.decode(await studio.page.screenshot({ clip: { x, y, width: 1, height: 1 } }));
  return [...data.slice(0, 3)];
}

test('before and after: what goes is dimmed, V or a button shows the cut-out alone, and the picture again', async () => {
  await openEditor();
  const before = await seenAt(0.1, 0.1);
  await studio.page.keyboard.press('b');
  await step(() => drag([0.27, 0.17], [0.73, 0.83]));
  const [subject, ground] = [await seenAt(0.5, 0.5), await seenAt(0.1, 0.1)];
  assert.notDeepEqual(ground, before, 'what will go looks otherwise');
  assert.ok(ground[1] - ground[0] > 20, `and is still seen: ${ground} was ${before}`);
  for (const toggle of [() => studio.page.keyboard.press('v'), () => studio.page.click('#hand-preview')]) {
    await step(toggle);
    assert.deepEqual(await seenAt(0.5, 0.5), subject);
    const [red, green, blue] = await seenAt(0.1, 0.1);
    assert.ok(Math.max(red, green, blue) - Math.min(red, green, blue) < 10, `only the squares of transparency: ${[red, green, blue]}`);
    assert.equal(await studio.page.$eval('#hand-preview', (button) => button.getAttribute('aria-pressed')), 'true');
    await step(toggle);
    assert.deepEqual([await seenAt(0.5, 0.5), await seenAt(0.1, 0.1)], [subject, ground]);
  }
  await done();
  assert.deepEqual(await kept(), [true, false, false]);
  await studio.assertClean();
});

test('strokes correct the cut-out that is there; undo, redo and start over', async () => {
  await openEditor();
  await studio.page.keyboard.press('b');
  await step(() => drag([0.27, 0.17], [0.73, 0.83]));
  await done();
  await studio.page.click('#hand-open');
  await ready();
  await studio.page.keyboard.press('k');
  await step(() => drag([0.86, 0.5], [0.9, 0.5]));
  await done();
  assert.deepEqual(await kept(), [true, true, false]);

  await studio.page.click('#hand-open');
  await ready();
  await studio.page.click('#hand-remove');
  await step(() => drag([0.86, 0.5], [0.9, 0.5]));
  await step(() => studio.page.click('#hand-undo'));
  assert.equal(await studio.page.$eval('#hand-undo', (button) => button.disabled), true);
  assert.equal(await studio.page.evaluate(() => document.activeElement.id), 'hand-view', 'focus is not lost with the button');
  await step(async () => {
    await studio.page.keyboard.down('Control');
    await studio.page.keyboard.down('Shift');
    await studio.page.keyboard.press('z');
    await studio.page.keyboard.up('Shift');
    await studio.page.keyboard.up('Control');
  });
  await step(() => studio.page.click('#hand-reset'));
  await step(() => studio.page.click('#hand-undo'));
  await done();
  assert.deepEqual(await kept(), [true, false, false]);
  await studio.assertClean();
});

test('keys alone: mode, size, a stroke, and Escape that loses nothing unasked', async () => {
  await openEditor();
  const size = () => studio.text('.slide output');
  const before = await size();
  await studio.page.keyboard.press(']');
  assert.notEqual(await size(), before);
  await studio.page.keyboard.press('[');
  assert.equal(await size(), before);
  const pressed = () => studio.page.$$eval('#hand-bar .segmented [aria-pressed=true]', (all) => all.map(({ id }) => id));
  for (const [key, id] of [['r', 'hand-remove'], ['p', 'hand-paint'], ['e', 'hand-erase'], ['m', 'hand-move'], ['b', 'hand-box'], ['k', 'hand-keep']]) {
    await studio.page.keyboard.press(key);
    assert.deepEqual(await pressed(), [id]);
  }
  // The brush starts in the middle: down, two steps to the right, up.
  await step(async () => {
    for (const key of ['Space', 'ArrowRight', 'ArrowRight', 'Space']) await studio.page.keyboard.press(key);
  });
  await studio.page.keyboard.press('Escape');
  assert.equal(await studio.page.evaluate(() => document.activeElement.id), 'hand-cancel');
  assert.equal(await studio.page.$eval('#hand', ({ hidden }) => hidden), false, 'marks are not dropped unasked');
  await done();
  assert.equal((await kept())[0], true);
  await studio.page.click('#hand-open');
  await ready();
  await studio.page.keyboard.press('Escape');
  await studio.page.waitForSelector('#hand[hidden]');
  assert.equal(await studio.page.evaluate(() => document.activeElement.id), 'hand-open');
  await studio.assertClean();
});

test('paint and erase edit the cut-out itself; Alt does the opposite; Cancel drops all', async () => {
  await openEditor();
  await studio.page.keyboard.press('p');
  await step(() => drag([0.09, 0.1], [0.11, 0.1]));
  assert.equal(await studio.page.$eval('#hand-hardness', (slider) => slider.parentElement.hidden), false);
  await done();
  assert.deepEqual(await kept(), [false, false, true]);
  await studio.page.click('#hand-open');
  await ready();
  await studio.page.keyboard.press('p');
  for (let press = 0; press < 4; press++) await studio.page.keyboard.press(']');
  await studio.page.keyboard.down('Alt');
  await step(() => drag([0.09, 0.1], [0.11, 0.1]));
  await studio.page.keyboard.up('Alt');
  await studio.statusSays('0 % of the picture');
  await studio.page.click('#hand-done');
  await studio.statusSays('Nothing is selected yet');
  await studio.page.click('#hand-cancel');
  await studio.page.waitForSelector('#hand[hidden]');
  assert.deepEqual(await kept(), [false, false, true], 'the cut-out is as it was');
  await studio.assertClean();
});

test('an editor with nothing selected gives way to that of another image', async () => {
  await openEditor();
  await studio.choose(discs(300, 200));
  await studio.imagesAre(2);
  await studio.page.waitForSelector('#hand', { hidden: true }); // the new image is the chosen one
  await studio.page.waitForSelector('#hand-open:not([disabled])');
  await studio.page.click('#hand-open');
  await ready();
  assert.equal(await studio.page.$eval('#hand', (frame) => frame.hidden), false);
});

test('one finger draws, two move and zoom; buttons and sliders are 44 pixels high', async () => {
  await studio.page.setViewport({ width: 390, height: 844, hasTouch: true, isMobile: true, deviceScaleFactor: 2 });
  await openEditor();
  const heights = await studio.page.$$eval('#hand-bar :is(button, input)', (all) => all.filter((one) => one.offsetParent).map((one) => [one.id, one.offsetHeight]));
  assert.deepEqual(heights.filter(([, height]) => height < 44), []);
  assert.ok(await studio.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing overflows');
  const touch = await studio.page.createCDPSession();
  const send = (type, ...points) => touch.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(([x, y], id) => ({ x, y, id })) });
  const middle = await onPage(0.5, 0.5);
  const near = ([x, y], dx, dy = 0) => [x + dx, y + dy];
  // Two fingers: larger, and no mark.
  const count = await drawings();
  await send('touchStart', near(middle, -20));
  await send('touchStart', near(middle, -20), near(middle, 20));
  await send('touchMove', near(middle, -60), near(middle, 60));
  await send('touchEnd');
  await drawnAfter(count);
  assert.equal(await studio.page.$eval('#hand-undo', (button) => button.disabled), true);
  await tap('#hand-fit');
  // One finger: a stroke on the large disc.
  await step(async () => {
    await send('touchStart', near(middle, -30));
    await send('touchMove', middle);
    await send('touchMove', near(middle, 30));
    await send('touchEnd');
  });
  assert.equal(await studio.page.$eval('#hand-undo', (button) => button.disabled), false);
  await studio.statusSays('of the picture is selected');
  await tap('#hand-done');
  await studio.statusSays('Cut out by hand');
  assert.equal((await kept())[0], true);
  await studio.assertClean();
});

test('on a small phone the picture has the most room, upright and lying down, and every tool is in sight with its whole name', async () => {
  for (const [width, height] of [[360, 640], [390, 844], [640, 360]]) {
    await studio.openPage();
    await studio.page.setViewport({ width, height, hasTouch: true, isMobile: true });
    await studio.page.waitForSelector('html[data-ready]');
    await openEditor();
    await studio.laidOut();
    for (const mode of ['keep', 'erase']) {
      await studio.page.$eval(`#hand-${mode}`, (button) => button.click());
      await studio.laidOut();
      const [view, bar, least] = await studio.page.evaluate(() => {
        const boxOf = (selector) => document.querySelector(selector).getBoundingClientRect();
        const nav = boxOf('#sheet-nav');
        return [boxOf('#hand-view').toJSON(), boxOf('#hand-bar').toJSON(), { bottom: nav.width > nav.height ? nav.top : innerHeight, cut: [...document.querySelectorAll('#hand-bar button')].filter((one) => one.scrollWidth > one.clientWidth).map(({ id }) => id) }];
      });
      const name = `${width} × ${height}, ${mode}: ${JSON.stringify({ view, bar })}`;
      assert.ok(view.height * view.width > 0.33 * width * height, name);
      assert.ok(width > height || bar.bottom <= least.bottom, name);
      assert.deepEqual(least.cut, [], name);
    }
    await studio.assertClean();
  }
});

test('a pen draws where it touches, and nothing where it hovers', async () => {
  await openEditor();
  await studio.page.evaluate(() => {
    globalThis.pointers = new Set();
    document.querySelector('#hand-view').addEventListener('pointerdown', ({ pointerType }) => globalThis.pointers.add(pointerType), { capture: true });
  });
  const pen = await studio.page.createCDPSession();
  const send = (type, [x, y], buttons) => pen.send('Input.dispatchMouseEvent', {
    type, x, y, buttons, pointerType: 'pen', force: 0.5, button: type === 'mouseMoved' ? 'none' : 'left', clickCount: type === 'mouseMoved' ? 0 : 1,
  });
  const [from, to] = [await onPage(0.45, 0.5), await onPage(0.55, 0.5)];
  await send('mouseMoved', from, 0);
  await send('mouseMoved', to, 0);
  await frames(2);
  assert.equal(await studio.page.$eval('#hand-undo', (button) => button.disabled), true);
  await step(async () => {
    await send('mouseMoved', from, 0);
    await send('mousePressed', from, 1);
    await send('mouseMoved', to, 1);
    await send('mouseReleased', to, 0);
  });
  assert.deepEqual(await studio.page.evaluate(() => [...globalThis.pointers]), ['pen']);
  assert.equal(await studio.page.$eval('#hand-undo', (button) => button.disabled), false);
  await done();
  assert.equal((await kept())[0], true);
  await studio.assertClean();
});

test('a photo of 12 megapixels is edited at its own size, all of it in a worker', async () => {
  await studio.page.evaluateOnNewDocument(() => {
    const { instantiate } = WebAssembly;
    WebAssembly.instantiate = async (...given) => {
      const made = await instantiate(...given);
      globalThis.coreMemory = Object.values((made.instance ?? made).exports).find((one) => one instanceof WebAssembly.Memory);
      return made;
    };
  });
  await studio.page.reload();
  await studio.page.waitForSelector('html[data-ready]');
  const memory = () => studio.page.evaluate(() => globalThis.coreMemory.buffer.byteLength);
  const atFirst = await memory();
  await openEditor(discs(4000, 3000));
  await studio.page.evaluate(() => {
    globalThis.blocks.length = 0;
  });
  await studio.page.keyboard.press('b');
  await step(() => drag([0.25, 0.17], [0.75, 0.83], 4 / 3));
  await step(async () => {
    await studio.page.mouse.move(...(await onPage(0.72, 0.5, 4 / 3)));
    await studio.page.mouse.wheel({ deltaY: -1500 });
  });
  const blocks = await studio.page.evaluate(() => globalThis.blocks);
  console.log(`# a box and a zoom on 12 megapixels: longest task of the page ${Math.round(Math.max(0, ...blocks))} ms`);
  await done();
  // The file that a click on the download saves.
  await studio.page.evaluate(() => {
    const { createObjectURL } = URL;
    URL.createObjectURL = (blob) => ((globalThis.savedFile = blob), createObjectURL(blob));
  });
  await studio.page.click('#save-cutout');
  const head = await studio.page.evaluate(async () => [...new Uint8Array(await globalThis.savedFile.slice(0, 64).arrayBuffer())]);
  const { width, height } = kit.image.probe(Uint8Array.from(head));
  assert.deepEqual([width, height], [4000, 3000]);
  // 12 megapixels have no room in what the page's own core had at first.
  assert.ok(atFirst < 48e6);
  assert.equal(await memory(), atFirst, "the page's thread asked its core for nothing large");
  await studio.assertClean();
});
