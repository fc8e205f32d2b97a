// The way that most people go, in another engine: a picture is cut out at once, placed, moved by keys, downloaded, and
// still there after a reload. Chromium goes it in every other test of the page.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { fileURLToPath } from 'node:url';
import { serve } from '../../demo/serve.mjs';
import { launchFirefox } from './support.mjs';

let server;
let browser;
before(async () => {
  server = await serve(fileURLToPath(new URL('../../build/demo', import.meta.url)));
  browser = await launchFirefox();
});
after(async () => {
  await browser?.close();
  await server?.close();
});

/** Waits in the page until a selector matches; puppeteer's own way compiles text, which the page's policy forbids here. */
const seen = (page, selector) =>
  page.evaluate((wanted) => new Promise((resolve) => {
    const look = () => (document.querySelector(wanted) ? resolve() : setTimeout(look, 20));
    look();
  }), selector);
const says = (page, text) =>
  page.evaluate((wanted) => new Promise((resolve) => {
    const look = () => (document.querySelector('#status').textContent.includes(wanted) ? resolve() : setTimeout(look, 20));
    look();
  }), text);
const click = (page, selector) => page.evaluate((wanted) => document.querySelector(wanted).click(), selector);
const opaque = (page, selector) =>
  page.evaluate((wanted) => {
    const canvas = document.querySelector(wanted);
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    let count = 0;
    for (let i = 3; i < data.length; i += 4) count += data[i] > 127 ? 1 : 0;
    return count / (data.length / 4);
  }, selector);

test('Firefox: cut out at once, placed, moved, downloaded, and there again', async () => {
  const page = await browser.newPage();
  const problems = [];
  page.on('pageerror', (error) => problems.push(error.message));
  await page.goto(server.address);
  await seen(page, 'html[data-ready]');
  await click(page, '#start-sample');
  await says(page, 'Background removed');
  const kept = await opaque(page, '#compare .after');
  assert.ok(kept > 0.1 && kept < 0.9, `the character, without the room: ${kept}`);
  await click(page, '#place');
  await seen(page, '.layer');
  await seen(page, '#preview[data-settled=true]');
  assert.ok((await opaque(page, '#preview')) > 0.001);
  await page.keyboard.press('ArrowRight');
  await says(page, 'Character at 50.1 %');
  await click(page, '#download');
  await says(page, 'thumbnail.png saved');
  await seen(page, 'html[data-saved=true]');
  await page.reload();
  await seen(page, 'html[data-ready]');
  await seen(page, '.layer');
  await seen(page, '#preview[data-settled=true]');
  assert.ok((await opaque(page, '#preview')) > 0.001, 'with the picture');
  assert.deepEqual(problems, []);
});
