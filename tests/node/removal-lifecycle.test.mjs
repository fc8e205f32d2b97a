// A remover's life: whenever it is disposed of or aborted, every call ends at once and nothing is held afterwards.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as removal from '@aurastream/media-wasm/background-removal';
import { STEPS, sweep } from '../removal-sweep.mjs';

const image = { width: 8, height: 8, data: new Uint8ClampedArray(256).fill(200) };
const any = { mode: 'model', allowEmpty: true };
/** In this thread ONNX Runtime would start workers of its own, and keep them. */
const where = (worker) => (worker ? {} : { worker, threads: 1 });
const dist = new URL('../../dist/', import.meta.url);

/** The workers that were started and have not ended. */
const workers = new Set();
process.on('worker', (worker) => {
  workers.add(worker);
  worker.once('exit', () => workers.delete(worker));
});

/** Waits until every worker has ended. */
async function noWorkers() {
  for (const worker of workers) {
    worker.ref();
    await once(worker, 'exit');
  }
}

/** Watches a remover after every microtask, and lets the rest of the process have its turns. */
async function untilState(remover, wanted) {
  while (remover.state !== wanted) {
    for (let i = 0; i < 100 && remover.state !== wanted; i++) await null;
    if (remover.state !== wanted) await new Promise(setImmediate);
  }
}

for (const worker of [true, false]) {
  for (const end of ['dispose', 'abort']) {
    test(`${end} after each of 0 to ${STEPS} microtasks ends every call, ${worker ? 'with a worker' : 'in the same thread'}`, async () => {
      assert.deepEqual(await sweep(removal, where(worker), end, STEPS), []);
      await noWorkers();
    });
  }
}

test('dispose in each state ends the call that is there, and the worker', async () => {
  for (const worker of [true, false]) {
    for (const wanted of ['starting', 'ready', 'running']) {
      const remover = await removal.createBackgroundRemover(where(worker));
      const call = remover.remove(image, any).then(() => 'none', ({ code }) => code);
      if (wanted === 'ready') await call;
      await untilState(remover, wanted);
      assert.equal(remover.state, wanted);
      remover.dispose();
      assert.equal(remover.state, 'stopped');
      assert.equal(await call, wanted === 'ready' ? 'none' : 'disposed');
      await noWorkers();
    }
  }
});

test('a model that cannot be had ends the call, and never the process', async () => {
  const source = () => {
    throw new Error('not today');
  };
  // A rejection that nobody waits for yet would fail this test, as it ends a process of Node.
  for (const worker of [true, false]) {
    const remover = await removal.createBackgroundRemover({ ...where(worker), model: { ...removal.models[0], source } });
    await assert.rejects(remover.remove(image, any), { code: 'model_unavailable' });
    remover.dispose();
  }
  await noWorkers();
});

test('a remover is idle at first and after an abort, and ready between calls', async () => {
  const remover = await removal.createBackgroundRemover();
  assert.equal(remover.state, 'idle');
  await remover.remove(image, any);
  assert.equal(remover.state, 'ready');
  const controller = new AbortController();
  const call = remover.remove(image, { ...any, signal: controller.signal });
  await untilState(remover, 'running');
  controller.abort();
  await assert.rejects(call, { code: 'aborted' });
  assert.equal(remover.state, 'idle');
  await remover.remove(image, any);
  remover.dispose();
});

test('`using` disposes of a remover, `await using` waits until its worker is gone', async () => {
  const remover = await removal.createBackgroundRemover();
  await remover.remove(image, any);
  remover[Symbol.dispose]();
  assert.equal(remover.state, 'stopped');
  await noWorkers();
  for (const worker of [true, false]) {
    const another = await removal.createBackgroundRemover(where(worker));
    await another.remove(image, any);
    await another[Symbol.asyncDispose]();
    assert.equal(another.state, 'stopped');
    assert.equal(workers.size, 0);
  }
});

