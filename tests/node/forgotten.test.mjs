// What nobody disposed of is given back when it is collected; and a module that failed comes back, or says why not.
import assert from 'node:assert/strict';
import test from 'node:test';
import v8 from 'node:v8';
import vm from 'node:vm';
import { createMediaKit } from '@aurastream/media-wasm';
import { createBackgroundRemover } from '@aurastream/media-wasm/background-removal';

v8.setFlagsFromString('--expose-gc');
const gc = vm.runInNewContext('gc');

/** Collects garbage and lets finalizers run until something is so. The test's time limit ends what never is. */
async function collectUntil(isSo) {
  while (!isSo()) {
    gc();
    await new Promise(setImmediate);
  }
}

/** Makes garbage in a frame of its own, so that nothing on the stack holds it. */
const inPasses = async (count, make) => {
  for (let i = 0; i < count; i++) {
    make(i);
    if (i % 10 === 9) for (let turn = 0; turn < 3; turn++) {
      gc();
      await new Promise(setImmediate);
    }
  }
};

test('forgotten preview, snap and selection sessions give their memory back', async () => {
  const kit = await createMediaKit();
  const image = { width: 600, height: 600, data: new Uint8ClampedArray(4 * 360_000).fill(200) };
  const make = () => {
    kit.preview.createSession({ canvas: { width: 600, height: 600 }, images: { a: image } }).update([{ assetId: 'a', x: 50, y: 50, width: 100, height: 100 }]);
    kit.placement.createSnapSession([{ x: 1, y: 1, width: 2, height: 2, rotation: 0 }], { canvas: { width: 9, height: 9 } });
    kit.cutout.createSelection(image);
  };
  await inPasses(10, make);
  const few = kit.memoryBytes;
  await inPasses(100, make);
  // Each holds several MB: a hundred and thirty of them would be 700 MB.
  assert.ok(kit.memoryBytes < few + 100e6, `${few} bytes after ten, ${kit.memoryBytes} after a hundred more`);
  kit.dispose();
});

test('sessions are disposed of by `using`, once, and not again when collected', async () => {
  const kit = await createMediaKit();
  const sessions = [
    kit.preview.createSession({ canvas: { width: 8, height: 8 } }),
    kit.placement.createSnapSession([], { canvas: { width: 9, height: 9 } }),
  ];
  for (const session of sessions) {
    session[Symbol.dispose]();
    session.dispose();
  }
  assert.throws(() => sessions[0].update([]), { code: 'disposed' });
  kit[Symbol.dispose]();
  assert.throws(() => kit.contract.models(), { code: 'disposed' });
});

test('a forgotten remover lets its worker go', async () => {
  let exited = 0;
  const count = (worker) => worker.once('exit', () => (exited += 1));
  process.on('worker', count);
  await (async () => {
    const remover = await createBackgroundRemover({ threads: 1 });
    await remover.remove({ width: 8, height: 8, data: new Uint8ClampedArray(256) }, { allowEmpty: true });
  })();
  await collectUntil(() => exited > 0);
  process.off('worker', count);
});

for (const [module, trapping] of [
  ['contract', (kit) => kit.contract.validate('GenerateRequest', {})],
  ['placement', (kit) => kit.placement.region(50, 50)],
  ['pixels', (kit) => kit.image.probe(new TextEncoder().encode('GIF89a'))],
]) {
  test(`sessions end with the instance that trapped, of the module ${module} alone; a restart that fails says so, and the next call tries again`, async (t) => {
    const { instantiate } = WebAssembly;
    t.after(() => {
      WebAssembly.instantiate = instantiate;
    });
    let [trap, broken] = [false, false];
    WebAssembly.instantiate = async (compiled, imports) => {
      if (broken) throw new Error('no memory left');
      const { exports } = await instantiate(compiled, imports);
      const wrapped = Object.entries(exports).map(([name, value]) => [name, typeof value !== 'function' ? value : (...args) => {
        if (!trap) return value(...args);
        trap = false;
        throw new WebAssembly.RuntimeError('unreachable');
      }]);
      return { exports: Object.fromEntries(wrapped) };
    };
    const kit = await createMediaKit();
    const picture = { width: 8, height: 8, data: new Uint8ClampedArray(256).fill(9) };
    const box = { x: 1, y: 1, width: 2, height: 2, rotation: 0 };
    // Each session, how it shows that it lives, and where it does.
    const sessions = () => [
      ['placement', kit.placement.createSnapSession([], { canvas: { width: 9, height: 9 } }), (snap) => assert.equal(snap.move(box).box.width, 2)],
      ['pixels', kit.preview.createSession({ canvas: { width: 8, height: 8 } }), (preview) => assert.equal(preview.update([]).issues.length, 0)],
      ['pixels', kit.cutout.createSelection(picture), (selection) => assert.equal(selection.mask().width, 8)],
    ];
    const old = sessions();
    const codeOf = () => {
      try {
        return trapping(kit) && 'none'; // only calls with input reach what traps here
      } catch ({ code, cause }) {
        if (code === 'corrupt_image' || code === 'empty_input') return 'none'; // it is no picture, and was looked at
        return cause instanceof Error ? `${code}: ${cause.message}` : code;
      }
    };
    const until = async (pattern) => {
      for (;;) {
        const found = codeOf();
        if (pattern.test(found)) return found;
        await new Promise(setImmediate);
      }
    };
    [trap, broken] = [true, true];
    assert.match(codeOf(), /^internal_error: unreachable/);
    for (const [where, session, lives] of old) if (where !== module) lives(session);
    await until(/^wasm_unavailable: /);
    broken = false;
    await until(/^none$/);
    // The fresh instance counts from the beginning: what ended with the old one is not its namesake, and must not end it.
    const fresh = sessions();
    for (const [where, session, lives] of old) {
      if (where === module) assert.throws(() => lives(session), { code: 'disposed' });
      else lives(session);
    }
    for (const [, session] of old) session.dispose();
    for (const [, session, lives] of fresh) lives(session);
    kit.dispose();
  });
}
