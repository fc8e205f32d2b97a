// The generated accept path beside the engine: it takes nothing that the engine refuses or writes otherwise, and it
// takes what is plain and valid. ACCEPT_ROUNDS=1000000 for a long run.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { createMediaKit } from '@aurastream/media-wasm';
import esbuild from 'esbuild';
import { needsShared, readShared, shared } from '../shared.mjs';
import { createRandom } from './contract-random.mjs';

const SEED = 20261125;
const ROUNDS = Number(process.env.ACCEPT_ROUNDS ?? 20_000);
const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));

let kit, accept, acceptRequest, UNKNOWN;
before(async () => {
  kit = await createMediaKit();
  const { outputFiles } = await esbuild.build({
    entryPoints: [path.join(root, 'js/src/accept.ts')],
    bundle: true,
    format: 'esm',
    write: false,
  });
  const code = Buffer.from(outputFiles[0].contents).toString('base64');
  ({ accept, acceptRequest, UNKNOWN } = await import(`data:text/javascript;base64,${code}`));
});
after(() => kit.dispose());

class Odd {}
class OddList extends Array {}
/** The same JSON from an object that the accept path leaves to the engine. */
const odd = (value) => {
  if (Array.isArray(value)) return OddList.from(value);
  return typeof value === 'object' && value !== null ? Object.assign(new Odd(), value) : value;
};

const text = (bytes) => new TextDecoder().decode(bytes);

/** Compares all three styles with the engine's; true when all were accepted without it. */
function compare(model, value) {
  const what = () => `${model} ${JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? String(inner) : inner))}`;
  let taken = 0;
  for (const keys of ['snake', 'camel']) {
    const accepted = accept(model, value, keys);
    if (accepted === UNKNOWN) continue;
    taken++;
    const verdict = kit.contract.validate(model, odd(value), { keys });
    assert.equal(verdict.ok, true, what());
    assert.deepEqual(accepted, verdict.value, what());
    assert.equal(JSON.stringify(accepted), JSON.stringify(verdict.value), what()); // the order of keys too
  }
  const given = accept(model, value, 'given');
  if (given !== UNKNOWN) {
    taken++;
    const engine = kit.contract.encode(model, odd(value));
    assert.equal(engine.ok, true, what());
    assert.equal(JSON.stringify(given), text(engine.body), what());
    assert.deepEqual(kit.contract.encode(model, value).body, engine.body, what());
  }
  assert.ok(taken === 0 || taken === 3, what());
  return taken === 3;
}

/** Endpoints whose body needs no rule but its model's. */
const BODIES = { startCoach: 'StartCoachRequest', generate: 'GenerateRequest', updateMedia: 'UpdateMediaRequest', generateFromSession: 'GenerateFromSessionRequest' };

/** The same of requests; true when one was built without the engine. */
function compareRequest(endpoint, params, facts = {}) {
  const built = acceptRequest(endpoint, params, facts);
  if (built === undefined) return false;
  const plain = (request) => ({ ...request, body: text(request.body) });
  assert.deepEqual(plain(built), plain(kit.requests[endpoint](odd(params), facts)), `${endpoint} ${JSON.stringify(params)}`);
  assert.deepEqual(plain(kit.requests[endpoint](params, facts)), plain(built));
  return true;
}

