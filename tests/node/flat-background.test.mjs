// Drawn pictures on flat grounds, keyed without a network and measured against their true alpha.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { createMediaKit } from '@aurastream/media-wasm';
import { createBackgroundRemover } from '@aurastream/media-wasm/background-removal';
import { needsShared, shared } from '../shared.mjs';
import { alphaError, draw, grounds, leastContrast, subjects } from './drawings.mjs';

const kit = await createMediaKit();

/** Every subject on every ground, handed on as one codec leaves it. */
function* drawings(codec) {
  for (const [subjectName, subject] of Object.entries(subjects)) {
    for (const [groundName, ground] of Object.entries(grounds)) {
      const { image, alpha } = draw(subject, ground);
      yield { name: `${subjectName} on ${groundName}`, contrast: leastContrast(subject, ground), picture: kit.image.decode(codec(image)), alpha };
    }
  }
}

function check(all, most, options) {
  const errors = [];
  for (const { name, picture, alpha } of all) {
    const { flat, image } = kit.cutout.flatBackground(picture, options);
    assert.equal(flat, true, name);
    errors.push(alphaError(image, alpha));
    assert.ok(errors.at(-1) <= most, `${name}: mean alpha error ${errors.at(-1)}`);
  }
  return `${errors.length} pictures, mean alpha error ${(errors.reduce((sum, error) => sum + error) / errors.length).toFixed(4)}, at most ${Math.max(...errors).toFixed(4)}`;
}

test('drawings in PNG are keyed all but exactly, down to a contrast of 15 levels', (context) => {
  context.diagnostic(check(drawings((image) => kit.image.encodePng(image)), 0.002));
});

test('drawings in JPEG of quality 85 are keyed where they stand out by 40 levels', (context) => {
  const visible = [...drawings((image) => kit.image.encodeJpeg(image, { quality: 85 }))].filter(({ contrast }) => contrast >= 40);
  assert.ok(visible.length > 30);
  context.diagnostic(check(visible, 0.03));
});

test('a JPEG of high quality that is known to be one is cleaner than one of low quality', (context) => {
  const visible = [...drawings((image) => kit.image.encodeJpeg(image, { quality: 95 }))].filter(({ contrast }) => contrast >= 40);
  context.diagnostic(check(visible, 0.02, { jpeg: true }));
  assert.throws(() => check(visible, 0.02, { jpeg: false }), { code: 'ERR_ASSERTION' }, 'else ringing is taken for paint');
});

test('no photograph is taken for flat', needsShared, () => {
  const photographs = ['exif', 'lemur', 'lemur/images', 'rembg', 'formats/jpg/progressive'].flatMap((folder) => {
    const at = shared(`images/${folder}`);
    return fs.readdirSync(at).filter((name) => /\.(jpe?g)$|^lemur(_background|_foreground)?\.png$/.test(name)).map((name) => path.join(at, name));
  });
  assert.ok(photographs.length >= 15);
  for (const file of photographs) assert.equal(kit.cutout.flatBackground(kit.image.decode(fs.readFileSync(file))).flat, false, file);
});

test('a remover tells a JPEG file from others, whose noise is paint', async () => {
  const { image } = draw(subjects.letters, grounds.white);
  const file = kit.image.encodeJpeg(image, { quality: 95 });
  const picture = kit.image.decode(file);
  const [asJpeg, asOther] = [true, false].map((jpeg) => kit.cutout.flatBackground(picture, { jpeg, holes: 'remove' }).image.data);
  assert.notDeepEqual(asJpeg, asOther, 'else this test shows nothing');
  const remover = await createBackgroundRemover();
  const cut = async (input) => (await remover.remove(input, { mode: 'flat', holes: 'remove' })).image.data;
  assert.deepEqual(await cut(file), asJpeg);
  assert.deepEqual(await cut(kit.image.encodePng(picture)), asOther);
  remover.dispose();
});
