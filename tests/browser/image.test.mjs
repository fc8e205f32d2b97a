// Formats that the browser decodes for the package, in the page and in a worker, under a strict policy.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { needsShared, readShared } from '../shared.mjs';
import { servePackage } from './package-server.mjs';
import { launchChromium } from './support.mjs';

const WORKER = `
import { createMediaKit } from '/dist/index.js';
onmessage = async ({ data }) => {
  const kit = await createMediaKit();
  const { width, height, data: pixels } = await kit.image.decodeAsync(data).catch(({ code }) => ({ width: code }));
  postMessage({ width, height, pixel: pixels && [...pixels.slice(0, 4)] });
};
`;

let browser;
let server;
let page;
before(async () => {
  const send = (type, body) => (_, response) => response.writeHead(200, { 'content-type': type }).end(body);
  const webp = () => readShared('images/formats/webp/lossless_images/simple.webp');
  server = await servePackage({
    routes: {
      '/worker.js': send('text/javascript', WORKER),
      '/picture.webp': (request, response) => send('image/webp', webp())(request, response),
      '/turned.jpg': (request, response) => send('image/jpeg', readShared('images/exif/Portrait_6.jpg'))(request, response),
    },
  });
  browser = await launchChromium();
  page = await browser.newPage();
  await page.goto(server.address);
  await page.waitForFunction('globalThis.ready');
});
after(async () => {
  await browser?.close();
  await server?.close();
});

/** In the page; in a worker: what decodeAsync gives for a file. */
function decodeBoth(source) {
  return page.evaluate(async (text) => {
    const bytes = text.startsWith('/') ? new Uint8Array(await (await fetch(text)).arrayBuffer()) : new TextEncoder().encode(text);
    const kit = await createMediaKit();
    const inPage = await kit.image.decodeAsync(bytes).then(
      ({ width, height, data, info }) => ({ width, height, pixel: [...data.slice(0, 4)], mime: info.mime }),
      ({ code }) => ({ width: code }),
    );
    const worker = new Worker('/worker.js', { type: 'module' });
    const inWorker = await new Promise((resolve) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.postMessage(bytes);
    });
    worker.terminate();
    kit.dispose();
    return { inPage, inWorker };
  }, source);
}

test('a WebP is decoded in the page and in a worker', needsShared, async () => {
  const { inPage, inWorker } = await decodeBoth('/picture.webp');
  assert.equal(inPage.mime, 'image/webp');
  assert.ok(inPage.width > 1 && inPage.height > 1);
  assert.deepEqual([inWorker.width, inWorker.height, inWorker.pixel], [inPage.width, inPage.height, inPage.pixel]);
});

test('an SVG is drawn in the page, and refused by name in a worker', async () => {
  const { inPage, inWorker } = await decodeBoth('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 20"><rect width="30" height="20" fill="#0a64c8"/></svg>');
  assert.deepEqual([inPage.width, inPage.height, inPage.pixel], [30, 20, [10, 100, 200, 255]]);
  assert.equal(inWorker.width, 'unsupported_format');
});

test('a damaged SVG is refused with its code', async () => {
  const { inPage } = await decodeBoth('<svg xmlns="http://www.w3.org/2000/svg" width="5" height="5"><g></svg>');
  assert.equal(inPage.width, 'corrupt_image');
});

test('a JPEG goes through the core, upright', needsShared, async () => {
  const { inPage, inWorker } = await decodeBoth('/turned.jpg');
  assert.ok(inPage.height > inPage.width);
  assert.deepEqual(inWorker.pixel, inPage.pixel);
});
