// Uploads: what the file is, and megabytes of base64 that are not copied more than needed.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createMediaKit } from '@aurastream/media-wasm';
import { createContractKit } from '@aurastream/media-wasm/contract';

let kit;
before(async () => {
  kit = await createMediaKit();
});
after(() => kit.dispose());

test('an upload says what its file is, told from the bytes', () => {
  const files = {
    'image/png': [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10],
    'image/jpeg': [0xff, 0xd8, 0xff, 0xe0],
    'image/gif': [...Buffer.from('GIF89a')],
    'image/webp': [...Buffer.from('RIFF\0\0\0\0WEBPVP8 ')],
    'image/svg+xml': [
      ...Buffer.from('\ufeff<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>'),
    ],
  };
  const params = { assetType: 'logo', displayName: 'Logo' };
  for (const [type, bytes] of Object.entries(files)) {
    for (const given of [
      { image: new Uint8Array(bytes) },
      { imageBase64: Buffer.from(bytes).toString('base64') },
    ]) {
      const { fileType, warnings } = kit.requests.uploadMedia({ ...params, ...given });
      assert.deepEqual([fileType, warnings], [type, undefined]);
    }
  }
  const pdf = kit.requests.uploadMedia({ ...params, image: Buffer.from('%PDF-1.7') });
  assert.deepEqual(
    [pdf.ok, pdf.fileType, pdf.warnings[0].type, pdf.warnings[0].path],
    [true, null, 'unknown_file_type', ['imageBase64']],
  );
});

test('a long text is the same wherever it stands, whatever is in it', () => {
  const long = 'QUJD'.repeat(20_000);
  const texts = [
    long,
    `"${long}`,
    `${long}"`,
    `${long}\\`,
    `${long}","is_favorite":true,"display_name":"Other","x":"`,
    `${long}\\","x":"\\`,
    `${long}\n${long}`,
    `\0${long}`,
    `\x7f${long}`,
    `${long}é`,
    `${long}😀`,
    `${long}\ud800`,
    `\udc00${long}`,
    `é${long}"`,
    `${long}null{}`,
    `${long}AB`,
  ];
  const plain = (result) => ({ ...result, body: result.body && new TextDecoder().decode(result.body) });
  let taken = 0;
  for (const text of texts) {
    for (const params of [
      { image_base64: text, asset_type: 'logo', display_name: 'Logo', metadata: { n: 12345678901234567890n, none: null } },
      { assetType: 'logo', imageBase64: text, displayName: 'Logo' },
      { assetType: 'logo', displayName: 'Logo', tags: ['a'], description: undefined, imageBase64: text },
      { assetType: 'logo', displayName: 'Logo', imageBase64: text, image_base64: `${long}QUJD` },
      { assetType: 'logo', displayName: text, imageBase64: 'QUJD' },
      { assetType: 'logo', displayName: 'Logo', imageBase64: 'QUJD', ['__proto__']: 1, [text]: 2, '"': text },
      { imageBase64: text },
    ]) {
      const answer = plain(kit.requests.uploadMedia(params));
      // An object with a toJSON is written by JSON.stringify's rules as one.
      const whole = plain(kit.requests.uploadMedia({ toJSON: () => params }));
      const what = `${Object.keys(params).map((name) => name.slice(0, 20))} ${JSON.stringify(text.slice(0, 4))}…${JSON.stringify(text.slice(-60))}`;
      assert.ok(JSON.stringify(answer) === JSON.stringify(whole), what);
      taken += answer.ok ? 1 : 0;
      if (answer.ok && params.imageBase64 === text) assert.ok(JSON.parse(answer.body).image_base64 === text || params.image_base64, what);
    }
  }
  assert.ok(taken > texts.length);
  assert.throws(() => kit.requests.uploadMedia({ imageBase64: long, tags: new Map([[1, 2]]) }), { code: 'invalid_argument' });
  const loop = { imageBase64: long };
  loop.metadata = loop;
  assert.throws(() => kit.requests.uploadMedia(loop), { code: 'invalid_argument' });
});

