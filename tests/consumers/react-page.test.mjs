// A page of Vite and React with the packed package, against the reference back end: the example of the demo, as an app of
// its own. Pointers drag, keys undo, the preview's pixels follow.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { build } from 'vite';
import { createMediaKit } from '@aurastream/media-wasm';
import { serve } from '../../demo/serve.mjs';
import { createBackend } from '../backend/server.mjs';
import { launchChromium } from '../browser/support.mjs';
import { installPacked, root } from './support.mjs';

let consumer, backend, server, browser, page;
const problems = [];

before(async () => {
  const { devDependencies } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  consumer = installPacked(...['react', 'react-dom', '@tanstack/react-query'].map((name) => `${name}@${devDependencies[name]}`));
  for (const [from, to] of [['react.html', 'index.html'], ['react.jsx', 'react.jsx'], ['examples.css', 'examples.css']]) {
    fs.copyFileSync(path.join(root, 'demo/examples', from), path.join(consumer.folder, to));
  }
  const kit = await createMediaKit();
  const red = { width: 320, height: 180, data: new Uint8ClampedArray(320 * 180 * 4).map((_, i) => [220, 20, 20, 255][i % 4]) };
  fs.writeFileSync(path.join(consumer.folder, 'Red.png'), kit.image.encodePng(red));
  kit.dispose();
  await build({ root: consumer.folder, configFile: false, logLevel: 'warn', mode: 'development', build: { outDir: 'built', minify: false, chunkSizeWarningLimit: 4096, rollupOptions: { checks: { moduleLevelDirective: false } } } });
  backend = await createBackend({ folder: path.join(consumer.folder, 'backend') });
  // With the policy that the studio page has.
  server = await serve(path.join(consumer.folder, 'built'), 0, { backend });
  browser = await launchChromium();
  page = await browser.newPage();
  await page.setViewport({ width: 1000, height: 900 });
  page.on('pageerror', (error) => problems.push(String(error)));
  // Chromium remarks on how often this test reads pixels.
  page.on('console', (message) => ['error', 'warn'].includes(message.type()) && !/^Canvas2D:/.test(message.text()) && problems.push(message.text()));
  await page.goto(server.address);
});
after(async () => {
  await browser?.close();
  await server?.close();
  await backend?.close();
  consumer?.remove();
});

const says = (pattern) => page.waitForFunction((source) => new RegExp(source).test(document.querySelector('output').textContent), { timeout: 60_000 }, pattern.source);
const press = (words) => page.evaluate((text) => [...document.querySelectorAll('button')].find((button) => button.textContent === text && !button.disabled).click(), words);

/** A point of the canvas, in pixels of its 1280 × 720, on the screen. */
const onScreen = (x, y) => page.$eval('.stage', (stage, point) => {
  const { left, top, width } = stage.getBoundingClientRect();
  return [left + (point[0] * width) / 1280, top + (point[1] * width) / 1280];
}, [x, y]);

async function drag(from, to, keys = []) {
  await page.mouse.move(...await onScreen(...from));
  await page.mouse.down();
  for (const key of keys) await page.keyboard.down(key);
  await page.mouse.move(...await onScreen(...to), { steps: 6 });
  for (const key of keys) await page.keyboard.up(key);
  await page.mouse.up();
}

/** Waits until the preview has a colour at a point. */
const pixel = (x, y, rgb) => page.waitForFunction((point, wanted) => {
  const { data } = document.querySelector('canvas').getContext('2d').getImageData(...point, 1, 1);
  return [0, 1, 2].every((i) => Math.abs(data[i] - wanted[i]) <= 2) && data[3] === 255;
}, { timeout: 60_000 }, [x, y], rgb);
const RED = [220, 20, 20];
const GROUND = [16, 24, 40];

async function chord(...keys) {
  for (const key of keys) await page.keyboard.down(key);
  for (const key of keys.reverse()) await page.keyboard.up(key);
}

test('what the hooks upload, list and mark is what the back end holds', async () => {
  await (await page.waitForSelector('input[type=file]')).uploadFile(path.join(consumer.folder, 'Red.png'));
  await page.waitForFunction(() => document.querySelectorAll('li').length === 1, { timeout: 60_000 });
  // It shows before the back end has answered.
  const marked = page.waitForResponse((response) => response.url().endsWith('/favorite'));
  await page.click('li button');
  await page.waitForSelector('li button[aria-pressed=true]');
  await marked;
  const { assets } = await (await fetch(`${server.address}api/v1/media-library`)).json();
  assert.deepEqual(assets.map(({ display_name, is_favorite }) => [display_name, is_favorite]), [['Red', true]]);
});

