// Answers of a server that is newer than the tables: what is new is kept and listed, what is broken is left out.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createMediaKit } from '@aurastream/media-wasm';
import { asset } from './contract-support.mjs';

let kit;
before(async () => {
  kit = await createMediaKit();
});
after(() => kit.dispose());

const page = (assets, more = {}) => ({ assets, total: 3, limit: 50, offset: 0, has_more: false, ...more });
const read = (name, json) => kit.responses[name](JSON.stringify(json), { tolerant: true });
const places = (drift) => drift.map(({ type, loc }) => `${type} ${loc.join('.')}`);

test('an answer as the contract says is read alike, tolerantly or not, with no drift', () => {
  const json = JSON.stringify(page([asset]));
  const answer = kit.responses.listMedia(json, { tolerant: true });
  assert.deepEqual(answer, kit.responses.listMedia(json));
  assert.deepEqual(answer.drift, []);
  assert.deepEqual(Object.keys(answer), Object.keys(kit.responses.listMedia(json)), 'drift is not one of its keys');
  assert.equal(kit.responses.listMedia(json).drift, undefined);
});

test('a new asset type and new columns are kept, with their names in camelCase, and listed', () => {
  const newer = { ...asset, asset_type: 'hologram', frame_count: 12, 'odd key': { inner_key: 1 } };
  const json = page([asset, newer], { next_cursor: 'c' });
  assert.throws(() => kit.responses.listMedia(JSON.stringify(json)), { code: 'invalid_response' });
  const { assets, nextCursor, drift } = read('listMedia', json);
  assert.equal(assets.length, 2);
  assert.equal(assets[1].assetType, 'hologram');
  assert.equal(assets[1].frameCount, 12);
  assert.deepEqual(assets[1]['odd key'], { inner_key: 1 }, "a new key's value is as it was");
  assert.equal(nextCursor, 'c');
  assert.deepEqual(places(drift), [
    'unknown_word assets.1.asset_type',
    'unknown_key assets.1.frame_count',
    'unknown_key assets.1.odd key',
    'unknown_key next_cursor',
  ]);
  assert.deepEqual(drift[0].input, 'hologram');
  assert.match(drift[0].ctx.expected, /^'logo', 'face'/);
  assert.deepEqual(drift[1].path, ['assets', 1, 'frameCount']);
});

test('a broken element is left out of its list and reported, wherever the list is', () => {
  const { assets, drift } = read('listMedia', page([{ ...asset, width: 'wide', extra: 1 }, asset, null, { ...asset, tags: ['a', 5, 'b'] }]));
  assert.deepEqual(assets.map(({ tags }) => tags), [[], ['a', 'b']]);
  assert.deepEqual(places(drift), ['int_parsing assets.0.width', 'model_type assets.2', 'string_type assets.3.tags.1']);
  const rows = read('getMediaForPrompt', [{ id: 5 }, { id: 'a', asset_type: 'logo', display_name: 'L', url: 'u' }]);
  assert.deepEqual(rows.map(({ id }) => id), ['a']);
  assert.equal(rows.drift.length, 4, 'all that is wrong with it');
  const types = read('getAssetTypes', { types: ['logo', 'hologram', 7], descriptions: {} });
  assert.deepEqual(types.types, ['logo', 'hologram']);
  assert.deepEqual(places(types.drift), ['unknown_word types.1', 'literal_error types.2']);
  assert.deepEqual(read('listMedia', page([{}, {}])).assets, []);
});

test('what is broken outside of lists is invalid_response all the same', () => {
  assert.throws(() => read('getMedia', { ...asset, url: null }), { code: 'invalid_response' });
  assert.throws(() => read('listMedia', page('none')), { code: 'invalid_response' });
  assert.throws(() => read('listMedia', page([], { total: 'many' })), { code: 'invalid_response' });
  assert.throws(() => kit.responses.listMedia('<html>', { tolerant: true }), { code: 'invalid_json' });
  assert.throws(() => kit.responses.listMedia('{}', { tolerant: 1 }), { code: 'invalid_argument' });
  assert.equal(kit.responses.getPrimaryAsset('null', { tolerant: true }), null);
});

test('new keys never take the place of known ones, nor of one another', () => {
  const { drift, ...answer } = read('getMedia', { ...asset, display__name: 1, new_key: 2, newKey: 3, __proto_: 4, new_flag: 5 });
  assert.equal(answer.displayName, 'Logo');
  assert.deepEqual([answer.new_key, answer.newKey, answer.newFlag], [2, 3, 5]);
  const repeated = kit.responses.getMedia(JSON.stringify(asset).replace('{', '{"new_key":1,"new_key":2,'), { tolerant: true });
  assert.equal(repeated.newKey, 2, 'the last counts, as in Python');
  assert.deepEqual(places(repeated.drift), ['unknown_key new_key']);
  const own = kit.responses.getMedia(JSON.stringify(asset).replace('{', '{"__proto__":{"id":"x"},'), { tolerant: true });
  assert.equal(own.id, 'a1');
});

test('NaN keeps its place when elements before it are left out', () => {
  const json = JSON.stringify(page([{}, { ...asset, metadata: { a: '?' } }, {}, { ...asset, score: '?' }])).replaceAll('"?"', 'NaN');
  const { assets } = kit.responses.listMedia(json, { tolerant: true });
  assert.deepEqual([assets[0].metadata.a, assets[1].score], [NaN, NaN]);
});

test('of a long list of broken elements a thousand issues are listed', () => {
  const { assets, drift } = read('listMedia', page([...Array(500).fill({}), asset]));
  assert.equal(assets.length, 1);
  assert.equal(drift.length, 1000);
});
