import assert from 'node:assert/strict';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import test, { after } from 'node:test';
import { pathToFileURL } from 'node:url';
import { createMediaKit, MediaError } from '@aurastream/media-wasm';
import { createBackgroundRemover, fetchModel, models } from '@aurastream/media-wasm/background-removal';
import { needsShared, readShared, shared } from '../shared.mjs';

/** A server on a free port of this machine, for as long as this file's tests run. */
function serve(listener) {
  const server = http.createServer(listener).listen(0);
  after(() => server.close());
  return (name) => `http://localhost:${server.address().port}/${name}`;
}

const refusedWith = (code) => (error) => {
  assert.ok(error instanceof MediaError, `${error}`);
  assert.equal(error.code, code, error.message);
  assert.match(error.message, /\S.*[.?)]$/s);
  return true;
};

/** A little picture of a face-coloured disc; enough for whatever needs some image. */
function picture(width = 40, height = 30) {
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let i = 0; i < width * height; i++) {
    const inside = Math.hypot((i % width) - width / 2, Math.floor(i / width) - height / 2) < height / 3;
    data.set(inside ? [224, 172, 140] : [20, 60, 90], 4 * i);
  }
  return { width, height, data };
}

/** The picture's disc may be a subject or not. */
const any = { allowEmpty: true, mode: 'model' };

/** Intersection over union of two alphas at one half, and their mean absolute difference (0 to 1). */
function compareAlpha(a, b) {
  let both = 0, either = 0, difference = 0;
  for (let i = 3; i < a.length; i += 4) {
    both += a[i] > 127 && b[i] > 127;
    either += a[i] > 127 || b[i] > 127;
    difference += Math.abs(a[i] - b[i]) / 255;
  }
  return { iou: both / either, mae: difference / (a.length / 4) };
}

for (const worker of [true, false]) {
  test(`u2netp cuts a character out as the reference does, ${worker ? 'in a worker' : 'in the same thread'}`, needsShared, async () => {
    const kit = await createMediaKit();
    const remover = await createBackgroundRemover({ model: 'u2netp-fp16', modelUrl: shared('models/u2netp-fp16.onnx'), worker });
    const cut = await remover.remove(readShared('images/rembg/anime-girl-1.jpg'), { refine: false });
    const reference = kit.image.decode(readShared('images/rembg/anime-girl-1.u2netp.png'));
    assert.deepEqual([cut.width, cut.height, cut.model], [reference.width, reference.height, 'u2netp-fp16']);
    const { iou, mae } = compareAlpha(cut.image.data, reference.data);
    assert.ok(iou >= 0.985, `IoU ${iou}`);
    assert.ok(mae <= 0.005, `MAE ${mae}`);
    remover.dispose();
  });
}

test('the shipped model finds the person, upright whatever the EXIF orientation', needsShared, async () => {
  const remover = await createBackgroundRemover();
  for (const orientation of [1, 6]) {
    const { mask } = await remover.remove(shared(`images/exif/Portrait_${orientation}.jpg`), { output: 'mask' });
    assert.deepEqual([mask.width, mask.height], [1200, 1800]);
    const mean = (x0, y0, x1, y1) => {
      let sum = 0;
      for (let y = y0; y < y1; y++) for (let x = x0; x < x1; x++) sum += mask.data[y * mask.width + x];
      return sum / ((x1 - x0) * (y1 - y0)) / 255;
    };
    assert.ok(mean(480, 1200, 560, 1340) > 0.97, 'the jacket');
    assert.ok(mean(0, 0, 1200, 1000) < 0.01, 'the sky');
    assert.ok(mean(700, 1100, 1200, 1800) < 0.01, 'the ground');
  }
  remover.dispose();
});

