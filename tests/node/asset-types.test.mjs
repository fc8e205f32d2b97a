// Background removal by asset type: whether the background goes, which way, and which model finds the subject.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import http from 'node:http';
import test from 'node:test';
import { createMediaKit } from '@aurastream/media-wasm';
import { createBackgroundRemover } from '@aurastream/media-wasm/background-removal';
import { needsShared, readShared, shared } from '../shared.mjs';

const selfie = new URL('../../dist/models/selfie.onnx', import.meta.url);

/** A black disc on white: a flat background. */
function logo(side = 60) {
  const data = new Uint8ClampedArray(4 * side * side).fill(255);
  for (let i = 0; i < side * side; i++) {
    if (Math.hypot((i % side) - side / 2, Math.floor(i / side) - side / 2) < side / 3) data.set([0, 0, 0], 4 * i);
  }
  return { width: side, height: side, data };
}

/** Noise, which is not flat, and in which a model may find what it likes. */
function noise(side = 48) {
  let state = 7;
  const data = new Uint8ClampedArray(4 * side * side).map((_, i) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return i % 4 === 3 ? 255 : (state >> 16) & 255;
  });
  return { width: side, height: side, data };
}

const wayOf = ({ method, reason, model }) => [method, reason, model];

test('a logo is keyed, a face and a character each go to the model for them, a background stays', needsShared, async () => {
  const kit = await createMediaKit();
  const remover = await createBackgroundRemover({ model: ['selfie', 'u2netp-fp16'], modelUrl: `${shared('models')}/` });
  assert.deepEqual(remover.models.map(({ id, licence }) => [id, licence]), [['selfie', 'Apache-2.0'], ['u2netp-fp16', 'Apache-2.0']]);

  const keyed = await remover.remove(logo(), { assetType: 'logo', mode: 'auto' });
  assert.deepEqual(wayOf(keyed), ['flat', 'flat', undefined]);
  assert.ok(keyed.certainty > 0.9);

  const portrait = readShared('images/exif/Portrait_6.jpg');
  const face = await remover.remove(portrait, { assetType: 'face' });
  assert.deepEqual(wayOf(face), ['model', 'model_for_type', 'selfie']);
  assert.ok(face.certainty > 0.5 && face.coverage > 0.005 && face.coverage < 0.1);

  const girl = readShared('images/rembg/anime-girl-1.jpg');
  const character = await remover.remove(girl, { assetType: 'character', refine: false });
  assert.deepEqual(wayOf(character), ['model', 'other_model', 'u2netp-fp16'], 'made for anything, not for drawings');
  const reference = kit.image.decode(readShared('images/rembg/anime-girl-1.u2netp.png'));
  let difference = 0;
  for (let i = 3; i < reference.data.length; i += 4) difference += Math.abs(character.image.data[i] - reference.data[i]) / 255;
  assert.ok(difference / (reference.data.length / 4) <= 0.005);
  const skin = await remover.remove(girl, { assetType: 'game_skin', output: 'mask' });
  assert.deepEqual(wayOf(skin), ['model', 'model_for_type', 'u2netp-fp16']);

  const scene = await remover.remove(portrait, { assetType: 'background' });
  assert.deepEqual([...wayOf(scene), scene.device, scene.certainty], ['none', 'never_removed', undefined, 'none', 1]);
  assert.deepEqual(scene.image.data, kit.image.decode(portrait).data, 'upright, and otherwise untouched');
  remover.dispose();
});

test('a picture whose background is gone already stays as it is', async () => {
  const remover = await createBackgroundRemover({ modelUrl: '/nowhere/needed.onnx' });
  const cut = (await remover.remove(logo(), { mode: 'flat' })).image;
  for (const options of [{ assetType: 'emote' }, { assetType: 'face' }, { mode: 'auto' }, { mode: 'flat' }]) {
    const again = await remover.remove(cut, options);
    assert.deepEqual([...wayOf(again), again.certainty], ['none', 'already_removed', undefined, 1]);
    assert.deepEqual(again.image.data, cut.data);
  }
  const { width, x } = await remover.remove(cut, { assetType: 'logo', trim: 2 });
  assert.ok(width < 60 && x > 0);
  cut.data.fill(0);
  await assert.rejects(remover.remove(cut, { mode: 'auto' }), { code: 'no_subject' });
  remover.dispose();
});

