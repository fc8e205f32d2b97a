// Whatever a caller hands over, a MediaError is all that comes out: every public function, with hostile values of all kinds.
import assert from 'node:assert/strict';
import test from 'node:test';
import * as entry from '@aurastream/media-wasm';
import * as external from '@aurastream/media-wasm/external';
import * as url from '@aurastream/media-wasm/url';
import * as removal from '@aurastream/media-wasm/background-removal';
import { attack, box, functionsOf, image, ofCall, placement, throwing, values } from '../hostile-values.mjs';

test('every function of a kit and of its sessions answers hostile values with a MediaError', async (t) => {
  const kit = await entry.createMediaKit();
  const functions = functionsOf(kit, 'kit');
  functionsOf(kit.preview.createSession({ canvas: { width: 8, height: 8 } }), 'previewSession', functions);
  functionsOf(kit.placement.createSnapSession([box], { canvas: { width: 8, height: 8 } }), 'snapSession', functions);
  for (const name of ['serializePlacements', 'deserializePlacements']) functions.set(name, entry[name]);
  assert.ok(functions.size > 100, `${functions.size} functions`);
  const { wrong, calls } = await attack(functions);
  t.diagnostic(`${functions.size} functions, ${calls} calls`);
  assert.deepEqual(wrong.slice(0, 40), []);
  assert.equal(kit.contract.validate('GenerateRequest', { assetType: 'banner' }).ok, true, 'the kit is as good as before');
  kit.dispose();
});

test('the entries answer hostile values with a MediaError', async () => {
  const wrong = [];
  for (const [first, make] of Object.entries(values)) {
    for (const [name, call] of [
      ['url', (value) => url.createMediaKit(value)], ['url.wasmUrl', (value) => url.createMediaKit({ wasmUrl: value })],
      ['external', (value) => external.createMediaKit(value)], ['external.wasm', (value) => external.createMediaKit({ wasm: value })],
      ['fetchModel', (value) => removal.fetchModel(value)], ['fetchModel options', (value) => removal.fetchModel('selfie', value)],
      ['deleteCachedModel', (value) => removal.deleteCachedModel(value)],
    ]) {
      await ofCall(() => call(make()), `${name}(${first})`, wrong);
    }
  }
  assert.deepEqual(wrong, []);
});

test('a remover answers hostile values with a MediaError, in whichever place they stand', async () => {
  process.env.MEDIA_WASM_CACHE = '/nowhere/at/all';
  const wrong = [];
  const optionsOf = (make, keys) => keys.map((key) => ({ [key]: make() }));
  const remover = await removal.createBackgroundRemover({ worker: false });
  for (const [first, make] of Object.entries(values)) {
    await ofCall(() => removal.createBackgroundRemover(make()), `createBackgroundRemover(${first})`, wrong);
    for (const options of optionsOf(make, ['model', 'modelUrl', 'worker', 'device', 'threads', 'assetsUrl', 'cache', 'stallTimeout', 'workerTimeout', 'queueLimit'])) {
      const made = removal.createBackgroundRemover(options).then((one) => one.dispose());
      await ofCall(() => made, `createBackgroundRemover({${Object.keys(options)}: ${first}})`, wrong);
    }
    await ofCall(() => remover.remove(make(), { mode: 'flat' }), `remove(${first})`, wrong);
    await ofCall(() => remover.remove(image, make()), `remove(image, ${first})`, wrong);
    await ofCall(() => remover.removeMany(make()), `removeMany(${first})`, wrong);
    await ofCall(() => remover.removeMany([image], make()), `removeMany([image], ${first})`, wrong);
    const keys = ['signal', 'onProgress', 'output', 'mode', 'assetType', 'refine', 'unmix', 'holes', 'shadow', 'threshold', 'feather', 'trim', 'background', 'allowEmpty'];
    for (const options of optionsOf(make, keys)) await ofCall(() => remover.remove(image, { mode: 'flat', ...options }), `remove(image, {${Object.keys(options)}: ${first}})`, wrong);
  }
  remover.dispose();
  assert.deepEqual(wrong.slice(0, 40), []);
  // A model's function may give anything, later.
  for (const [first, make] of Object.entries(values)) {
    const one = await removal.createBackgroundRemover({ worker: false, modelUrl: make === values.function ? () => 7 : () => make() });
    await ofCall(() => one.remove(image), `a model's function that gives ${first}`, wrong);
    one.dispose();
  }
  delete process.env.MEDIA_WASM_CACHE;
  assert.deepEqual(wrong.slice(0, 40), []);
});