test('an image can be given as bytes, a Blob, pixels, a path or an address, and comes back as pixels, a PNG or a mask', async () => {
  const kit = await createMediaKit();
  const remover = await createBackgroundRemover();
  const image = picture();
  const png = kit.image.encodePng(image);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'removal-'));
  const file = path.join(folder, 'ä picture.png');
  fs.writeFileSync(file, png);
  const address = serve((_, response) => response.end(png))('picture.png');

  const expected = (await remover.remove(image, { ...any, output: 'mask' })).mask;
  const shared = new Uint8Array(new SharedArrayBuffer(png.length));
  shared.set(png);
  const inputs = [png, png.buffer.slice(0), shared, new Blob([png]), file, pathToFileURL(file), address, new URL(address),
    `data:image/png;base64,${Buffer.from(png).toString('base64')}`];
  for (const input of inputs) {
    const { mask } = await remover.remove(input, { ...any, output: 'mask' });
    assert.deepEqual(mask.data, expected.data);
  }
  assert.equal(png.length > 0 && image.data.length > 0, true, 'what is given is not taken away');

  const cut = await remover.remove(image, any);
  const encoded = await remover.remove(image, { ...any, output: 'png' });
  assert.deepEqual([...kit.image.decode(encoded.png).data], [...cut.image.data]);
  assert.deepEqual([...kit.cutout.apply(image, expected).data], [...cut.image.data]);
  fs.rmSync(folder, { recursive: true });
  remover.dispose();
});

test('progress grows from the first phase to the last on every call', async () => {
  const remover = await createBackgroundRemover();
  for (let call = 0; call < 3; call++) {
    const seen = [];
    await remover.remove(picture(), { ...any, output: 'png', onProgress: (progress) => seen.push(progress) });
    assert.deepEqual([...new Set(seen.map(({ phase }) => phase))], ['model', 'session', 'decode', 'inference', 'edges', 'encode']);
    for (let i = 1; i < seen.length; i++) assert.ok(seen[i].fraction >= seen[i - 1].fraction);
    assert.equal(seen.at(-1).fraction, 1);
  }
  remover.dispose();
});

test('each bad image has its own code, and the remover stays usable', async () => {
  const kit = await createMediaKit();
  const png = kit.image.encodePng(picture());
  const missing = serve((_, response) => response.writeHead(404).end());
  for (const worker of [true, false]) {
    const remover = await createBackgroundRemover({ worker });
    const bad = [
      ['empty_input', new Uint8Array(0)],
      ['empty_input', new Blob([])],
      ['unsupported_format', new TextEncoder().encode('This is a letter, not an image.')],
      ['corrupt_image', png.slice(0, png.length >> 1)],
      ['file_not_found', '/nowhere/at/all.png'],
      ['fetch_failed', missing('picture.png')],
      ['fetch_failed', 'http://localhost:1/nobody-listens.png'],
      ['invalid_argument', ''],
      ['invalid_argument', 'ftp://localhost/picture.png'],
      ['invalid_argument', undefined],
      ['invalid_argument', 7],
      ['invalid_argument', { width: 2, height: 2, data: new Uint8ClampedArray(15) }],
    ];
    for (const [code, input] of bad) await assert.rejects(remover.remove(input), refusedWith(code));
    await assert.rejects(remover.remove(picture(), { ...any, output: 'jpeg' }), refusedWith('invalid_argument'));
    await assert.rejects(remover.remove(picture(), { ...any, signal: {} }), refusedWith('invalid_argument'));
    assert.equal((await remover.remove(picture(), any)).width, 40);
    remover.dispose();
  }
});

test('each bad model has its own code', async () => {
  const at = serve((request, response) => {
    if (request.url === '/page') response.end('<!doctype html><title>Not found</title>');
    else response.writeHead(500).end();
  });
  const selfie = new URL('../../dist/models/selfie.onnx', import.meta.url);
  const bad = [
    ['invalid_model', { model: new Uint8Array([8, 7, 1, 2, 3]) }],
    ['invalid_model', { model: new Uint8Array(0) }],
    ['invalid_model', { modelUrl: at('page') }],
    ['model_unavailable', { modelUrl: at('missing.onnx') }],
    ['model_unavailable', { modelUrl: 'http://localhost:1/model.onnx' }],
    ['model_unavailable', { modelUrl: '/nowhere/model.onnx' }],
    ['model_unavailable', { modelUrl: () => Promise.reject(new Error('no such key')) }],
    ['digest_mismatch', { model: 'u2netp-fp16', modelUrl: selfie }],
    ['model_mismatch', { model: { size: 320, source: selfie } }],
    ['model_mismatch', { model: { size: 256, output: 'depth', source: selfie } }],
  ];
  for (const [code, options] of bad) {
    const remover = await createBackgroundRemover(options);
    for (let i = 0; i < 2; i++) await assert.rejects(remover.remove(picture(), any), refusedWith(code));
    remover.dispose();
  }
});