test('a placement is dragged with the pointer, snaps, and is undone by key; the preview follows', async () => {
  await press('Place Red');
  await says(/^Red: 50\.0 %, 50\.0 %, 20\.0 % wide$/);
  await pixel(640, 360, RED);
  await pixel(300, 200, GROUND);
  await drag([640, 360], [300, 200]);
  await says(/^Red: 2\d\.\d %, 2\d\.\d %/);
  await pixel(300, 200, RED);
  await pixel(640, 360, GROUND);
  await drag([300, 200], [637, 200]);
  await says(/^Red: 50\.0 %/);
  await chord('Control', 'z');
  await chord('Control', 'z');
  await says(/^Red: 50\.0 %, 50\.0 %/);
  await pixel(640, 360, RED);
  await chord('Control', 'Shift', 'z');
  await pixel(300, 200, RED);
  await chord('Control', 'z');
});

test('Escape takes back what goes on; a handle resizes, another turns', async () => {
  await page.mouse.move(...await onScreen(640, 360));
  await page.mouse.down();
  await page.mouse.move(...await onScreen(900, 500), { steps: 4 });
  await says(/^Red: 7\d/);
  await page.keyboard.press('Escape');
  await says(/^Red: 50\.0 %, 50\.0 %/);
  await page.mouse.move(...await onScreen(1000, 500));
  await page.mouse.up();
  await says(/^Red: 50\.0 %, 50\.0 %/);
  await drag([768, 432], [896, 504], ['Control']);
  await says(/3\d\.\d % wide$/);
  await press('Undo');
  await says(/20\.0 % wide$/);
  const above = await page.$eval('[data-placement-handle=rotate]', (handle) => handle.getBoundingClientRect().top + handle.offsetHeight / 2);
  const [x] = await onScreen(640, 360);
  await page.mouse.move(x, above);
  await page.mouse.down();
  await page.mouse.move(...await onScreen(900, 362), { steps: 6 });
  await page.mouse.up();
  await pixel(640, 250, RED);
  await press('Undo');
  await pixel(640, 250, GROUND);
});

test('a finger moves, two pinch; the keyboard reaches, moves, copies, deletes and undoes', async () => {
  const touch = await page.createCDPSession();
  const fingers = async (type, ...points) => touch.send('Input.dispatchTouchEvent', {
    type, touchPoints: await Promise.all(points.map(async (point, id) => ({ ...Object.fromEntries((await onScreen(...point)).map((value, i) => ['xy'[i], value])), id }))),
  });
  await fingers('touchStart', [640, 360]);
  await fingers('touchMove', [700, 400]);
  await fingers('touchMove', [760, 450]);
  await fingers('touchEnd');
  await says(/^Red: (59|6\d)\.\d %/);
  await press('Undo');
  await says(/^Red: 50\.0 %, 50\.0 %/);
  await fingers('touchStart', [600, 360], [680, 360]);
  await fingers('touchMove', [580, 360], [700, 360]);
  await fingers('touchMove', [560, 360], [720, 360]);
  await fingers('touchEnd');
  await says(/(39|40)\.\d % wide$/);
  await press('Undo');
  await says(/20\.0 % wide$/);

  await page.focus('.stage');
  await page.keyboard.press('Tab');
  assert.match(await page.evaluate(() => document.activeElement.getAttribute('aria-label')), /^Red, layer 1 of 1$/);
  await page.keyboard.press('ArrowRight');
  await says(/^Red: 50\.1 %/);
  await chord('Control', 'd');
  await page.waitForFunction(() => document.querySelectorAll('.item').length === 2);
  await page.keyboard.press('Delete');
  await page.waitForFunction(() => document.querySelectorAll('.item').length === 1);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Delete');
  await page.waitForFunction(() => document.querySelectorAll('.item').length === 0);
  await chord('Control', 'z');
  await says(/^Red: 50\.1 %/);
});

test('the preview is read out, and nothing went wrong', async () => {
  const { role, label } = await page.$eval('canvas', (canvas) => ({ role: canvas.getAttribute('role'), label: canvas.getAttribute('aria-label') }));
  assert.equal(role, 'img');
  assert.match(label, /"Red"/);
  assert.deepEqual(problems, []);
});