test('what an argument threw is the cause', async () => {
  const kit = await entry.createMediaKit();
  const caught = (call) => {
    try {
      call();
    } catch (error) {
      return error;
    }
    return undefined;
  };
  for (const call of [() => kit.image.encodePng(throwing('width')), () => kit.placement.apply([placement], throwing('items')), () => kit.contract.validate('GenerateRequest', throwing('toJSON'))]) {
    const { code, cause } = caught(call);
    assert.equal(code, 'invalid_argument');
    assert.match(cause.message, /^(getter|trap)/);
  }
  kit.dispose();
});

test('option values that are not known are refused, and null is the default', async () => {
  const kit = await entry.createMediaKit();
  const png = kit.image.encodePng(image);
  const refused = [
    () => kit.contract.validate('GenerateRequest', {}, { keys: 'camelCase' }),
    () => kit.image.decode(png, { orient: 'no' }), () => kit.image.decode(png, { allowTruncated: 1 }),
    () => kit.image.encodePng(image, { small: 'yes' }), () => kit.image.encodeJpeg(image, { quality: '90' }),
    () => kit.cutout.flatBackground(image, { holes: 'maybe' }), () => kit.cutout.flatBackground(image, { shadow: 'maybe' }), () => kit.cutout.apply(image, { width: 4, height: 4, data: new Uint8Array(16) }, { unmix: 'no' }),
    () => kit.placement.resize(box, 'top', { x: 0, y: 0 }, { lockAspect: 'no' }), () => kit.placement.constrain(box, { left: 0, top: 0, width: 9, height: 9 }, { lockAspect: 'no' }),
    () => kit.placement.pinch(box, [{ x: 0, y: 0 }, { x: 1, y: 1 }], [{ x: 0, y: 0 }, { x: 2, y: 2 }], { rotate: 'no' }),
    () => kit.placement.arrange.matchSize([box], { width: 2 }, 'yes'),
  ];
  for (const call of refused) assert.throws(call, { code: 'invalid_argument' }, `${call}`);
  const defaults = [
    () => kit.contract.validate('GenerateRequest', {}, null), () => kit.contract.validate('GenerateRequest', {}, { keys: null }),
    () => kit.image.probe(png, null), () => kit.image.decode(png, null), () => kit.image.encodePng(image, null), () => kit.image.encodeJpeg(image, null),
    () => kit.image.encodeJpeg(image, { background: null, quality: null }), () => kit.cutout.flatBackground(image, null),
    () => kit.cutout.adjust({ width: 4, height: 4, data: new Uint8Array(16) }, null), () => kit.image.exportFor('twitch_emote', image, null),
    () => kit.cutout.apply(image, { width: 4, height: 4, data: new Uint8Array(16) }, null), () => kit.cutout.trim(image, null),
    () => kit.image.resize(image, 2, 2, null), () => kit.placement.nudge(box, { x: 1, y: 0 }, null), () => kit.prompt.describe([placement], { width: 10, height: 10 }, null),
    () => kit.placement.diff([placement], [placement], null),
  ];
  for (const call of defaults) assert.doesNotThrow(call, `${call}`);
  kit.dispose();
});

