// What is compiled, and what is taken from a kit that lives. A room a test: of none was anything compiled before.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import test from 'node:test';
import { createContractKit } from '@aurastream/media-wasm/contract';
import { createPixelsKit as createFromSource } from '@aurastream/media-wasm/external';
import { createPixelsKit } from '@aurastream/media-wasm/pixels';
import { createContractKit as createContractFromUrl, createPixelsKit as createFromUrl } from '@aurastream/media-wasm/url';

/** How often something is compiled from now on. */
function counted(t) {
  const { compile } = WebAssembly;
  t.after(() => (WebAssembly.compile = compile));
  const compiled = { times: 0 };
  WebAssembly.compile = (source) => ((compiled.times += 1), compile(source));
  return compiled;
}

test('a module that a caller brought does for others too', async (t) => {
  const compiled = counted(t);
  const brought = await createFromSource({ wasm: fs.readFileSync(new URL('../../dist/media-pixels.wasm', import.meta.url)) });
  const others = [await createPixelsKit(), await createFromUrl()];
  assert.equal(compiled.times, 1);
  for (const kit of [brought, ...others]) {
    assert.equal(kit.cutout.measure({ width: 1, height: 1, data: new Uint8Array([255]) }).coverage, 1);
    kit.dispose();
  }
});

test('kits that begin at once, of several entries, compile their module once', async (t) => {
  const compiled = counted(t);
  const kits = await Promise.all([createContractKit(), createContractFromUrl(), createContractKit()]);
  assert.equal(compiled.times, 1);
  for (const kit of kits) {
    assert.ok(kit.contract.models().length > 0);
    kit.dispose();
  }
});
