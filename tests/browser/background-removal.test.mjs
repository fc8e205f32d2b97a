// The package in Chromium and Firefox as it is installed: no bundler, a strict Content-Security-Policy.
import assert from 'node:assert/strict';
import test from 'node:test';
import { createBackgroundRemover } from '@aurastream/media-wasm/background-removal';
import { needsShared, shared } from '../shared.mjs';
import { inEachBrowser, serveFile } from './removal-page.mjs';

const portrait = () => shared('images/exif/Portrait_6.jpg');
let mask;
const expectedMask = () => (mask ??= inNode());

async function inNode() {
  const remover = await createBackgroundRemover();
  const result = await remover.remove(portrait(), { output: 'mask' });
  remover.dispose();
  return result.mask;
}

inEachBrowser((open, browserName) => {
  for (const isolated of [false, true]) {
    test(`a photo loses its background ${isolated ? 'in an isolated page' : 'in a page'} as it does in Node, and no other host is asked`, needsShared, async (t) => {
      const { page, requests, address } = await open(t, {
        isolated,
        routes: {
          '/portrait.jpg': serveFile(portrait(), 'image/jpeg'),
          '/expected': async (_, response) => response.end((await expectedMask()).data),
        },
      });
      const result = await page.evaluate(async () => {
        const remover = await removal.createBackgroundRemover();
        const phases = new Set();
        const { mask, threads } = await remover.remove('portrait.jpg', { output: 'mask', onProgress: ({ phase }) => phases.add(phase) });
        remover.dispose();
        const expected = new Uint8Array(await (await fetch('expected')).arrayBuffer());
        const differences = mask.data.map((value, i) => Math.abs(value - expected[i]));
        const sum = (values) => values.reduce((total, value) => total + value, 0);
        return {
          size: [mask.width, mask.height], largest: differences.reduce((a, b) => Math.max(a, b), 0), subject: sum(expected) / expected.length / 255,
          phases: [...phases], crossOriginIsolated, threads, violations,
        };
      });
      t.diagnostic(`largest difference to Node's mask: ${result.largest} of 255`);
      assert.deepEqual(result.size, [1200, 1800]);
      assert.ok(result.subject > 0.01 && result.largest <= 2, JSON.stringify(result));
      assert.deepEqual(result.phases, ['decode', 'model', 'session', 'inference', 'edges', 'encode']);
      assert.equal(result.crossOriginIsolated, isolated);
      // Firefox hangs now and then when a worker starts others.
      if (!isolated || browserName === 'Firefox') assert.equal(result.threads, 1);
      assert.deepEqual(result.violations, []);
      assert.deepEqual(requests.filter((url) => !url.startsWith(address) && !/^(data|blob):/.test(url)), []);
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
        const cut = await remover.remove(input, { mode: 'model', allowEmpty: true });
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
      const codes = [await codeOf(remover.remove(picture(), { mode: 'model', allowEmpty: true })), await codeOf(remover.remove(picture(), { mode: 'model', allowEmpty: true }))];
      const without = await removal.createBackgroundRemover({ worker: false });
      const cut = await without.remove(picture(), { mode: 'model', allowEmpty: true });
      return { codes, width: cut.width };
    });
    assert.deepEqual(result, { codes: ['worker_failed', 'worker_failed'], width: 64 });
  });

  test('files that are not where the host says end in codes, not in silence', async (t) => {
    const { page } = await open(t, {
      routes: { '/half/background-removal-worker.js': serveFile(new URL('../../dist/background-removal-worker.js', import.meta.url), 'text/javascript') },
    });
    const codes = await page.evaluate(async () => {
      const codeWith = async (options) => codeOf((await removal.createBackgroundRemover(options)).remove(picture(), { mode: 'model', allowEmpty: true }));
      return [
        await codeWith({ assetsUrl: '/nowhere/' }),
        await codeWith({ assetsUrl: '/half', modelUrl: '/dist/models/selfie.onnx', model: 'selfie' }),
        await codeWith({ assetsUrl: '/dist' }),
      ];
    });
    assert.deepEqual(codes, ['worker_failed', 'wasm_unavailable', 'none']);
  });
});
