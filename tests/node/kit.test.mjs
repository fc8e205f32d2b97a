import assert from 'node:assert/strict';
import fs from 'node:fs';
import test from 'node:test';
import { createMediaKit, MediaError } from '@aurastream/media-wasm';
import { createBackgroundRemover } from '@aurastream/media-wasm/background-removal';
import { createContractKit } from '@aurastream/media-wasm/contract';
import { createCoreKit } from '@aurastream/media-wasm/core';
import * as fromSource from '@aurastream/media-wasm/external';
import { createPixelsKit } from '@aurastream/media-wasm/pixels';
import { createPlacementKit } from '@aurastream/media-wasm/placement';
import * as fromUrl from '@aurastream/media-wasm/url';

const { createMediaKit: createFromUrl } = fromUrl;
const { createMediaKit: createFromSource } = fromSource;
const fileOf = (name) => new URL(`../../dist/${name}`, import.meta.url);
const MODULES = ['contract', 'placement', 'pixels', 'core', 'wasm'];
const urlOf = Object.fromEntries(MODULES.map((name) => [name, fileOf(`media-${name}.wasm`)]));
const bytesOf = Object.fromEntries(MODULES.map((name) => [name, fs.readFileSync(urlOf[name])]));
const { wasm: wasmFile } = urlOf;
const { wasm: bytes } = bytesOf;
const only = (from, ...names) => Object.fromEntries(names.map((name) => [name, from[name]]));
const picture = { width: 2, height: 1, data: new Uint8ClampedArray([1, 2, 3, 255, 4, 5, 6, 255]) };

const validates = ({ contract, requests, responses, prompt }) => {
  assert.ok(contract.validate('GenerateRequest', { assetType: 'banner' }).ok);
  assert.equal(contract.validate('GenerateRequest', {}).issues[0].type, 'missing');
  assert.equal(contract.backgroundRemoval('logo').allowed, true);
  assert.equal(requests.generate({ assetType: 'banner' }).ok, true);
  assert.equal(responses.deleteMedia('{"success":true,"message":"gone"}').success, true);
  assert.match(prompt.describe([{ assetId: 'a', displayName: 'Hero', assetType: 'logo', url: 'https://a.example/a.png', x: 50, y: 50, width: 10, height: 10 }], { width: 200, height: 100 }), /Hero/);
};
const places = ({ placement }) => {
  assert.equal(placement.region(50, 50), 'centre');
  assert.equal(placement.sizeWord(60), 'very large');
  assert.deepEqual([placement.canvasSize('twitch_emote'), placement.canvasSize('nothing')], [{ width: 112, height: 112 }, { width: 1280, height: 720 }]);
  placement.createSnapSession([], { canvas: { width: 9, height: 9 } }).dispose();
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
    createFromUrl({ wasmUrl: { core: urlOf.core, pixels: urlOf.pixels.href } }),
    createFromUrl({ wasmUrl: only(urlOf, 'contract', 'placement', 'pixels') }),
    createFromSource({ wasm: { core: bytesOf.core, pixels: Promise.resolve(bytesOf.pixels) } }),
    createFromSource({ wasm: { core: new WebAssembly.Module(bytesOf.core), pixels: bytes } }),
    createFromSource({ wasm: only(bytesOf, 'contract', 'placement', 'pixels') }),
    createFromSource({ wasm: { contract: new WebAssembly.Module(bytesOf.contract), placement: new Response(bytesOf.placement), pixels: Promise.resolve(bytesOf.pixels) } }),
  ]);
  for (const kit of kits) {
    for (const works of [validates, places, draws]) works(kit);
    assert.ok(kit.memoryBytes > 0);
    kit.dispose();
    assert.equal(kit.memoryBytes, 0);
    assert.throws(() => kit.contract.models(), { code: 'disposed' });
    assert.throws(() => kit.placement.sizeWord(1), { code: 'disposed' });
    assert.throws(() => kit.image.probe(bytes), { code: 'disposed' });
  }
});

/** A kit's name, how it shows that it works, what of a kit it has not, and the modules that it can be made of. */
const KITS = [
  ['createContractKit', [validates], ['placement', 'image'], createContractKit, ['contract'], ['core'], 'wasm'],
  ['createPlacementKit', [places], ['contract', 'prompt', 'image'], createPlacementKit, ['placement'], ['core'], 'core'],
  ['createCoreKit', [validates, places], ['image'], createCoreKit, ['contract', 'placement'], ['core'], 'core'],
  ['createPixelsKit', [draws], ['contract', 'placement'], createPixelsKit, ['pixels'], ['pixels'], 'wasm'],
];

