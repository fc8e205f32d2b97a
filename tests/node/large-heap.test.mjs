// Addresses above 2 GiB are negative numbers to JavaScript.
import assert from 'node:assert/strict';
import os from 'node:os';
import test from 'node:test';
import { createMediaKit } from '@aurastream/media-wasm';

const enough = os.freemem() > 6 * 2 ** 30;

test('a kit that holds more than 2 GiB works as before', { skip: !enough && 'needs 6 GiB of free memory' }, async () => {
  const kit = await createMediaKit();
  const sessions = Array.from({ length: 9 }, () => kit.preview.createSession({ canvas: { width: 8192, height: 4096 } }));
  assert.ok(kit.memoryBytes > 2 ** 31, `${kit.memoryBytes} bytes`);
  const image = { width: 2000, height: 1000, data: new Uint8ClampedArray(8_000_000).fill(200) };
  const small = kit.image.resize(image, 20, 10);
  assert.deepEqual([small.width, small.height, ...new Set(small.data)], [20, 10, 200]);
  const canvas = { width: 100, height: 100 };
  assert.equal(kit.placement.toBox({ x: 50, y: 50, width: 10, height: 10 }, canvas).x, 50);
  for (const session of sessions) session.dispose();
  kit.dispose();
});
