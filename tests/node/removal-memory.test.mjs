// What background removal takes of a Node process's memory, and that it gives it back.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { memoryVerdict } from '../memory.mjs';

const script = `
import { createMediaKit } from '@aurastream/media-wasm';
import { createBackgroundRemover } from '@aurastream/media-wasm/background-removal';
const megabytes = () => (gc(), process.memoryUsage().rss / 2 ** 20);
const kit = await createMediaKit();
const image = { width: 1500, height: 1000, data: new Uint8ClampedArray(6e6) };
for (let i = 0; i < 1.5e6; i++) image.data.set([i % 1500 > 750 ? 200 : 40, i & 255, 90, 255], 4 * i);
const png = kit.image.encodePng(image);
const before = megabytes();
const remover = await createBackgroundRemover({ threads: 2 });
const during = [];
for (let call = 0; call < 20; call++) {
  await remover.remove(png, { mode: 'model', allowEmpty: true });
  during.push(megabytes());
}
remover.dispose();
await new Promise((resolve) => setTimeout(resolve, 1000));
console.log(JSON.stringify({ before, during, after: megabytes() }));`;

test('twenty removals in a row take no more memory than three, and dispose gives it back', async (t) => {
  // A process of its own. glibc would keep much of what is freed for itself, which is not what is asked here.
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', '--input-type=module', '-e', script], {
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    env: { ...process.env, MALLOC_TRIM_THRESHOLD_: '131072' },
  });
  const verdict = memoryVerdict(JSON.parse(stdout));
  t.diagnostic(verdict.text);
  assert.ok(verdict.steady, verdict.text);
  assert.ok(verdict.returned, verdict.text);
});
