// Hostile values for what lives longer than a call: selections, removers with a worker, clients, queries, schemas.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import test from 'node:test';
import vm from 'node:vm';
import * as entry from '@aurastream/media-wasm';
import * as external from '@aurastream/media-wasm/external';
import * as removal from '@aurastream/media-wasm/background-removal';
import { webgpu } from '@aurastream/media-wasm/background-removal/webgpu';
import { createMediaClient } from '@aurastream/media-wasm/client';
import * as editing from '@aurastream/media-wasm/editor';
import { mediaKeys, mediaMutations, mediaQueries } from '@aurastream/media-wasm/queries';
import { schema } from '@aurastream/media-wasm/schema';
import { createMediaKitWorker } from '@aurastream/media-wasm/worker';
import { attack, functionsOf, image, ofCall, values } from '../hostile-values.mjs';

const all = Object.entries(values);

test('a selection answers hostile values with a MediaError', async () => {
  const kit = await entry.createMediaKit();
  const selection = kit.cutout.createSelection(image);
  const { wrong } = await attack(functionsOf(selection, 'selection'));
  for (const [first, make] of all) {
    for (const key of ['mask', 'box', 'strokes']) await ofCall(() => kit.cutout.select(image, { [key]: make() }), `select({${key}: ${first}})`, wrong);
    for (const key of ['kind', 'points', 'radius', 'hardness']) {
      await ofCall(() => selection.add({ kind: 'keep', points: [{ x: 1, y: 1 }], [key]: make() }), `add({${key}: ${first}})`, wrong);
    }
    await ofCall(() => selection.add({ kind: 'keep', points: [make()] }), `add({points: [${first}]})`, wrong);
  }
  assert.deepEqual(wrong.slice(0, 40), []);
  assert.equal(selection.mask().width, 4, 'the selection is as good as before');
  selection.dispose();
  kit.dispose();
});

test('a remover with a worker answers hostile values with a MediaError', async () => {
  const wrong = [];
  const remover = await removal.createBackgroundRemover();
  for (const [first, make] of all) {
    await ofCall(() => remover.remove(make(), { mode: 'flat' }), `remove(${first})`, wrong);
    await ofCall(() => remover.remove(image, { mode: 'flat', background: make() }), `remove(image, {background: ${first}})`, wrong);
    await ofCall(() => remover.preload(make()), `preload(${first})`, wrong);
    for (const key of ['signal', 'onProgress']) await ofCall(() => remover.preload({ [key]: make() }), `preload({${key}: ${first}})`, wrong);
    for (const key of ['mjs', 'wasm']) {
      const made = removal.createBackgroundRemover({ webgpu: { ...webgpu, [key]: make() } }).then((one) => one.dispose());
      await ofCall(() => made, `createBackgroundRemover({webgpu: {${key}: ${first}}})`, wrong);
    }
    for (const key of Object.keys(removal.models[0])) {
      const made = removal.createBackgroundRemover({ model: { id: 'own', source: '/nowhere.onnx', [key]: make() } }).then(async (one) => {
        try {
          await one.remove(image, { mode: 'model' });
        } finally {
          one.dispose();
        }
      });
      await ofCall(() => made, `a row with ${key}: ${first}`, wrong);
    }
    for (const name of ['from', 'fold', 'signal', 'onProgress', 'stallTimeout']) {
      await ofCall(() => removal.fetchModel('u2netp', { from: 'http://localhost:1/', [name]: make() }), `fetchModel({${name}: ${first}})`, wrong);
    }
  }
  assert.deepEqual(wrong.slice(0, 40), []);
  assert.equal((await remover.remove(image, { allowEmpty: true })).width, 4, 'the remover is as good as before');
  remover.dispose();
});

test('the entry of editors answers hostile values with a MediaError, in its functions, options, methods and gestures', async () => {
  const kit = await entry.createMediaKit();
  const { MediaError: _, ...functions } = editing;
  const { wrong } = await attack(functionsOf(functions, 'editor'));
  const canvas = { width: 100, height: 100 };
  const made = (options) => editing.createPlacementEditor({ geometry: kit.placement, canvas, ...options }, [{ id: 'p', assetId: 'a', x: 50, y: 50, width: 20, height: 20 }]);
  const methods = [...functionsOf(made(), 'an editor').keys()].map((path) => path.slice('an editor.'.length)).filter((name) => typeof made()[name] === 'function');
  assert.ok(methods.includes('configure') && methods.includes('drag') && methods.includes('getSnapshot'));
  for (const [first, make] of all) {
    // Each on an editor of its own: some of them let it have what it is given.
    for (const name of methods) await ofCall(() => made()[name](make(), make()), `an editor.${name}(${first})`, wrong);
    for (const key of ['geometry', 'canvas', 'snapping', 'keep', 'smallestPercent', 'lockAspect', 'images', 'idKey', 'copy', 'historyLimit', 'onChange', 'onCommit', 'onSelect']) {
      await ofCall(() => {
        const one = made({ [key]: make() });
        one.selectAll();
        one.begin('move', { x: 50, y: 50 });
        one.drag({ x: 60, y: 50 });
        one.end();
        one.duplicate();
        one.hit({ x: 50, y: 50 });
        one.undo();
        one.getSnapshot();
      }, `an editor with ${key}: ${first}`, wrong);
      await ofCall(() => editing.beginGesture('move', { geometry: kit.placement, canvas, boxes: [{ x: 50, y: 50, width: 20, height: 20, rotation: 0 }], at: { x: 50, y: 50 }, [key]: make() }).at(make(), make()), `beginGesture({${key}: ${first}})`, wrong);
    }
  }
  assert.deepEqual(wrong.slice(0, 40), []);
  kit.dispose();
});

