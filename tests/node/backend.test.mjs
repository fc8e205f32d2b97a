// The reference back end over real HTTP: every endpoint, the contract's verdicts and limits, and what must not bring it down.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import test, { after, afterEach, before, beforeEach } from 'node:test';
import zlib from 'node:zlib';
import { createMediaKit } from '@aurastream/media-wasm';
import { startBackend } from '../backend/server.mjs';
import { needsShared, readShared } from '../shared.mjs';

let kit;
let backend;
let folder;
before(async () => {
  kit = await createMediaKit();
});
after(() => kit.dispose());
beforeEach(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'media-backend-'));
  backend = await startBackend({ folder });
});
afterEach(async () => {
  await backend.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

const ask = (method, url, { body, headers } = {}) =>
  fetch(backend.address + url, { method, headers: { 'content-type': 'application/json', ...headers }, ...(body !== undefined && { body }) });

/** Builds with the kit, sends, and reads with the kit. */
async function send(name, params, tier) {
  const request = kit.requests[name](params);
  assert.ok(request.ok, JSON.stringify(request.issues));
  const response = await fetch(backend.address + request.url, tier ? { ...request, headers: { ...request.headers, 'x-media-tier': tier } } : request);
  const text = await response.text();
  if (!response.ok) return { status: response.status, ...kit.responses.error(text, response.status) };
  return kit.responses[name](text);
}

/** A red square on transparent ground. */
function picture(size = 64) {
  const data = new Uint8ClampedArray(size * size * 4);
  for (let y = size / 4; y < (size * 3) / 4; y++) for (let x = size / 4; x < (size * 3) / 4; x++) data.set([200, 30, 30, 255], (y * size + x) * 4);
  return kit.image.encodePng({ width: size, height: size, data });
}

const upload = async (more = {}) => {
  const answer = await send('uploadMedia', { assetType: 'background', displayName: 'A', image: picture(), ...more });
  return answer.asset ?? answer;
};

test('an upload is processed, listed, changed, found and deleted, files and all', async () => {
  const asset = await upload({ displayName: 'Sky', description: 'blue', tags: ['day', 'wide'], isFavorite: true, metadata: { a: [1] } });
  assert.equal(asset.width, 64);
  assert.equal(asset.mimeType, 'image/png');
  assert.deepEqual(asset.metadata, { a: [1] });
  const file = await fetch(backend.address + asset.url);
  assert.deepEqual(new Uint8Array(await file.arrayBuffer()), picture());
  assert.equal((await fetch(backend.address + asset.thumbnailUrl)).headers.get('content-type'), 'image/png');
  assert.deepEqual(await send('getMedia', { assetId: asset.id }), asset);
  const changed = await send('updateMedia', { assetId: asset.id, displayName: 'Night', description: null });
  assert.deepEqual([changed.displayName, changed.description, changed.tags], ['Night', null, ['day', 'wide']]);
  assert.equal((await send('toggleFavorite', { assetId: asset.id })).isFavorite, false);
  assert.equal((await send('deleteMedia', { assetId: asset.id })).success, true);
  assert.equal((await send('getMedia', { assetId: asset.id })).status, 404);
  assert.equal((await fetch(backend.address + asset.url)).status, 404);
  assert.deepEqual(fs.readdirSync(path.join(folder, 'media')), []);
});

test('a built request is what fetch takes, at its url, for every endpoint', async () => {
  const { asset } = await send('uploadMedia', { assetType: 'logo', displayName: 'A', image: picture() });
  const coach = { assetType: 'thumbnail', mood: 'hype', description: 'A fire', brandContext: { colors: [{ hex: '#FF5733', name: 'Fire' }] } };
  const { session_id: sessionId } = await send('startCoach', coach);
  const params = {
    getAccess: undefined,
    uploadMedia: { assetType: 'panel', displayName: 'ä & b', image: picture() },
    listMedia: { tags: ['a b', 'ä&='], search: 'x+y?', sortBy: 'display_name', limit: 5 },
    getSummary: undefined,
    getAssetTypes: undefined,
    getPrimaryAsset: 'logo',
    getMedia: asset.id,
    updateMedia: { assetId: asset.id, displayName: 'B' },
    getMediaForPrompt: [asset.id],
    toggleFavorite: asset.id,
    setPrimary: asset.id,
    startCoach: coach,
    generateFromSession: { sessionId },
    generate: { assetType: 'banner' },
    bulkDeleteMedia: [asset.id],
    deleteMedia: (await send('uploadMedia', { assetType: 'logo', displayName: 'C', image: picture() })).asset.id,
  };
  assert.deepEqual(Object.keys(params).sort(), kit.contract.endpoints.map(({ name }) => name).sort());
  for (const [name, given] of Object.entries(params)) {
    const request = kit.requests[name](given);
    assert.equal(request.url, request.query ? `${request.path}?${request.query}` : request.path);
    const response = await fetch(backend.address + request.url, request);
    assert.equal(Math.floor(response.status / 100), 2, `${name} ${response.status}`);
    kit.responses[name](await response.text());
  }
});

test('a subject is cut out where the type asks for it, and is kept where it forbids it', async () => {
  const side = 64;
  const data = new Uint8ClampedArray(side * side * 4).fill(255);
  for (let y = 20; y < 44; y++) for (let x = 20; x < 44; x++) data.set([20, 60, 200], (y * side + x) * 4);
  const image = kit.image.encodePng({ width: side, height: side, data });
  const logo = await upload({ assetType: 'logo', image });
  assert.equal(logo.hasBackgroundRemoved, true);
  const cut = kit.image.decode(new Uint8Array(await (await fetch(backend.address + logo.processedUrl)).arrayBuffer()));
  assert.deepEqual([cut.data[3], cut.data[(32 * side + 32) * 4 + 3]], [0, 255]);
  const panel = await upload({ assetType: 'panel', image, removeBackground: true });
  assert.deepEqual([panel.hasBackgroundRemoved, panel.processedUrl], [false, null]);
});

test('lists are filtered, sorted and paged', async () => {
  for (const [displayName, tags, isFavorite] of [['b%', ['x'], true], ['a_', ['x', 'y'], false], ['C', ['y'], true]]) await upload({ displayName, tags, isFavorite });
  await upload({ assetType: 'panel', displayName: 'd' });
  const names = async (params) => (await send('listMedia', params)).assets.map(({ displayName }) => displayName);
  assert.deepEqual(await names({ sortBy: 'display_name', sortOrder: 'asc' }), ['C', 'a_', 'b%', 'd']);
  assert.deepEqual(await names({}), ['d', 'C', 'a_', 'b%']);
  assert.deepEqual(await names({ tags: ['x'] }), ['a_', 'b%']);
  assert.deepEqual(await names({ tags: ['x', 'y'] }), ['a_']);
  assert.deepEqual(await names({ favoritesOnly: true, assetType: 'background' }), ['C', 'b%']);
  assert.deepEqual(await names({ search: '%' }), ['b%']);
  assert.deepEqual(await names({ search: '_' }), ['a_']);
  const { total, limit, offset, hasMore, assets } = await send('listMedia', { limit: 2, offset: 1 });
  assert.deepEqual([total, limit, offset, hasMore, assets.length], [4, 2, 1, true, 2]);
  assert.equal((await send('listMedia', { limit: 2, offset: 2 })).hasMore, false);
  const summary = await send('getSummary', {});
  assert.deepEqual(summary.summaries.map(({ assetType, totalCount, favoriteCount }) => [assetType, totalCount, favoriteCount]), [['background', 3, 2], ['panel', 1, 0]]);
  assert.equal(summary.totalAssets, 4);
  assert.equal(summary.storageUsedBytes, 4 * picture().length);
});

test('a query is text: what Pydantic takes of it is taken, the rest refused where it stands', async () => {
  assert.equal((await (await ask('GET', '/api/v1/media-library?limit=5&favorites_only=yes&offset=0')).json()).limit, 5);
  const response = await ask('GET', '/api/v1/media-library?limit=0&sort_by=size&favorites_only=2');
  assert.equal(response.status, 422);
  const { detail } = await response.json();
  assert.deepEqual(detail.map(({ type, loc }) => [type, ...loc]), [['bool_parsing', 'query', 'favorites_only'], ['greater_than_equal', 'query', 'limit'], ['literal_error', 'query', 'sort_by']].filter(([type]) => detail.some((issue) => issue.type === type)));
  assert.equal(detail.length, 3);
});

test('one asset of a type is primary, whichever way it became so', async () => {
  assert.equal(await send('getPrimaryAsset', { assetType: 'background' }), null);
  const first = await upload({ setAsPrimary: true });
  const second = await upload({ setAsPrimary: true });
  assert.equal((await send('getPrimaryAsset', { assetType: 'background' })).id, second.id);
  await send('setPrimary', { assetId: first.id });
  assert.equal((await send('getMedia', { assetId: second.id })).isPrimary, false);
  await send('updateMedia', { assetId: second.id, isPrimary: true });
  assert.equal((await send('getPrimaryAsset', { assetType: 'background' })).id, second.id);
  await send('updateMedia', { assetId: second.id, isPrimary: false });
  assert.equal(await send('getPrimaryAsset', { assetType: 'background' }), null);
});

test('limits and tiers are those of the contract, also for uploads at the same time', async () => {
  const all = await Promise.all(Array.from({ length: 7 }, () => upload()));
  assert.equal(all.filter(({ id }) => id).length, 5);
  assert.deepEqual(all.filter(({ id }) => !id).map(({ status }) => status), [400, 400]);
  const free = await send('uploadMedia', { assetType: 'logo', displayName: 'x', image: picture() }, 'free');
  assert.equal(free.status, 403);
  const access = await send('getAccess', {}, 'free');
  assert.deepEqual([access.hasAccess, access.tier, access.totalLimit, typeof access.upgradeMessage], [false, 'free', 0, 'string']);
  assert.equal((await send('getAccess', {})).totalLimit, 25);
  const types = await send('getAssetTypes', {});
  assert.equal(types.types.length, 14);
  assert.equal(Object.keys(types.descriptions).length, 14);
});

test('many are deleted at once, and what is not there is told', async () => {
  const ids = [(await upload()).id, (await upload()).id];
  const missing = '00000000-0000-4000-8000-00000000dead';
  const answer = await send('bulkDeleteMedia', [...ids, missing]);
  assert.deepEqual([answer.deletedCount, answer.failedIds], [2, [missing]]);
  for (const [body, status] of [['[]', 400], [JSON.stringify(Array(51).fill('x')), 400], ['{}', 422], ['[1]', 422], ['', 422], ['[', 422]]) {
    assert.equal((await ask('POST', '/api/v1/media-library/bulk-delete', { body })).status, status, body);
  }
});

test('assets go into prompts and pictures, and their use is counted', async () => {
  const asset = await upload({ assetType: 'panel', displayName: 'Panel' });
  assert.deepEqual((await send('getMediaForPrompt', [asset.id])).map(({ id }) => id), [asset.id]);
  assert.equal((await ask('POST', '/api/v1/media-library/for-prompt', { body: '["nobody"]' })).status, 404);
  const placement = { assetId: asset.id, displayName: 'Panel', assetType: 'panel', url: asset.url, x: 50, y: 50, width: 50, height: 100 };
  const made = await send('generate', { assetType: 'twitch_emote', customPrompt: 'neon', mediaAssetIds: [asset.id], mediaAssetPlacements: [placement] });
  assert.match(made.prompt, /neon[\s\S]*Panel/);
  const image = kit.image.decode(new Uint8Array(await (await fetch(backend.address + made.url)).arrayBuffer()));
  assert.deepEqual([image.width, image.height], [112, 112]);
  assert.deepEqual([...image.data.slice((56 * 112 + 56) * 4, (56 * 112 + 56) * 4 + 3)], [200, 30, 30]);
  const started = await send('startCoach', { assetType: 'thumbnail', mood: 'hype', description: 'a new stream', mediaAssetIds: [asset.id] });
  const fromSession = await send('generateFromSession', { sessionId: started.session_id });
  assert.equal(fromSession.width, 1280);
  assert.equal((await send('generateFromSession', { sessionId: 'nobody' })).status, 404);
  assert.equal((await send('getMedia', { assetId: asset.id })).usageCount, 3);
});

test('hostile input is refused and the next request is served', async () => {
  const cases = [
    ['POST', '/api/v1/media-library', { body: '{' }, 422],
    ['POST', '/api/v1/media-library', { body: Buffer.from([0x7b, 0xff, 0x7d]) }, 400],
    ['POST', '/api/v1/media-library', { body: '['.repeat(100_000) }, 400],
    ['POST', '/api/v1/media-library', { body: '' }, 422],
    ['POST', '/api/v1/media-library', { body: '{}', headers: { 'content-type': 'text/plain' } }, 422],
    ['POST', '/api/v1/media-library', { body: Buffer.alloc(33 * 1024 * 1024, 32) }, 413],
    ['POST', '/api/v1/media-library', { body: '{"assetType": "logo", "displayName": "x", "imageBase64": ""}' }, 422],
    ['PUT', '/api/v1/media-library', {}, 405],
    ['GET', '/api/v1/media-library/a%2Fb', {}, 404],
    ['GET', '/api/v1/media-library/%E0%A4%A', {}, 404],
    ['GET', "/api/v1/media-library/'%20OR%201=1--", {}, 404],
    ['GET', '/api/v1/media-library/primary/nothing', {}, 422],
    ['GET', '/media/..%2F..%2Flibrary.sqlite', {}, 404],
    ['GET', '/media/%2e%2e/library.sqlite', {}, 404],
    ['GET', '/api/v1/media-library', { headers: { origin: 'https://elsewhere.example' } }, 403],
  ];
  for (const [method, url, options, status] of cases) {
    const got = await ask(method, url, options).then((response) => response.status, (error) => error);
    // A connection that is closed while much is still being sent may show as an error to the sender.
    assert.ok(got === status || (status === 413 && got instanceof Error), `${method} ${url}: ${got} instead of ${status}`);
    assert.equal((await ask('GET', '/api/v1/media-library/access')).status, 200);
  }
  const odd = await upload({ displayName: 'a\u0000b', tags: ['\ud800'], image: new Uint8Array([1, 2, 3]) });
  assert.deepEqual([odd.displayName, odd.mimeType, odd.thumbnailUrl], ['a\ufffdb', 'application/octet-stream', null]);
  // A sender that breaks off in the midst of a body.
  await new Promise((resolve) => {
    const request = http.request(`${backend.address}/api/v1/media-library`, { method: 'POST', headers: { 'content-length': 1000, 'content-type': 'application/json' } });
    request.on('error', resolve);
    request.write('{"a"', () => request.destroy());
    request.on('close', resolve);
  });
  assert.equal((await ask('GET', '/api/v1/media-library/access')).status, 200);
});

test('a second start finds the library of the first', async () => {
  const asset = await upload();
  await backend.close();
  backend = await startBackend({ folder });
  assert.deepEqual(await send('getMedia', { assetId: asset.id }), asset);
});

test('its verdicts are those that a live FastAPI gave', needsShared, async () => {
  const rows = zlib.gunzipSync(readShared('vectors/live.jsonl.gz')).toString('utf8').trim().split('\n').map((line) => JSON.parse(line));
  const asset = await upload({ assetType: 'reference' });
  const { session_id: session } = await send('startCoach', { assetType: 'thumbnail', mood: 'hype', description: 'a new stream' });
  const wrong = [];
  for (const { endpoint, method, path: at, b, status, answer } of rows) {
    const url = at.replace('/a1', `/${asset.id}`).replace(/sessions\/[^/]+/, `sessions/${session}`);
    const response = await ask(method, url, { body: Buffer.from(b, 'base64') });
    const got = await response.json();
    // The recorded library knew no ids; here those in a valid body must exist.
    const isUnknownId = response.status === 404 && status === 200;
    if (response.status !== status && !isUnknownId) wrong.push([endpoint, status, response.status, JSON.stringify(answer)?.slice(0, 150), JSON.stringify(got).slice(0, 150)]);
    else if (status === 422) {
      const said = (detail) => detail.map(({ type, loc }) => (type === 'json_invalid' ? type : [type, ...loc].join('/')));
      if (JSON.stringify(said(got.detail)) !== JSON.stringify(said(answer.detail))) wrong.push([endpoint, said(answer.detail), said(got.detail)]);
    }
    if (endpoint === 'uploadMedia' && response.ok) await send('deleteMedia', { assetId: got.asset.id });
  }
  assert.deepEqual(wrong.slice(0, 5), [], `${wrong.length} of ${rows.length}`);
});
