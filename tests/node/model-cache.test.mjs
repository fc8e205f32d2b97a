// Model files that are kept in a folder: whole or not at all, and nothing is lost where none can be.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import test, { after, afterEach, beforeEach } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { clearModelCache, createBackgroundRemover, listCachedModels } from '@aurastream/media-wasm/background-removal';

const selfie = fs.readFileSync(new URL('../../dist/models/selfie.onnx', import.meta.url));
const digest = { algorithm: 'sha256', hex: crypto.createHash('sha256').update(selfie).digest('hex') };
const image = { width: 8, height: 8, data: new Uint8ClampedArray(256).fill(200) };

let served = 0;
const server = http.createServer((request, response) => {
  served += 1;
  response.end(request.url.includes('damaged') ? selfie.subarray(0, 1000) : selfie);
}).listen(0);
after(() => {
  server.close();
  server.closeAllConnections();
});
const at = (name) => `http://localhost:${server.address().port}/${name}`;

let folder;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'models-'));
  process.env.MEDIA_WASM_CACHE = folder;
  served = 0;
});
afterEach(() => {
  delete process.env.MEDIA_WASM_CACHE;
  fs.rmSync(folder, { recursive: true, force: true });
});

/** One removal with the model of an address, in a worker or not. */
async function removeWith(source, { row = { digest }, ...options } = {}) {
  const remover = await createBackgroundRemover({ model: { id: 'served', size: 256, scale: 255, source, ...row }, worker: false, ...options });
  try {
    await remover.remove(image, { allowEmpty: true });
  } finally {
    remover.dispose();
  }
}

test('a fetched model is kept and used without the network', async () => {
  await removeWith(at('model.onnx'));
  await removeWith(at('model.onnx'), { worker: true });
  assert.equal(served, 1);
  assert.deepEqual(await listCachedModels(), [{ url: at('model.onnx'), bytes: selfie.length }]);
  await removeWith(at('model.onnx'), { cache: false });
  assert.equal(served, 2);
  await removeWith(at('model.onnx?other'));
  assert.equal((await listCachedModels()).length, 2);
});

test('what does not match its digest, or has none, is not kept', async () => {
  await assert.rejects(removeWith(at('damaged.onnx')), { code: 'digest_mismatch' });
  await removeWith(at('model.onnx'), { row: {} });
  assert.deepEqual(await listCachedModels(), []);
  assert.deepEqual(fs.readdirSync(folder), []);
});

test('a kept file that was damaged since is fetched again and replaced', async () => {
  await removeWith(at('model.onnx'));
  const [kept] = fs.readdirSync(folder).filter((name) => name.endsWith('.onnx'));
  fs.writeFileSync(path.join(folder, kept), selfie.subarray(0, 1000));
  await removeWith(at('model.onnx'));
  assert.equal(served, 2);
  assert.equal(Buffer.compare(fs.readFileSync(path.join(folder, kept)), selfie), 0);
});

test('clearing deletes the models, and nothing else in the folder', async () => {
  await removeWith(at('model.onnx'));
  fs.writeFileSync(path.join(folder, 'letter.txt'), 'mine');
  await clearModelCache();
  assert.deepEqual(await listCachedModels(), []);
  assert.deepEqual(fs.readdirSync(folder), ['letter.txt']);
  process.env.MEDIA_WASM_CACHE = path.join(folder, 'never-made');
  await clearModelCache();
});

test('what an ended process left half-written is no model, and goes in time', async () => {
  const part = path.join(folder, `served.onnx.${crypto.randomUUID()}.part`);
  fs.writeFileSync(part, 'half');
  await removeWith(at('model.onnx'));
  assert.deepEqual(await listCachedModels(), [{ url: at('model.onnx'), bytes: selfie.length }]);
  assert.ok(fs.existsSync(part), 'it may still be written');
  const yesterday = Date.now() / 1000 - 86_400;
  fs.utimesSync(part, yesterday, yesterday);
  await removeWith(at('another.onnx'));
  assert.ok(!fs.existsSync(part));
});

test('a folder that cannot be made or written is no reason to fail', async () => {
  fs.writeFileSync(path.join(folder, 'file'), '');
  process.env.MEDIA_WASM_CACHE = path.join(folder, 'file', 'below-a-file');
  await removeWith(at('model.onnx'));
  assert.deepEqual(await listCachedModels(), []);
  await assert.rejects(clearModelCache(), { code: 'write_failed' });
});

test('on a full disk the removal works and nothing half-written stays', { skip: process.platform === 'win32' }, async () => {
  const script = `
import { createBackgroundRemover, listCachedModels } from '@aurastream/media-wasm/background-removal';
const model = { id: 'served', size: 256, scale: 255, digest: ${JSON.stringify(digest)}, source: process.env.SOURCE };
const remover = await createBackgroundRemover({ model });
const { width } = await remover.remove({ width: 8, height: 8, data: new Uint8ClampedArray(256) }, { allowEmpty: true });
remover.dispose();
console.log(JSON.stringify({ width, kept: await listCachedModels() }));`;
  // No file may grow beyond 100 blocks: writing more fails as it does on a full disk.
  const { stdout } = await promisify(execFile)('sh', ['-c', 'ulimit -f 100; exec "$0" --input-type=module -e "$1"', process.execPath, script], {
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    env: { ...process.env, SOURCE: at('model.onnx') },
  });
  assert.deepEqual(JSON.parse(stdout), { width: 8, kept: [] });
  assert.deepEqual(fs.readdirSync(folder), []);
});