const answered = async () => new Response('{"detail":"no"}', { status: 404, headers: { 'content-type': 'application/json' } });
const baseUrl = 'https://media.example';

test('a kit in a worker answers hostile values with a MediaError, in its arguments, options and sessions', async () => {
  const wrong = [];
  const kit = await createMediaKitWorker();
  const session = await kit.preview.createSession({ canvas: { width: 4, height: 4 } });
  for (const [first, make] of all) {
    await ofCall(() => createMediaKitWorker(make()).then((one) => one.dispose()), `createMediaKitWorker(${first})`, wrong);
    await ofCall(async () => kit.with(make()).image.probe(image), `with(${first})`, wrong);
    for (const key of ['signal', 'transfer']) await ofCall(async () => kit.with({ [key]: make() }).image.probe(image), `with({${key}: ${first}})`, wrong);
    await ofCall(async () => kit.with({ transfer: [make()] }).image.probe(image), `with({transfer: [${first}]})`, wrong);
    await ofCall(async () => kit.image.decodeAsync(make()), `decodeAsync(${first})`, wrong);
    await ofCall(async () => kit.image.resize(image, 2, make()), `resize(image, 2, ${first})`, wrong);
    await ofCall(async () => kit.contract.validate('UpdateMediaRequest', make()), `validate(${first})`, wrong);
    await ofCall(async () => kit.requests.uploadMedia({ assetType: 'logo', displayName: 'A', image: make() }), `uploadMedia({image: ${first}})`, wrong);
    await ofCall(async () => session.update(make()), `session.update(${first})`, wrong);
  }
  assert.deepEqual(wrong.slice(0, 40), []);
  assert.equal((await session.update([])).missing.length, 0, 'the session is as good as before');
  session.dispose();
  kit.dispose();
});

test('a client answers hostile values with a MediaError, in its options, its calls and what its functions give', async () => {
  const wrong = [];
  const good = { baseUrl, fetch: answered, retries: 0 };
  for (const [first, make] of all) {
    await ofCall(() => createMediaClient(make()), `createMediaClient(${first})`, wrong);
    for (const key of ['baseUrl', 'fetch', 'headers', 'getToken', 'credentials', 'context', 'timeoutMs', 'retries', 'maxRetryDelayMs', 'maxResponseBytes', 'tolerant', 'kit']) {
      await ofCall(async () => createMediaClient({ ...good, [key]: make() }).listMedia(), `createMediaClient({${key}: ${first}})`, wrong);
    }
    for (const key of ['fetch', 'headers', 'getToken', 'context']) {
      await ofCall(() => createMediaClient({ ...good, [key]: () => make() }).listMedia(), `${key} gives ${first}`, wrong);
    }
  }
  for (const [name, call] of functionsOf(createMediaClient(good), 'client')) {
    for (const [first, make] of all) {
      await ofCall(() => call(make()), `${name}(${first})`, wrong);
      await ofCall(() => call('a', make()), `${name}('a', ${first})`, wrong);
      await ofCall(() => call(make(), make()), `${name}(${first}, ${first})`, wrong);
      for (const key of ['signal', 'timeoutMs', 'context', 'onUploadProgress']) {
        await ofCall(() => call('a', { [key]: make() }), `${name}('a', {${key}: ${first}})`, wrong);
      }
    }
  }
  assert.deepEqual(wrong.slice(0, 40), []);
});

