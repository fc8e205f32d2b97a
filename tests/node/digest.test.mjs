import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import http from 'node:http';
import test, { after } from 'node:test';
import { createBackgroundRemover } from '@aurastream/media-wasm/background-removal';

const platform = Object.getOwnPropertyDescriptor(globalThis, 'crypto');
after(() => Object.defineProperty(globalThis, 'crypto', platform));

test('digests are those of everyone else, whatever the length, also where the platform offers none', async (t) => {
  let body;
  const server = http.createServer((_, response) => response.end(body)).listen(0);
  t.after(() => server.close());
  const source = `http://localhost:${server.address().port}/model.onnx`;
  const image = { width: 1, height: 1, data: new Uint8ClampedArray(4) };
  // As on a page that was not loaded over HTTPS.
  Object.defineProperty(globalThis, 'crypto', { value: undefined, configurable: true });
  for (const length of [1, 55, 56, 63, 64, 65, 119, 120, 1000]) {
    body = crypto.createHash('sha512').update(String(length)).digest().toString('hex').repeat(8).slice(0, length);
    const codeWith = async (digest) => {
      const remover = await createBackgroundRemover({ model: { source, digest }, worker: false, cache: false });
      return remover.remove(image, { mode: 'model' }).then(() => 'none', ({ code }) => code).finally(() => remover.dispose());
    };
    for (const algorithm of ['md5', 'sha256']) {
      const hex = crypto.createHash(algorithm).update(body).digest('hex');
      // Neither is a model: only the right digest gets as far as finding that out.
      assert.equal(await codeWith({ algorithm, hex }), 'invalid_model', `${algorithm} of ${length} bytes`);
      assert.equal(await codeWith({ algorithm, hex: hex.replace(/./, (digit) => (digit === '0' ? '1' : '0')) }), 'digest_mismatch');
    }
  }
});
