// Two copies of the package in one program, as installs and bundles bring them: the errors of one are those of the other.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createMediaKit, MediaError } from '@aurastream/media-wasm';
import { MediaError as FromUrl } from '@aurastream/media-wasm/url';

const dist = fileURLToPath(new URL('../../dist/', import.meta.url));
let folder, copy, removal;
before(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'media-wasm-copy-'));
  fs.writeFileSync(path.join(folder, 'package.json'), '{"type": "module"}');
  fs.cpSync(dist, path.join(folder, 'dist'), { recursive: true, filter: (file) => !/types$|\.map$|asyncify/.test(file) });
  const load = (name) => import(pathToFileURL(path.join(folder, 'dist', name)).href);
  [copy, removal] = await Promise.all([load('index.js'), load('background-removal.js')]);
});
after(() => fs.rmSync(folder, { recursive: true, force: true }));

/** What each throws for the same fault. */
async function thrownBy(call) {
  try {
    await call();
  } catch (thrown) {
    return thrown;
  }
  throw new Error('Nothing was thrown.');
}

test('an error of another copy, or of another entry or a worker of it, is a MediaError', async () => {
  assert.notEqual(copy.MediaError, MediaError);
  const kits = [await createMediaKit(), await copy.createMediaKit()];
  const remover = await removal.createBackgroundRemover();
  const picture = { width: 8, height: 8, data: new Uint8ClampedArray(256) };
  const errors = [
    ...(await Promise.all(kits.map((kit) => thrownBy(() => kit.image.decode(new Uint8Array(4)))))),
    await thrownBy(() => remover.remove(picture, { mode: 'model', allowEmpty: false })),
    await thrownBy(() => remover.remove(picture, { mode: 5 })),
  ];
  assert.deepEqual(errors.map(({ code }) => code), ['unsupported_format', 'unsupported_format', 'no_subject', 'invalid_argument']);
  for (const error of errors) {
    for (const known of [MediaError, copy.MediaError, FromUrl]) assert.deepEqual([known.is(error), error instanceof known], [true, true], error.code);
  }
  for (const kit of kits) kit.dispose();
  remover.dispose();
});

test('nothing else is one, and a subclass knows its own', () => {
  const refusing = new Proxy(new Error('no'), { get() { throw new Error('a trap'); }, getPrototypeOf() { throw new Error('a trap'); } });
  for (const other of [new Error('no'), { code: 'disposed', message: 'no', name: 'MediaError' }, undefined, null, 'MediaError', refusing, Object.create(null)]) {
    assert.deepEqual([MediaError.is(other), other instanceof MediaError], [false, false]);
  }
  class Own extends MediaError {}
  const own = new Own('disposed', 'Gone.');
  assert.deepEqual([own instanceof Own, own instanceof copy.MediaError, new MediaError('disposed', 'Gone.') instanceof Own], [true, true, false]);
});
