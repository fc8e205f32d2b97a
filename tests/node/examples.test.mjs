// The example for Node, run as its first line says.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test, { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createMediaKit } from '@aurastream/media-wasm';

const script = fileURLToPath(new URL('../../demo/examples/node-script.mjs', import.meta.url));
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'media-example-'));
after(() => fs.rmSync(folder, { recursive: true, force: true }));
const run = (...args) => spawnSync(process.execPath, [script, ...args], { cwd: folder, encoding: 'utf8' });

test('it writes a thumbnail and prints a request', async () => {
  const kit = await createMediaKit();
  const data = new Uint8ClampedArray(4 * 300 * 300).map((_, i) => (i % 4 === 3 ? 255 : Math.hypot(((i >> 2) % 300) - 150, (i >> 2) / 300 - 150) < 80 ? 30 : 255));
  fs.writeFileSync(path.join(folder, 'dot.png'), kit.image.encodePng({ width: 300, height: 300, data }));
  const { status, stdout, stderr } = run('dot.png', 'out.png');
  assert.equal(status, 0, stderr);
  assert.match(stdout, /^POST \/api\/v1\/generate\n\{.*"media_asset_ids":\s*\["hero"\]/s);
  const { width, height } = kit.image.probe(fs.readFileSync(path.join(folder, 'out.png')));
  assert.deepEqual([width, height], [1280, 720]);
  kit.dispose();
});

test('it says what is wrong with a picture, and how it is called', () => {
  fs.writeFileSync(path.join(folder, 'text.png'), 'no picture');
  assert.deepEqual([run('text.png').status, run().status], [1, 2]);
  assert.match(run('text.png').stderr, /^unsupported_format: /);
});
