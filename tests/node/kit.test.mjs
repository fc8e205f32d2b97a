import assert from 'node:assert/strict';
import fs from 'node:fs';
import test from 'node:test';
import { createMediaKit, MediaError } from '@aurastream/media-wasm';
import { createMediaKit as createFromUrl } from '@aurastream/media-wasm/url';
import { createMediaKit as createFromSource } from '@aurastream/media-wasm/external';

const wasmFile = new URL('../../dist/media-wasm.wasm', import.meta.url);

test('every entry starts the same kit', async () => {
  const bytes = fs.readFileSync(wasmFile);
  const kits = await Promise.all([
    createMediaKit(),
    createFromUrl(),
    createFromUrl({ wasmUrl: wasmFile }),
    createFromSource({ wasm: bytes }),
    createFromSource({ wasm: Promise.resolve(bytes) }),
    createFromSource({ wasm: new WebAssembly.Module(bytes) }),
    createFromSource({ wasm: new Response(bytes, { headers: { 'content-type': 'application/wasm' } }) }),
  ]);
  for (const kit of kits) {
    assert.ok(kit.memoryBytes > 0);
    kit.dispose();
  }
});

test('a wasm that is missing or is not one is refused with wasm_unavailable', async () => {
  const refused = (error) => error instanceof MediaError && error.code === 'wasm_unavailable';
  await assert.rejects(createFromUrl({ wasmUrl: 'file:///nowhere/media.wasm' }), refused);
  await assert.rejects(createFromSource({ wasm: new Uint8Array([1, 2, 3]) }), refused);
  await assert.rejects(createFromSource({ wasm: new Response('', { status: 404 }) }), refused);
});

test('kits that live together are compiled once', async (t) => {
  const { compile } = WebAssembly;
  t.after(() => (WebAssembly.compile = compile));
  let compiled = 0;
  WebAssembly.compile = (source) => ((compiled += 1), compile(source));
  const first = await createMediaKit();
  const already = compiled;
  const second = await createMediaKit();
  assert.equal(compiled, already);
  first.dispose();
  assert.ok(second.contract.models().length > 0, 'each has an instance of its own');
  second.dispose();
});

test('dispose is idempotent and lets the memory go', async () => {
  const kit = await createMediaKit();
  kit.dispose();
  kit.dispose();
  assert.equal(kit.memoryBytes, 0);
});

test('after a trap the caller gets a MediaError and the kit recovers', async (t) => {
  // The module's allocator is made to trap once: the only way to see a trap without a defect in the core.
  const { instantiate } = WebAssembly;
  t.after(() => {
    WebAssembly.instantiate = instantiate;
  });
  let trap = false;
  WebAssembly.instantiate = async (module, imports) => {
    const { exports } = await instantiate(module, imports);
    const wrapped = Object.fromEntries(Object.entries(exports).map(([name, value]) => [name,
      typeof value !== 'function' ? value : (...args) => {
        if (trap) {
          trap = false;
          throw new WebAssembly.RuntimeError('unreachable');
        }
        return value(...args);
      }]));
    return { exports: wrapped };
  };
  const kit = await createMediaKit();
  assert.ok(kit.contract.models().length > 0);
  trap = true;
  assert.throws(() => kit.contract.validate('GenerateRequest', {}), (error) => error instanceof MediaError && error.code === 'internal_error');
  const isBack = () => {
    try {
      return kit.contract.validate('GenerateRequest', { assetType: 'banner' }).ok;
    } catch (error) {
      assert.equal(error.code, 'internal_error');
      return false;
    }
  };
  while (!isBack()) await new Promise(setImmediate);
  kit.dispose();
});
