// What callers hand over as parameters: values that JSON writes in its own way, or not at all.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createMediaKit, MediaError } from '@aurastream/media-wasm';

let kit;
before(async () => {
  kit = await createMediaKit();
});
after(() => kit.dispose());

test('no text of a user stands for a number, whatever else the object holds', () => {
  for (const odd of [NaN, 12345678901234567890n, undefined]) {
    const metadata = { text: '\ue000number:[1]', '\ue000number:2': '"\ue000number:NaN"', odd };
    const verdict = kit.requests.updateMedia({ assetId: 'a1', metadata });
    if (Number.isNaN(odd)) {
      assert.equal(verdict.issues[0].type, 'finite_number');
      continue;
    }
    const body = new TextDecoder().decode(verdict.body);
    assert.equal(JSON.parse(body).metadata.text, metadata.text);
    assert.equal(JSON.parse(body).metadata['\ue000number:2'], metadata['\ue000number:2']);
    assert.equal(body.includes(':12345678901234567890'), typeof odd === 'bigint', body);
  }
});

test('values are written as JSON.stringify writes them, also beside a BigInt', () => {
  const value = {
    date: new Date(0),
    boxed: [Object(1), Object('x'), Object(false)],
    gone: undefined,
    call() {},
    list: [undefined, () => 1, Symbol('s'), -0],
    own: { toJSON: (key) => ({ key }) },
    null: null,
    '': '\ud800"\n',
  };
  const sent = (metadata) =>
    JSON.parse(new TextDecoder().decode(kit.requests.updateMedia({ assetId: 'a1', metadata }).body)).metadata;
  assert.deepEqual(sent({ ...value, big: 7n }), { ...JSON.parse(JSON.stringify(value)), big: 7 });
  assert.deepEqual(sent(value), JSON.parse(JSON.stringify(value)));
});

test('what JSON.stringify would empty is refused', () => {
  const refused = (error) => error instanceof MediaError && error.code === 'invalid_argument';
  const form = new FormData();
  form.set('displayName', 'x');
  for (const opaque of [new Map([['a', 1]]), form, new Blob(['x']), new Set([1]), new URLSearchParams('a=1')]) {
    for (const params of [opaque, { assetId: 'a1', metadata: opaque }, { assetId: 'a1', metadata: { in: [opaque] } }])
      assert.throws(() => kit.requests.updateMedia(params), refused);
    assert.throws(() => kit.requests.uploadMedia(opaque), refused);
    assert.throws(() => kit.requests.getMedia('a1', opaque), refused);
    assert.throws(() => kit.contract.validate('UpdateMediaRequest', opaque), refused);
  }
  assert.equal(kit.requests.updateMedia({ assetId: 'a1', metadata: {} }).ok, true);
});

test('a wrong argument ends in invalid_argument, never in a TypeError', () => {
  const refused = (error) => error instanceof MediaError && error.code === 'invalid_argument';
  assert.throws(() => kit.requests.uploadMedia({ image: 5 }), refused);
  assert.throws(() => kit.requests.generate(new Uint8Array(3)), refused);
  assert.throws(() => kit.requests.generate({}, 'pro'), refused);
  assert.throws(
    () => kit.requests.uploadMedia({ image: new Blob(['x']) }),
    (error) => refused(error) && /arrayBuffer/.test(error.message),
  );
  const gone = new Uint8Array(4);
  structuredClone(gone.buffer, { transfer: [gone.buffer] });
  const upload = () => kit.requests.uploadMedia({ assetType: 'logo', displayName: 'x', image: gone });
  try {
    assert.equal(upload().issues[0].type, 'empty_file'); // a detached view is empty
  } catch (error) {
    assert.ok(refused(error));
  }
  for (const params of [null, undefined, 5, true, 'text', []]) {
    assert.equal(kit.requests.uploadMedia(params).status, 422);
    assert.equal(kit.requests.generate(params).status, 422);
  }
});

test('bytes are never an object of their indices, wherever they stand', () => {
  const refused = (error) => error instanceof MediaError && error.code === 'invalid_argument' && /base64/.test(error.message);
  const upload = { assetType: 'logo', displayName: 'Logo' };
  for (const bytes of [new Uint8Array(3), new Uint8Array(10 << 20), Buffer.from('PNG'), new Float64Array(2), new DataView(new ArrayBuffer(2)), new Uint8ClampedArray(0)]) {
    for (const params of [{ ...upload, imageBase64: bytes }, { ...upload, imageBase64: 'QUJD'.repeat(20_000), metadata: { a: bytes } }, { ...upload, imageBase64: '', tags: [bytes] }]) {
      assert.throws(() => kit.requests.uploadMedia(params), refused);
      assert.throws(() => kit.contract.validate('UploadMediaRequest', params), refused);
      assert.throws(() => kit.contract.encode('UploadMediaRequest', params), refused);
    }
    assert.throws(() => kit.requests.updateMedia({ assetId: 'a', metadata: { list: [{ deep: bytes }], n: 1n } }), refused);
    assert.throws(() => kit.requests.bulkDeleteMedia([bytes]), refused);
    assert.throws(() => kit.contract.room('pro', bytes), refused);
    assert.throws(() => kit.contract.validate('UploadMediaRequest', { imageBase64: bytes }, { only: ['imageBase64'] }), refused);
    assert.equal(kit.contract.validate('UploadMediaRequest', { imageBase64: bytes, displayName: 'x' }, { only: ['displayName'] }).ok, true);
  }
  const loop = {};
  loop.loop = [loop];
  assert.throws(() => kit.requests.updateMedia({ assetId: 'a', metadata: loop }), { code: 'invalid_argument' });
});