function rows() {
  const plain = fs.readFileSync(shared('vectors/validation.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line));
  const hostile = gunzipSync(readShared('vectors/hostile.jsonl.gz')).toString().trim().split('\n').map((line) => JSON.parse(line));
  return [...plain.map(({ model, input, ok }) => [model, input, ok]), ...hostile.map(({ model, b, v }) => [model, Buffer.from(b, 'base64').toString(), v === 'ok'])];
}

test('all recorded inputs are accepted as the engine accepts them, or left to it', needsShared, () => {
  let accepted = 0, valid = 0;
  for (const [model, input, ok] of rows()) {
    let value;
    try {
      value = JSON.parse(input);
    } catch {
      continue; // NaN, or no JSON at all
    }
    if (typeof value !== 'object') continue; // validate() would take a text for JSON
    if (compare(model, value)) accepted++;
    compare(`${model}[]`, [value, value]);
    valid += ok;
  }
  assert.ok(accepted > valid / 4, `${accepted} of ${valid}`);
});

test(`${ROUNDS} generated values are accepted as the engine accepts them, or left to it (seed ${SEED})`, () => {
  const { below, one, valid, mutate, restyle } = createRandom(SEED);
  const schemas = kit.contract.models().map((model) => [model, kit.contract.jsonSchema(model)]);
  const endpoints = Object.entries(BODIES).map(([endpoint, model]) => [endpoint, kit.contract.jsonSchema(model)]);
  const ids = ['3f2504e0-4f89-41d3-9a0c-0305e82c3301', '3F2504E0-4F89-41D3-9A0C-0305E82C3301', 'a1', 'summary', '', 5, null, undefined];
  let plain = 0, spoilt = 0, built = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const [model, schema] = one(schemas);
    let value = valid(schema, schema.$defs ?? {});
    if (below(2)) value = restyle(value, schema, schema.$defs ?? {});
    if (compare(model, value)) plain++;
    for (let changes = 1 + below(3); changes > 0; changes--) value = mutate(value, true);
    if (compare(model, value)) spoilt++;
    if (below(8) === 0) compare(`${model}[]`, [value, valid(schema, schema.$defs ?? {})]);
    if (below(4) !== 0) continue;
    const [endpoint, body] = one(endpoints);
    const params = restyle(valid(body, body.$defs ?? {}), body, body.$defs ?? {});
    for (const key of ['assetId', 'asset_id', 'sessionId', 'session_id', 'id']) if (below(3) === 0) params[key] = one(ids.slice(0, 1 + below(ids.length)));
    if (compareRequest(endpoint, params, one([{}, { tier: 'pro' }, { tier: undefined }, { tier: 'studio' }]))) built++;
    if (compareRequest(endpoint, mutate(params, true))) built++;
  }
  // What is valid and plain does not cross: only a short text near its least length does.
  assert.ok(plain > ROUNDS * 0.97, `${plain} of ${ROUNDS}`);
  assert.ok(spoilt > ROUNDS * 0.05 && spoilt < ROUNDS, `${spoilt} spoilt`);
  assert.ok(built > ROUNDS * 0.1, `${built} built`);
});

test('a request of plain, valid parameters does not cross, unless more is known than a tier with access', () => {
  const id = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
  const params = {
    startCoach: { assetType: 'banner', mood: 'hype', description: 'A red dragon', media_asset_ids: [id] },
    generate: { asset_type: 'banner', customPrompt: 'é"', mediaAssetIds: null },
    updateMedia: { assetId: id, isFavorite: true, metadata: { a: [1] } },
    generateFromSession: { session_id: id, includeLogo: false },
  };
  for (const [endpoint, given] of Object.entries(params)) assert.ok(compareRequest(endpoint, given), endpoint);
  assert.ok(compareRequest('generate', params.generate, { tier: 'studio', counts: undefined }));
  for (const facts of [{ tier: 'free' }, { tier: 'Pro' }, { tier: null }, { tier: ['pro'] }, { knownIds: [] }, { known_ids: null }, { tier: 'pro', total: 0 }, { counts: {} }])
    assert.equal(acceptRequest('generate', params.generate, facts), undefined, JSON.stringify(facts));
  const left = (endpoint, given) => assert.equal(acceptRequest(endpoint, given, {}), undefined, `${endpoint} ${JSON.stringify(given)}`);
  for (const given of [
    {}, { assetId: 'a1' }, { id }, { assetId: id, asset_id: id }, { assetId: null, asset_id: id }, { assetId: `${id}\n` }, { assetId: [id] },
    Object.defineProperty({}, 'assetId', { value: id }), JSON.parse(`{"assetId":"${id}","__proto__":{}}`), { assetId: `{${id}}` },
  ])
    left('updateMedia', given);
  for (const endpoint of ['uploadMedia', 'listMedia', 'getMedia', 'bulkDeleteMedia', 'error', 'constructor']) left(endpoint, { ids: [id], assetId: id });
  left('generate', null);
  left('generate', '{}');
  const [refused] = kit.requests.startCoach(params.startCoach, { tier: 'free' }).issues;
  assert.equal(refused.type, 'access_denied');
  assert.equal(kit.requests.updateMedia(params.updateMedia, { knownIds: [] }).status, 404);
  assert.throws(() => kit.requests.generate(params.generate, { tier: 'pro', messages: 5 }), { code: 'invalid_argument' });
  assert.throws(() => kit.requests.generate(params.generate, new Map()), { code: 'invalid_argument' });
});

test('whatever JSON.stringify would read in another way is left to the engine', () => {
  const placement = () => ({ asset_id: 'a', display_name: 'A', asset_type: 'face', url: 'u', x: 1, y: 2, width: 3, height: 4 });
  const left = (value, model = 'MediaAssetPlacement') => assert.equal(accept(model, value, 'snake'), UNKNOWN);
  assert.notEqual(accept('MediaAssetPlacement', placement(), 'snake'), UNKNOWN);
  for (const changes of [
    { x: '1' }, { x: true }, { x: NaN }, { x: Infinity }, { x: 1n }, { x: new Number(1) }, { width: Infinity }, { width: 0 },
    { z_index: 1.5 }, { z_index: 2 ** 53 }, { z_index: 0 }, { url: new String('u') }, { url: null }, { size_unit: 'PX' },
    { assetId: 'a' }, { assetId: 'b' }, { toJSON() { return {}; } }, { extra: {} }, { extra: [] }, { extra: 1n },
  ])
    left({ ...placement(), ...changes });
  left(Object.create(placement()));
  left(Object.assign(new (class Placement {})(), placement()));
  left(Object.defineProperty(placement(), 'toJSON', { value: () => ({}) }));
  left(Object.defineProperty({ ...placement(), url: undefined }, 'url', { value: 'u', enumerable: false }));
  left(Object.defineProperty((({ url: _, ...rest }) => rest)(placement()), 'url', { value: 'u', enumerable: false }));
  left(new Proxy({}, { get: (_, key) => placement()[key] }));
  left(Object.assign([], placement()));
  left([placement(), , placement()], 'MediaAssetPlacement[]');
  left(Object.assign([placement()], { toJSON: () => [] }), 'MediaAssetPlacement[]');
  left(OddList.from([placement()]), 'MediaAssetPlacement[]');
  left('{}');
  left(new Uint8Array(2));
  left(new Map(Object.entries(placement())));
  left(placement(), 'Nope');
  left(placement(), 'constructor');
  left(placement(), null);

  const upload = (changes) => ({ asset_type: 'logo', display_name: 'L', image_base64: '', ...changes });
  const uploads = (changes) => left(upload(changes), 'UploadMediaRequest');
  const cycle = {};
  cycle.self = cycle;
  let deep = {};
  for (let i = 0; i < 200; i++) deep = { deep };
  for (const changes of [
    { display_name: '\ud800' }, { display_name: '😀'.repeat(51) }, { display_name: '' }, { tags: Array(21).fill('a') }, { tags: ['a', 1] },
    { metadata: cycle }, { metadata: deep }, { metadata: { a: NaN } }, { metadata: { a: 1n } }, { metadata: { a: new Date(0) } },
    { metadata: [] }, { metadata: { a: [undefined] } }, { metadata: { a: [,] } }, { metadata: { a: () => {} } }, { metadata: new Map() },
    { metadata: JSON.parse('{"__proto__":{}}') }, { is_favorite: 1 }, { is_favorite: 'yes' }, { is_favorite: null },
    { image_base64: 'a'.repeat(23_000_000) },
  ])
    uploads(changes);
  left({ ...upload(), metadata: Object.fromEntries(Array.from({ length: 600_000 }, (_, i) => [i, i])) }, 'UploadMediaRequest');
  left(Array(50_000).fill(placement()), 'MediaAssetPlacement[]');

  Object.prototype.url = 'u';
  try {
    left((({ url: _, ...rest }) => rest)(placement()));
  } finally {
    delete Object.prototype.url;
  }
});

test('a getter is read once, and nothing of the caller is shared with the answer', () => {
  let reads = 0;
  const value = Object.defineProperty({ asset_type: 'logo', image_base64: '' }, 'display_name', {
    enumerable: true,
    get: () => (reads++ === 0 ? 'Logo' : 5),
  });
  assert.equal(kit.contract.validate('UploadMediaRequest', value).value.display_name, 'Logo');
  const given = { asset_type: 'logo', display_name: 'L', image_base64: '', tags: ['a'], metadata: { a: { b: [1] } } };
  const { value: answer } = kit.contract.validate('UploadMediaRequest', given);
  answer.tags.push('b');
  answer.metadata.a.b.push(2);
  assert.deepEqual([given.tags, given.metadata.a.b], [['a'], [1]]);
  const coach = () => kit.contract.validate('StartCoachRequest', { asset_type: 'banner', mood: 'hype', description: 'A long description' }).value;
  coach().brand_context.colors.push(1);
  assert.deepEqual(coach().brand_context.colors, []);
});

test('the accept path holds for numbers without a sign, wide characters and 10 MiB files', () => {
  const placement = { assetId: 'a', displayName: '\ud800"\b\t\n\f\r\u000b\u2028\x7f', assetType: 'face', url: '😀', x: -0, y: 1e-7, width: 1e21, height: 0.1, rotation: -0 };
  assert.ok(compare('MediaAssetPlacement', placement));
  assert.ok(compare('UpdateMediaRequest', { displayName: '😀'.repeat(50), metadata: { '\ud800': ['\b\u001f', -0, 2 ** 60, { 2: 1, 1: 2 }] } }));
  assert.ok(compare('UploadMediaRequest', { asset_type: 'logo', display_name: 'L', image_base64: 'A'.repeat(13_981_016) }));
});