for (const [name, works, lacks, inlined, modules, instead, whole] of KITS) {
  test(`${name} makes a kit with what it needs, by every entry and of each module that has it`, async () => {
    const [own] = modules;
    const kits = await Promise.all([
      inlined(), fromUrl[name](), fromUrl[name]({ wasmUrl: only(urlOf, ...modules) }), fromUrl[name]({ wasmUrl: only(urlOf, ...instead) }), fromUrl[name]({ wasmUrl: urlOf[whole].href }),
      fromSource[name]({ wasm: only(bytesOf, ...modules) }), fromSource[name]({ wasm: only(bytesOf, ...instead) }), fromSource[name]({ wasm: bytesOf[whole] }),
      // What is for others is not looked at, nor one for several rooms where each has its own; what is null is not given.
      fromSource[name]({ wasm: { contract: 1, placement: 1, pixels: 1, core: 1, ...only(bytesOf, ...modules) } }),
      fromSource[name]({ wasm: { contract: null, placement: undefined, ...only(bytesOf, ...instead) } }),
      ...(modules.length === 1 ? [fromUrl[name]({ wasmUrl: urlOf[own] }), fromSource[name]({ wasm: bytesOf[own] })] : []),
    ]);
    for (const kit of kits) {
      for (const work of works) work(kit);
      for (const part of lacks) assert.equal(part in kit, false, part);
      assert.ok(kit.memoryBytes > 0);
      kit.dispose();
      kit.dispose();
      assert.equal(kit.memoryBytes, 0);
      for (const work of works) assert.throws(() => work(kit), { code: 'disposed' });
    }
  });
}

test('a kit ends with all of its modules, and others with the same modules live on', async () => {
  const [one, other] = await Promise.all([createCoreKit(), createCoreKit()]);
  const [contract, placement] = await Promise.all([createContractKit(), createPlacementKit()]);
  assert.equal(one.memoryBytes, contract.memoryBytes + placement.memoryBytes);
  one.dispose();
  assert.throws(() => one.contract.models(), { code: 'disposed' });
  assert.throws(() => one.placement.sizeWord(1), { code: 'disposed' });
  for (const kit of [other, contract]) validates(kit);
  for (const kit of [other, placement]) places(kit);
  for (const kit of [other, contract, placement]) kit.dispose();
});

test('a wasm that is missing or is not one is refused with wasm_unavailable', async () => {
  const refused = (error) => error instanceof MediaError && error.code === 'wasm_unavailable';
  const gone = new Response('', { status: 404 });
  await assert.rejects(createFromUrl({ wasmUrl: 'file:///nowhere/media.wasm' }), refused);
  await assert.rejects(createFromUrl({ wasmUrl: { ...only(urlOf, 'contract', 'pixels'), placement: 'file:///nowhere/media.wasm' } }), refused);
  await assert.rejects(createFromSource({ wasm: new Uint8Array([1, 2, 3]) }), refused);
  await assert.rejects(createFromSource({ wasm: gone }), refused);
  await assert.rejects(createFromSource({ wasm: { core: bytesOf.core, pixels: gone } }), refused);
  // One that is another module of the package, too, and when the kit is made, not when it is first asked for pixels.
  const empty = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);
  const { contract, placement, pixels, core } = bytesOf;
  for (const wasm of [core, pixels, contract, placement, empty, { core: pixels, pixels: core }, { core: contract, pixels }, { contract: placement, placement: contract, pixels }]) await assert.rejects(createFromSource({ wasm }), refused);
  await assert.rejects(fromSource.createCoreKit({ wasm: pixels }), refused);
  await assert.rejects(fromSource.createCoreKit({ wasm: contract }), refused);
  await assert.rejects(fromSource.createContractKit({ wasm: placement }), refused);
  await assert.rejects(fromSource.createPlacementKit({ wasm: contract }), refused);
  await assert.rejects(fromSource.createPixelsKit({ wasm: core }), refused);
  for (const wasm of [null, undefined, 1, 'media-wasm.wasm', {}]) await assert.rejects(createFromSource({ wasm }), refused, String(wasm));
  // Or none for a room, which is named.
  await assert.rejects(createFromSource({ wasm: { contract, pixels } }), { code: 'wasm_unavailable', message: /"placement"/ });
  await assert.rejects(createFromUrl({ wasmUrl: { core: urlOf.core, pixels: null } }), { code: 'wasm_unavailable', message: /"pixels"/ });
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
  // Kits of fewer modules and removers of backgrounds take what is there.
  const parts = await Promise.all(KITS.flatMap(([name, , , inlined]) => [inlined(), fromUrl[name]()]));
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
