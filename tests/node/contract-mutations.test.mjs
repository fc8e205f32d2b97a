// Valid inputs, mutated at random from a fixed seed: no crash, and what must hold of every verdict.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createMediaKit, MediaError } from '@aurastream/media-wasm';

const SEED = 20260101;
const ROUNDS = 6000;

let kit;
before(async () => {
  kit = await createMediaKit();
});
after(() => kit.dispose());

/** mulberry32: a small generator with a good spread. */
function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const next = random(SEED);
const below = (count) => Math.floor(next() * count);
const one = (items) => items[below(items.length)];

const ODD = [
  null,
  true,
  false,
  0,
  -0,
  1,
  5,
  100,
  101,
  -1,
  0.5,
  1e19,
  1e308,
  2 ** 53,
  '',
  ' ',
  '5',
  ' 5 ',
  '+5',
  '1_000',
  '5.0',
  '1e2',
  'inf',
  'nan',
  'true',
  'off',
  'x'.repeat(101),
  '😀'.repeat(50),
  '\ud800',
  '\0',
  '"\n',
  '#FF5733',
  '#ff5733\n',
  [],
  {},
  [null],
  ['a', 'b', 'c'],
  { a: 1 },
  'logo',
  'percent',
  'banner',
];

/** A value that the schema accepts. */
function valid(schema, definitions) {
  if (schema.$ref) return valid(definitions[schema.$ref.slice('#/$defs/'.length)], definitions);
  if (schema.anyOf) return next() < 0.3 ? null : valid(schema.anyOf[0], definitions);
  if (schema.enum) return one(schema.enum);
  const type = Array.isArray(schema.type) ? one(schema.type) : schema.type;
  switch (type) {
    case 'string':
      return schema.pattern
        ? '#0aF9b2'
        : 'é'.repeat(Math.max(schema.minLength ?? 0, Math.min(schema.maxLength ?? 20, below(20))));
    case 'integer':
    case 'number': {
      const low = schema.minimum ?? (schema.exclusiveMinimum ?? -1000) + 1;
      const value = low + next() * ((schema.maximum ?? low + 1000) - low);
      return type === 'integer' ? Math.floor(value) : value;
    }
    case 'boolean':
      return next() < 0.5;
    case 'array':
      return Array.from({ length: below(Math.min(schema.maxItems ?? 3, 3) + 1) }, () =>
        valid(schema.items, definitions),
      );
    case 'object': {
      if (!schema.properties)
        return schema.additionalProperties
          ? { k: valid(schema.additionalProperties, definitions) }
          : { some_key: 1, someKey: [0] };
      const keys = Object.keys(schema.properties).filter(
        (key) => schema.required.includes(key) || next() < 0.6,
      );
      return Object.fromEntries(keys.map((key) => [key, valid(schema.properties[key], definitions)]));
    }
    default:
      return null;
  }
}

/** One change somewhere inside. */
function mutate(value, isRoot = false) {
  if (typeof value !== 'object' || value === null || (!isRoot && next() < 0.1)) return one(ODD);
  const copy = Array.isArray(value) ? [...value] : { ...value };
  const keys = Object.keys(copy);
  if (keys.length === 0 || next() < 0.1) {
    if (Array.isArray(copy)) copy.push(one(ODD));
    else copy[one(['extra', 'X', '__proto__x', 'asset__id', 'constructor'])] = one(ODD);
    return copy;
  }
  const key = one(keys);
  if (!Array.isArray(copy) && next() < 0.2) delete copy[key];
  else copy[key] = mutate(copy[key]);
  return copy;
}

const camelKey = (key) =>
  /^[a-z]+(_[a-z0-9]+)+$/.test(key) ? key.replace(/_(.)/g, (_, c) => c.toUpperCase()) : key;

/** The same value with each known key in a style drawn at random. */
function restyle(value, schema, definitions) {
  if (schema.$ref) return restyle(value, definitions[schema.$ref.slice('#/$defs/'.length)], definitions);
  if (schema.anyOf) return restyle(value, schema.anyOf[0], definitions);
  if (Array.isArray(value))
    return schema.items ? value.map((item) => restyle(item, schema.items, definitions)) : value;
  if (typeof value !== 'object' || value === null || !schema.properties) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      const known = schema.properties[key];
      return [
        known && next() < 0.5 ? camelKey(key) : key,
        known ? restyle(inner, known, definitions) : inner,
      ];
    }),
  );
}

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
