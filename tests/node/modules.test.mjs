// The modules themselves, as js/src/instance.ts starts them.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';

const compiled = (name) => new WebAssembly.Module(fs.readFileSync(new URL(`../../dist/media-${name}.wasm`, import.meta.url)));

function start(module) {
  const imports = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) (imports[from] ??= {})[name] = () => {};
  const { exports } = new WebAssembly.Instance(module, imports);
  exports._initialize();
  return exports;
}

const rooms = (module) => [...new Set(WebAssembly.Module.exports(module).flatMap(({ name }) => /^(contract|cutout|image|placement|preview|selection|snap)_/.exec(name)?.[1] ?? []))].sort();

test('each module has its rooms, and needs nothing of its host but to be heard when memory grows or all ends', () => {
  assert.deepEqual(rooms(compiled('contract')), ['contract']);
  assert.deepEqual(rooms(compiled('placement')), ['placement', 'snap']);
  // Of the contract, which backgrounds go.
  assert.deepEqual(rooms(compiled('pixels')), ['contract', 'cutout', 'image', 'preview', 'selection']);
  assert.deepEqual(WebAssembly.Module.exports(compiled('pixels')).filter(({ name }) => name.startsWith('contract_')).map(({ name }) => name), ['contract_background_removal']);
  const names = (module) => WebAssembly.Module.exports(module).map(({ name }) => name);
  const joined = (...files) => [...new Set(files.flatMap((file) => names(compiled(file))))].sort();
  assert.deepEqual(joined('core'), joined('contract', 'placement'));
  assert.deepEqual(joined('wasm'), joined('core', 'pixels'));
  for (const module of ['contract', 'placement', 'pixels', 'core', 'wasm'].map(compiled)) {
    assert.deepEqual(WebAssembly.Module.imports(module).map(({ name }) => name).filter((name) => !['emscripten_notify_memory_growth', 'proc_exit'].includes(name)), []);
  }
});

test('pixels that are fewer or more than their size says are refused by every operation that takes some', () => {
  const pixels = start(compiled('pixels'));
  const answer = (reply) => {
    const [ok, address, length] = new Uint32Array(pixels.memory.buffer, reply >>> 0, 3);
    const text = new TextDecoder().decode(new Uint8Array(pixels.memory.buffer, address, length));
    pixels.reply_free(reply);
    return { ok: ok === 1, text };
  };
  const [width, height] = [4, 3];
  const address = pixels.malloc(4 * width * height * 2);
  new Uint8Array(pixels.memory.buffer, address, 4 * width * height * 2).fill(200);
  const placement = pixels.malloc(8 * 9);
  const session = () => Number(answer(pixels.preview_session_create(8, 8, 255)).text);
  const still = () => JSON.parse(answer(pixels.preview_begin(placement, 0, 8, 8, 255)).text).still;
  const operations = {
    image_resize: (of) => pixels.image_resize(...of, 2, 2, 0),
    image_encode_png: (of) => pixels.image_encode_png(...of, 0),
    image_encode_jpeg: (of) => pixels.image_encode_jpeg(...of, 80, 0),
    cutout_flat: (of) => pixels.cutout_flat(...of, 0, 0, 0),
    cutout_on_colour: (of) => pixels.cutout_on_colour(...of, 1, 2, 3, 255),
    preview_background: (of) => pixels.preview_background(...of, still(), 0),
    preview_session_background: (of) => pixels.preview_session_background(...of, session(), 0),
    preview_session_image: (of) => pixels.preview_session_image(...of, session(), 1),
  };
  for (const [name, call] of Object.entries(operations)) {
    const bytes = 4 * width * height;
    assert.equal(answer(call([address, bytes, width, height])).ok, true, name);
    for (const wrong of [0, 4, bytes - 4, bytes + 4, 2 * bytes]) {
      const { ok, text } = answer(call([address, wrong, width, height]));
      assert.equal(ok, false, `${name} with ${wrong} bytes`);
      assert.match(text, /^(invalid_argument|image_too_large)\n/, name);
    }
    assert.equal(answer(call([address, bytes, -width, -height])).ok, false, `${name} with sides below 0`);
  }
});