test('queries and mutations answer hostile values with a MediaError', async () => {
  const wrong = [];
  const client = createMediaClient({ baseUrl, fetch: answered, retries: 0 });
  const store = { getQueryData() {}, getQueriesData: () => [], setQueryData() {}, async cancelQueries() {}, async invalidateQueries() {}, removeQueries() {}, isMutating: () => 1 };
  for (const [first, make] of all) {
    await ofCall(() => mediaQueries(make()), `mediaQueries(${first})`, wrong);
    await ofCall(() => mediaMutations(make(), store), `mediaMutations(${first})`, wrong);
    await ofCall(() => mediaMutations(client, make()), `mediaMutations(client, ${first})`, wrong);
    for (const [name, call] of functionsOf(mediaKeys, 'mediaKeys')) await ofCall(() => void call(make()), `${name}(${first})`, wrong);
    for (const [kind, options] of Object.entries({ mediaQueries: mediaQueries(client), mediaMutations: mediaMutations(client, store) })) {
      for (const [name, call] of functionsOf(options, kind)) {
        await ofCall(() => void call(make()), `${name}(${first})`, wrong);
        for (const [inner, innerCall] of functionsOf(call('a'), `${name}()`)) {
          await ofCall(() => innerCall(make(), make(), make()), `${inner}(${first}, …)`, wrong);
        }
      }
    }
  }
  assert.deepEqual(wrong.slice(0, 40), []);
});

test('a schema has a verdict on every value', async () => {
  const wrong = [];
  const kit = await entry.createMediaKit();
  const now = kit.contract.schema('UploadMediaRequest')['~standard'];
  const later = schema('UploadMediaRequest')['~standard'];
  for (const [first, make] of all) {
    await ofCall(() => schema(make()), `schema(${first})`, wrong);
    await ofCall(async () => schema(make())['~standard'].validate({}), `schema(${first}).validate`, wrong);
    const verdict = now.validate(make());
    assert.ok(verdict.issues?.length > 0, first);
    assert.deepEqual(await later.validate(make()), verdict, first);
  }
  assert.deepEqual(wrong, []);
  kit.dispose();
});

test('values of another realm are as good as one\'s own', async () => {
  const other = vm.createContext({});
  const foreign = (code) => vm.runInContext(code, other);
  const kit = await entry.createMediaKit();
  const bytesOf = (bytes) => foreign(`Uint8Array.from([${[...bytes]}])`);
  const picture = foreign('({ width: 4, height: 4, data: new Uint8ClampedArray(64).fill(200) })');
  const png = kit.image.encodePng(picture);
  assert.deepEqual([...kit.image.decode(bytesOf(png)).data], [...image.data]);
  assert.deepEqual([...kit.image.decode(bytesOf(png).buffer).data], [...image.data]);
  assert.equal(kit.requests.uploadMedia({ assetType: 'logo', displayName: 'A', image: bytesOf(png) }).ok, true);
  const selection = kit.cutout.createSelection(picture, foreign('({ box: { x: 0, y: 0, width: 3, height: 3 } })'));
  assert.equal(selection.add(foreign("({ kind: 'keep', points: [[1, 1], [2, 2]] })")).canUndo, true);
  assert.equal(selection.add(foreign("({ kind: 'remove', points: Float64Array.of(1, 1, 2, 2) })")).canUndo, true);
  const placements = foreign("[{ id: 'p', assetId: 'a', displayName: 'A', assetType: 'logo', url: 'https://media.example/a.png', x: 50, y: 50, width: 10, height: 10 }]");
  assert.equal(typeof kit.prompt.describe(placements, foreign('({ width: 10, height: 10 })')), 'string');
  const patch = kit.placement.diff(placements, foreign('[]'));
  assert.deepEqual(kit.placement.apply(placements, patch), []);
  const images = foreign('(image) => new Map([["a", image]])')(picture);
  const shown = (given) => [...kit.preview.render({ canvas: { width: 4, height: 4 }, placements, images: given }).data];
  assert.deepEqual(shown(images), shown({ a: image }));
  const mask = foreign('({ width: 4, height: 4, data: new Float32Array(16).fill(1) })');
  assert.deepEqual([...kit.cutout.apply(picture, mask).data], [...image.data]);
  assert.deepEqual([...kit.placement.batch.marquee(foreign('Float64Array.of(1, 1, 2, 2, 0)'), { left: 0, top: 0, width: 9, height: 9 })], [1]);
  const session = kit.placement.createSnapSession(foreign('[{ x: 1, y: 2, width: 3, height: 4 }]'), { canvas: { width: 8, height: 8 } });
  session.dispose();
  const client = createMediaClient({ baseUrl: new URL(baseUrl), fetch: answered, headers: foreign("({ 'x-own': '1' })") });
  await assert.rejects(client.getMedia('a'), { code: 'http_error' });
  const { Module } = foreign('WebAssembly');
  const wasm = new Module(fs.readFileSync(new URL('../../dist/media-wasm.wasm', import.meta.url)));
  (await external.createMediaKit({ wasm })).dispose();
  const remover = await removal.createBackgroundRemover();
  for (const input of [picture, bytesOf(png), bytesOf(png).buffer]) assert.equal((await remover.remove(input, { allowEmpty: true })).width, 4);
  remover.dispose();
  selection.dispose();
  kit.dispose();
});