test('a threshold makes the edges of a keyed picture hard, not only thinner', async () => {
  const remover = await createBackgroundRemover();
  const soft = logo(61);
  for (let i = 0; i < soft.data.length; i += 4) {
    const distance = Math.hypot(((i / 4) % 61) - 30, Math.floor(i / 4 / 61) - 30) - 20;
    soft.data.fill(Math.round(255 * Math.min(1, Math.max(0, distance / 2 + 0.5))), i, i + 3);
  }
  const alphas = async (options) => {
    const { image } = await remover.remove(soft, { mode: 'flat', ...options });
    return new Set(image.data.filter((_, i) => i % 4 === 3));
  };
  assert.ok((await alphas({})).size > 5);
  assert.deepEqual([...(await alphas({ threshold: 0.5 }))].sort((a, b) => a - b), [0, 255]);
  remover.dispose();
});

test('what the subject encloses stays where it is somebody, and goes where it is a sign, and the certainty says so', async () => {
  const remover = await createBackgroundRemover();
  const face = logo(61); // with two eyes of the ground's colour
  for (let i = 0; i < 61 * 61; i++) {
    const [x, y] = [i % 61, Math.floor(i / 61)];
    if (Math.min(Math.hypot(x - 24, y - 26), Math.hypot(x - 37, y - 26)) < 4) face.data.set([255, 255, 255], 4 * i);
  }
  const eye = 4 * (26 * 61 + 24) + 3;
  const cut = Object.fromEntries(await Promise.all(['emote', 'character', 'face', 'logo', 'badge', 'object'].map(async (assetType) =>
    [assetType, await remover.remove(face, { assetType })])));
  for (const assetType of ['emote', 'character', 'face']) assert.equal(cut[assetType].image.data[eye], 255, assetType);
  for (const assetType of ['logo', 'badge', 'object']) {
    assert.equal(cut[assetType].image.data[eye], 0, assetType);
    assert.ok(cut[assetType].certainty < cut.emote.certainty - 0.01, assetType);
  }
  assert.equal((await remover.remove(face, { assetType: 'emote', holes: 'remove' })).image.data[eye], 0);
  assert.equal((await remover.remove(face, { assetType: 'logo', holes: 'keep' })).image.data[eye], 255);
  remover.dispose();
});

test('a type that keeps its background needs no model, whatever the mode, and is encoded as asked', async () => {
  const kit = await createMediaKit();
  const remover = await createBackgroundRemover({ modelUrl: '/nowhere/needed.onnx' });
  const picture = logo();
  picture.data.fill(0, 0, 4 * 60); // a transparent row
  for (const assetType of kit.contract.constants.BACKGROUND_NEVER_REMOVED) {
    for (const mode of ['auto', 'model', 'flat']) {
      const { png, ...info } = await remover.remove(picture, { assetType, mode, output: 'png', threshold: 0.5, feather: 3 });
      assert.deepEqual(wayOf(info), ['none', 'never_removed', undefined]);
      assert.deepEqual(kit.image.decode(png).data, picture.data);
    }
  }
  const trimmed = await remover.remove(picture, { assetType: 'overlay', trim: true });
  assert.deepEqual([trimmed.width, trimmed.height, trimmed.x, trimmed.y], [60, 59, 0, 1]);
  const { mask } = await remover.remove(picture, { assetType: 'panel', output: 'mask' });
  assert.deepEqual([mask.data[0], mask.data[60]], [0, 255]);
  remover.dispose();
});