test('a colour is written in one way everywhere', async () => {
  const kit = await entry.createMediaKit();
  const clear = { width: 2, height: 2, data: new Uint8ClampedArray(16) };
  const first = (picture) => [...picture.data.slice(0, 4)];
  const onSession = (colour) => {
    const session = kit.preview.createSession({ canvas: { width: 2, height: 2 }, background: '#f00' });
    session.update([]);
    session.setBackground(colour);
    session.update([]);
    const pixel = first(session.image);
    session.dispose();
    return pixel;
  };
  for (const [colour, rgba] of [['#0f0', [0, 255, 0, 255]], ['#00ff00', [0, 255, 0, 255]], ['#0f08', [0, 255, 0, 136]], ['#00FF0088', [0, 255, 0, 136]], ['transparent', [0, 0, 0, 0]]]) {
    assert.deepEqual(first(kit.preview.render({ canvas: { width: 2, height: 2 }, background: colour, placements: [], images: {} })), rgba, colour);
    assert.deepEqual(first(kit.cutout.placeOn(clear, colour)), rgba, colour);
    assert.deepEqual(onSession(colour), rgba, colour);
  }
  assert.deepEqual(onSession(null), [0, 0, 0, 0]);
  for (const colour of ['#fff', '#ffffff', '#ffff', '#FFFFFFFF']) {
    assert.deepEqual([...kit.image.encodeJpeg(clear, { background: colour })], [...kit.image.encodeJpeg(clear)], colour);
  }
  assert.ok(first(kit.image.decode(kit.image.encodeJpeg(clear))).every((value) => value > 250), 'white by default');
  assert.throws(() => kit.image.encodeJpeg(clear, { background: '#fff8' }), { code: 'invalid_argument' });
  for (const bad of ['white', '#12', '#12345', 'rgb(0,0,0)', '#ggg']) {
    assert.throws(() => kit.preview.render({ canvas: { width: 2, height: 2 }, background: bad, placements: [], images: {} }), { code: 'invalid_argument' });
    assert.throws(() => kit.cutout.placeOn(clear, bad), { code: 'invalid_argument' });
    assert.throws(() => onSession(bad), { code: 'invalid_argument' });
    assert.throws(() => kit.image.encodeJpeg(clear, { background: bad }), { code: 'invalid_argument' });
  }
  kit.dispose();
});

test('a Blob, a File and a Response are read where there is time for it, and a Blob is written', async () => {
  const kit = await entry.createMediaKit();
  const png = kit.image.encodePng(image);
  for (const file of [new Blob([png]), new File([png], 'a.png'), new Response(png), png.buffer]) {
    assert.equal((await kit.image.decodeAsync(file instanceof Response ? file.clone() : file)).width, 4);
    assert.equal((await kit.image.probeAsync(file instanceof Response ? file.clone() : file)).mime, 'image/png');
    const upload = await kit.requests.uploadMediaAsync({ assetType: 'logo', displayName: 'Mine', image: file });
    assert.deepEqual([upload.ok, upload.fileType], [true, 'image/png'], JSON.stringify(upload));
    assert.deepEqual([...upload.body], [...kit.requests.uploadMedia({ assetType: 'logo', displayName: 'Mine', image: png }).body]);
  }
  await assert.rejects(kit.image.decodeAsync(new Blob([png]), { maxBytes: 10 }), { code: 'input_too_large' });
  await assert.rejects(kit.image.decodeAsync(new Response('', { status: 404 })), { code: 'fetch_failed' });
  assert.throws(() => kit.requests.uploadMedia({ assetType: 'logo', displayName: 'Mine', image: new Blob([png]) }), ({ code, message }) => code === 'invalid_argument' && /uploadMediaAsync/.test(message));
  const blob = await kit.image.toBlob(image);
  assert.deepEqual([blob.type, blob.size], ['image/png', png.length]);
  assert.equal((await kit.image.toBlob(image, { type: 'image/jpeg', background: '#000' })).type, 'image/jpeg');
  await assert.rejects(kit.image.toBlob(image, { type: 'image/gif' }), { code: 'invalid_argument' });
  const remover = await removal.createBackgroundRemover();
  const cut = await remover.remove(new Response(png), { output: 'blob', allowEmpty: true });
  assert.ok(cut.blob instanceof Blob && cut.blob.type === 'image/png' && cut.width === 4);
  remover.dispose();
  kit.dispose();
});
