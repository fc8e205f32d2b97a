// What a result says of itself: good, or doubtful, why, and what may help; and which way a call without options goes.
import assert from 'node:assert/strict';
import http from 'node:http';
import test, { after } from 'node:test';
import { createMediaKit } from '@aurastream/media-wasm';
import { createBackgroundRemover } from '@aurastream/media-wasm/background-removal';
import { needsShared, readShared, shared } from '../shared.mjs';

const kit = await createMediaKit();
after(() => kit.dispose());

const reasonsOf = ({ doubts }) => doubts.map(({ reason }) => reason);

/** Intersection over union of a mask and a grey picture of its size. */
function overlapOf(mask, truth) {
  let both = 0, either = 0;
  mask.data.forEach((value, i) => {
    both += value > 127 && truth.data[4 * i] > 127;
    either += value > 127 || truth.data[4 * i] > 127;
  });
  return both / either;
}

/** Every pixel of a picture by its place. */
function drawn(width, height, colourAt) {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let i = 0; i < width * height; i++) data.set(colourAt(i % width, Math.floor(i / width)), 4 * i);
  return { width, height, data };
}

const noise = (side = 48) => drawn(side, side, (x, y) => [0, 1, 2].map((c) => (Math.imul(x * 31 + y * 17 + c * 7 + 1, 2654435761) >>> 13) & 255).concat(255));

test('without options: transparent already, then flat, then a screen, then the model; nobody asked, and it says so', needsShared, async () => {
  const remover = await createBackgroundRemover();
  const disc = (x, y) => Math.hypot(x - 32, y - 32) < 18;
  const transparent = await remover.remove(drawn(64, 64, (x, y) => (disc(x, y) ? [200, 30, 30, 255] : [0, 0, 0, 0])));
  assert.deepEqual([transparent.method, transparent.reason, transparent.verdict], ['none', 'already_removed', 'good']);
  const flat = await remover.remove(drawn(64, 64, (x, y) => (disc(x, y) ? [200, 30, 30, 255] : [20, 30, 90, 255])));
  assert.deepEqual([flat.method, flat.reason, flat.verdict, flat.model], ['flat', 'flat', 'good', undefined]);
  const person = await remover.remove(shared('people/images/71.jpg'));
  assert.deepEqual([person.method, person.reason, person.model, person.verdict, person.doubts], ['model', 'default', 'selfie', 'good', []]);
  const asked = await remover.remove(shared('people/images/71.jpg'), { mode: 'model', output: 'mask' });
  assert.equal(asked.reason, 'asked');
  remover.dispose();
});

test('a screen is keyed by default and when asked for, and what is none is refused then', async () => {
  const remover = await createBackgroundRemover({ modelUrl: '/nowhere/needed.onnx' });
  const grain = (x, y, c) => ((Math.imul(x * 73 + y * 151 + c * 41 + 3, 2654435761) >>> 20) % 9) - 4;
  const screen = drawn(160, 120, (x, y) => {
    const base = Math.hypot(x - 80, y - 60) < 30 ? [190, 60, 70] : [30 + x / 8, 170 + y / 6, 60];
    return [...base.map((value, c) => value + grain(x, y, c)), 255];
  });
  const keyed = await remover.remove(screen);
  assert.equal(keyed.verdict, 'good');
  assert.ok(['chroma', 'flat'].includes(keyed.method));
  const asked = await remover.remove(screen, { mode: 'chroma' });
  assert.deepEqual([asked.method, asked.reason], ['chroma', 'asked']);
  assert.ok(asked.image.data[3] < 10 && asked.image.data[4 * (60 * 160 + 80) + 3] > 245);
  await assert.rejects(remover.remove(noise(), { mode: 'chroma' }), { code: 'not_chroma' });
  remover.dispose();
});

test('the people model knows people, and when it was shown something else', needsShared, async () => {
  const remover = await createBackgroundRemover({ model: 'selfie' });
  for (const name of ['13.jpg', '22.jpg', '179.jpg']) {
    const { verdict, certainty } = await remover.remove(shared('people/images', name), { output: 'mask' });
    assert.equal(verdict, 'good', name);
    assert.ok(certainty > 0.85, name);
  }
  for (const file of ['objects/images/bike.jpg', 'objects/images/rifle1.jpg', 'images/rembg/car-1.jpg', 'images/formats/jpg/progressive/cat.jpg', 'people/images/181.jpg']) {
    const cut = await remover.remove(shared(file), { output: 'mask' });
    assert.equal(cut.verdict, 'doubtful', file);
    assert.ok(cut.doubts.length > 0);
    for (const { message, tries } of cut.doubts) {
      assert.match(message, /^[A-Z].*\.$/);
      assert.deepEqual(tries, ['general_model', 'select_by_hand']);
    }
  }
  await assert.rejects(remover.remove(shared('objects/images/lamp2_meitu_1.jpg')), { code: 'no_subject' });
  remover.dispose();
});

