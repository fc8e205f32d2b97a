// Sentences for people: replaced or translated, by the type of the issue, its field and its ctx.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createMediaKit } from '@aurastream/media-wasm';

let kit;
before(async () => {
  kit = await createMediaKit();
});
after(() => kit.dispose());

const upload = { assetType: 'logo', displayName: 'x'.repeat(101), description: 'y'.repeat(501), imageBase64: 5 };
const sentences = ({ issues }) => issues.map(({ message }) => message);
const usual = (model, value) => sentences(kit.contract.validate(model, value));

test('a sentence for a type, a more special one for a field, the usual one for the rest', () => {
  const messages = { string_too_long: 'Höchstens {max_length} Zeichen.', 'displayName.string_too_long': 'Name: {max_length} {nope}' };
  const issues = sentences(kit.contract.validate('UploadMediaRequest', upload, { messages }));
  assert.deepEqual(issues, ['Name: 100 {nope}', 'Höchstens 500 Zeichen.', usual('UploadMediaRequest', upload)[2]]);
  const snake = { messages: { 'display_name.string_too_long': 'Zu lang', string_too_long: undefined } };
  assert.equal(sentences(kit.contract.validate('UploadMediaRequest', upload, snake))[0], 'Zu lang');
});

test('a function gets the issue', () => {
  const messages = { string_too_long: ({ path, ctx, type }) => `${path} ${ctx.max_length} ${type}` };
  const [first] = sentences(kit.contract.validate('UploadMediaRequest', upload, { messages }));
  assert.equal(first, 'displayName 100 string_too_long');
});

test('of a field within another either name will do, and the longer one counts', () => {
  const request = { assetType: 'banner', mediaAssetPlacements: [{ x: 101 }] };
  const say = (messages) =>
    kit.contract.validate('GenerateRequest', request, { messages }).issues.find(({ type }) => type === 'less_than_equal').message;
  assert.equal(say({ 'x.less_than_equal': 'A {le}' }), 'A 100');
  assert.equal(say({ 'mediaAssetPlacements.x.less_than_equal': 'B', 'x.less_than_equal': 'A', less_than_equal: 'C' }), 'B');
  assert.equal(say({ 'media_asset_placements.x.less_than_equal': 'B', 'x.less_than_equal': 'A' }), 'B');
  assert.equal(say({ 'y.less_than_equal': 'A', less_than_equal: 'C' }), 'C');
});

test('requests, their warnings, encode, and the answers of the server speak alike', () => {
  const messages = { access_denied: 'Nicht mit {tier}.', ambiguous_key: '{used} zählt', missing: 'Fehlt' };
  const prompt = { assetType: 'banner', mediaAssetIds: ['a'] };
  assert.deepEqual(sentences(kit.requests.generate(prompt, { tier: 'free', messages })), ['Nicht mit free.']);
  const twice = kit.requests.generate({ ...prompt, asset_type: 'overlay' }, { messages });
  assert.equal(twice.warnings[0].message, 'asset_type zählt');
  assert.equal(sentences(kit.contract.encode('GenerateRequest', {}, { messages }))[0], 'Fehlt');
  assert.equal(kit.contract.validate('GenerateRequest', { ...prompt, asset_type: 'overlay' }, { messages }).warnings[0].message, 'asset_type zählt');
  const detail = [{ type: 'missing', loc: ['body', 'asset_type'], msg: 'Field required', input: {} }];
  assert.equal(kit.responses.error(JSON.stringify({ detail }), 422, { messages }).issues[0].message, 'Fehlt');
  assert.throws(
    () => kit.responses.getMedia('{}', { messages }),
    ({ issues, message }) => issues.every((issue) => issue.message === 'Fehlt') && message.endsWith('Fehlt'),
  );
});

test('a sentence for what is no type, or that is no sentence, is refused', () => {
  const validate = (messages) => () => kit.contract.validate('GenerateRequest', {}, { messages });
  for (const messages of [{ mising: 'x' }, { 'asset_type.': 'x' }, { missing: 5 }, 'missing', { 'asset_type.mising': 'x' }])
    assert.throws(validate(messages), { code: 'invalid_argument' });
  assert.throws(() => kit.contract.validate('GenerateRequest', {}, { messages: { missing: () => { throw new Error('mine'); } } }), { code: 'invalid_argument' });
});

test('`only` looks at the named fields, in either style, and at nothing else', () => {
  const draft = { description: 'y'.repeat(501), get imageBase64() { throw new Error('read'); } };
  const only = (fields, value = draft, options = {}) => kit.contract.validate('UploadMediaRequest', value, { only: fields, ...options });
  assert.deepEqual(only(['description']).issues.map(({ type }) => type), ['string_too_long']);
  assert.deepEqual(only(['display_name', 'tags']).issues.map(({ type, loc }) => `${type} ${loc}`), ['missing display_name']);
  assert.deepEqual(only(['displayName'], { display_name: 'A' }), { ok: true, value: { display_name: 'A' } });
  assert.deepEqual(only(['displayName', 'isFavorite'], { display_name: 'A' }, { keys: 'camel' }), { ok: true, value: { displayName: 'A', isFavorite: false } });
  assert.deepEqual(only([]), { ok: true, value: {} });
  assert.deepEqual(only(['tags'], '{"tags":["a"],"display_name":5}'), { ok: true, value: { tags: ['a'] } });
  assert.equal(only(['displayName'], { display_name: 'A', displayName: 'B' }).warnings[0].type, 'ambiguous_key');
  assert.deepEqual(only(['tags'], { toJSON: () => ({ tags: ['b'] }) }).value, { tags: ['b'] });
  assert.equal(only(['tags'], null).issues[0].type, 'model_type');
  // The order of the fields, not that of the names; nested fields of the same name are looked at.
  const placed = { assetType: 5, customPrompt: 5, mediaAssetPlacements: [{}] };
  const { issues } = kit.contract.validate('GenerateRequest', placed, { only: ['mediaAssetPlacements', 'assetType'] });
  assert.deepEqual([issues[0].loc, issues.length], [['asset_type'], 9]);
});

test('`only` refuses what is no field', () => {
  for (const fields of [['nope'], ['metadata', ''], 'tags', [5], [null]])
    assert.throws(() => kit.contract.validate('UploadMediaRequest', {}, { only: fields }), { code: 'invalid_argument' }, String(fields));
  assert.throws(() => kit.contract.validate('UploadMediaRequest[]', [], { only: ['tags'] }), { code: 'invalid_argument' });
  assert.throws(() => kit.contract.validate('Nope', {}, { only: ['tags'] }), { code: 'unknown_model' });
  assert.throws(() => kit.contract.validate('UploadMediaRequest', new Map([['tags', []]]), { only: ['tags'] }), { code: 'invalid_argument' });
});
