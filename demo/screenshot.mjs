// Takes the README's picture of the studio page beside its back end: a sample, cut out, placed on a scene and uploaded.
//   node js/build.mjs && node demo/build.mjs && node demo/screenshot.mjs [FILE]
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createBackend } from '../tests/backend/server.mjs';
import { launchChromium } from '../tests/browser/support.mjs';
import { serve } from './serve.mjs';

const folder = path.dirname(fileURLToPath(import.meta.url));
const file = process.argv[2] ?? path.join(folder, 'screenshot.png');

const library = fs.mkdtempSync(path.join(os.tmpdir(), 'media-screenshot-'));
const backend = await createBackend({ folder: library });
const server = await serve(path.join(folder, '../build/demo'), 0, { backend });
const browser = await launchChromium();
try {
  const page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 860 });
  await page.goto(server.address);
  await page.waitForSelector('html[data-ready]');
  await page.waitForSelector('#shelf[data-ready=true]');
  const upload = async (count) => {
    await page.waitForSelector('#shelf-upload:not(:disabled)');
    await page.click('#shelf-upload');
    await page.waitForFunction((n) => document.querySelectorAll('.shelf-row').length === n, {}, count);
  };
  await page.click('#samples li:nth-child(3) button');
  await page.waitForSelector('.image');
  await upload(1);
  await page.click('#place');
  await page.click('#samples li:nth-child(1) button');
  await page.waitForFunction(() => document.querySelectorAll('.image').length === 2);
  // It is cut out at once.
  await page.waitForSelector('#save-cutout:not([hidden])', { timeout: 60_000 });
  await upload(2);
  await page.click('.favourite');
  await page.waitForSelector('.favourite[aria-pressed=true]');
  await page.click('#place');
  await page.waitForFunction(() => document.querySelectorAll('.layer').length === 2);
  for (const [field, value] of [['height', '84'], ['x', '36'], ['y', '58']]) {
    await page.click(`#layer-${field}`, { clickCount: 3 });
    await page.keyboard.type(value);
  }
  await page.click('#developers summary');
  await page.evaluate(() => document.activeElement?.blur());
  await page.waitForSelector('#preview[data-settled=true]');
  await page.screenshot({ path: file, optimizeForSpeed: false });
} finally {
  await browser.close();
  await server.close();
  await backend.close();
  fs.rmSync(library, { recursive: true, force: true });
}
