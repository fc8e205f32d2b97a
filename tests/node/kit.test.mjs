import assert from 'node:assert/strict';
import fs from 'node:fs';
import test from 'node:test';
import { createMediaKit, MediaError } from '@aurastream/media-wasm';
import { createBackgroundRemover } from '@aurastream/media-wasm/background-removal';
import { createCoreKit } from '@aurastream/media-wasm/core';
import * as fromSource from '@aurastream/media-wasm/external';
import { createPixelsKit } from '@aurastream/media-wasm/pixels';
import * as fromUrl from '@aurastream/media-wasm/url';

const { createMediaKit: createFromUrl } = fromUrl;
const { createMediaKit: createFromSource } = fromSource;
const fileOf = (name) => new URL(`../../dist/${name}`, import.meta.url);
const [wasmFile, coreFile, pixelsFile] = ['media-wasm.wasm', 'media-core.wasm', 'media-pixels.wasm'].map(fileOf);
const [bytes, coreBytes, pixelsBytes] = [wasmFile, coreFile, pixelsFile].map((file) => fs.readFileSync(file));
const picture = { width: 2, height: 1, data: new Uint8ClampedArray([1, 2, 3, 255, 4, 5, 6, 255]) };

const validates = ({ contract, placement }) => {
  assert.ok(contract.validate('GenerateRequest', { assetType: 'banner' }).ok);
  assert.equal(contract.validate('GenerateRequest', {}).issues[0].type, 'missing');
  assert.equal(placement.toBox({ x: 50, y: 50, width: 10, height: 10 }, { width: 200, height: 100 }).width, 20);
};
const draws = ({ image, preview, cutout }) => {
  assert.equal(image.decode(image.encodePng(picture)).width, 2);
  assert.equal(preview.render({ canvas: { width: 4, height: 4 }, placements: [], images: {} }).width, 4);
  assert.equal(cutout.measure({ width: 1, height: 1, data: new Uint8Array([255]) }).coverage, 1);
};

test('every entry starts the same kit', async () => {
  const kits = await Promise.all([
    createMediaKit(),
    createFromUrl(),
    createFromUrl({ wasmUrl: wasmFile }),
    createFromSource({ wasm: bytes }),
    createFromSource({ wasm: Promise.resolve(bytes) }),
    createFromSource({ wasm: new WebAssembly.Module(bytes) }),
    createFromSource({ wasm: new Response(bytes, { headers: { 'content-type': 'application/wasm' } }) }),
    createFromUrl({ wasmUrl: { core: coreFile, pixels: pixelsFile.href } }),
    createFromSource({ wasm: { core: coreBytes, pixels: Promise.resolve(pixelsBytes) } }),
    createFromSource({ wasm: { core: new WebAssembly.Module(coreBytes), pixels: bytes } }),
  ]);
  for (const kit of kits) {
    validates(kit);
    draws(kit);
    assert.ok(kit.memoryBytes > 0);
    kit.dispose();
    assert.equal(kit.memoryBytes, 0);
    assert.throws(() => kit.contract.models(), { code: 'disposed' });
    assert.throws(() => kit.image.probe(bytes), { code: 'disposed' });
  }
});

test('either module makes a kit of its own, by every entry', async () => {
  const cores = [createCoreKit(), fromUrl.createCoreKit(), fromUrl.createCoreKit({ wasmUrl: coreFile }), fromSource.createCoreKit({ wasm: coreBytes })];
  for (const kit of await Promise.all(cores)) {
    validates(kit);
    assert.equal('image' in kit, false);
    kit.dispose();
    assert.throws(() => kit.placement.toBox({ x: 0, y: 0, width: 1, height: 1 }, { width: 9, height: 9 }), { code: 'disposed' });
  }
  const pixels = [createPixelsKit(), fromUrl.createPixelsKit(), fromUrl.createPixelsKit({ wasmUrl: pixelsFile }), fromSource.createPixelsKit({ wasm: pixelsBytes })];
  for (const kit of await Promise.all(pixels)) {
    draws(kit);
    assert.equal('contract' in kit, false);
    kit.dispose();
    assert.throws(() => kit.image.encodePng(picture), { code: 'disposed' });
  }
});

test('a wasm that is missing or is not one is refused with wasm_unavailable', async () => {
  const refused = (error) => error instanceof MediaError && error.code === 'wasm_unavailable';
  await assert.rejects(createFromUrl({ wasmUrl: 'file:///nowhere/media.wasm' }), refused);
  await assert.rejects(createFromSource({ wasm: new Uint8Array([1, 2, 3]) }), refused);
  await assert.rejects(createFromSource({ wasm: new Response('', { status: 404 }) }), refused);
  await assert.rejects(createFromSource({ wasm: { core: coreBytes, pixels: new Response('', { status: 404 }) } }), refused);
  // One that is another module of the package, too, and when the kit is made, not when it is first asked for pixels.
  const empty = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);
  for (const wasm of [coreBytes, pixelsBytes, { core: pixelsBytes, pixels: coreBytes }, empty]) await assert.rejects(createFromSource({ wasm }), refused);
  await assert.rejects(fromSource.createCoreKit({ wasm: pixelsBytes }), refused);
  await assert.rejects(fromSource.createPixelsKit({ wasm: coreBytes }), refused);
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
  // Kits of either module and removers of backgrounds take what is there.
  const parts = await Promise.all([createCoreKit(), createPixelsKit(), fromUrl.createCoreKit(), fromUrl.createPixelsKit()]);
  const remover = await createBackgroundRemover({ worker: false });
  await remover.remove({ width: 8, height: 8, data: new Uint8ClampedArray(256) }, { mode: 'flat', allowEmpty: true }).catch(() => {});
  assert.equal(compiled, already);
  remover.dispose();
  first.dispose();
  assert.ok(second.contract.models().length > 0, 'each has an instance of its own');
  for (const kit of [second, ...parts]) kit.dispose();
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
