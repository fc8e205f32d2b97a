// Valid inputs, mutated at random from a fixed seed: no crash, and what must hold of every verdict.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createMediaKit, MediaError } from '@aurastream/media-wasm';
import { createRandom } from './contract-random.mjs';

const SEED = 20260101;
const ROUNDS = 6000;

let kit;
before(async () => {
  kit = await createMediaKit();
});
after(() => kit.dispose());

const { next, below, one, valid, mutate, restyle } = createRandom(SEED);

test(`verdicts hold under ${ROUNDS} mutations (seed ${SEED})`, () => {
  const schemas = kit.contract.models().map((model) => [model, kit.contract.jsonSchema(model)]);
  let accepted = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const [model, schema] = one(schemas);
    const definitions = schema.$defs ?? {};
    let value = valid(schema, definitions);
    const unchanged = kit.contract.validate(model, value);
    assert.equal(unchanged.ok, true, `${model} ${JSON.stringify(value)} ${JSON.stringify(unchanged.issues)}`);
    for (let changes = below(4); changes > 0; changes--) value = mutate(value, true);

    const what = `${model} ${JSON.stringify(value)}`;
    const verdict = kit.contract.validate(model, value);
    // The key style changes nothing, nor does it matter whether an object or text is given.
    const { ok, issues } = kit.contract.validate(model, restyle(value, schema, definitions));
    const essence = (list) => list?.map(({ type, loc, ctx }) => ({ type, loc, ctx }));
    assert.deepEqual(
      { ok, issues: essence(issues) },
      { ok: verdict.ok, issues: essence(verdict.issues) },
      what,
    );
    assert.deepEqual(kit.contract.validate(model, JSON.stringify(value)), verdict, what);
    if (verdict.ok) {
      accepted += 1;
      // NaN and Infinity came from texts; as numbers of an object they are refused.
      if (!/"(nan|inf)"/.test(what)) {
        assert.deepEqual(kit.contract.validate(model, verdict.value), verdict, what);
        assert.deepEqual(
          kit.contract.validate(model, kit.contract.validate(model, value, { keys: 'camel' }).value),
          verdict,
          what,
        );
      }
    } else {
      for (const { loc, path, message, type } of verdict.issues) {
        assert.equal(loc.length, path.length, what);
        assert.match(message, /^[A-Z].*\.$/, `${type}: ${message}`);
      }
    }
  }
  assert.ok(accepted > ROUNDS / 5 && accepted < ROUNDS, `${accepted} accepted`);
});

test('mutated JSON text never breaks the kit', () => {
  const text = JSON.stringify({
    asset_type: 'logo',
    display_name: 'Ünï "code"',
    image_base64: 'AAAA',
    tags: ['a', '\ud83d'],
    metadata: { a: [{}, [], -0] },
  });
  const bytes = new TextEncoder().encode(text);
  const codes = new Set();
  for (let round = 0; round < ROUNDS; round++) {
    const changed = bytes.slice(0, next() < 0.2 ? below(bytes.length) : bytes.length);
    for (let changes = below(4); changes > 0 && changed.length > 0; changes--)
      changed[below(changed.length)] = next() < 0.5 ? below(256) : bytes[below(bytes.length)];
    try {
      const verdict = kit.contract.validate('UploadMediaRequest', changed);
      codes.add(verdict.ok);
      let parsed = true;
      try {
        JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(changed));
      } catch {
        parsed = false;
      }
      if (!parsed)
        assert.match(
          new TextDecoder().decode(changed),
          /NaN|Infinity|\ufffd/,
          "only Python's additions go beyond JSON",
        );
    } catch (error) {
      assert.ok(error instanceof MediaError, String(error));
      codes.add(error.code);
    }
  }
  assert.deepEqual([...codes].sort(), [false, 'invalid_json', true].sort());
});
