// The demo's server: right types and policy, nothing outside its folder, another port when one is taken.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import test, { after, before } from 'node:test';
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
function ask(requestPath, method = 'GET') {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.address);
    const request = http.request({ hostname, port, path: requestPath, method }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
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
