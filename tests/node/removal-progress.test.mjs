// What onProgress is told, in every mode: the bar goes by what this call will do, and only forwards.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import test, { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createBackgroundRemover } from '@aurastream/media-wasm/background-removal';

const selfie = fs.readFileSync(new URL('../../dist/models/selfie.onnx', import.meta.url));
const server = http.createServer((request, response) => {
  if (request.url === '/sized.onnx') response.setHeader('content-length', selfie.length);
  for (let at = 0; at < selfie.length; at += 40_000) response.write(selfie.subarray(at, at + 40_000));
  response.end();
}).listen(0);
after(() => {
  server.close();
  server.closeAllConnections();
});

/** A dark square on white. */
const plain = () => ({
  width: 40, height: 40,
  data: new Uint8ClampedArray(6400).map((_, i) => {
    const [x, y] = [(i >> 2) % 40, Math.floor(i / 160)];
    return i % 4 !== 3 && x > 9 && x < 30 && y > 9 && y < 30 ? 40 : 255;
  }),
});
const busy = () => ({ width: 40, height: 40, data: new Uint8ClampedArray(6400).map((_, i) => (i % 4 === 3 ? 255 : (i * 7919) % 251)) });

async function progressOf(remover, image, options) {
  const seen = [];
  await remover.remove(image, { allowEmpty: true, ...options, onProgress: (progress) => seen.push(progress) });
  for (let i = 1; i < seen.length; i++) assert.ok(seen[i].fraction >= seen[i - 1].fraction, `${JSON.stringify(seen[i - 1])} then ${JSON.stringify(seen[i])}`);
  assert.equal(seen.at(-1).fraction, 1);
  return seen;
}

const modes = {
  model: [busy, { mode: 'model' }],
  auto: [busy, { mode: 'auto' }],
  'an asset type': [busy, { assetType: 'logo' }],
  refine: [busy, { assetType: 'logo', refine: true, output: 'png' }],
};

for (const worker of [true, false]) {
  for (const [name, [image, options]] of Object.entries(modes)) {
    test(`the bar follows a model's download with ${name}, ${worker ? 'in a worker' : 'in the same thread'}`, async () => {
      const remover = await createBackgroundRemover({
        worker, cache: false, model: { id: 'served', size: 256, scale: 255, source: `http://localhost:${server.address().port}/sized.onnx` },
      });
      const seen = await progressOf(remover, image(), options);
      const arriving = seen.filter(({ phase, loaded }) => phase === 'model' && loaded !== undefined);
      assert.ok(arriving.length >= 5, `${arriving.length} steps`);
      assert.deepEqual([arriving.at(-1).loaded, arriving.at(-1).total], [selfie.length, selfie.length]);
      for (let i = 1; i < arriving.length; i++) {
        assert.ok(arriving[i].fraction > arriving[i - 1].fraction && arriving[i].loaded > arriving[i - 1].loaded);
      }
      // The download is most of what the call does, and the bar says so.
      assert.ok(arriving.at(-1).fraction - arriving[0].fraction > 0.3, `${arriving[0].fraction} to ${arriving.at(-1).fraction}`);
      // The next call has nothing to fetch, and its bar begins with what it does.
      const again = await progressOf(remover, image(), options);
      assert.ok(again.every(({ loaded }) => loaded === undefined));
      const network = again.filter(({ phase }) => phase === 'inference').map(({ fraction }) => fraction);
      assert.ok(network.at(-1) - network[0] > 0.4, `${network}`);
      remover.dispose();
    });
  }
}

test('the bar goes on while a second model is fetched, which is asked where the first is in doubt', async () => {
  const remover = await createBackgroundRemover({
    worker: false, threads: 1, cache: false,
    model: ['selfie', { id: 'second', subject: 'anything', size: 256, scale: 255, source: `http://localhost:${server.address().port}/sized.onnx` }],
  });
  const seen = await progressOf(remover, busy(), { mode: 'model' });
  const arriving = seen.filter(({ phase, loaded }) => phase === 'model' && loaded !== undefined);
  assert.ok(arriving.length >= 5, `${arriving.length} steps`);
  for (let i = 1; i < arriving.length; i++) assert.ok(arriving[i].fraction > arriving[i - 1].fraction);
  assert.ok(seen.findIndex(({ phase }) => phase === 'inference') < seen.indexOf(arriving[0]), 'after the first was asked');
  remover.dispose();
});

test('where no network is needed the bar goes from the picture to the end', async () => {
  const remover = await createBackgroundRemover({ modelUrl: '/nowhere/needed.onnx' });
  for (const options of [{ mode: 'flat' }, { mode: 'auto' }, { assetType: 'logo' }, { assetType: 'background' }]) {
    const seen = await progressOf(remover, plain(), options);
    assert.ok(seen.every(({ phase }) => phase !== 'model' && phase !== 'session'), JSON.stringify(options));
  }
  remover.dispose();
});

test('a server that does not say how long the file is has its bytes counted', async () => {
  const remover = await createBackgroundRemover({
    cache: false, worker: false, model: { id: 'served', size: 256, scale: 255, source: `http://localhost:${server.address().port}/unsized.onnx` },
  });
  const seen = await progressOf(remover, busy(), { mode: 'model' });
  const arriving = seen.filter(({ loaded }) => loaded !== undefined);
  assert.ok(arriving.length >= 1 && arriving.every(({ total, loaded }) => total === undefined && loaded > 0));
  remover.dispose();
});

test('an onProgress that throws is reported once and ends nothing', async () => {
  const script = `
import { createBackgroundRemover } from '@aurastream/media-wasm/background-removal';
const remover = await createBackgroundRemover();
let told = 0;
const { width } = await remover.remove({ width: 8, height: 8, data: new Uint8ClampedArray(256) }, {
  allowEmpty: true, onProgress() { told += 1; throw new Error('my own mistake'); },
});
remover.dispose();
console.log(JSON.stringify({ width, told: told > 5 }));`;
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { cwd: fileURLToPath(new URL('.', import.meta.url)) });
  assert.deepEqual(JSON.parse(stdout), { width: 8, told: true });
  assert.equal(stderr.match(/onProgress threw: my own mistake/g)?.length, 1, stderr);
});
