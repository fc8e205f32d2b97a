// The other model that is shipped, which finds people and things.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import fs from 'node:fs';
import test, { after } from 'node:test';
import { createMediaKit } from '@aurastream/media-wasm';
import { createBackgroundRemover, models } from '@aurastream/media-wasm/background-removal';
import { compare, inSet } from '../bench/masks.mjs';
import { needsShared, shared } from '../shared.mjs';

const kit = await createMediaKit();
after(() => kit.dispose());

const row = models.find(({ id }) => id === 'anything');
const file = new URL('../../dist/models/anything.onnx', import.meta.url);

test('its row says what its file is', () => {
  const bytes = fs.readFileSync(file);
  assert.equal(row.bytes, bytes.length);
  assert.ok(bytes.length <= 1_500_000, `${bytes.length} bytes`);
  assert.deepEqual(row.digest, { algorithm: 'sha256', hex: crypto.createHash('sha256').update(bytes).digest('hex') });
});

test('a file that is not the one is refused', async () => {
  const damaged = fs.readFileSync(file);
  damaged[damaged.length >> 1] ^= 1;
  const remover = await createBackgroundRemover({ model: 'anything', modelUrl: damaged });
  await assert.rejects(remover.remove(shared('objects/images/horse.jpg'), { mode: 'model' }), { code: 'digest_mismatch' });
  remover.dispose();
});

test('asked where the people model is in doubt, it finds things, and is honest of them', needsShared, async () => {
  const remover = await createBackgroundRemover(); // both, by default
  const overlaps = [];
  for (const { name, file: picture, truth } of inSet(kit, 'objects')) {
    const { mask, model, verdict } = await remover.remove(picture, { output: 'mask' });
    const { iou } = compare(mask, truth);
    overlaps.push(iou);
    assert.ok(verdict === 'doubtful' || iou > 0.85, `${name}: ${iou}`);
    if (name.startsWith('lamp')) assert.equal(model, 'anything');
  }
  const mean = overlaps.reduce((sum, iou) => sum + iou, 0) / overlaps.length;
  assert.ok(mean > 0.75, `${mean}; selfie alone has 0.55`);
  remover.dispose();
});

test('of drawn characters the people model is asked first, of things the one for anything', needsShared, async () => {
  const remover = await createBackgroundRemover();
  const drawn = await remover.remove(shared('images/rembg/anime-girl-1.jpg'), { assetType: 'character', mode: 'model', output: 'mask' });
  assert.deepEqual([drawn.model, drawn.reason], ['selfie', 'other_model']);
  const thing = await remover.remove(shared('objects/images/horse.jpg'), { assetType: 'logo', mode: 'model', output: 'mask' });
  assert.equal(thing.model, 'anything');
  remover.dispose();
});
