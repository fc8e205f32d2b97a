// Standard Schema: against the contract, and by the libraries that take one.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { standardSchemaResolver } from '@hookform/resolvers/standard-schema';
import { FieldApi, FormApi } from '@tanstack/form-core';
import { createMediaKit } from '@aurastream/media-wasm';
import { schema as lazySchema } from '@aurastream/media-wasm/schema';
import { asset } from './contract-support.mjs';

let kit;
before(async () => {
  kit = await createMediaKit();
});
after(() => kit.dispose());

const good = { assetType: 'logo', displayName: 'Logo', imageBase64: 'aGk=' };
const kinds = [['the kit', (name) => kit.contract.schema(name)], ['the light entry', lazySchema]];

for (const [kind, schemaOf] of kinds) {
  test(`a schema of ${kind} is Standard Schema v1, for every model`, async () => {
    for (const name of kit.contract.models()) {
      const { version, vendor, validate } = schemaOf(name)['~standard'];
      assert.equal(version, 1);
      assert.equal(vendor, 'aurastream');
      const { issues } = await validate({});
      const verdict = kit.contract.validate(name, {}, { keys: 'camel' });
      assert.equal(issues === undefined, verdict.ok, name);
      if (!verdict.ok) assert.deepEqual(issues, verdict.issues.map(({ message, path }) => ({ message, path })));
    }
  });

  test(`a schema of ${kind} answers with the camelCase value and its defaults, from either key style`, async () => {
    const { validate } = schemaOf('UploadMediaRequest')['~standard'];
    const { value } = await validate(good);
    assert.deepEqual(value, kit.contract.validate('UploadMediaRequest', good, { keys: 'camel' }).value);
    assert.equal(value.isFavorite, false);
    assert.deepEqual((await validate({ asset_type: 'logo', display_name: 'Logo', image_base64: 'aGk=' })).value, value);
    assert.equal((await schemaOf('MediaAsset')['~standard'].validate(asset)).value.displayName, 'Logo');
  });

  test(`a schema of ${kind} says a sentence and a camelCase path, also in nested lists`, async () => {
    const { validate } = schemaOf('GenerateRequest')['~standard'];
    const placement = { asset_id: 'a', displayName: 'A', assetType: 'logo', url: 'u', x: 1, y: 1, width: 1, height: 1, z_index: 0 };
    const { issues } = await validate({ assetType: 'banner', mediaAssetPlacements: [placement] });
    assert.deepEqual(issues.map(({ path }) => path), [['mediaAssetPlacements', 0, 'zIndex']]);
    assert.match(issues[0].message, /^[A-Z].*\.$/);
  });

  test(`a schema of ${kind} takes any value as a value: what is no object is an issue, never thrown`, async () => {
    const { validate } = schemaOf('UploadMediaRequest')['~standard'];
    const cycle = {};
    cycle.metadata = cycle;
    for (const value of [undefined, null, '', '{"assetType":"logo"}', 5, NaN, [], new Uint8Array(3), new Map([[1, 2]]), cycle, { ...good, displayName: 1n }, Symbol.iterator, () => 1]) {
      const { issues } = await validate(value);
      assert.ok(issues.length > 0 && issues.every(({ message, path }) => typeof message === 'string' && Array.isArray(path)), String(value));
    }
  });
}

test('a model that there is none of is refused, at once by the kit and when asked by the light entry', async () => {
  assert.throws(() => kit.contract.schema('Nothing'), { code: 'unknown_model' });
  await assert.rejects(async () => lazySchema('Nothing')['~standard'].validate({}), { code: 'unknown_model' });
  assert.throws(() => lazySchema(5), { code: 'invalid_argument' });
});

for (const [kind, schemaOf] of kinds) {
  test(`react-hook-form's resolver takes a schema of ${kind}`, async () => {
    const options = { fields: {}, names: [], shouldUseNativeValidation: false };
    const resolve = standardSchemaResolver(schemaOf('UploadMediaRequest'));
    const refused = await resolve({ ...good, displayName: '' }, undefined, options);
    assert.deepEqual(Object.keys(refused.errors), ['displayName']);
    assert.equal(refused.errors.displayName.message, 'This must not be empty.');
    const taken = await resolve(good, undefined, options);
    assert.deepEqual(taken.errors, {});
    assert.equal(taken.values.tags, null);
  });

  test(`TanStack Form takes a schema of ${kind}`, async () => {
    const submitted = [];
    const form = new FormApi({
      defaultValues: { ...good, displayName: 'x'.repeat(101) },
      validators: { onSubmitAsync: schemaOf('UploadMediaRequest') },
      onSubmit: ({ value }) => void submitted.push(value),
    });
    form.mount();
    const field = new FieldApi({ form, name: 'displayName' });
    field.mount();
    await form.handleSubmit();
    assert.deepEqual(submitted, []);
    assert.match(field.state.meta.errors[0].message, /100/);
    field.handleChange('Logo');
    await form.handleSubmit();
    assert.equal(submitted[0]?.displayName, 'Logo');
  });
}
