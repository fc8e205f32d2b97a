// The way that most people go, in three engines: a picture is chosen and cut out at once, placed, moved by the pointer
// and by keys, taken back, downloaded, and still there after a reload; a template.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createMediaKit } from '@aurastream/media-wasm';
import { serve } from '../../demo/serve.mjs';
import { needsShared, shared } from '../shared.mjs';
import { launchChromium, launchFirefox } from './support.mjs';
import { launchWebKit, needsWebKit } from './webkit.mjs';

let server;
before(async () => {
  server = await serve(fileURLToPath(new URL('../../build/demo', import.meta.url)));
});
after(() => server?.close());

/** What the walk needs of a browser: as launchWebKit() has it. */
async function byPuppeteer(browser, downloads) {
  const page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 800 });
  return {
    downloads,
    goto: (url) => page.goto(url),
    reload: () => page.reload(),
    evaluate: (...args) => page.evaluate(...args),
    click: async (selector) => (await page.$(selector)).click(),
    choose: async (selector, file) => (await page.$(selector)).uploadFile(file),
    async press(names) {
      const all = names.split('+');
      for (const key of all) await page.keyboard.down(key);
      for (const key of all.reverse()) await page.keyboard.up(key);
    },
    async drag([x, y], [toX, toY]) {
      await page.mouse.move(x, y);
      await page.mouse.down();
      await page.mouse.move(toX, toY, { steps: 2 });
      await page.mouse.up();
    },
    async close() {
      await browser.close();
      fs.rmSync(downloads, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

const folder = () => fs.mkdtempSync(path.join(os.tmpdir(), 'engines-'));
const engines = {
  async Chromium() {
    const downloadPath = folder();
    return byPuppeteer(await launchChromium({ downloadBehavior: { policy: 'allow', downloadPath } }), downloadPath);
  },
  async Firefox() {
    const downloads = folder();
    const extraPrefsFirefox = { 'browser.download.folderList': 2, 'browser.download.dir': downloads };
    return byPuppeteer(await launchFirefox({ extraPrefsFirefox }), downloads);
  },
  WebKit: launchWebKit,
};

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
/** Waits until an element stands still, so that the pointer meets it. */
const stands = (page, selector) =>
  page.evaluate((wanted) => new Promise((resolve) => {
    let last;
    const look = () => {
      const element = document.querySelector(wanted);
      const { x, y, width, height } = element?.getBoundingClientRect() ?? {};
      const now = [x, y, width, height].join();
      if (element && !element.disabled && width > 0 && now === last) return resolve([x + width / 2, y + height / 2]);
      last = now;
      requestAnimationFrame(look);
    };
    look();
  }), selector);
async function click(page, selector) {
  await stands(page, selector);
  await page.click(selector);
}
const opaque = (page, selector) =>
  page.evaluate((wanted) => {
    const canvas = document.querySelector(wanted);
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    let count = 0;
    for (let i = 3; i < data.length; i += 4) count += data[i] > 127 ? 1 : 0;
    return count / (data.length / 4);
  }, selector);
/** From now on the page keeps what it throws, and what its policy refuses. */
const watch = (page) =>
  page.evaluate(() => {
    globalThis.thrown = [];
    addEventListener('error', ({ message }) => globalThis.thrown.push(message));
    addEventListener('unhandledrejection', ({ reason }) => globalThis.thrown.push(String(reason)));
    addEventListener('securitypolicyviolation', ({ blockedURI }) => globalThis.thrown.push(`refused: ${blockedURI}`));
  });
const thrown = (page) => page.evaluate(() => globalThis.thrown);
const centre = (page) => page.evaluate(() => ['x', 'y'].map((axis) => Number(document.querySelector(`#layer-${axis}`).value)));
/** Keys and pointers reach some pages only after their browser has said that they did. */
const when = async (page, holds) => {
  while (!holds(await centre(page))) await new Promise((resolve) => setTimeout(resolve, 20));
};
const isAt = (page, [x, y]) => when(page, (now) => now[0] === x && now[1] === y);
const isLeftAbove = (page, [x, y]) => when(page, (now) => now[0] < x && now[1] < y);

/** The file, once it is there whole: browsers write under another name before. */
async function saved(file) {
  while (!fs.existsSync(file) || fs.statSync(file).size === 0) await new Promise((resolve) => setTimeout(resolve, 50));
  return fs.readFileSync(file);
}

for (const [name, launch] of Object.entries(engines)) {
  const needs = { ...needsShared, ...(name === 'WebKit' && needsWebKit) };
  test(`${name}: chosen, cut out at once, placed, moved, taken back, downloaded, and there again`, needs, async () => {
    const page = await launch();
    try {
      await page.goto(server.address);
      await watch(page);
      await seen(page, 'html[data-ready]');
      await page.choose('#file', shared('people/images/71.jpg'));
      await says(page, 'Background removed');
      const kept = await opaque(page, '#compare .after');
      assert.ok(kept > 0.1 && kept < 0.9, `the person, without the ground: ${kept}`);

      await click(page, '#place');
      await seen(page, '.layer');
      await seen(page, '#preview[data-settled=true]');
      const shown = await opaque(page, '#preview');
      assert.ok(shown > 0.001);
      const [x, y] = await centre(page);
      await page.press('ArrowRight');
      await says(page, 'at 50.1 %');
      const from = await stands(page, '.layer');
      await page.drag(from, [from[0] - 60, from[1] - 40]);
      await isLeftAbove(page, [x, y]);
      await page.press('Control+z');
      await page.press('Control+z');
      await isAt(page, [x, y]);
      await seen(page, '#preview[data-settled=true]');
      assert.equal(await opaque(page, '#preview'), shown);

      await click(page, '#download');
      await says(page, 'thumbnail.png saved');
      const kit = await createMediaKit();
      const { width, height } = kit.image.decode(await saved(path.join(page.downloads, 'thumbnail.png')));
      kit.dispose();
      assert.deepEqual([width, height], [1280, 720]);
      await seen(page, 'html[data-saved=true]');
      assert.deepEqual(await thrown(page), []);

      await page.reload();
      await watch(page);
      await seen(page, 'html[data-ready]');
      await seen(page, '.layer');
      await seen(page, '#preview[data-settled=true]');
      assert.equal(await opaque(page, '#preview'), shown, 'with the picture');
      await click(page, '#templates-open');
      await seen(page, '.template-groups[data-ready=true]');
      await click(page, '[data-template=thumbnail-versus]');
      await seen(page, '.layer:nth-of-type(8)');
      await seen(page, '#preview[data-settled=true]');
      assert.ok((await opaque(page, '#preview')) > 0.9, 'with its ground');
      assert.deepEqual(await thrown(page), []);
    } finally {
      await page.close();
    }
  });
}
