// What networks run on, in Node.
import assert from 'node:assert/strict';
import test from 'node:test';
import { createBackgroundRemover } from '@aurastream/media-wasm/background-removal';

const picture = { width: 40, height: 30, data: new Uint8ClampedArray(4800).map((_, i) => (i * 31) % 251) };

for (const worker of [true, false]) {
  test(`WebGPU, asked for in Node, is replaced by the CPU, ${worker ? 'in a worker' : 'in the same thread'}`, async () => {
    const results = [];
    for (const device of ['auto', 'wasm', 'webgpu']) {
      const remover = await createBackgroundRemover({ device, worker, threads: 2 });
      const { image, ...info } = await remover.remove(picture, { mode: 'model', allowEmpty: true });
      results.push([info.device, info.threads, ...info.fallbacks.map(({ from, reason }) => `${from}: ${reason}`)]);
      remover.dispose();
    }
    assert.deepEqual(results, [['wasm', 2], ['wasm', 2], ['wasm', 2, 'webgpu: no_webgpu']]);
  });
}

test('what is no device is refused', async () => {
  for (const device of ['gpu', 1, null]) {
    await assert.rejects(createBackgroundRemover({ device }), { name: 'MediaError', code: 'invalid_argument' });
  }
});

test('a flat background needs no device', async () => {
  const remover = await createBackgroundRemover({ device: 'webgpu' });
  const data = new Uint8ClampedArray(4 * 60 * 60).fill(255);
  for (let y = 20; y < 40; y++) for (let x = 20; x < 40; x++) data.set([0, 0, 0], 4 * (60 * y + x));
  const { device, threads, fallbacks } = await remover.remove({ width: 60, height: 60, data }, { mode: 'auto' });
  assert.deepEqual([device, threads, fallbacks], ['none', 0, []]);
  remover.dispose();
});
