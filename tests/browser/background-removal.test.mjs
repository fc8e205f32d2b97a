// The package in Chromium as it is installed: no bundler, a strict Content-Security-Policy, servers that misbehave.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import test, { after, before } from 'node:test';
import { breakingOff, theRest } from '../faulty-routes.mjs';
import { needsShared, readShared, shared } from '../shared.mjs';
import { servePackage } from './package-server.mjs';
import { launchChromium } from './support.mjs';

let browser;
before(async () => {
  browser = await launchChromium();
});
after(() => browser?.close());

/** Opens the package's page, with what it asked of the network and what went wrong. */
async function open(t, options) {
  const server = await servePackage(options);
  const page = await browser.newPage();
  t.after(async () => {
    await page.close();
    await server.close();
  });
  const requests = [];
  page.on('request', (request) => requests.push(request.url()));
  await page.evaluateOnNewDocument(() => {
    // The helpers of the pages below.
    globalThis.violations = [];
    document.addEventListener('securitypolicyviolation', (event) => globalThis.violations.push(event.violatedDirective));
    globalThis.blocks = [];
    new PerformanceObserver((list) => globalThis.blocks.push(...list.getEntries().map((entry) => entry.duration))).observe({ type: 'longtask' });
    globalThis.picture = (width = 64, height = 48) => {
      const canvas = new OffscreenCanvas(width, height);
      const context = canvas.getContext('2d');
      context.fillStyle = '#145a8c';
      context.fillRect(0, 0, width, height);
      context.fillStyle = '#e0ac8c';
      context.beginPath();
      context.arc(width / 2, height / 2, height / 3, 0, 7);
      context.fill();
      return canvas;
    };
    globalThis.codeOf = (promise) => promise.then(() => 'none', (error) => error.code ?? String(error));
  });
  await page.goto(server.address);
  await page.waitForFunction('globalThis.ready');
  return { page, requests, address: server.address };
}

const serveFile = (file, type) => (_, response) => response.writeHead(200, { 'content-type': type }).end(fs.readFileSync(file));

for (const isolated of [false, true]) {
  test(`a photo loses its background ${isolated ? 'on several threads' : 'on one thread'}; the page neither blocks nor asks another host`, needsShared, async (t) => {
    const { page, requests, address } = await open(t, {
      isolated,
      routes: { '/portrait.jpg': (request, response) => serveFile(shared('images/exif/Portrait_6.jpg'), 'image/jpeg')(request, response) },
    });
    const result = await page.evaluate(async () => {
      const remover = await removal.createBackgroundRemover();
      const phases = new Set();
      const { mask } = await remover.remove('portrait.jpg', { output: 'mask', onProgress: ({ phase }) => phases.add(phase) });
      const at = (x, y) => mask.data[y * mask.width + x];
      globalThis.blocks.length = 0;
      for (let i = 0; i < 2; i++) await remover.remove('portrait.jpg');
      remover.dispose();
      return { size: [mask.width, mask.height], jacket: at(520, 1270), sky: at(600, 400), phases: [...phases], crossOriginIsolated };
    });
    assert.deepEqual(result.size, [1200, 1800]);
    assert.ok(result.jacket > 240 && result.sky < 10, JSON.stringify(result));
    assert.deepEqual(result.phases, ['model', 'session', 'decode', 'inference', 'edges', 'encode']);
    assert.equal(result.crossOriginIsolated, isolated);
    assert.deepEqual(await page.evaluate(() => globalThis.violations), []);
    assert.deepEqual(requests.filter((url) => !url.startsWith(address) && !/^(data|blob):/.test(url)), []);
    const longest = Math.max(0, ...(await page.evaluate(() => globalThis.blocks)));
    assert.ok(longest < 100, `the page was blocked for ${longest} ms`);
  });
}

test('whatever a page draws with can be given, and is left to the page', needsShared, async (t) => {
  const { page } = await open(t, { routes: { '/simple.webp': serveFile(shared('images/formats/webp/lossless_images/simple.webp'), 'image/webp') } });
  const sizes = await page.evaluate(async () => {
    const remover = await removal.createBackgroundRemover();
    const canvas = picture();
    const blob = await canvas.convertToBlob();
    const element = document.createElement('canvas');
    element.width = 20;
    element.height = 10;
    element.getContext('2d').fillRect(0, 0, 20, 10);
    const img = new Image();
    img.src = URL.createObjectURL(blob);
    const bitmap = await createImageBitmap(canvas);
    const imageData = canvas.getContext('2d').getImageData(0, 0, 64, 48);
    const webp = await (await fetch('simple.webp')).blob();
    const inputs = [canvas, blob, new File([blob], 'x.png'), await blob.arrayBuffer(), element, img, bitmap, imageData, img.src, webp];
    const out = [];
    for (const input of inputs) {
      const cut = await remover.remove(input, { allowEmpty: true });
      out.push(`${cut.width}x${cut.height}`);
    }
    const kept = [bitmap.width, imageData.data.length, canvas.width];
    remover.dispose();
    return { out, kept };
  });
  const [webp] = sizes.out.splice(-1);
  assert.deepEqual(sizes.out, ['64x48', '64x48', '64x48', '64x48', '20x10', '64x48', '64x48', '64x48', '64x48']);
  assert.match(webp, /^\d+x\d+$/);
  assert.deepEqual(sizes.kept, [64, 64 * 48 * 4, 64]);
});

