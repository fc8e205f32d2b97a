// The client in a page: what an upload tells, and where nothing may go.
import assert from 'node:assert/strict';
import http from 'node:http';
import { after, before, test } from 'node:test';
import { servePackage } from './package-server.mjs';
import { launchChromium, whenSet } from './support.mjs';

const asset = {
  id: 'a1', user_id: 'u1', asset_type: 'logo', display_name: 'Logo', url: 'https://cdn/a.png', storage_path: 'u1/a.png',
  created_at: '2026-01-01T00:00:00Z', updated_at: '2026-01-01T00:00:00Z',
};
const received = [];
const elsewhere = [];
let server, other, browser, page;

before(async () => {
  other = http.createServer((request, response) => {
    if (request.method !== 'OPTIONS') elsewhere.push(request.headers);
    response.writeHead(200, { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*, authorization', 'access-control-allow-methods': '*' }).end('{}');
  });
  await new Promise((done) => other.listen(0, 'localhost', done));
  const address = `http://localhost:${other.address().port}`;
  server = await servePackage({
    policy: `default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src data:; connect-src 'self' ${address}`,
    routes: {
      '/api/v1/media-library': (request, response) => {
        let bytes = 0;
        request.on('data', (part) => (bytes += part.length)).on('end', () => {
          received.push({ bytes, headers: request.headers });
          response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ asset }));
        });
      },
      '/away/api/v1/media-library': (request, response) => request.resume().on('end', () => response.writeHead(307, { location: `${address}/taken` }).end()),
    },
  });
  browser = await launchChromium();
  page = await browser.newPage();
  await page.goto(server.address);
  await whenSet(page, 'ready');
});
after(async () => {
  await browser?.close();
  await server?.close();
  other?.closeAllConnections();
  await new Promise((done) => other.close(done));
});

const upload = (options) => page.evaluate(async ({ bytes, ...given }) => {
  const { createMediaClient } = await import('/dist/client.js');
  const told = [];
  const media = createMediaClient({ getToken: () => 'secret', ...given });
  const image = new File([new Uint8Array(bytes)], 'logo.png');
  const ended = await media.uploadMedia({ assetType: 'logo', displayName: 'Logo', image }, { onUploadProgress: (progress) => told.push(progress) })
    .then((value) => ({ value }), ({ code, status }) => ({ code, status }));
  return { ...ended, told };
}, options);

test('an upload from a page tells how far it is, and is read like any other', async () => {
  const { value, told } = await upload({ baseUrl: '', bytes: 5_000_000 });
  assert.equal(value.asset.displayName, 'Logo');
  const [{ bytes, headers }] = received.splice(0);
  assert.equal(headers.authorization, 'Bearer secret');
  assert.ok(told.length >= 1 && told.every(({ loaded, total }, i) => total === bytes && loaded >= (told[i - 1]?.loaded ?? 0)));
  assert.equal(told.at(-1).loaded, bytes);
});

test('with headers of its own an upload goes through fetch, which tells its end', async () => {
  const { value, told } = await upload({ baseUrl: '', bytes: 1000, headers: { 'x-key': 'k' } });
  assert.equal(value.asset.id, 'a1');
  const [{ bytes, headers }] = received.splice(0);
  assert.equal(headers['x-key'], 'k');
  assert.deepEqual(told, [{ loaded: bytes, total: bytes }]);
});

test('no token leaves for where a redirect points', async () => {
  assert.equal((await upload({ baseUrl: '/away', bytes: 10, headers: { 'x-key': 'secret' } })).code, 'fetch_failed');
  assert.deepEqual(elsewhere, []);
  assert.equal((await upload({ baseUrl: '/away', bytes: 10 })).code, 'fetch_failed');
  assert.deepEqual(elsewhere.filter((headers) => JSON.stringify(headers).includes('secret')), []);
});
