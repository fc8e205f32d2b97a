// The examples, as they are built and served with the page: each does what it says.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createMediaKit } from '@aurastream/media-wasm';
import { serve } from '../../demo/serve.mjs';
import { createBackend } from '../backend/server.mjs';
import { launchChromium } from './support.mjs';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'media-examples-'));
const picture = path.join(folder, 'square.png');
let backend;
let server;
let browser;
before(async () => {
  const kit = await createMediaKit();
  const data = new Uint8ClampedArray(4 * 600 * 400).map((_, i) => (i % 4 === 3 ? 255 : Math.abs(((i >> 2) % 600) - 300) < 100 ? 30 : 255));
  fs.writeFileSync(picture, kit.image.encodePng({ width: 600, height: 400, data }));
  kit.dispose();
  backend = await createBackend({ folder: path.join(folder, 'backend') });
  server = await serve(fileURLToPath(new URL('../../build/demo', import.meta.url)), 0, { backend });
  browser = await launchChromium();
});
after(async () => {
  await browser?.close();
  await server?.close();
  await backend?.close?.();
  fs.rmSync(folder, { recursive: true, force: true });
});

/** An example's page; what went wrong in it fails the test at its end. */
async function open(t, name) {
  const page = await browser.newPage();
  const problems = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => ['error', 'warn'].includes(message.type()) && problems.push(message.text()));
  t.after(async () => {
    await page.close();
    assert.deepEqual(problems, []);
  });
  await page.goto(`${server.address}examples/${name}.html`);
  const said = (pattern) => page.waitForFunction((source) => new RegExp(source).test(document.querySelector('output').textContent), { timeout: 60_000 }, pattern.source);
  return { page, said };
}

test('the form says what the server would refuse, and what would be sent', async (t) => {
  const { page, said } = await open(t, 'form');
  await page.click('[name=displayName]', { clickCount: 3 });
  await page.keyboard.press('Backspace');
  await page.waitForFunction(() => document.querySelector('[name=displayName]').getAttribute('aria-invalid') === 'true');
  assert.match(await page.$eval('[name=displayName] + [role=alert]', ({ textContent }) => textContent), /empty/);
  await page.type('[name=displayName]', 'Mark');
  await page.waitForFunction(() => document.querySelector('[name=displayName]').getAttribute('aria-invalid') === 'false');
  await page.click('button');
  await said(/"displayName":"Mark"/);
});

test('the uploader cuts out and uploads', async (t) => {
  const { page, said } = await open(t, 'uploader');
  await (await page.$('input')).uploadFile(picture);
  await said(/square is in the library/);
  await page.waitForFunction(() => document.querySelector('img').naturalWidth === 600);
});

test('the editor drags, snaps and takes back', async (t) => {
  const { page, said } = await open(t, 'editor');
  await said(/%/);
  const middle = await page.$eval('canvas', (canvas) => {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    return { x: left + width / 2, y: top + height / 2, unit: width / 1280 };
  });
  const before = await page.$eval('output', ({ textContent }) => textContent);
  await page.mouse.move(middle.x, middle.y);
  await page.mouse.down();
  await page.mouse.move(middle.x + 200 * middle.unit, middle.y + 3 * middle.unit, { steps: 5 });
  await page.mouse.up();
  const after = await page.$eval('output', ({ textContent }) => textContent);
  assert.notEqual(after, before);
  assert.equal(after.split(', ')[1], before.split(', ')[1], 'it snaps to the middle line again');
  await page.keyboard.down('Control');
  await page.keyboard.press('z');
  await page.keyboard.up('Control');
  assert.equal(await page.$eval('output', ({ textContent }) => textContent), before);
});

test('the React app uploads, places and takes back', async (t) => {
  const { page, said } = await open(t, 'react');
  await (await page.waitForSelector('input')).uploadFile(picture);
  const place = await page.waitForSelector('.bar button::-p-text(Place square)', { timeout: 60_000 });
  await place.click();
  await said(/^square: 50\.0 %, 50\.0 %/);
  await page.click('.item');
  await page.keyboard.press('ArrowRight');
  await said(/^square: 50\.1 %/);
  await page.click('.bar button::-p-text(Undo)');
  await said(/^square: 50\.0 %/);
});

test('the worker fits a picture into its bytes, and names what is none', async (t) => {
  const { page, said } = await open(t, 'worker');
  await (await page.$('input')).uploadFile(picture);
  await said(/^600 × 400, \d{3,5} bytes$/);
  fs.writeFileSync(path.join(folder, 'text.png'), 'no picture');
  await (await page.$('input')).uploadFile(path.join(folder, 'text.png'));
  await said(/unsupported_format/);
});
