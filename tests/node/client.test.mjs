// The client against a real server, well behaved and not.
import assert from 'node:assert/strict';
import http from 'node:http';
import { after, before, test } from 'node:test';
import { createMediaKit } from '@aurastream/media-wasm';
import { createMediaClient } from '@aurastream/media-wasm/client';
import { asset } from './contract-support.mjs';

let kit, server, base, seen, answer;
before(async () => {
  kit = await createMediaKit();
  server = http.createServer((request, response) => {
    const parts = [];
    request.on('data', (part) => parts.push(part)).on('end', () => {
      seen.push({ method: request.method, url: request.url, headers: request.headers, body: Buffer.concat(parts).toString() });
      answer(request, response);
    });
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  base = `http://127.0.0.1:${server.address().port}`;
});
after(async () => {
  kit.dispose();
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

const json = (status, body, headers) => (_, response) => response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
function client(options, answers) {
  seen = [];
  answer = answers;
  return createMediaClient({ baseUrl: base, kit, ...options });
}

const list = { assets: [asset], total: 1, limit: 50, offset: 0, has_more: false };
const calls = {
  getAccess: [undefined, { has_access: true, tier: 'pro', total_limit: 25, max_per_prompt: 2 }],
  uploadMedia: [{ assetType: 'logo', displayName: 'Logo', image: new Uint8Array([1, 2, 3]) }, { asset }],
  listMedia: [{ limit: 5, tags: ['a', 'b c'] }, list],
  getSummary: [undefined, { summaries: [], total_assets: 0, storage_used_bytes: 0 }],
  getAssetTypes: [undefined, { types: ['logo'], descriptions: { logo: 'A logo' } }],
  getPrimaryAsset: ['logo', null],
  getMedia: ['a1', asset],
  updateMedia: [{ assetId: 'a1', displayName: 'New' }, asset],
  deleteMedia: ['a1', { success: true, message: 'Gone' }],
  bulkDeleteMedia: [['a1'], { deleted_count: 1, message: 'Gone' }],
  getMediaForPrompt: [['a1'], [{ id: 'a1', asset_type: 'logo', display_name: 'Logo', url: 'u' }]],
  toggleFavorite: ['a1', asset],
  setPrimary: ['a1', asset],
  startCoach: [{ assetType: 'thumbnail', mood: 'hype', description: 'Fire and ice' }, { session: 1 }],
  generateFromSession: [{ sessionId: 's1' }, { job: 1 }],
  generate: [{ assetType: 'banner' }, { job: 1 }],
};

test('every endpoint sends what kit.requests builds and answers what kit.responses reads', async () => {
  assert.deepEqual(Object.keys(calls), kit.contract.endpoints.map(({ name }) => name));
  for (const [name, [params, body]] of Object.entries(calls)) {
    const built = kit.requests[name](params);
    const value = await client({}, json(200, body))[name](params);
    assert.deepEqual(value, kit.responses[name](JSON.stringify(body)), name);
    const [request] = seen;
    assert.equal(request.method, built.method);
    assert.equal(request.url, built.url);
    assert.equal(request.body, built.body ? new TextDecoder().decode(built.body) : '');
  }
});

test('a request that the server would refuse is not sent', async () => {
  const media = client({ context: () => ({ tier: 'free' }) }, json(200, {}));
  await assert.rejects(media.uploadMedia(calls.uploadMedia[0]), { code: 'request_refused', status: 403 });
  const refused = await media.updateMedia({ assetId: 'a1', displayName: '' }, { context: {} }).catch((error) => error);
  assert.equal(refused.code, 'request_refused');
  assert.equal(refused.status, 422);
  assert.deepEqual(refused.issues[0].path, ['displayName']);
  assert.deepEqual(seen, []);
});

test("the server's errors have its status, sentence and issues", async () => {
  const detail = [{ type: 'string_too_long', loc: ['body', 'display_name'], msg: 'no', input: 'x', ctx: { max_length: 100 } }];
  const error = await client({}, json(422, { detail })).getMedia('a1').catch((thrown) => thrown);
  assert.equal(error.code, 'http_error');
  assert.equal(error.status, 422);
  assert.deepEqual(error.issues[0].path, ['displayName']);
  await assert.rejects(client({}, json(404, { detail: 'No such asset' })).getMedia('a1'), { code: 'http_error', status: 404, message: 'No such asset' });
  await assert.rejects(client({}, (_, response) => response.writeHead(500, { 'content-type': 'text/html' }).end('<h1>Oops')).generate(calls.generate[0]), { code: 'http_error', status: 500 });
});

test('headers and the token go along, asked anew for each attempt', async () => {
  let asked = 0;
  const media = client({ headers: async () => ({ 'X-App': 'studio' }), getToken: () => `t${++asked}`, retries: 1 },
    (request, response) => json(seen.length === 1 ? 503 : 200, asset, { 'retry-after': '0' })(request, response));
  await media.getMedia('a1');
  assert.deepEqual(seen.map(({ headers }) => headers.authorization), ['Bearer t1', 'Bearer t2']);
  assert.equal(seen[0].headers['x-app'], 'studio');
  await assert.rejects(client({ getToken: () => 'a\nb' }, json(200, asset)).getMedia('a1'), { code: 'invalid_argument' });
  assert.deepEqual(seen, []);
});

test('a GET is tried again, as often as it may be and no other method ever', async () => {
  const busy = json(503, { detail: 'Busy' }, { 'retry-after': '0' });
  await assert.rejects(client({ retries: 2, maxRetryDelayMs: 1 }, busy).getMedia('a1'), { code: 'http_error', status: 503 });
  assert.equal(seen.length, 3);
  await assert.rejects(client({ retries: 2 }, busy).deleteMedia('a1'), { status: 503 });
  assert.equal(seen.length, 1);
  await assert.rejects(client({ retries: 2 }, json(503, {}, { 'retry-after': '3600' })).getMedia('a1'), { status: 503 });
  assert.equal(seen.length, 1);
  await assert.rejects(client({ retries: 2 }, json(500, {})).getMedia('a1'), { status: 500 });
  assert.equal(seen.length, 1);
  const cut = (request) => request.socket.destroy();
  await assert.rejects(client({ retries: 1, maxRetryDelayMs: 1 }, cut).getMedia('a1'), { code: 'fetch_failed' });
  assert.equal(seen.length, 2);
});

test('a redirect is not followed, so that nothing goes to another origin', async (t) => {
  const reached = [];
  const other = http.createServer((request, response) => {
    reached.push(request.headers);
    response.end('{}');
  });
  await new Promise((done) => other.listen(0, '127.0.0.1', done));
  t.after(() => {
    other.closeAllConnections();
    return new Promise((done) => other.close(done));
  });
  for (const status of [301, 302, 303, 307, 308]) {
    const media = client({ getToken: () => 'secret', headers: { 'x-key': 'secret' } },
      (_, response) => response.writeHead(status, { location: `http://127.0.0.1:${other.address().port}/` }).end());
    for (const name of ['getMedia', 'toggleFavorite']) await assert.rejects(media[name]('a1'), { code: 'fetch_failed', status });
    await assert.rejects(media.uploadMedia(calls.uploadMedia[0], { onUploadProgress() {} }), { code: 'fetch_failed', status });
  }
  assert.deepEqual(reached, []);
});

test('answers that are none end in a code', async () => {
  const raw = (status, type, text) => (_, response) => response.writeHead(status, type ? { 'content-type': type } : {}).end(text);
  const get = (answers, options) => client({ retries: 0, ...options }, answers).getMedia('a1');
  await assert.rejects(get(raw(200, 'text/html', '<p>')), { code: 'invalid_response', status: 200 });
  await assert.rejects(get(raw(200, 'application/json', '{"a')), { code: 'invalid_json', status: 200 });
  await assert.rejects(get(raw(200, 'application/json', '{}')), (error) => error.code === 'invalid_response' && error.issues.length > 0);
  await assert.rejects(get(raw(204)), { code: 'invalid_response', status: 204 });
  assert.equal((await get(raw(200, '', JSON.stringify(asset)))).id, 'a1');
  assert.equal(await client({}, raw(204)).getPrimaryAsset('logo'), null);
  assert.equal(await client({}, raw(204)).generate(calls.generate[0]), null);
  await assert.rejects(get(raw(200, 'application/json', ' '.repeat(5000)), { maxResponseBytes: 4096 }), { code: 'input_too_large' });
  const broken = (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': 500 });
    response.write('{"id"', () => response.destroy());
  };
  await assert.rejects(get(broken), { code: 'fetch_failed', status: 200 });
  await assert.rejects(createMediaClient({ baseUrl: 'http://127.0.0.1:1', kit, retries: 0 }).getMedia('a1'), { code: 'fetch_failed' });
});

test('a server that says nothing ends in `timeout`, a signal in `aborted`, each with its cause', async () => {
  const silent = () => {};
  const late = await client({ timeoutMs: 50 }, silent).getMedia('a1').catch((error) => error);
  assert.equal(late.code, 'timeout');
  assert.equal(late.cause.name, 'TimeoutError');
  await assert.rejects(client({ timeoutMs: 50, getToken: () => new Promise(() => {}) }, silent).getMedia('a1'), { code: 'timeout' });
  const slow = (_, response) => response.writeHead(200, { 'content-type': 'application/json' }).write('{');
  await assert.rejects(client({}, slow).getMedia('a1', { timeoutMs: 50 }), { code: 'timeout' });
  const controller = new AbortController();
  const media = client({}, () => controller.abort('enough'));
  await assert.rejects(media.getMedia('a1', { signal: controller.signal }), { code: 'aborted', cause: 'enough' });
  await assert.rejects(media.getMedia('a1', { signal: controller.signal }), { code: 'aborted' });
  assert.equal(seen.length, 1);
});

test('an upload tells how far it is, and takes a Blob', async () => {
  const told = [];
  const image = new Blob([new Uint8Array(300_000)]);
  await client({}, json(200, { asset })).uploadMedia({ ...calls.uploadMedia[0], image }, { onUploadProgress: (progress) => told.push(progress) });
  assert.ok(told.length > 2 && told.every(({ loaded, total }, i) => total === seen[0].body.length && loaded > (told[i - 1]?.loaded ?? 0)));
  assert.equal(told.at(-1).loaded, told.at(-1).total);
});

test('`tolerant` keeps what a newer server adds', async () => {
  const newer = { ...asset, asset_type: 'hologram' };
  await assert.rejects(client({}, json(200, newer)).getMedia('a1'), { code: 'invalid_response' });
  const value = await client({ tolerant: true }, json(200, newer)).getMedia('a1');
  assert.equal(value.assetType, 'hologram');
  assert.equal(value.drift.length, 1);
});

test('options that cannot be used are refused at once, and a prefix of paths is kept', async () => {
  for (const options of [undefined, {}, { baseUrl: 5 }, { baseUrl: '/api' }, { baseUrl: 'ftp://a' }, { baseUrl: 'https://a:b@c' }, { baseUrl: 'https://a?b' },
    { baseUrl: base, timeoutMs: 0 }, { baseUrl: base, retries: 1.5 }, { baseUrl: base, getToken: 'x' }, { baseUrl: base, fetch: 5 }])
    assert.throws(() => createMediaClient(options), { code: 'invalid_argument' }, JSON.stringify(options));
  await client({ baseUrl: `${base}/backend/` }, json(200, asset)).getMedia('a1');
  assert.equal(seen[0].url, '/backend/api/v1/media-library/a1');
});

test('a client without a kit loads one when it is first called', async () => {
  assert.equal((await client({ kit: undefined }, json(200, asset)).getMedia('a1')).displayName, 'Logo');
});