test('a call in the same thread that is aborted ends at once, and the next one waits for what it left running', async () => {
  const remover = await removal.createBackgroundRemover(where(false));
  await remover.remove(image, any);
  const controller = new AbortController();
  const call = remover.remove(image, { ...any, signal: controller.signal });
  await untilState(remover, 'running');
  controller.abort();
  await assert.rejects(call, { code: 'aborted' });
  assert.equal((await remover.remove(image, any)).width, 8);
  assert.equal(remover.state, 'ready');
  remover.dispose();
});

test('a worker that dies between two calls is replaced at the next', async () => {
  const remover = await removal.createBackgroundRemover();
  await remover.remove(image, any);
  const [worker] = workers;
  await worker.terminate();
  assert.equal(remover.state, 'idle');
  assert.equal((await remover.remove(image, any)).width, 8);
  remover.dispose();
  await noWorkers();
});

test('a worker whose file cannot be loaded ends in worker_failed, whenever it is disposed of, and never the process', async (t) => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'no-worker-'));
  t.after(() => fs.rmSync(folder, { recursive: true, force: true }));
  fs.cpSync(dist, folder, { recursive: true });
  fs.rmSync(path.join(folder, 'background-removal-node.js'));
  const script = `
import * as removal from ${JSON.stringify(path.join(folder, 'background-removal.js'))};
const image = { width: 8, height: 8, data: new Uint8ClampedArray(256) };
const turns = { null: () => null, immediate: () => new Promise(setImmediate) };
const codes = {};
for (const [kind, turn] of Object.entries(turns)) {
  for (let steps = 0; steps <= ${STEPS}; steps++) {
    const remover = await removal.createBackgroundRemover();
    const call = remover.remove(image).then(() => 'none', ({ code }) => code);
    for (let i = 0; i < steps; i++) await turn();
    remover.dispose();
    const code = await call;
    codes[code] = (codes[code] ?? 0) + 1;
  }
}
const remover = await removal.createBackgroundRemover();
codes.undisturbed = await remover.remove(image).then(() => 'none', ({ code, cause }) => code + ' ' + (cause instanceof Error));
console.log(JSON.stringify(codes));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { cwd: folder });
  const { disposed, worker_failed: failed = 0, undisturbed, ...others } = JSON.parse(stdout);
  assert.deepEqual(others, {});
  assert.equal(disposed + failed, 2 * (STEPS + 1));
  assert.equal(undisturbed, 'worker_failed true');
});

/** A copy of the package whose worker is this script, and a remover with it. `finish` answers a job. */
async function withWorker(t, script) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'another-worker-'));
  t.after(() => fs.rmSync(folder, { recursive: true, force: true }));
  fs.cpSync(dist, folder, { recursive: true });
  const setScript = (code) => fs.writeFileSync(path.join(folder, 'background-removal-node.js'), `import { parentPort } from 'node:worker_threads';
const say = (message) => parentPort.postMessage(message);
const finish = (id) => say({ id, result: { width: 8, height: 8, data: new Uint8Array(256) } });
${code}`);
  setScript(script);
  const { createBackgroundRemover } = await import(path.join(folder, 'background-removal.js'));
  return { setScript, remover: await createBackgroundRemover({ workerTimeout: 6000, threads: 1 }) };
}

const hangs = {
  'while it starts': 'for (;;);',
  'in the middle of a call': "parentPort.on('message', (message) => { if ('setup' in message) say({ ready: true }); else for (;;); });",
};
for (const [when, script] of Object.entries(hangs)) {
  test(`a worker that hangs ${when} is ended, and the next call starts another`, async (t) => {
    const { remover, setScript } = await withWorker(t, script);
    await assert.rejects(remover.remove(image, any), ({ code, message }) => code === 'worker_failed' && /nothing for 6000 ms/.test(message));
    assert.equal(remover.state, 'idle');
    setScript("parentPort.on('message', ({ id }) => (id ? finish(id) : say({ ready: true })));");
    assert.equal((await remover.remove(image, any)).width, 8);
    remover.dispose();
    await noWorkers();
  });
}

test('a worker that is only busy keeps its job: it answers that it is there', async (t) => {
  // Sixteen questions are twice as many as go unanswered.
  const { remover } = await withWorker(t, `
