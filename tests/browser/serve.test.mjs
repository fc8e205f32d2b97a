// The demo's server: right types and policy, nothing outside its folder, another port when one is taken.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import test, { after, before } from 'node:test';
import zlib from 'node:zlib';
import { serve } from '../../demo/serve.mjs';

const parent = fs.mkdtempSync(path.join(os.tmpdir(), 'media-serve-'));
const folder = path.join(parent, 'site');
let server;

before(async () => {
  fs.mkdirSync(path.join(folder, 'assets'), { recursive: true });
  fs.writeFileSync(path.join(folder, 'index.html'), '<!doctype html>');
  fs.writeFileSync(path.join(folder, 'assets/module.wasm'), 'wasm');
  fs.writeFileSync(path.join(folder, '.hidden'), 'hidden');
  fs.writeFileSync(path.join(parent, 'secret.txt'), 'secret');
  fs.symlinkSync(path.join(parent, 'secret.txt'), path.join(folder, 'link.txt'));
  server = await serve(folder);
});

after(async () => {
  await server?.close();
  fs.rmSync(parent, { recursive: true, force: true });
});

/** Asks for a path exactly as it is written; fetch() would tidy it. */
function ask(requestPath, method = 'GET', headers = {}) {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.address);
    const request = http.request({ hostname, port, path: requestPath, method, headers }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
          bytes: Buffer.concat(chunks),
        }),
      );
    });
    request.on('error', reject);
    request.end();
  });
}

test('files come with their type and the policy', async () => {
  const page = await ask('/');
  assert.equal(page.status, 200);
  assert.match(page.headers['content-type'], /^text\/html/);
  assert.match(page.headers['content-security-policy'], /script-src 'self' 'wasm-unsafe-eval'/);
  assert.equal((await ask('/assets/module.wasm?v=1')).headers['content-type'], 'application/wasm');
  assert.equal((await ask('/', 'HEAD')).body, '');
});

test('a file that has not changed is not sent again', async () => {
  const { headers } = await ask('/');
  assert.equal(headers['cache-control'], 'no-cache', 'a page is asked for each time');
  const unchanged = [{ 'if-none-match': headers.etag }, { 'if-none-match': `"other", ${headers.etag}` }, { 'if-modified-since': headers['last-modified'] }];
  for (const condition of unchanged) {
    const again = await ask('/', 'GET', condition);
    assert.deepEqual([again.status, again.body], [304, ''], JSON.stringify(condition));
    assert.equal(again.headers.etag, headers.etag);
    assert.match(again.headers['content-security-policy'], /default-src 'self'/);
  }
  for (const condition of [{ 'if-none-match': '"other"' }, { 'if-none-match': '"other"', 'if-modified-since': headers['last-modified'] }, { 'if-modified-since': new Date(0).toUTCString() }]) {
    assert.equal((await ask('/', 'GET', condition)).status, 200, JSON.stringify(condition));
  }
  fs.writeFileSync(path.join(folder, 'index.html'), '<!doctype html><p>another');
  assert.equal((await ask('/', 'GET', { 'if-none-match': headers.etag })).status, 200);
});

test('what has its hash in its name is kept for good, and only that', async () => {
  for (const [name, isKept] of [['index-CtYcAVUl.css', true], ['media-wasm-D_gAs30v.wasm', true], ['module.wasm', false], ['models.json', false]]) {
    fs.writeFileSync(path.join(folder, 'assets', name), name);
    assert.equal(/immutable/.test((await ask(`/assets/${name}`)).headers['cache-control']), isKept, name);
  }
  fs.writeFileSync(path.join(folder, 'page-CtYcAVUl.html'), '');
  assert.equal((await ask('/page-CtYcAVUl.html')).headers['cache-control'], 'no-cache', 'not among the assets');
});

test('text and modules come compressed to who can read that, and pictures as they are', async () => {
  const text = 'the same words again and again. '.repeat(400);
  for (const name of ['text.js', 'module-CtYcAVUl.wasm', 'picture.png', 'model.onnx']) fs.writeFileSync(path.join(folder, 'assets', name), text);
  const decoders = { br: zlib.brotliDecompressSync, gzip: zlib.gunzipSync };
  const cases = [['gzip, deflate, br', 'br'], ['gzip', 'gzip'], ['br;q=0, gzip;q=0.5', 'gzip'], ['deflate', undefined], ['', undefined]];
  for (const name of ['text.js', 'module-CtYcAVUl.wasm']) {
    for (const [accepted, encoding] of cases) {
      const { headers, bytes } = await ask(`/assets/${name}`, 'GET', { 'accept-encoding': accepted });
      assert.equal(headers['content-encoding'], encoding, `${name}, ${accepted}`);
      assert.equal(headers.vary, 'accept-encoding');
      assert.equal(Number(headers['content-length']), bytes.length);
      assert.equal(String(encoding ? decoders[encoding](bytes) : bytes), text);
      if (encoding) assert.ok(bytes.length < text.length / 10);
    }
  }
  for (const name of ['picture.png', 'model.onnx']) {
    const { headers, body } = await ask(`/assets/${name}`, 'GET', { 'accept-encoding': 'br' });
    assert.deepEqual([headers['content-encoding'], body], [undefined, text], name);
  }
  const changed = `${text}And others.`;
  fs.writeFileSync(path.join(folder, 'assets/text.js'), changed);
  assert.equal(String(zlib.brotliDecompressSync((await ask('/assets/text.js', 'GET', { 'accept-encoding': 'br' })).bytes)), changed, 'not the one that was compressed before');
});

test('nothing outside the folder, no folder listing, no hidden file, no other method', async () => {
  const paths = [
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/link.txt',
    '/.hidden',
    '/assets',
    '/%00',
    '/%zz',
  ];
  for (const requestPath of paths) assert.equal((await ask(requestPath)).status, 404, requestPath);
  assert.equal((await ask('/', 'POST')).status, 405);
});

test('a port that is taken is not waited for', async () => {
  const second = await serve(folder, Number(new URL(server.address).port));
  assert.notEqual(second.address, server.address);
  await second.close();
});

test('a download that is aborted leaves no file open', { skip: process.platform !== 'linux' }, async () => {
  // More than what fits into the buffers of a connection that nobody reads.
  const large = path.join(folder, 'large.bin');
  fs.writeFileSync(large, Buffer.alloc(64 << 20));
  const open = () => fs.readdirSync('/proc/self/fd').filter((fd) => {
    try {
      return fs.readlinkSync(`/proc/self/fd/${fd}`) === fs.realpathSync(large);
    } catch {
      return false; // closed meanwhile
    }
  }).length;
  for (let i = 0; i < 20; i++) {
    await new Promise((resolve) => {
      const request = http.get(new URL('large.bin', server.address), (response) => response.once('data', () => request.destroy()));
      request.on('error', () => {});
      request.on('close', resolve);
    });
  }
  while (open() > 0) await new Promise(setImmediate);
});
