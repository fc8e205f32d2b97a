// What networks run on: the GPU through WebGPU, which Chromium computes in software here, the CPU, and threads.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { needsShared, shared } from '../shared.mjs';
import { openPackage, serveFile } from './removal-page.mjs';
import { launchChromium } from './support.mjs';

/** A page with the package, for one test; `requests` are the addresses that it asked for. */
async function open(t, browser, options) {
  const { page, requests } = await openPackage(t, browser, options);
  await page.evaluate(() => {
    /** One removal, and what its result says of the device. */
    globalThis.run = async (remover) => {
      const { device, threads, fallbacks } = await remover.remove(picture(), { mode: 'model', allowEmpty: true, output: 'mask' });
      return { device, threads, reasons: fallbacks.map(({ from, reason }) => `${from}: ${reason}`), messages: fallbacks.map(({ message }) => message) };
    };
    /** The people model as a row that looks once: a GPU computed in software takes seconds for each look. */
    globalThis.oneLook = () => ({ ...removal.models[0], passes: 'once', source: '/dist/models/selfie.onnx' });
    /** One that nothing keeps from the GPU either. */
    globalThis.anyDevice = () => ({ ...oneLook(), device: undefined });
  });
  return { page, requests };
}

const gpuFiles = (requests) => requests.filter((address) => /ort\.webgpu|asyncify/.test(address));
const onCpu = { device: 'wasm', threads: 1, reasons: [], messages: [] };

