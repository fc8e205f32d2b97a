// The package's files on another origin than the page's, as with a CDN: browsers start no worker from there.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { servePackage } from './package-server.mjs';
import { launchChromium } from './support.mjs';

let browser;
let cdn;
before(async () => {
  [browser, cdn] = await Promise.all([launchChromium(), servePackage({ cors: true })]);
});
after(async () => {
  await browser?.close();
  await cdn?.close();
});

const policy = (workers) => `default-src 'self'; script-src 'self' 'wasm-unsafe-eval' ${cdn.address}; connect-src 'self' ${cdn.address}; worker-src ${workers}`;

/** One removal with the options, in a page that imports the package from `from`. @returns what it ran on, or its code */
async function removeIn(t, { from, options, workers = "'self' blob:" }) {
  const script = `import { createBackgroundRemover } from '${from}dist/background-removal.js';
globalThis.run = async (options) => {
  const picture = new ImageData(64, 48);
  picture.data.forEach((_, i) => { picture.data[i] = (i * 31) % 251; });
  const remover = await createBackgroundRemover(options);
  try {
    return (await remover.remove(picture, { mode: 'model', allowEmpty: true })).device;
  } catch ({ code, message }) {
    return code + ': ' + message;
  } finally {
    remover.dispose();
  }
};`;
  const site = await servePackage({
    policy: policy(workers),
    routes: { '/page.js': (_, response) => response.writeHead(200, { 'content-type': 'text/javascript' }).end(script) },
  });
  t.after(site.close);
  const page = await browser.newPage();
  t.after(() => page.close());
  await page.goto(site.address);
  await page.waitForFunction('globalThis.run');
  return page.evaluate((given) => run(given), options);
}

for (const worker of [true, false]) {
  test(`a page imports it from there, ${worker ? 'in a worker' : 'in its own thread'}`, async (t) => {
    assert.equal(await removeIn(t, { from: cdn.address, options: { worker } }), 'wasm');
  });

  test(`assetsUrl is there, ${worker ? 'in a worker' : 'in its own thread'}`, async (t) => {
    assert.equal(await removeIn(t, { from: '/', options: { worker, assetsUrl: `${cdn.address}dist/` } }), 'wasm');
  });
}

test('a policy without worker-src blob: is named', async (t) => {
  assert.match(await removeIn(t, { from: cdn.address, options: {}, workers: "'self'" }), /^worker_failed: .*blob:/);
});
