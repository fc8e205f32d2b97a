// Background removal from the packed package, bundled as users bundle it and run in Chromium: the worker, the model
// and ONNX Runtime's files have to be found.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { build, createServer } from 'vite';
import { launchChromium } from '../browser/support.mjs';
import { installPacked, tool } from './support.mjs';

const PAGE = '<!doctype html><meta charset="utf-8"><title>App</title><link rel="icon" href="data:,">';
const APP = `import { createBackgroundRemover } from '@aurastream/media-wasm/background-removal';
const canvas = new OffscreenCanvas(64, 48);
const context = canvas.getContext('2d');
context.fillRect(0, 0, 64, 48);
globalThis.run = async (options) => {
  let remover;
  try {
    remover = await createBackgroundRemover(options);
    const { width, model, threads, fallbacks } = await remover.remove(canvas, { mode: 'model', allowEmpty: true });
    return [width, model, threads, ...fallbacks.map(({ message }) => message)];
  } catch ({ code, message }) {
    return [code, message];
  } finally {
    remover?.dispose();
  }
};
`;
const WEBPACK = `import webpack from 'webpack';
import path from 'node:path';
webpack({ mode: 'production', entry: './app.js', performance: { hints: false }, output: { path: path.resolve('with-webpack'), filename: 'app.js' } }, (error, stats) => {
  if (error || stats.hasErrors() || stats.hasWarnings()) throw error ?? new Error(stats.toString('errors-warnings'));
});
`;
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm' };

/** So that the network may use threads, whose script has to be found as well. */
const ISOLATED = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };

let consumer;
let browser;
before(async () => {
  consumer = installPacked('webpack@5.112.2');
  fs.writeFileSync(path.join(consumer.folder, 'app.js'), APP);
  fs.writeFileSync(path.join(consumer.folder, 'index.html'), `${PAGE}<script type="module" src="/app.js"></script>`);
  browser = await launchChromium();
});
after(async () => {
  await browser?.close();
  consumer?.remove();
});

/** Serves a folder of the consumer's as any static host does. */
async function serveStatic(t, folder) {
  const server = http.createServer((request, response) => {
    const name = request.url === '/' ? '/index.html' : request.url.split('?')[0];
    const file = path.join(consumer.folder, folder, name);
    if (!fs.existsSync(file)) return response.writeHead(404).end();
    return response.writeHead(200, { 'content-type': TYPES[path.extname(file)] ?? 'application/octet-stream', ...ISOLATED }).end(fs.readFileSync(file));
  });
  await new Promise((resolve) => server.listen(0, 'localhost', resolve));
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://localhost:${server.address().port}/`;
}

/** What a build has of the 26.8 MB that only pages with a GPU need. */
const filesForGpus = (folder) =>
  fs.readdirSync(path.join(consumer.folder, folder), { recursive: true }).filter((name) => {
    const file = path.join(consumer.folder, folder, name);
    return /asyncify/.test(name) || fs.statSync(file).size > 20e6;
  });

/** Runs one removal in the page, in a worker and without, and says what was asked of other hosts. */
async function removeIn(t, address, options = {}) {
  const page = await browser.newPage();
  t.after(() => page.close());
  const elsewhere = [];
  page.on('request', (request) => /^(data|blob):/.test(request.url()) || request.url().startsWith(address) || elsewhere.push(request.url()));
  await page.goto(address);
  await page.waitForFunction('globalThis.run');
  for (const worker of [true, false]) {
    assert.deepEqual(await page.evaluate((given) => run(given), { ...options, worker, threads: 2 }), [64, 'selfie', 2], worker ? 'in a worker' : 'in the page');
  }
  assert.deepEqual(elsewhere, []);
}

test('webpack 5 builds it without configuration, and has nothing to remark', async (t) => {
  fs.writeFileSync(path.join(consumer.folder, 'webpack.mjs'), WEBPACK);
  tool(consumer.folder, path.join(consumer.folder, 'webpack.mjs'));
  fs.writeFileSync(path.join(consumer.folder, 'with-webpack/index.html'), `${PAGE}<script src="/app.js"></script>`);
  assert.deepEqual(filesForGpus('with-webpack'), []);
  await removeIn(t, await serveStatic(t, 'with-webpack'));
});

test('Vite builds it without configuration', async (t) => {
  await build({ root: consumer.folder, configFile: false, logLevel: 'warn', build: { outDir: 'with-vite', chunkSizeWarningLimit: 4096 } });
  assert.deepEqual(filesForGpus('with-vite'), []);
  await removeIn(t, await serveStatic(t, 'with-vite'));
});

test('the runtime for GPUs is copied for those who import its entry', async () => {
  fs.mkdirSync(path.join(consumer.folder, 'gpu'), { recursive: true });
  fs.writeFileSync(path.join(consumer.folder, 'gpu/app.js'), `import { webgpu } from '@aurastream/media-wasm/background-removal/webgpu';\nconsole.log(webgpu);\n`);
  fs.writeFileSync(path.join(consumer.folder, 'gpu/index.html'), `${PAGE}<script type="module" src="./app.js"></script>`);
  await build({ root: path.join(consumer.folder, 'gpu'), configFile: false, logLevel: 'warn', build: { outDir: 'built' } });
  assert.equal(filesForGpus('gpu/built').length, 2);
});

test("Vite's development server runs it when it is left out of optimizeDeps", async (t) => {
  const server = await createServer({
    root: consumer.folder, configFile: false, logLevel: 'error', server: { port: 0, host: 'localhost', headers: ISOLATED },
    optimizeDeps: { exclude: ['@aurastream/media-wasm'] },
  });
  await server.listen();
  t.after(() => server.close());
  await removeIn(t, server.resolvedUrls.local[0]);
});

test('esbuild bundles it, with a copy of dist/ beside and assetsUrl', async (t) => {
  tool(consumer.folder, 'esbuild/bin/esbuild', 'app.js', '--bundle', '--format=esm', '--outfile=with-esbuild/app.js', '--log-level=error');
  fs.cpSync(path.join(consumer.folder, 'node_modules/@aurastream/media-wasm/dist'), path.join(consumer.folder, 'with-esbuild/media'), { recursive: true });
  fs.copyFileSync(path.join(consumer.folder, 'index.html'), path.join(consumer.folder, 'with-esbuild/index.html'));
  await removeIn(t, await serveStatic(t, 'with-esbuild'), { assetsUrl: '/media/' });
});

for (const format of ['esm', 'iife']) {
  test(`a bundle of esbuild's (${format}) that has lost the files says so`, async (t) => {
    const folder = `lost-${format}`;
    tool(consumer.folder, 'esbuild/bin/esbuild', 'app.js', '--bundle', `--format=${format}`, `--outfile=${folder}/app.js`, '--log-level=error');
    fs.copyFileSync(path.join(consumer.folder, 'index.html'), path.join(consumer.folder, folder, 'index.html'));
    const page = await browser.newPage();
    t.after(() => page.close());
    await page.goto(await serveStatic(t, folder));
    await page.waitForFunction('globalThis.run');
    for (const worker of [true, false]) {
      const [code, message] = await page.evaluate((options) => run(options), { worker });
      assert.ok(['invalid_argument', 'worker_failed', 'wasm_unavailable', 'model_unavailable'].includes(code), `${code}: ${message}`);
      assert.doesNotMatch(message, /Invalid URL|is not a|undefined/);
    }
  });
}
