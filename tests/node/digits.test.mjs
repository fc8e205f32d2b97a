// Numbers and names that are written by the core.
import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { createMediaKit } from '@aurastream/media-wasm';

const kit = await createMediaKit();
after(() => kit.dispose());

const row = { asset_id: 'a', display_name: 'n', asset_type: 'logo', url: 'u', x: 1, y: 2, width: 1, height: 4 };

/** Doubles of every size, from their bits, by a generator that always begins alike. */
function* doubles(count) {
  const bits = new DataView(new ArrayBuffer(8));
  let state = 0x9e3779b9;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state ^ (state >>> 15);
  };
  for (let i = 0; i < count;) {
    bits.setUint32(0, next() & 0x7fffffff);
    bits.setUint32(4, next());
    const value = bits.getFloat64(0);
    if (!Number.isFinite(value) || value === 0) continue;
    i++;
    yield value;
  }
}

test('doubles get the digits that JavaScript gives them, the shortest that read back', () => {
  const edges = [5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 2 ** 53, 2 ** 53 + 2, 0.1, 0.3, 1e-6, 1e-7, 1e15, 1e16, 1e20, 1e21, 1e22, 1e23, 9.5367431640625e-7, 2 ** -1022, 2 ** 1023];
  const values = [...edges, ...doubles(20000)];
  // As text, which the core reads and writes anew.
  const { ok, body } = kit.contract.encode('MediaAssetPlacement[]', JSON.stringify(values.map((width) => ({ ...row, width: String(width) }))));
  assert.ok(ok);
  const written = [...new TextDecoder().decode(body).matchAll(/"width":([^,]+),/g)].map(([, digits]) => digits);
  // Whole numbers have the same value, however they are written.
  values.forEach((value, i) => assert.ok(written[i] === String(value) || (Number.isInteger(value) && Number(written[i]) === value), `${written[i]} for ${value}`));
  assert.equal(written.length, values.length);
});

const describe = (placement) => kit.prompt.describe([{ ...row, ...placement }], { width: 1280, height: 720 });
const nameIn = (text) => /logo (.*) at /.exec(text)[1];

test('nothing in a name leaves its quotes or its line, hides, or turns the text', () => {
  for (const name of ['a"b', 'a\nb', 'a\u2028b', 'a\u202Eb', 'a\u2066b', 'a\u200Bb', 'a\u{E0041}b', 'a\uFEFFb', 'a\u0000b', 'a\u0085b', 'a\uD800b', '“a”', '«a»', '「a」', '＂a＂', "a''b", '`a`', 'n'.repeat(5000)]) {
    const text = describe({ display_name: name });
    assert.equal(text.split('\n').length, describe({}).split('\n').length, JSON.stringify(name));
    const inside = nameIn(text).slice(1, -1);
    assert.doesNotMatch(inside, /["“”«»„‟「」『』＂`]|[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u, JSON.stringify(name));
    assert.ok(inside.length <= 110, `${inside.length} characters`);
  }
  assert.match(nameIn(describe({ display_name: 'Zoë 王 🦊' })), /Zoë 王 🦊/);
});

test('what reads as nothing is not said, and numbers have neither a minus before 0 nor an exponent', () => {
  for (const rotation of [0, 0.3, 359.9, 360]) assert.doesNotMatch(describe({ rotation }), /rotated/, `${rotation}`);
  assert.match(describe({ rotation: 12.4 }), /rotated 12 degrees/);
  for (const opacity of [99.7, 100]) assert.doesNotMatch(describe({ opacity }), /opaque/, `${opacity}`);
  assert.doesNotMatch(describe({ x: -0 }), /-0/);
  assert.doesNotMatch(describe({ width: 1e300 }), /\de[+-]?\d/);
  assert.throws(() => kit.prompt.describe([row], { width: 9, height: 9 }, { phrases: { nope: 'x' } }), { code: 'invalid_argument', message: /nope/ });
});