test('a policy that forbids workers ends in worker_failed, and the page can do without one', async (t) => {
  const policy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'none'";
  const { page } = await open(t, { policy });
  const result = await page.evaluate(async () => {
    const remover = await removal.createBackgroundRemover();
    const codes = [await codeOf(remover.remove(picture(), { allowEmpty: true })), await codeOf(remover.remove(picture(), { allowEmpty: true }))];
    const without = await removal.createBackgroundRemover({ worker: false });
    const cut = await without.remove(picture(), { allowEmpty: true });
    return { codes, width: cut.width };
  });
  assert.deepEqual(result, { codes: ['worker_failed', 'worker_failed'], width: 64 });
});

test('files that are not where the host says end in codes, not in silence', async (t) => {
  const { page } = await open(t, {
    routes: { '/half/background-removal-worker.js': serveFile(new URL('../../dist/background-removal-worker.js', import.meta.url), 'text/javascript') },
  });
  const codes = await page.evaluate(async () => {
    const codeWith = async (options) => codeOf((await removal.createBackgroundRemover(options)).remove(picture(), { allowEmpty: true }));
    return [
      await codeWith({ assetsUrl: '/nowhere/' }),
      await codeWith({ assetsUrl: '/half', modelUrl: '/dist/models/selfie.onnx', model: 'selfie' }),
      await codeWith({ assetsUrl: '/dist' }),
    ];
  });
  assert.deepEqual(codes, ['worker_failed', 'wasm_unavailable', 'none']);
});

test('a server that stalls, breaks off, refuses or sends a page is told apart, and another try works', needsShared, async (t) => {
  const model = readShared('models/u2netp-fp16.onnx');
  const breaking = breakingOff(model, { cuts: 3, resume: theRest });
  const { page } = await open(t, {
    routes: {
      '/stalls.onnx': (_, response) => response.writeHead(200, { 'content-length': model.length }).write(model.subarray(0, 1000)),
      '/breaks.onnx': breaking,
      '/page.onnx': (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><p>Hello</p>'),
      '/image.jpg': serveFile(shared('images/rembg/anime-girl-1.jpg'), 'image/jpeg'),
    },
  });
  const result = await page.evaluate(async () => {
    const create = (modelUrl) => removal.createBackgroundRemover({ model: 'u2netp-fp16', modelUrl });
    const stalling = await create('/stalls.onnx');
    const abort = new AbortController();
    const stalled = codeOf(stalling.remove(picture(), { allowEmpty: true, signal: abort.signal }));
    await new Promise((resolve) => setTimeout(resolve, 500));
    const start = performance.now();
    abort.abort();
    const codes = [await stalled];
    const took = performance.now() - start;
    stalling.dispose();
    const breaking = await create('/breaks.onnx');
    codes.push(await codeOf(breaking.remove(picture(), { allowEmpty: true })), await codeOf(breaking.remove('/image.jpg')));
    breaking.dispose();
    codes.push(await codeOf((await create('/page.onnx')).remove(picture(), { allowEmpty: true })), await codeOf((await create('/missing.onnx')).remove(picture(), { allowEmpty: true })));
    return { codes, took };
  });
  assert.deepEqual(result.codes, ['aborted', 'model_unavailable', 'none', 'invalid_model', 'model_unavailable']);
  assert.ok(result.took < 100, `the abort took ${result.took} ms`);
  assert.deepEqual(breaking.asked.slice(0, 3).map(([range]) => range === undefined), [true, false, false], 'resumed twice');
});

test('an abort during the session or inference is answered at once, and the next call works', needsShared, async (t) => {
  const { page } = await open(t, { routes: { '/model.onnx': serveFile(shared('models/u2netp-fp16.onnx'), 'application/octet-stream') } });
  const result = await page.evaluate(async () => {
    const remover = await removal.createBackgroundRemover({ model: 'u2netp-fp16', modelUrl: '/model.onnx' });
    const out = [];
    for (const phase of ['session', 'decode', 'inference']) {
      const abort = new AbortController();
      let start;
      const onProgress = (progress) => {
        if (progress.phase !== phase || start) return;
        setTimeout(() => {
          start = performance.now();
          abort.abort();
        }, 50); // well inside the phase
      };
      const code = await codeOf(remover.remove(picture(), { allowEmpty: true, signal: abort.signal, onProgress }));
      out.push([code, performance.now() - start < 100]);
    }
    const cut = await remover.remove(picture(), { allowEmpty: true });
    remover.dispose();
    return { out, width: cut.width };
  });
  assert.deepEqual(result, { out: [['aborted', true], ['aborted', true], ['aborted', true]], width: 64 });
});