describe('with WebGPU', () => {
  let browser;
  before(async () => {
    browser = await launchChromium({ args: ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'] });
  });
  after(() => browser?.close());

  test('the GPU finds what the CPU finds, in one session for all calls', needsShared, async (t) => {
    const { page, requests } = await open(t, browser, { routes: { '/portrait.jpg': serveFile(shared('images/exif/Portrait_1.jpg'), 'image/jpeg') } });
    const result = await page.evaluate(async () => {
      const masks = {};
      const runs = [];
      for (const device of ['wasm', 'webgpu']) {
        const remover = await removal.createBackgroundRemover({ webgpu, device, model: oneLook() });
        const cut = await remover.remove('/portrait.jpg', { output: 'mask', refine: false });
        masks[device] = cut.mask.data;
        runs.push([cut.device, cut.threads, cut.fallbacks]);
        if (device === 'webgpu') runs.push((await run(remover)).device);
        remover.dispose();
      }
      let largest = 0;
      for (let i = 0; i < masks.wasm.length; i++) largest = Math.max(largest, Math.abs(masks.wasm[i] - masks.webgpu[i]));
      return { largest, runs, subject: masks.webgpu.filter((value) => value > 127).length };
    });
    assert.deepEqual(result.runs, [['wasm', 1, []], ['webgpu', 1, []], 'webgpu']);
    assert.ok(result.largest <= 2 && result.subject > 10000, JSON.stringify(result));
    assert.equal(gpuFiles(requests).length, 2, 'the runtime for GPUs, once');
    assert.equal(requests.filter((address) => address.endsWith('selfie.onnx')).length, 2, 'the model, once a remover');
  });

  test('`auto` takes a GPU in hardware, and no other, for models that gain', async (t) => {
    const { page, requests } = await open(t, browser);
    const inSoftware = await page.evaluate(async () => run(await removal.createBackgroundRemover({ webgpu, model: anyDevice() })));
    await page.evaluate(() => void Object.defineProperty(GPUAdapterInfo.prototype, 'isFallbackAdapter', { get: () => false }));
    const people = await page.evaluate(async () => run(await removal.createBackgroundRemover({ webgpu, worker: false, model: oneLook() })));
    assert.deepEqual([inSoftware, people], [onCpu, onCpu]);
    assert.deepEqual(gpuFiles(requests), []);
    const gaining = await page.evaluate(async () => run(await removal.createBackgroundRemover({ webgpu, worker: false, model: anyDevice() })));
    assert.equal(gaining.device, 'webgpu');
  });

  test('without the runtime that another entry brings, nothing of the GPU is fetched, and said to those who asked for it', async (t) => {
    const { page, requests } = await open(t, browser);
    const [asked, auto] = await page.evaluate(async () => {
      Object.defineProperty(GPUAdapterInfo.prototype, 'isFallbackAdapter', { get: () => false });
      return [
        await run(await removal.createBackgroundRemover({ device: 'webgpu', worker: false, model: oneLook() })),
        await run(await removal.createBackgroundRemover({ worker: false, model: anyDevice() })),
      ];
    });
    assert.deepEqual([asked.device, asked.reasons], ['wasm', ['webgpu: runtime_unavailable']]);
    assert.deepEqual(auto, onCpu);
    assert.deepEqual(requests.filter((address) => address.endsWith('asyncify.wasm')), []);
  });

  test('a model that the GPU cannot take runs on the CPU, and the result says why', needsShared, async (t) => {
    // Half-precision floats need a feature that this GPU does not have.
    const { page } = await open(t, browser, { routes: { '/model.onnx': serveFile(shared('models/u2netp-fp16.onnx'), 'application/octet-stream') } });
    const result = await page.evaluate(async () =>
      run(await removal.createBackgroundRemover({ webgpu, device: 'webgpu', model: 'u2netp-fp16', modelUrl: '/model.onnx' })));
    assert.deepEqual([result.device, result.reasons], ['wasm', ['webgpu: session_failed']]);
    assert.match(result.messages[0], /f16/);
  });

  test('a GPU that does not start is replaced by the CPU', async (t) => {
    const missing = (_, response) => response.writeHead(404).end();
    const { page } = await open(t, browser, { routes: { '/dist/runtime/ort-wasm-simd-threaded.asyncify.wasm': missing } });
    const withoutRuntime = await page.evaluate(async () => {
      const remover = await removal.createBackgroundRemover({ webgpu, device: 'webgpu', model: oneLook() });
      return [await run(remover), await run(remover)];
    });
    for (const { device, reasons } of withoutRuntime) assert.deepEqual([device, reasons], ['wasm', ['webgpu: runtime_unavailable']]);
    const { page: another } = await open(t, browser);
    const withoutDevice = await another.evaluate(async () => {
      GPUAdapter.prototype.requestDevice = () => Promise.reject(new Error('none to give'));
      Object.defineProperty(GPUAdapterInfo.prototype, 'isFallbackAdapter', { get: () => false });
      return run(await removal.createBackgroundRemover({ webgpu, device: 'auto', model: anyDevice(), worker: false }));
    });
    assert.deepEqual([withoutDevice.device, withoutDevice.reasons], ['wasm', ['webgpu: session_failed']]);
    const withoutAdapter = await another.evaluate(async () => {
      GPU.prototype.requestAdapter = async () => null;
      return run(await removal.createBackgroundRemover({ webgpu, device: 'webgpu', worker: false, model: oneLook() }));
    });
    assert.deepEqual([withoutAdapter.device, withoutAdapter.reasons], ['wasm', ['webgpu: no_adapter']]);
  });

  test('a GPU that fails later is left in the midst of a call', async (t) => {
    const { page } = await open(t, browser);
    const results = await page.evaluate(async () => {
      const devices = [];
      const { requestDevice } = GPUAdapter.prototype;
      GPUAdapter.prototype.requestDevice = async function (...options) {
        devices.push(await requestDevice.apply(this, options));
        return devices.at(-1);
      };
      const remover = await removal.createBackgroundRemover({ webgpu, device: 'webgpu', worker: false, model: oneLook() });
      const out = [await run(remover)];
      devices.at(-1).destroy();
      out.push(await run(remover), await run(remover));
      return out;
    });
    assert.deepEqual(results.map(({ device, reasons }) => [device, ...reasons]), [
      ['webgpu'], ['wasm', 'webgpu: device_lost'], ['wasm', 'webgpu: device_lost'],
    ]);
  });

  test('values that are not numbers are not taken for a mask', async (t) => {
    const { page } = await open(t, browser);
    const [good, bad] = await page.evaluate(async () => {
      const remover = await removal.createBackgroundRemover({ webgpu, device: 'webgpu', worker: false, model: oneLook() });
      const out = [await run(remover)];
      const { getMappedRange } = GPUBuffer.prototype;
      GPUBuffer.prototype.getMappedRange = function (...range) {
        const bytes = getMappedRange.apply(this, range);
        if (this.usage & GPUBufferUsage.MAP_READ) new Float32Array(bytes).fill(NaN);
        return bytes;
      };
      out.push(await run(remover));
      return out;
    });
    assert.deepEqual([good.device, bad.device, bad.reasons], ['webgpu', 'wasm', ['webgpu: bad_output']]);
  });
});

describe('without WebGPU', () => {
  let browser;
  before(async () => {
    browser = await launchChromium({ args: ['--disable-gpu', '--disable-features=WebGPUService,Vulkan'] });
  });
  after(() => browser?.close());

  test('the CPU is used, nothing of the GPU fetched, and said to those who asked for the GPU', async (t) => {
    const { page, requests } = await open(t, browser);
    const [asked, auto] = await page.evaluate(async () => [
      await run(await removal.createBackgroundRemover({ webgpu, device: 'webgpu', model: oneLook() })),
      await run(await removal.createBackgroundRemover({ webgpu, model: anyDevice() })),
    ]);
    assert.equal(asked.device, 'wasm');
    assert.match(asked.reasons.join(), /^webgpu: no_(webgpu|adapter)$/);
    assert.deepEqual(auto, onCpu);
    assert.deepEqual(gpuFiles(requests), []);
  });

  test('ONNX Runtime is fetched once for a photograph, by whoever is first there, and not at all for a flat picture', async (t) => {
    const { page, requests } = await open(t, browser);
    const fetched = () => requests.filter((address) => address.endsWith('ort-wasm-simd-threaded.wasm')).length;
    const draw = (type) => page.evaluate(async (wanted) => {
      const canvas = new OffscreenCanvas(96, 96);
      const context = canvas.getContext('2d');
      context.fillStyle = 'white';
      context.fillRect(0, 0, 96, 96);
      for (let i = 0; i < (wanted === 'image/jpeg' ? 144 : 1); i++) {
        context.fillStyle = `hsl(${(i * 67) % 360} 80% ${30 + ((i * 29) % 50)}%)`;
        if (wanted === 'image/jpeg') context.fillRect(8 * (i % 12), 8 * Math.floor(i / 12), 8, 8);
        else context.fillRect(30, 30, 40, 40);
      }
      const file = await canvas.convertToBlob({ type: wanted });
      const { method } = await (globalThis.byDefault ??= await removal.createBackgroundRemover()).remove(file, { allowEmpty: true, output: 'mask' });
      return method;
    }, type);
    assert.deepEqual([await draw('image/png'), fetched()], ['flat', 0]);
    assert.deepEqual([await draw('image/jpeg'), fetched()], ['model', 1]);
    await page.evaluate(() => byDefault.dispose() ?? delete globalThis.byDefault);
    assert.deepEqual([await draw('image/jpeg'), fetched()], ['model', 2]);
  });

  test('ONNX Runtime that could not be fetched is tried again at the next call', async (t) => {
    let works = false;
    const runtime = new URL('../../dist/runtime/ort-wasm-simd-threaded.wasm', import.meta.url);
    const unsteady = (_, response) => (works ? response.end(fs.readFileSync(runtime)) : response.writeHead(503).end());
    const { page } = await open(t, browser, { routes: { '/dist/runtime/ort-wasm-simd-threaded.wasm': unsteady } });
    const next = () => page.evaluate(async () => run((globalThis.steady ??= await removal.createBackgroundRemover())).then(({ device }) => device, ({ code }) => code));
    const first = await next();
    works = true;
    assert.deepEqual([first, await next()], ['wasm_unavailable', 'wasm']);
  });

  test('threads that a page is not allowed are left out, and the result says so', async (t) => {
    const { page } = await open(t, browser);
    const { page: isolated } = await open(t, browser, { isolated: true });
    const onTwo = async () => run(await removal.createBackgroundRemover({ threads: 2 }));
    const [single, double] = [await page.evaluate(onTwo), await isolated.evaluate(onTwo)];
    assert.deepEqual([single.threads, single.reasons], [1, ['threads: not_isolated']]);
    assert.deepEqual([double.threads, double.reasons], [2, []]);
  });

  test('threads that cannot start are not waited for', async (t) => {
    const script = new URL('../../dist/runtime/ort-wasm-simd-threaded.mjs', import.meta.url);
    const withoutHeader = (_, response) => response.writeHead(200, { 'content-type': 'text/javascript' }).end(fs.readFileSync(script));
    const { page } = await open(t, browser, { isolated: true, routes: { '/dist/runtime/ort-wasm-simd-threaded.mjs': withoutHeader } });
    const unsafe = await page.evaluate(async () => run(await removal.createBackgroundRemover({ threads: 2 })));
    assert.deepEqual([unsafe.threads, unsafe.reasons], [1, ['threads: threads_blocked']]);
    const policy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'none'";
    const { page: strict } = await open(t, browser, { isolated: true, policy });
    const forbidden = await strict.evaluate(async () => run(await removal.createBackgroundRemover({ threads: 2, worker: false })));
    assert.deepEqual([forbidden.threads, forbidden.reasons], [1, ['threads: threads_blocked']]);
  });
});