test('a choice that cannot be is refused before anything is loaded', async () => {
  const refused = [
    ['unknown_model', { model: 'selfy' }],
    ['model_unavailable', { model: 'u2net' }],
    ['invalid_argument', { model: { source: 'x.onnx', size: 0 } }],
    ['invalid_argument', { model: { source: 'x.onnx', deviation: [1, 0, 1] } }],
    ['invalid_argument', { model: { size: 256 } }],
    ['invalid_argument', { model: 7 }],
    ['invalid_argument', { threads: 0 }],
    ['invalid_argument', { worker: 'yes' }],
    ['invalid_argument', { queueLimit: -1 }],
  ];
  for (const [code, options] of refused) await assert.rejects(createBackgroundRemover(options), refusedWith(code));
});

test('a model of one\'s own needs a row and a file, in whatever form the file comes', async () => {
  const selfie = new URL('../../dist/models/selfie.onnx', import.meta.url);
  const bytes = fs.readFileSync(selfie);
  const row = { id: 'mine', size: 256, scale: 255, mean: [0, 0, 0], deviation: [1, 1, 1], stretch: false, passes: 'closer' };
  const shippedRemover = await createBackgroundRemover({ model: 'selfie' });
  const { mask } = await shippedRemover.remove(picture(), { ...any, output: 'mask' });
  shippedRemover.dispose();
  for (const source of [selfie, selfie.href, bytes, new Blob([bytes]), () => bytes, async () => selfie]) {
    const remover = await createBackgroundRemover({ model: { ...row, source } });
    const cut = await remover.remove(picture(), { ...any, output: 'mask' });
    assert.equal(cut.model, 'mine');
    assert.deepEqual(cut.mask.data, mask.data);
    remover.dispose();
  }
});

test('a run that is aborted ends at once, whenever that is, and the next one works', needsShared, async () => {
  const remover = await createBackgroundRemover({ model: 'u2netp-fp16', modelUrl: shared('models/u2netp-fp16.onnx') });
  await assert.rejects(remover.remove(picture(), { ...any, signal: AbortSignal.abort() }), refusedWith('aborted'));
  const endIn = async (phase) => {
    const controller = new AbortController();
    let start;
    const onProgress = (progress) => {
      if (progress.phase !== phase || start) return;
      start = performance.now();
      controller.abort();
    };
    await assert.rejects(remover.remove(picture(), { ...any, signal: controller.signal, onProgress }), refusedWith('aborted'));
    return performance.now() - start;
  };
  for (const phase of ['model', 'session', 'decode', 'inference']) {
    const took = [];
    // Not a speed test: the network alone takes many times this, and what waits for it does so in every try.
    while (took.length < 3 && !(took.at(-1) < 400)) took.push(await endIn(phase));
    assert.ok(took.at(-1) < 400, `${phase}: ${took} ms`);
  }
  assert.equal((await remover.remove(picture(), any)).height, 30);
  remover.dispose();
});

test('calls are answered in order; those that wait can be aborted; too many are refused', async () => {
  const remover = await createBackgroundRemover({ queueLimit: 2 });
  const order = [];
  const controller = new AbortController();
  const first = remover.remove(picture(), any).then(() => order.push('first'));
  const second = remover.remove(picture(), { ...any, signal: controller.signal });
  const third = remover.remove(picture(), any).then(() => order.push('third'));
  await assert.rejects(remover.remove(picture(), any), refusedWith('queue_full'));
  controller.abort();
  await assert.rejects(second, refusedWith('aborted'));
  await Promise.all([first, third]);
  assert.deepEqual(order, ['first', 'third']);
  remover.dispose();
});

test('dispose ends what runs and what waits, and may be called twice', async () => {
  for (const worker of [true, false]) {
    const remover = await createBackgroundRemover({ worker });
    const runs = [remover.remove(picture(), any), remover.remove(picture(), any)];
    const ends = Promise.all(runs.map((run) => assert.rejects(run, refusedWith('disposed'))));
    remover.dispose();
    remover.dispose();
    await ends;
    await assert.rejects(remover.remove(picture(), any), refusedWith('disposed'));
  }
});

test('a model that is published nowhere, or that nobody knows, cannot be fetched', async () => {
  await assert.rejects(fetchModel('selfie'), refusedWith('model_unavailable'));
  await assert.rejects(fetchModel('selfy'), refusedWith('unknown_model'));
});

/** A black disc on white, which is flat, in a picture without a person. */
function logo() {
  const image = picture(60, 60);
  for (let i = 0; i < 3600; i++) image.data.set(image.data[4 * i] > 100 ? [0, 0, 0] : [255, 255, 255], 4 * i);
  return image;
}