test('every type that loses its background is keyed where it is flat, and else goes to a model for its subject', async () => {
  const kit = await createMediaKit();
  const file = { size: 256, scale: 255, mean: [0, 0, 0], deviation: [1, 1, 1], stretch: false, source: selfie };
  const remover = await createBackgroundRemover({
    model: [{ ...file, id: 'for anything', subject: 'anything' }, { ...file, id: 'for people', subject: 'people' }, { ...file, id: 'for drawings', subject: 'drawn' }],
  });
  const found = {};
  for (const assetType of kit.contract.constants.BACKGROUND_REMOVED_BY_DEFAULT) {
    assert.deepEqual(wayOf(await remover.remove(logo(), { assetType })), ['flat', 'flat', undefined]);
    const cut = await remover.remove(noise(), { assetType, allowEmpty: true });
    assert.equal(cut.reason, 'model_for_type');
    found[assetType] = cut.model;
  }
  assert.deepEqual(found, {
    logo: 'for anything', face: 'for people', character: 'for drawings', game_skin: 'for anything', object: 'for anything',
    emote: 'for drawings', badge: 'for anything',
  });
  const first = await remover.remove(noise(), { mode: 'auto', allowEmpty: true });
  assert.deepEqual(wayOf(first), ['model', 'not_flat', 'for anything']);
  assert.deepEqual(wayOf(await remover.remove(noise(), { allowEmpty: true })), ['model', 'default', 'for anything']);
  assert.deepEqual(wayOf(await remover.remove(logo(), { mode: 'flat' })), ['flat', 'asked', undefined]);
  remover.dispose();
});

test('people go to the better of two models, and to another one where there is none for them', async () => {
  const better = { id: 'u2net_human_seg', digest: undefined, output: undefined, source: selfie };
  const remover = await createBackgroundRemover({ model: ['selfie', better] });
  assert.equal(remover.models[1].licence, 'Apache-2.0', 'what a row leaves out is as the known one has it');
  // The file is not what its row says, which is how it shows that it was taken.
  await assert.rejects(remover.remove(noise(), { assetType: 'face' }), { code: 'model_mismatch' });
  assert.deepEqual(wayOf(await remover.remove(noise(), { assetType: 'badge', allowEmpty: true })), ['model', 'other_model', 'selfie']);
  remover.dispose();
});

test('each of several models is read once, when it is first needed', async (t) => {
  const served = [];
  const server = http.createServer((request, response) => {
    served.push(request.url);
    response.end(fs.readFileSync(selfie));
  }).listen(0);
  t.after(() => server.close());
  const row = (subject) => ({ id: 'selfie', subject, source: `http://localhost:${server.address().port}/${subject}` });
  for (const worker of [true, false]) {
    const remover = await createBackgroundRemover({ model: ['people', 'drawn', 'anything'].map(row), cache: false, worker });
    await remover.remove(logo(), { assetType: 'face' });
    assert.deepEqual(served, [], 'a flat background needs none');
    for (const assetType of ['face', 'badge', 'face', 'badge', 'face']) await remover.remove(noise(), { assetType, allowEmpty: true });
    assert.deepEqual(served.splice(0), ['/people', '/anything']);
    remover.dispose();
  }
});

test('a type that does not exist is refused, and so are lists without models', async () => {
  const remover = await createBackgroundRemover();
  for (const assetType of ['sofa', '', 'Logo', 7, null, {}, () => {}]) {
    await assert.rejects(remover.remove(logo(), { assetType }), { name: 'MediaError', code: 'invalid_argument' });
  }
  remover.dispose();
  const bad = [{ model: [] }, { model: [null] }, { model: ['selfie', 'u2netp'], modelUrl: 'u2netp.onnx' }, { model: [{ id: 'x', subject: 'cats', source: selfie }] }];
  for (const options of bad) await assert.rejects(createBackgroundRemover(options), { name: 'MediaError', code: 'invalid_argument' });
  await assert.rejects(createBackgroundRemover({ model: ['selfie', 'u2netp'] }), { code: 'model_unavailable' });
});
