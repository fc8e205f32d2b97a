// A kit in a worker thread: the same answers, later, and the caller's thread free meanwhile.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { createMediaKit, MediaError } from '@aurastream/media-wasm';
import { createMediaKitWorker } from '@aurastream/media-wasm/worker';

let kit;
let remote;
before(async () => {
  [kit, remote] = await Promise.all([createMediaKit(), createMediaKitWorker()]);
});
after(async () => {
  kit.dispose();
  await remote[Symbol.asyncDispose]();
});

const picture = (width = 40, height = 30) => ({ width, height, data: new Uint8ClampedArray(width * height * 4).map((_, i) => (i * 31) % 251) });
const canvas = { width: 64, height: 36 };
const placement = { assetId: 'a', displayName: 'A', assetType: 'logo', url: 'a.png', x: 50, y: 50, width: 50, height: 50 };
const code = (expected) => (error) => error instanceof MediaError && error.code === expected;

test('its methods answer what those of a kit answer', async () => {
  const image = picture();
  const png = kit.image.encodePng(image);
  const mask = { width: 40, height: 30, data: new Uint8Array(1200).fill(200) };
  for (const [path, ...args] of [
    ['contract.validate', 'UpdateMediaRequest', { displayName: '', tags: ['red'] }],
    ['contract.jsonSchema', 'MediaAsset'],
    ['contract.backgroundRemoval', 'logo'],
    ['requests.uploadMedia', { assetType: 'logo', displayName: 'A', image: png }],
    ['responses.error', '{"detail": "no"}', 404],
    ['prompt.describe', [placement], canvas],
    ['placement.toBox', placement, canvas],
    ['placement.query.hits', [placement], canvas, { x: 32, y: 18 }],
    ['placement.batch.boxes', [kit.placement.toBox(placement, canvas)]],
    ['image.decode', png],
    ['image.encodePng', image],
    ['image.resize', image, 20, 10],
    ['preview.render', { canvas, background: '#102030', placements: [placement], images: { a: image } }],
    ['cutout.apply', image, mask],
    ['cutout.trim', kit.cutout.apply(image, mask)],
  ]) {
    const names = path.split('.');
    const last = names.pop();
    const pick = (from, given) => names.reduce((value, name) => value[name], from)[last](...given);
    assert.deepEqual(await pick(remote, structuredClone(args)), pick(kit, args), path);
  }
});

test('what is a value of a kit is a method here', async () => {
  assert.deepEqual(await remote.contract.constants(), kit.contract.constants);
  assert.deepEqual(await remote.contract.endpoints(), kit.contract.endpoints);
  assert.ok((await remote.memoryBytes()) > 0);
});

test('files are read there; a Response is read here first', async () => {
  const png = kit.image.encodePng(picture());
  for (const file of [new Blob([png]), new Response(png)]) assert.equal((await remote.image.decodeAsync(file)).width, 40);
  assert.equal((await remote.requests.uploadMediaAsync({ assetType: 'logo', displayName: 'A', image: new Blob([png]) })).ok, true);
});

test('buffers are copied, or given away where the caller says so', async () => {
  const image = picture();
  await remote.image.encodePng(image);
  assert.equal(image.data.length, 4800);
  await remote.with({ transfer: [image.data.buffer] }).image.encodePng(image);
  assert.equal(image.data.length, 0);
});

test('what a call was given may be changed while it waits', async () => {
  const image = picture();
  const expected = kit.image.encodePng(image);
  const calls = [remote.image.encodePng(image), remote.image.encodePng(image)];
  image.data.fill(0);
  for (const call of calls) assert.deepEqual(await call, expected);
});

test('errors are those of a kit, issues and all', async () => {
  await assert.rejects(remote.image.decode(new Uint8Array(3)), (error) => {
    assert.throws(() => kit.image.decode(new Uint8Array(3)), { code: error.code, message: error.message });
    return error instanceof MediaError;
  });
  await assert.rejects(remote.responses.getMedia('{}'), (error) => code('invalid_response')(error) && error.issues.length > 0);
  await assert.rejects(remote.contract.validate('MediaAsset', {}, { messages: { missing: () => 'x' } }), code('invalid_argument'));
  for (const path of [['image', 'turnUpsideDown'], ['constructor'], ['image', 'constructor'], ['__proto__', 'dispose']]) {
    const last = path.pop();
    await assert.rejects(async () => path.reduce((owner, name) => owner[name], remote)[last](), code('invalid_argument'), last);
  }
});

test('sessions live in the worker', async () => {
  const session = await remote.preview.createSession({ canvas, background: '#000000', images: { a: picture() } });
  const { changed } = await session.update([placement]);
  assert.ok(changed.width > 0);
  const { width, data } = await session.image();
  const still = kit.preview.render({ canvas, background: '#000000', placements: [placement], images: { a: picture() } });
  assert.equal(width, 64);
  assert.deepEqual(data, still.data);
  session.dispose();
  session.dispose();
  await assert.rejects(session.update([]), code('disposed'));

  const selection = await remote.cutout.createSelection(picture(), {});
  await selection.add({ kind: 'keep', points: [{ x: 5, y: 5 }, { x: 20, y: 20 }] });
  selection.dispose();
});

test('a signal ends a call that runs or waits; the next one works', async () => {
  const own = await createMediaKitWorker();
  const ending = new AbortController();
  const large = picture(3000, 2000);
  const running = own.with({ signal: ending.signal }).image.encodePng(large, { level: 9 });
  const waiting = own.image.resize(picture(), 10, 10, 'nearest');
  const cancelled = own.image.encodePng(picture(), { signal: ending.signal });
  const ended = [assert.rejects(running, code('aborted')), assert.rejects(cancelled, code('aborted'))];
  ending.abort();
  await Promise.all(ended);
  assert.equal((await waiting.catch((error) => assert.ok(code('invalid_argument')(error))))?.width ?? 10, 10);
  assert.equal((await own.placement.canvasSize('thumbnail')).width, 1280);
  await assert.rejects(own.with({ signal: AbortSignal.abort() }).memoryBytes(), code('aborted'));
  await assert.rejects(async () => own.with({ signal: 5 }), code('invalid_argument'));
  own.dispose();
});

test('dispose() ends every call', async () => {
  const own = await createMediaKitWorker();
  const calls = [own.memoryBytes(), own.contract.constants()].map((call) => assert.rejects(call, code('disposed')));
  own.dispose();
  own.dispose();
  await Promise.all(calls);
  await assert.rejects(own.memoryBytes(), code('disposed'));
});

test('a kit that waits does not keep a process alive', () => {
  const program = "import { createMediaKitWorker } from '@aurastream/media-wasm/worker'; const kit = await createMediaKitWorker(); console.log(await kit.placement.canvasSize('thumbnail'));";
  const printed = execFileSync(process.execPath, ['--input-type=module', '-e', program], { cwd: new URL('../..', import.meta.url), encoding: 'utf8', timeout: 60_000 });
  assert.match(printed, /1280/);
});