test('a flat background is keyed without the model, and what is not flat goes to the model or is refused', needsShared, async () => {
  const remover = await createBackgroundRemover({ modelUrl: '/nowhere/needed.onnx' });
  for (const mode of ['flat', 'auto']) {
    const cut = await remover.remove(logo(), { mode });
    assert.deepEqual([cut.method, cut.model, cut.width], ['flat', undefined, 60]);
    assert.ok(cut.certainty > 0.9 && cut.coverage > 0.2 && cut.coverage < 0.5);
    assert.deepEqual([...cut.image.data.slice(0, 4)], [0, 0, 0, 0]);
  }
  const photo = shared('images/exif/Portrait_1.jpg');
  await assert.rejects(remover.remove(photo, { mode: 'flat' }), refusedWith('not_flat'));
  await assert.rejects(remover.remove(photo, { mode: 'auto' }), refusedWith('model_unavailable'));
  remover.dispose();
  const selfie = await createBackgroundRemover();
  const cut = await selfie.remove(photo, { mode: 'auto' });
  assert.deepEqual([cut.method, cut.model], ['model', 'selfie']);
  assert.ok(cut.certainty > 0.5 && cut.coverage > 0.005 && cut.coverage < 0.1);
  selfie.dispose();
});

test('the result is trimmed, put on a background, hardened and softened as asked', async () => {
  const remover = await createBackgroundRemover();
  const remove = (options) => remover.remove(logo(), { mode: 'flat', ...options });
  const trimmed = await remove({ trim: 3 });
  assert.ok(trimmed.width < 60 && trimmed.width === trimmed.image.width && trimmed.x > 0 && trimmed.y > 0);
  assert.equal((await remove({ trim: true })).width, trimmed.width - 6);
  assert.deepEqual([...(await remove({ background: '#102030' })).image.data.slice(0, 4)], [16, 32, 48, 255]);
  assert.deepEqual([...(await remove({ background: picture() })).image.data.slice(0, 4)], [20, 60, 90, 255]);
  const { mask } = await remove({ output: 'mask', threshold: 0.5 });
  assert.ok(mask.data.every((value) => value === 0 || value === 255));
  const soft = (await remove({ output: 'mask', feather: 6 })).mask.data;
  assert.ok(soft.filter((value) => value > 40 && value < 215).length > 50);
  for (const bad of [{ trim: -1 }, { background: 'red' }, { background: 7 }, { threshold: 2 }, { mode: 'best' }, { feather: NaN }]) {
    await assert.rejects(remove(bad), refusedWith('invalid_argument'));
  }
  remover.dispose();
});

test('a picture without a subject is reported, not returned as a success', async () => {
  const remover = await createBackgroundRemover();
  const blank = { width: 32, height: 32, data: new Uint8ClampedArray(4096).fill(255) };
  await assert.rejects(remover.remove(blank), refusedWith('no_subject'));
  await assert.rejects(remover.remove(blank, { mode: 'flat' }), refusedWith('no_subject'));
  assert.equal((await remover.remove(blank, { allowEmpty: true })).coverage, 0);
  remover.dispose();
});

test('of a batch, one that fails does not end the others', async () => {
  const remover = await createBackgroundRemover();
  const seen = [];
  const results = await remover.removeMany([logo(), new Uint8Array(3), logo()], { mode: 'flat', onProgress: ({ fraction }) => seen.push(fraction) });
  assert.deepEqual(results.map(({ status }) => status), ['fulfilled', 'rejected', 'fulfilled']);
  assert.equal(results[1].reason.code, 'unsupported_format');
  assert.equal(seen.at(-1), 1);
  for (let i = 1; i < seen.length; i++) assert.ok(seen[i] >= seen[i - 1]);
  await assert.rejects(remover.removeMany('images'), refusedWith('invalid_argument'));
  remover.dispose();
});

test('every row of the table says what its model is and what it may be used for', () => {
  for (const row of models) {
    assert.ok(row.licence.length > 2 && row.subject.length > 2);
    if (row.digest) assert.match(row.digest.hex, row.digest.algorithm === 'md5' ? /^[0-9a-f]{32}$/ : /^[0-9a-f]{64}$/);
  }
  assert.equal(new Set(models.map(({ id }) => id)).size, models.length);
});