test('small people are seen as well as large ones', needsShared, async () => {
  const remover = await createBackgroundRemover({ model: 'selfie' });
  const { mask, verdict } = await remover.remove(shared('people/images/146.jpg'), { output: 'mask' });
  const truth = kit.image.resize(kit.image.decode(readShared('people/masks/146.png')), mask.width, mask.height, 'bilinear');
  const overlap = overlapOf(mask, truth);
  assert.ok(overlap > 0.92, `IoU ${overlap}; one look has 0.903`);
  assert.equal(verdict, 'good');

  // A person in a fifteenth of each side: nothing is found in the whole.
  const person = kit.image.resize(kit.image.decode(readShared('people/images/22.jpg')), 122, 183, 'lanczos3');
  const canvas = drawn(1600, 1100, (x, y) => [90 + (x % 7), 110 + (y % 5), 120 + ((x * y) % 9), 255]);
  for (let y = 0; y < 183; y++) canvas.data.set(person.data.subarray(4 * 122 * y, 4 * 122 * (y + 1)), 4 * (1600 * (300 + y) + 1100));
  const small = await remover.remove(canvas, { output: 'mask', mode: 'model' });
  assert.ok(small.coverage > 0.002 && small.coverage < 0.012, `${small.coverage}`);
  remover.dispose();
});

test('a second model is read only where the first one is in doubt, and then asked too', needsShared, async () => {
  const asked = [];
  const server = http.createServer((request, response) => {
    asked.push(request.url);
    response.end(readShared('models/u2netp-fp16.onnx'));
  }).listen(0);
  after(() => server.close());
  const source = `http://localhost:${server.address().port}/general.onnx`;
  const remover = await createBackgroundRemover({ model: ['selfie', { id: 'u2netp-fp16', source }], cache: false });
  const person = await remover.remove(shared('people/images/71.jpg'), { output: 'mask' });
  assert.deepEqual([person.model, person.verdict, asked], ['selfie', 'good', []]);
  for (const name of ['lamp2_meitu_1.jpg', 'rifle1.jpg']) {
    const thing = await remover.remove(shared('objects/images', name), { output: 'mask' });
    assert.deepEqual([thing.model, thing.verdict], ['u2netp-fp16', 'good']);
  }
  assert.deepEqual(asked, ['/general.onnx']);
  remover.dispose();
});

test('a second model that cannot be had costs a sentence, not the result', needsShared, async () => {
  const remover = await createBackgroundRemover({ model: ['selfie', { id: 'u2netp', source: 'http://localhost:1/u2netp.onnx' }], cache: false });
  const cut = await remover.remove(shared('objects/images/rifle1.jpg'), { output: 'mask' });
  assert.deepEqual([cut.model, cut.verdict], ['selfie', 'doubtful']);
  assert.equal(cut.fallbacks[0].reason, 'model_unavailable');
  assert.match(cut.fallbacks[0].message, /u2netp/);
  remover.dispose();
});

test('nothing that is empty or whole is ever called good', async () => {
  const remover = await createBackgroundRemover();
  const pictures = {
    'one pixel': drawn(1, 1, () => [200, 100, 50, 255]),
    'all transparent': drawn(40, 30, () => [10, 20, 30, 0]),
    'one colour': drawn(40, 30, () => [90, 90, 90, 255]),
    noise: noise(),
    'one row': drawn(3000, 1, (x) => [x % 256, 10, 20, 255]),
  };
  for (const [name, picture] of Object.entries(pictures)) {
    for (const mode of [undefined, 'model', 'auto']) {
      const result = await remover.remove(picture, { mode, output: 'mask' }).catch(({ code }) => code);
      if (typeof result === 'string') assert.match(result, /^no_(subject|background)$/, name);
      else assert.ok(result.verdict === 'doubtful' || (result.coverage > 0.0005 && result.coverage < 0.9995), name);
      const allowed = await remover.remove(picture, { mode, output: 'mask', allowEmpty: true });
      if (allowed.coverage < 0.0005) assert.deepEqual([allowed.verdict, reasonsOf(allowed)], ['doubtful', ['nothing_found']], name);
    }
  }
  const hard = await remover.remove(pictures['one colour'], { mode: 'model', allowEmpty: true, threshold: 1, output: 'mask' });
  assert.equal(hard.verdict, 'doubtful');
  remover.dispose();
});

test('preload gets everything ready: what follows reads no model, and its progress only grows', needsShared, async () => {
  let reads = 0;
  const source = () => {
    reads++;
    return readShared('models/u2netp-fp16.onnx');
  };
  for (const worker of [true, false]) {
    reads = 0;
    const remover = await createBackgroundRemover({ model: ['selfie', { id: 'u2netp-fp16', source }], worker });
    const seen = [];
    await remover.preload({ onProgress: (progress) => seen.push(progress) });
    assert.equal(seen.at(-1).fraction, 1);
    for (let i = 1; i < seen.length; i++) assert.ok(seen[i].fraction >= seen[i - 1].fraction);
    const phases = [];
    await remover.remove(shared('people/images/22.jpg'), { output: 'mask', mode: 'model', onProgress: ({ phase, fraction }) => phases.push([phase, fraction]) });
    const waits = phases.filter(([phase]) => phase === 'model' || phase === 'session').map(([, fraction]) => fraction);
    assert.ok(waits.every((fraction) => fraction === 0), `the model is there: its phases take no share: ${waits}`);
    assert.equal(reads, 1);
    remover.dispose();
    await assert.rejects(remover.preload(), { code: 'disposed' });
  }
  const broken = await createBackgroundRemover({ model: { source: '/nowhere/model.onnx' , size: 256 } });
  await assert.rejects(broken.preload(), { code: 'model_unavailable' });
  await assert.rejects(broken.preload({ signal: AbortSignal.abort() }), { code: 'aborted' });
  broken.dispose();
});