test('megabytes of base64 given as text go into the body as they are', () => {
  const imageBase64 = 'QUJD'.repeat(3_000_000);
  const { body } = kit.requests.uploadMedia({
    displayName: 'Big',
    imageBase64: imageBase64.slice(0, 13_000_000),
    assetType: 'logo',
    tags: [],
  });
  const sent = JSON.parse(new TextDecoder().decode(body));
  assert.deepEqual(Object.keys(sent), ['asset_type', 'display_name', 'image_base64', 'tags']);
  assert.ok(sent.image_base64 === imageBase64.slice(0, 13_000_000));
  assert.equal(
    kit.requests.uploadMedia({ displayName: 'Big', imageBase64: 'A'.repeat(16_000_000), assetType: 'logo' })
      .status,
    400,
  );
  assert.equal(
    kit.requests.uploadMedia({ displayName: 'x', imageBase64: 5, assetType: 'logo' }).issues[0].type,
    'string_type',
  );
  assert.equal(
    kit.requests.uploadMedia({ displayName: 'x', imageBase64: 'a"\n', assetType: 'logo' }).issues[0].type,
    'invalid_base64',
  );
});

test('validate and encode take a long text alike as object, text and bytes, whatever is in it', () => {
  const long = 'QUJD'.repeat(20_000);
  const encoder = new TextEncoder();
  const text = (bytes) => new TextDecoder().decode(bytes);
  for (const image_base64 of [long, `"${long}`, `${long}\\`, `${long}\n`, `${long}é`, `${long}😀`, `é${long}"`, `${long}"}`, `\ufeff${long}`, '']) {
    const given = { asset_type: 'logo', display_name: 'Lögo', image_base64, tags: ['a'], metadata: { n: [1, { image_base64 }] } };
    const wire = JSON.stringify(given);
    const value = { ...given, description: null, is_favorite: false, set_as_primary: false, remove_background: null };
    const what = JSON.stringify(image_base64.slice(-40));
    for (const form of [given, wire, encoder.encode(wire), { ...given, extra: { } }, { imageBase64: image_base64, ...given, image_base64: undefined }]) {
      const encoded = kit.contract.encode('UploadMediaRequest', form);
      assert.ok(text(encoded.body) === wire, what);
      const verdict = kit.contract.validate('UploadMediaRequest', form);
      assert.deepEqual(Object.keys(verdict), ['ok', 'value']);
      assert.ok(JSON.stringify(verdict.value, Object.keys(value).sort()) === JSON.stringify(value, Object.keys(value).sort()), what);
      assert.ok(verdict.value.image_base64 === image_base64 && verdict.value.metadata.n[1].image_base64 === image_base64, what);
      const [camel] = kit.contract.validate('UploadMediaRequest[]', typeof form === 'string' ? `[${form}]` : [given], { keys: 'camel' }).value;
      assert.ok(camel.imageBase64 === image_base64, what);
      const [refused] = kit.contract.validate('UploadMediaRequest', typeof form === 'string' ? form.replace('logo', 'nope') : { ...given, asset_type: 'nope' }).issues;
      assert.equal(refused.type, 'literal_error');
    }
  }
  const half = { asset_type: 'logo', display_name: 'L', image_base64: `${long}\ud800` };
  assert.ok(kit.contract.validate('UploadMediaRequest', { ...half, extra: {} }).value.image_base64 === half.image_base64);
  assert.throws(() => kit.contract.encode('UploadMediaRequest', `{"image_base64":"${long}`), { code: 'invalid_json' });
  const both = { ...half, image_base64: long, imageBase64: `${long}QUJD` };
  assert.equal(kit.contract.encode('UploadMediaRequest', both).warnings[0].type, 'ambiguous_key');
});

test('an upload of 13 MB is in the heap once', async () => {
  const image_base64 = 'QUJD'.repeat(3_250_000);
  const given = { asset_type: 'logo', display_name: 'L', image_base64 };
  const wire = JSON.stringify(given);
  for (const call of [
    (own) => own.contract.encode('UploadMediaRequest', given),
    (own) => own.contract.encode('UploadMediaRequest', wire),
    (own) => own.contract.validate('UploadMediaRequest', wire),
    (own) => own.contract.validate('UploadMediaRequest', new TextEncoder().encode(wire)),
    (own) => own.contract.validate('UploadMediaRequest', { ...given, extra: {} }),
    (own) => own.requests.uploadMedia(given),
  ]) {
    const own = await createContractKit();
    assert.equal(call(own).ok, true);
    assert.ok(own.memoryBytes < 2 * wire.length, `${call} ${own.memoryBytes}`);
    own.dispose();
  }
});