let [job, pings] = [0, 0];
parentPort.on('message', (message) => {
  if ('setup' in message) return say({ ready: true });
  if ('id' in message) return void (job = message.id);
  say({ pong: true });
  if (job && ++pings === 16) finish(job);
});`);
  assert.equal((await remover.remove(image, any)).width, 8);
  remover.dispose();
});

test('causes survive the worker\'s border, and a timeout is not a cancel', async () => {
  for (const worker of [true, false]) {
    const remover = await removal.createBackgroundRemover({ ...where(worker), modelUrl: '/nowhere/model.onnx' });
    await assert.rejects(remover.remove(image, any), ({ code, cause }) => code === 'model_unavailable' && cause.code === 'ENOENT' && cause instanceof Error);
    remover.dispose();
    const slow = await removal.createBackgroundRemover({ ...where(worker), modelUrl: () => new Promise(() => {}) });
    await assert.rejects(slow.remove(image, { mode: 'model', signal: AbortSignal.timeout(1) }), ({ code, cause, message }) => code === 'aborted' && cause.name === 'TimeoutError' && /longer/.test(message));
    slow.dispose();
  }
});

test('a call keeps the process alive until it ends, whatever it waits for', async () => {
  const script = (worker) => `
import { createBackgroundRemover } from '@aurastream/media-wasm/background-removal';
const remover = await createBackgroundRemover({ worker: ${worker}, threads: 1, modelUrl: () => new Promise(() => {}) });
const image = { width: 8, height: 8, data: new Uint8ClampedArray(256) };
await remover.remove(image, { mode: 'model', signal: AbortSignal.timeout(200) }).catch(({ code }) => console.log(code));`;
  for (const worker of [true, false]) {
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script(worker)], {
      cwd: fileURLToPath(new URL('.', import.meta.url)),
    });
    assert.equal(stdout, 'aborted\n');
  }
});

test('a call that waits works on the pixels that it was given', async () => {
  const flat = () => {
    const data = new Uint8ClampedArray(4 * 1600).fill(255);
    for (let y = 12; y < 28; y++) for (let x = 12; x < 28; x++) data.set([0, 0, 0], 4 * (40 * y + x));
    return { width: 40, height: 40, data };
  };
  for (const worker of [true, false]) {
    const remover = await removal.createBackgroundRemover(where(worker));
    const given = flat();
    const calls = [remover.remove(flat(), { mode: 'flat' }), remover.remove(given, { mode: 'flat' })];
    given.data.fill(7);
    const [first, second] = await Promise.all(calls);
    assert.deepEqual(second.image.data, first.image.data);
    remover.dispose();
  }
});

test('after dispose() nothing keeps a process alive', async () => {
  const script = (worker, threads) => `
import { createBackgroundRemover } from '@aurastream/media-wasm/background-removal';
const remover = await createBackgroundRemover({ worker: ${worker}, threads: ${threads} });
await remover.remove({ width: 8, height: 8, data: new Uint8ClampedArray(256) }, { mode: 'model', allowEmpty: true });
await remover[Symbol.asyncDispose]();
const held = process.getActiveResourcesInfo().filter((name) => name !== 'PipeWrap');
process.once('beforeExit', () => console.log(JSON.stringify({ held, idle: true })));`;
  for (const worker of [true, false]) {
    for (const threads of [1, 2]) {
      // 'beforeExit' comes only when nothing is left to wait for; a process that stays is killed, which fails.
      const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script(worker, threads)], {
        cwd: fileURLToPath(new URL('.', import.meta.url)), timeout: 120_000,
      });
      assert.deepEqual(JSON.parse(stdout), { held: [], idle: true }, `${worker} ${threads}`);
    }
  }
});
