// The generated schema under an independent validator, and the generated files against the core.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { after, before, test } from 'node:test';
import Ajv2020 from 'ajv/dist/2020.js';
import { createMediaKit } from '@aurastream/media-wasm';
import { generatedFiles } from '../../js/generate.mjs';
import { needsShared, shared } from '../shared.mjs';

let kit;
before(async () => {
  kit = await createMediaKit();
});
after(() => kit.dispose());

const compile = (model) =>
  new Ajv2020({ strict: true, strictTypes: false, allErrors: true }).compile(kit.contract.jsonSchema(model));

/** Keys whose values coercion changed: there a schema, which knows no coercion, has the right to refuse. */
function coerced(input, value) {
  if (
    typeof input !== typeof value ||
    (input === null) !== (value === null) ||
    Array.isArray(input) !== Array.isArray(value)
  )
    return true;
  if (typeof input !== 'object' || input === null) return input !== value;
  return Object.keys(input).some((key) => key in value && coerced(input[key], value[key]));
}

test('the schema of every model accepts and refuses what Pydantic does, coercion aside', needsShared, () => {
  const rows = fs
    .readFileSync(shared('vectors/validation.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const validators = new Map();
  let compared = 0;
  for (const { model, input, ok, value } of rows) {
    const parsed = JSON.parse(input);
    if (!validators.has(model)) validators.set(model, compile(model));
    const accepted = validators.get(model)(parsed);
    if (ok && coerced(parsed, value)) continue;
    compared += 1;
    assert.equal(accepted, ok, `${model} ${input}`);
  }
  assert.ok(compared > 690, `${compared} compared`);
});

test('every normalised value is valid under its schema', needsShared, () => {
  for (const line of fs.readFileSync(shared('vectors/validation.jsonl'), 'utf8').trim().split('\n')) {
    const { model, ok, value } = JSON.parse(line);
    if (ok) assert.equal(compile(model)(value), true, model);
  }
});

test('every model has a schema that compiles, with a description and a default where it has one', () => {
  for (const model of kit.contract.models()) {
    const schema = kit.contract.jsonSchema(model);
    compile(model);
    assert.equal(schema.title, model);
    for (const [name, property] of Object.entries(schema.properties)) {
      assert.ok(property.description, `${model}.${name}`);
      assert.equal('default' in property, !schema.required.includes(name));
    }
  }
  assert.throws(() => kit.contract.jsonSchema('Nothing'), { code: 'unknown_model' });
});

test('what is generated is what the core says today', async () => {
  for (const [name, text] of Object.entries(await generatedFiles())) {
    const file = new URL(`../../js/src/generated/${name}`, import.meta.url);
    assert.equal(fs.readFileSync(file, 'utf8'), text, `${name} is stale: run npm run build`);
  }
});
