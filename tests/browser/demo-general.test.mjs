// The general model, one click away: the page with a picture of a thing, without and with it, from a stand-in for its
// publisher, broken and whole.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import test, { after } from 'node:test';
import { needsShared, readShared, shared } from '../shared.mjs';
import { openStudio } from './studio.mjs';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'general-'));
const models = { folder: path.join(folder, 'kept'), id: 'u2netp-fp16' };
let answer;
const publisher = http.createServer((request, response) => answer(response));
await new Promise((resolve) => publisher.listen(0, 'localhost', resolve));
models.from = `http://localhost:${publisher.address().port}/`;
const studio = openStudio(undefined, { models });
after(() => {
  publisher.close();
  publisher.closeAllConnections();
  fs.rmSync(folder, { recursive: true, force: true });
});

const thing = () => shared('images/rembg/car-1.jpg');
const offered = () => studio.page.waitForSelector('#general:not([hidden])', { timeout: 60_000 });
const isDone = () => studio.page.waitForFunction(() => document.querySelector('#cutout-technical').textContent.includes('u2netp-fp16'), { timeout: 120_000 });

test('a thing, without and with the general model', needsShared, async () => {
  await studio.choose(thing());
  await studio.imagesAre(1);
  await studio.page.click('#remove');
  await offered();
  assert.match(await studio.text('#general'), /does not look like a person.*Get the general model \(2\.4 MB, Apache-2\.0\)/);

  const failures = [
    [(response) => response.writeHead(404).end(), 'could not be had; everything else works'],
    [(response) => response.end(readShared('models/u2netp-fp16.onnx').subarray(0, 1e6)), 'damaged or another one'],
  ];
  for (const [broken, says] of failures) {
    answer = broken;
    await studio.page.click('#get-general');
    await studio.page.waitForFunction((text) => document.querySelector('#general-issue').textContent.includes(text), {}, says);
    assert.ok(!fs.existsSync(path.join(models.folder, 'u2netp-fp16.onnx')));
  }

  answer = (response) => response.end(readShared('models/u2netp-fp16.onnx'));
  await studio.page.click('#get-general');
  await isDone();
  assert.equal(await studio.page.$eval('#general', (offer) => offer.hidden), true);
  const kept = await studio.opaqueShare('#compare .after');
  assert.ok(kept > 0.1 && kept < 0.9, `the car: ${kept}`);
});

test('it is kept for the next time, and nobody else may have the server fetch', needsShared, async () => {
  answer = () => assert.fail('it is fetched again');
  await studio.page.waitForSelector('html[data-models=known]');
  await studio.choose(thing());
  await studio.imagesAre(1);
  await studio.page.click('#remove');
  await isDone();
  await studio.assertClean();
  const address = new URL('models/u2netp-fp16', studio.page.url());
  for (const headers of [{}, { origin: 'https://example.com' }]) assert.equal((await fetch(address, { method: 'POST', headers })).status, 403);
});

/** The page with the offer, nothing being kept and nothing fetched. */
async function withOffer() {
  fs.rmSync(models.folder, { recursive: true, force: true });
  await studio.openPage();
  await studio.page.waitForSelector('html[data-models=known]');
  answer = () => assert.fail('it is fetched');
  await studio.choose(thing());
  await studio.imagesAre(1);
  await studio.page.click('#remove');
  await offered();
}

/** Lets the model's file fall on an element, as from a folder. */
async function drop(selector) {
  const file = Buffer.from(readShared('models/u2netp-fp16.onnx')).toString('base64');
  await studio.page.$eval(selector, (target, base64) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))], 'u2netp-fp16.onnx'));
    for (const type of ['dragenter', 'dragover', 'drop']) {
      target.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
    }
  }, file);
}

test("a person's own file will do, without a network: chosen, or dropped on the offer", needsShared, async () => {
  for (const give of [
    async () => (await studio.page.$('#general-file')).uploadFile(shared('models/u2netp-fp16.onnx')),
    () => drop('#general'),
  ]) {
    await withOffer();
    await give();
    assert.equal(await studio.page.$eval('body', ({ classList }) => classList.contains('dropping')), false);
    await isDone();
    assert.ok(fs.existsSync(path.join(models.folder, 'u2netp-fp16.onnx')));
  }
  await studio.assertClean();
});

test("a model's file that is dropped anywhere on the page is used, and is no picture", needsShared, async () => {
  await withOffer();
  await drop('main');
  await studio.statusSays('u2netp-fp16.onnx will be used');
  assert.equal(await studio.page.$eval('#model', (select) => select.value), 'u2netp-fp16');
  await studio.page.click('#remove');
  await isDone();
  await studio.imagesAre(1);
  assert.ok(!fs.existsSync(path.join(models.folder, 'u2netp-fp16.onnx')), 'the server has nothing of it');
  await studio.assertClean();
});
