// What a streamer reads: no word that only those know who made the page. Developers have a drawer of their own.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test, { after } from 'node:test';
import { createBackend } from '../backend/server.mjs';
import { statesOf } from './studio-states.mjs';
import { openStudio } from './studio.mjs';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'media-words-'));
after(() => fs.rmSync(folder, { recursive: true, force: true }));
const studio = openStudio({}, { startBackend: () => createBackend({ folder: path.join(folder, 'backend') }), preferences: { cutOutAtOnce: false, settings: true, developers: false } });

/** What was shown once, and what else is like it. */
const refused = [
  [/\b[0-9a-f]{32,}\b/i, 'a checksum'],
  [/\b(md5|sha-?256|digest)\b/i, 'what a checksum is called'],
  [/\b(selfie|u2net|isnet|birefnet|silueta)\b.*·|· *(people|anything|drawn)\b/i, "a model's name beside its subject"],
  [/\bz[ -]?(index)? ?\d+\b/i, 'a number of the order'],
  [/^Auto\b/m, 'Auto, of what?'],
  [/\b(wasm|webassembly|onnx runtime|webgpu|inference|tensor|cpu|gpu|simd|worker|heap)\b/i, 'what it runs on'],
  [/\b(undefined|null|NaN|Infinity)\b|\[object/, 'nothing, as programs write it'],
  [/\b[a-z]+_[a-z_]+\b/, "a program's name of something"],
  [/\b(back ?end|endpoint|JSON body|payload|npm|localhost|HTTP|(error|status) [45]\d\d|[45]\d\d (error|status))\b/, 'what servers talk about'],
  [/\b(layer|image|cutout|group)-\d+\b/, "a program's number of something"],
  [/\b(Youtube|Tiktok)\b/, 'a name that is written otherwise'],
  [/\bthe session\b|^Primary$|^Flat first$/, "the page's own words for things"],
  [/\bError\b|\bexception\b/, 'an error, as programs write it'],
];

/** All that is seen or said in the page but for the developers' drawer: text, labels, titles, values. */
const words = () => studio.page.evaluate(() => {
  const isSeen = (element) => element.closest('#developers, script, style') === null && (element.checkVisibility({ visibilityProperty: true }) || element.closest('[role=status], [role=alert]') !== null);
  const texts = [document.title];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const shownBy = node.parentElement.closest('select') ?? node.parentElement;
    if (node.data.trim() && isSeen(shownBy)) texts.push(node.data.trim());
  }
  for (const element of document.body.querySelectorAll('[aria-label], [title], [placeholder], [alt]')) {
    if (!isSeen(element)) continue;
    for (const name of ['aria-label', 'title', 'placeholder', 'alt']) if (element.getAttribute(name)) texts.push(element.getAttribute(name));
  }
  return [...new Set(texts)];
});

/** What needs the library, after the others. */
const withLibrary = () => [
  ['a library', async () => {
    await studio.page.click('#view-cutout');
    await studio.page.click('.image .choose');
    await studio.page.click('#shelf-upload');
    await studio.page.waitForSelector('.shelf-row');
  }],
  ['more than Generate takes', async () => {
    await studio.page.click('#generate');
    await studio.page.waitForSelector('#status.error');
  }],
  ['a name that is none', async () => {
    await studio.page.click('#tab-details');
    await studio.page.$eval('#details input[type=text]', (input) => {
      input.value = 'x'.repeat(300);
      input.dispatchEvent(new Event('input', { bubbles: true }));
      input.dispatchEvent(new Event('change', { bubbles: true }));
    });
  }],
  ['a template was undone', async () => {
    for (let step = 0; step < 4; step++) await studio.page.click('#undo');
    await studio.statusSays('Undone');
  }],
];

test("in every state the words are a streamer's", async () => {
  const found = new Map();
  await studio.page.waitForSelector('#shelf[data-ready=true]');
  for (const [state, reach] of [...statesOf(studio, folder), ...withLibrary()]) {
    await reach();
    await studio.laidOut();
    for (const text of await words()) {
      for (const [pattern, what] of refused) if (pattern.test(text)) found.set(`${what}: ${text}`, state);
    }
  }
  assert.deepEqual([...found], []);
});

test('a backdrop is the colour that it is called', async () => {
  const { page } = studio;
  await page.click('#view-canvas');
  await studio.add('box');
  await studio.layersAre(1);
  await page.keyboard.press('Escape');
  const colours = { '#000000': [0, 0, 0, 255], '#ffffff': [255, 255, 255, 255], transparent: [0, 0, 0, 0] };
  for (const [value, pixel] of Object.entries(colours)) {
    await page.select('#backdrop', value);
    await page.waitForFunction((wanted) => {
      const canvas = document.querySelector('#preview');
      return canvas.dataset.settled === 'true' && [...canvas.getContext('2d').getImageData(2, 2, 1, 1).data].join() === wanted;
    }, {}, pixel.join());
  }
});
