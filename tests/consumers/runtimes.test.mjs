// The packed package in other run times than the one that runs the tests.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { installPacked } from './support.mjs';

const APP = `import { createMediaKit, MediaError } from '@aurastream/media-wasm';
import { createBackgroundRemover } from '@aurastream/media-wasm/background-removal';
const kit = await createMediaKit();
const threads = new Set();
const said = [kit.contract.validate('GenerateRequest', { assetType: 'banner' }).ok];
const picture = { width: 64, height: 48, data: new Uint8ClampedArray(64 * 48 * 4).map((_, i) => (i * 31) % 251) };
for (const worker of [true, false]) {
  const remover = await createBackgroundRemover({ worker });
  const cut = await remover.remove(picture, { mode: 'model', allowEmpty: true });
  threads.add(cut.threads);
  said.push(cut.model);
  await remover.remove(picture, { mode: 'model', allowEmpty: false }).catch((thrown) => said.push(thrown instanceof MediaError, thrown.code));
  remover.dispose();
}
kit.dispose();
console.log(JSON.stringify(process.env.THREADS ? [...threads] : said));
`;
const WANTED = [true, 'selfie', true, 'no_subject', 'selfie', true, 'no_subject'];

let consumer;
before(() => {
  consumer = installPacked('bun@1.4.5', 'deno@2.9.6');
  // Bun's command is put in place by its install script, and scripts of packages are not run.
  execFileSync(process.execPath, ['install.js'], { cwd: path.join(consumer.folder, 'node_modules/bun') });
  fs.writeFileSync(path.join(consumer.folder, 'app.mjs'), APP);
  fs.writeFileSync(path.join(consumer.folder, 'polyfilled.mjs'), "globalThis.Worker = class Worker {};\nawait import('./app.mjs');\n");
});
after(() => consumer?.remove());

/** The end of the process is part of the test: what keeps it alive runs into the limit. */
const run = (file, args, env = {}) =>
  JSON.parse(execFileSync(file, args, { cwd: consumer.folder, encoding: 'utf8', timeout: 120_000, env: { ...process.env, ...env } }).trim().split('\n').at(-1));
const bin = (name) => path.join(consumer.folder, 'node_modules/.bin', name);

test('Node where something has made a Worker global', () => assert.deepEqual(run(process.execPath, ['polyfilled.mjs']), WANTED));
test('Bun', () => assert.deepEqual(run(bin('bun'), ['app.mjs']), WANTED));
test('Deno', () => assert.deepEqual(run(bin('deno'), ['run', '-A', 'app.mjs']), WANTED));
test('Deno, whose threads hang now and then, gets one', () => assert.deepEqual(run(bin('deno'), ['run', '-A', 'app.mjs'], { THREADS: '1' }), [1]));
