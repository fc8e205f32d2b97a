// Selecting by hand when memory runs out: each call does what it says or throws out_of_memory, and the kit lives on.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import { createMediaKit } from '@aurastream/media-wasm/external';

const wasm = fs.readFileSync(new URL('../../dist/media-wasm.wasm', import.meta.url));
const PAGE = 65536;

function readNumber(bytes, at) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value += (byte & 127) * 2 ** shift;
    if (byte < 128) return [value, at];
  }
}

function numberBytes(value) {
  const out = [];
  for (; value > 127; value = Math.floor(value / 128)) out.push((value % 128) | 128);
  return [...out, value];
}

/** The same module, whose memory can only grow to so many pages of 64 KiB. `pages` gets what it begins with. */
function withMemory(pages) {
  for (let at = 8; at < wasm.length;) {
    const id = wasm[at];
    const [size, start] = readNumber(wasm, at + 1);
    if (id === 5) { // the memory section: one memory, with a most
      const [least] = readNumber(wasm, start + 2);
      const limits = [1, 1, ...numberBytes(least), ...numberBytes(pages(least))];
      return Buffer.concat([wasm.subarray(0, at), Buffer.from([5, ...numberBytes(limits.length), ...limits]), wasm.subarray(start + size)]);
    }
    at = start + size;
  }
  throw new Error('The module has no memory of its own.');
}

/** Noise, of which the history keeps all, and something to select. */
function picture(width, height) {
  const data = new Uint8ClampedArray(width * height * 4);
  let seed = 1;
  for (let i = 0; i < data.length; i++) {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    const inside = Math.hypot((i >> 2) % width - width / 2, Math.floor(i / 4 / width) - height / 2) < height / 4;
    data[i] = i % 4 === 3 ? 255 : (seed >>> 26) + (inside && i % 4 === 0 ? 150 : 30);
  }
  return { width, height, data };
}

test('memory that runs out at any point of a selection is said, and ends nothing', async () => {
  const image = picture(400, 300);
  const mask = { width: 400, height: 300, data: Uint8Array.from({ length: 400 * 300 }, (_, i) => image.data[4 * i] * 3) };
  const box = { x: 100, y: 60, width: 200, height: 180 };
  const points = Float64Array.from({ length: 131072 }, (_, i) => 150 + ((i * 7) % 40));
  const outcomes = new Map();
  const refused = (what) => {
    try {
      what();
      return 0;
    } catch (thrown) {
      assert.equal(thrown.code, 'out_of_memory', thrown.stack);
      return 1;
    }
  };
  for (let more = 8; more < 2600; more = Math.ceil(more * 1.6)) {
    const kit = await createMediaKit({ wasm: withMemory((least) => least + more) });
    let refusals = 0;
    let selection;
    refusals += refused(() => { selection = kit.cutout.createSelection(image, { mask }); });
    if (selection) {
      const steps = [
        () => selection.add({ kind: 'keep', points, radius: 4 }),
        () => selection.box(box),
        () => selection.add({ kind: 'remove', points: [[20, 20], [380, 20]], radius: 4 }),
        () => selection.add({ kind: 'paint', points, radius: 30, hardness: 0.4 }),
        () => selection.reset(),
        () => selection.box(box),
      ];
      for (const step of steps) {
        const before = selection.mask().data;
        const no = refused(step);
        refusals += no;
        if (no) assert.deepEqual(selection.mask().data, before);
      }
      while (selection.undo().canUndo);
      while (selection.redo().canRedo);
      selection.dispose();
    }
    assert.ok(kit.memoryBytes > 0);
    assert.ok(kit.contract.models().length > 0);
    outcomes.set(more, refusals);
    kit.dispose();
  }
  const all = [...outcomes.values()];
  assert.ok(all[0] > 0 && all.at(-1) === 0, `${PAGE} bytes each: ${JSON.stringify([...outcomes])}`);
});
