// A kit in a worker of a page: answers as a kit's, files and pictures of the page, and the page's thread free.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { servePackage } from './package-server.mjs';
import { launchChromium, launchFirefox, whenSet } from './support.mjs';

const SCRIPT = `import { createMediaKit } from '/dist/index.js';
import { createMediaKitWorker } from '/dist/worker.js';
globalThis.run = async () => {
  const [kit, remote] = await Promise.all([createMediaKit(), createMediaKitWorker()]);
  const picture = new ImageData(64, 48);
  picture.data.forEach((_, i) => { picture.data[i] = (i * 31) % 251; });
  const png = await remote.image.encodePng(picture);
  const same = String(png) === String(kit.image.encodePng(picture));
  const file = new File([png], 'a.png', { type: 'image/png' });
  const decoded = await remote.image.decodeAsync(file);
  const upload = await remote.requests.uploadMediaAsync({ assetType: 'logo', displayName: 'A', image: file });
  const webp = await new Promise((resolve) => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 8, height: 8 });
    canvas.getContext('2d').fillRect(0, 0, 8, 8);
    canvas.toBlob(resolve, 'image/webp');
  });
  const other = webp.type === 'image/webp' ? (await remote.image.decodeAsync(webp)).width : 8;
  const session = await remote.preview.createSession({ canvas: { width: 64, height: 48 }, images: { a: picture } });
  const { missing } = await session.update([{ assetId: 'b', displayName: 'B', assetType: 'logo', url: 'b.png', x: 50, y: 50, width: 50, height: 50 }]);
  // A turn of the page's event loop comes before the answer to work that takes the worker longer than any turn.
  const order = [];
  const large = { width: 3000, height: 2000, data: new Uint8ClampedArray(24e6) };
  const encoding = remote.with({ transfer: [large.data.buffer] }).image.encodePng(large).then(() => order.push('encoded'));
  await new Promise((resolve) => setTimeout(resolve)).then(() => order.push('turn'));
  await encoding;
  const code = await remote.with({ signal: AbortSignal.abort() }).memoryBytes().catch((error) => error.code);
  await remote[Symbol.asyncDispose]?.();
  remote.dispose();
  kit.dispose();
  return { same, width: decoded.width, ok: upload.ok, other, missing, order, given: large.data.length, code };
};`;

const site = () => servePackage({
  policy: "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'",
  routes: { '/page.js': (_, response) => response.writeHead(200, { 'content-type': 'text/javascript' }).end(SCRIPT) },
});

const browsers = { Chromium: launchChromium, Firefox: launchFirefox };
for (const [name, launch] of Object.entries(browsers)) {
  let browser;
  let server;
  before(async () => {
    [browser, server] = await Promise.all([launch(), site()]);
  });
  after(async () => {
    await browser?.close();
    await server?.close();
  });

  test(`a kit in a worker, in ${name}, under a strict policy`, async () => {
    const page = await browser.newPage();
    await page.goto(server.address);
    await whenSet(page, 'run');
    assert.deepEqual(await page.evaluate(() => run()), {
      same: true, width: 64, ok: true, other: 8, missing: ['b'], order: ['turn', 'encoded'], given: 0, code: 'aborted',
    });
  });
}
