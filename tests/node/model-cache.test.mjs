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
import {
  clearModelCache, createBackgroundRemover, deleteCachedModel, listCachedModels, modelCacheFolder, modelCacheSize,
} from '@aurastream/media-wasm/background-removal';

const selfie = fs.readFileSync(new URL('../../dist/models/selfie.onnx', import.meta.url));
const digest = { algorithm: 'sha256', hex: crypto.createHash('sha256').update(selfie).digest('hex') };
const md5 = { algorithm: 'md5', hex: crypto.createHash('md5').update(selfie).digest('hex') };
const other = md5; // of the same bytes
/** The model with another description (ModelProto.doc_string) behind it: the same network, another file. */
const bytesOf = (number) => Buffer.concat([selfie, Buffer.from([0x32, 1, 48 + number])]);
const variant = (number) => ({ algorithm: 'sha256', hex: crypto.createHash('sha256').update(bytesOf(number)).digest('hex') });
const kept = (url) => ({ url, bytes: selfie.length, digest: `sha256-${digest.hex}` });
const image = { width: 8, height: 8, data: new Uint8ClampedArray(256).fill(200) };

let served = 0;
const server = http.createServer((request, response) => {
  served += 1;
  const [, number] = /variant-(\d)/.exec(request.url) ?? [];
  response.end(request.url.includes('damaged') ? selfie.subarray(0, 1000) : number ? bytesOf(Number(number)) : selfie);
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
    await remover.remove(image, { mode: 'model', allowEmpty: true });
  } finally {
    remover.dispose();
  }
}

test('a fetched model is kept and used without the network', async () => {
  await removeWith(at('model.onnx'));
  await removeWith(at('model.onnx'), { worker: true });
  assert.equal(served, 1);
  assert.deepEqual(await listCachedModels(), [kept(at('model.onnx'))]);
  await removeWith(at('model.onnx'), { cache: false });
  assert.equal(served, 2);
});

test('a file is kept once, whatever its addresses', async () => {
  for (const signature of [1, 2, 3]) await removeWith(at(`model.onnx?signature=${signature}`));
  assert.equal(served, 1);
  assert.deepEqual(await listCachedModels(), [kept(at('model.onnx?signature=1'))]);
  // Another digest is another file, though the address is the same.
  await removeWith(at('model.onnx'), { row: { digest: other } });
  assert.equal(served, 2);
  assert.equal(await modelCacheSize(), 2 * selfie.length);
});

test('one model is deleted, by its digest or its address', async () => {
  await removeWith(at('model.onnx'));
  await removeWith(at('same.onnx'), { row: { digest: other } });
  assert.equal(await deleteCachedModel(at('same.onnx')), true);
  assert.deepEqual(await listCachedModels(), [kept(at('model.onnx'))]);
  assert.equal(await deleteCachedModel('sha256-0'), false);
  assert.equal(await deleteCachedModel(`sha256-${digest.hex}`), true);
  assert.equal(await modelCacheSize(), 0);
  assert.deepEqual(fs.readdirSync(folder), []);
});

test('a limit lets those go that were not used for the longest time', async () => {
  const cache = { maxBytes: Math.floor(2.5 * selfie.length) };
  const third = variant(2);
  await removeWith(at('model.onnx'), { cache });
  await removeWith(at('variant-1.onnx'), { row: { digest: variant(1) }, cache });
  const minute = Date.now() / 1000 - 60;
  for (const name of fs.readdirSync(folder)) fs.utimesSync(path.join(folder, name), minute, minute);
  await removeWith(at('model.onnx'), { cache });
  await removeWith(at('variant-2.onnx'), { row: { digest: third }, cache });
  assert.deepEqual((await listCachedModels()).map(({ url }) => url).sort(), [at('model.onnx'), at('variant-2.onnx')]);
  await removeWith(at('variant-1.onnx'), { row: { digest: variant(1) }, cache: { maxBytes: 1000 } });
  assert.equal((await listCachedModels()).length, 2, 'what is larger than the limit displaces nothing');
  await assert.rejects(createBackgroundRemover({ cache: { maxBytes: -1 } }), { code: 'invalid_argument' });
  await assert.rejects(createBackgroundRemover({ cache: 'no' }), { code: 'invalid_argument' });
});

test('the folder is the variable\'s, else the platform\'s', async (t) => {
  const { platform } = process;
  const before = { ...process.env };
  t.after(() => {
    Object.defineProperty(process, 'platform', { value: platform });
    for (const name of ['XDG_CACHE_HOME', 'LOCALAPPDATA']) if (before[name] === undefined) delete process.env[name]; else process.env[name] = before[name];
  });
  const on = async (name, variables) => {
    Object.defineProperty(process, 'platform', { value: name });
    for (const key of ['MEDIA_WASM_CACHE', 'XDG_CACHE_HOME', 'LOCALAPPDATA']) delete process.env[key];
    Object.assign(process.env, variables);
    return (await modelCacheFolder()).replaceAll(os.homedir(), '~').replaceAll(path.sep, '/');
  };
  assert.equal(await on('linux', {}), '~/.cache/media-wasm-models');
  assert.equal(await on('linux', { XDG_CACHE_HOME: '/caches' }), '/caches/media-wasm-models');
  assert.equal(await on('linux', { XDG_CACHE_HOME: 'relative' }), '~/.cache/media-wasm-models');
  assert.equal(await on('darwin', {}), '~/Library/Caches/media-wasm-models');
  assert.equal(await on('win32', { LOCALAPPDATA: '/local' }), '/local/media-wasm-models');
  assert.equal(await on('win32', {}), '~/AppData/Local/media-wasm-models');
  assert.equal(await on('win32', { MEDIA_WASM_CACHE: '/mine', LOCALAPPDATA: '/local' }), '/mine');
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
  assert.deepEqual(await listCachedModels(), [kept(at('model.onnx'))]);
  assert.ok(fs.existsSync(part), 'it may still be written');
  const yesterday = Date.now() / 1000 - 86_400;
  fs.utimesSync(part, yesterday, yesterday);
  await removeWith(at('another.onnx'), { row: { digest: other } });
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
const { width } = await remover.remove({ width: 8, height: 8, data: new Uint8ClampedArray(256) }, { mode: 'model', allowEmpty: true });
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
