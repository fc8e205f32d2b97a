// What callers hand over by mistake, and what no JSON can say, in every reader.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createMediaKit } from '@aurastream/media-wasm';

let kit;
before(async () => {
  kit = await createMediaKit();
});
after(() => kit.dispose());

const placement = (changes) => ({ asset_id: 'a', display_name: 'A', asset_type: 'face', url: 'u', x: 1, y: 2, width: 3, height: 4, ...changes });
const refused = { code: 'invalid_argument' };

test("an issue's input is what was given, NaN and infinities too", () => {
  const inputs = (result) => result.issues.map(({ input }) => input);
  const { validate, encode } = { validate: (...a) => kit.contract.validate(...a), encode: (...a) => kit.contract.encode(...a) };
  assert.deepEqual(inputs(validate('MediaAssetPlacement', placement({ x: NaN, y: Infinity, width: -Infinity }))), [NaN, Infinity, -Infinity]);
  assert.deepEqual(inputs(encode('MediaAssetPlacement', placement({ x: NaN }))), [NaN]);
  assert.deepEqual(inputs(validate('MediaAssetPlacement[]', `[${JSON.stringify(placement()).replace('"x":1', '"x":NaN')}]`)), [NaN]);
  const metadata = { a: [1, NaN, { b_c: NaN, d: null }], e: Infinity };
  assert.deepEqual(inputs(kit.requests.updateMedia({ assetId: 'a', metadata })), [metadata]);
  assert.deepEqual(inputs(validate('UpdateMediaRequest', { tags: [NaN] }, { keys: 'camel' })), [NaN]);
  assert.deepEqual(inputs(kit.requests.listMedia({ limit: NaN })), [NaN]);
  const { warnings } = validate('UpdateMediaRequest', { display_name: 'a', displayName: NaN });
  assert.deepEqual(warnings.map(({ input }) => input), [NaN]);
  assert.ok(!('nan' in validate('UpdateMediaRequest', { tags: [NaN] }).issues[0]));
  const text = '{"id":"a","asset_type":"logo","display_name":NaN,"url":"u"}';
  assert.deepEqual(kit.responses.getMediaForPrompt(`[${text}]`, { tolerant: true }).drift.map(({ input }) => input), [NaN]);
  assert.throws(() => kit.responses.getMediaForPrompt(`[${text}]`), ({ issues }) => Number.isNaN(issues[0].input));
});

test('counts that are none are not known', () => {
  for (const none of [NaN, Infinity, -1, undefined]) {
    const { total, types } = kit.contract.room('pro', { logo: none, face: 2 }, none);
    assert.deepEqual([total.used, types.logo.used, types.face.left], [2, 0, 3]);
  }
  for (const counts of [new Map([['logo', 5]]), new Set(), new Blob([])]) assert.throws(() => kit.contract.room('pro', counts), refused);
});

test('sentences in a Map are refused, not forgotten', () => {
  assert.throws(() => kit.contract.validate('UpdateMediaRequest', {}, { messages: new Map([['missing', 'x']]) }), refused);
});

test('after dispose() no call answers, whatever it is given', async () => {
  const gone = await createMediaKit();
  gone.dispose();
  const disposed = { code: 'disposed' };
  for (const value of [{}, { display_name: '' }, '{}']) {
    assert.throws(() => gone.contract.validate('UpdateMediaRequest', value), disposed);
    assert.throws(() => gone.contract.encode('UpdateMediaRequest', value), disposed);
    assert.throws(() => gone.requests.generate({ assetType: 'banner', ...value }), disposed);
  }
});
