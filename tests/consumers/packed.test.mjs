import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { blocksOf } from '../docs/blocks.mjs';
import { installPacked, root, tool } from './support.mjs';

/** The oldest TypeScript that the published types are for. */
const OLDEST = 'typescript@5.2.2';

let consumer;
before(() => {
  consumer = installPacked(OLDEST);
});
after(() => consumer.remove());

const write = (name, text) => fs.writeFileSync(path.join(consumer.folder, name), text);
const node = (...args) => execFileSync(process.execPath, args, { cwd: consumer.folder, encoding: 'utf8' });

test('the tarball holds the package, its guides, and nothing else', () => {
  const expected = /^(dist\/|package\.json$|((js|src|demo|tests)\/)?README\.md$|demo\/screenshot\.png$|LICENSE$|NOTICE\.md$|LICENSE-Apache-2\.0\.txt$|CHANGELOG\.md$)/;
  const outside = consumer.files.filter((file) => !expected.test(file));
  assert.deepEqual(outside, []);
  for (const file of ['dist/index.js', ...['contract', 'placement', 'pixels', 'core', 'wasm'].map((name) => `dist/media-${name}.wasm`), 'dist/models/selfie.onnx', 'dist/models/anything.onnx', 'dist/types/index.d.ts', 'LICENSE', 'LICENSE-Apache-2.0.txt', 'NOTICE.md']) {
    assert.ok(consumer.files.includes(file), `${file} is missing`);
  }
});

test('it is as large as README.md says', () => {
  const [, download, disk] = /The package is ([\d.]+) MB to download and ([\d.]+) MB on disk/.exec(fs.readFileSync(path.join(root, 'README.md'), 'utf8'));
  const said = (bytes, text) => assert.ok(Math.abs(bytes / 1e6 - Number(text)) <= 0.02 * Number(text), `${bytes} bytes, not ${text} MB`);
  said(fs.statSync(consumer.tarball).size, download);
  said(consumer.unpackedSize, disk);
});

test("the README's snippets run when pasted", () => {
  for (const name of ['logo.png', 'photo.jpg']) fs.copyFileSync(path.join(root, 'demo/screenshot.png'), path.join(consumer.folder, name));
  const snippets = blocksOf('README.md').filter(({ language }) => language === 'js');
  const printed = snippets.map(({ code }, i) => {
    write(`snippet-${i}.mjs`, code);
    return node(`snippet-${i}.mjs`);
  });
  assert.equal(printed.length, 5);
  assert.match(printed[0], /POST \/api\/v1\/media-library/);
  assert.match(printed[1], /^displayName This must not be empty\.$/m);
});

test('the installed command line runs', () => {
  const bin = path.join(consumer.folder, 'node_modules/.bin/media-wasm');
  const run = (...args) => execFileSync(bin, args, { cwd: consumer.folder, encoding: 'utf8' });
  assert.match(run('--help'), /media-wasm validate/);
  write('request.json', '{"assetType": "thumbnail", "customPrompt": "neon"}');
  assert.equal(JSON.parse(run('validate', 'GenerateRequest', 'request.json')).asset_type, 'thumbnail');
});

for (const resolution of ['bundler', 'nodenext']) {
  test(`the published types check under --strict with ${resolution} resolution`, () => {
    write('use.ts', `import { createMediaKit, MediaError } from '@aurastream/media-wasm';
import { createMediaKit as fromUrl } from '@aurastream/media-wasm/url';
import { createContractKit as contractFromSource, createMediaKit as fromSource } from '@aurastream/media-wasm/external';
import { createContractKit, type ContractKit } from '@aurastream/media-wasm/contract';
import { createPlacementKit, type PlacementKit } from '@aurastream/media-wasm/placement';
import { createCoreKit, type CoreKit } from '@aurastream/media-wasm/core';
import { createPixelsKit, type PixelsKit } from '@aurastream/media-wasm/pixels';
import { createBackgroundRemover } from '@aurastream/media-wasm/background-removal';
export async function use(bytes: Uint8Array<ArrayBuffer>): Promise<number> {
  const kit = await createMediaKit();
  const picture = kit.image.decode(bytes);
  const made = kit.requests.generate({ assetType: 'thumbnail' });
  if (!made.ok) throw new MediaError('invalid_argument', made.issues.map((issue) => issue.message).join());
  const remover = await createBackgroundRemover({ model: 'selfie' });
  await remover.remove(bytes, { signal: AbortSignal.timeout(1000) });
  remover.dispose();
  await fromUrl({ wasmUrl: '/media-wasm.wasm' });
  await fromSource({ wasm: bytes });
  await fromUrl({ wasmUrl: { core: '/media-core.wasm', pixels: new URL('https://example.com/media-pixels.wasm') } });
  await fromSource({ wasm: { core: bytes, pixels: fetch('/media-pixels.wasm') } });
  await fromUrl({ wasmUrl: { contract: '/media-contract.wasm', placement: '/media-placement.wasm', pixels: '/media-pixels.wasm' } });
  await contractFromSource({ wasm: { contract: bytes } });
  await contractFromSource({ wasm: { core: bytes } });
  const [core, pixels]: [CoreKit, PixelsKit] = [await createCoreKit(), await createPixelsKit()];
  const [only, placing]: [ContractKit, PlacementKit] = [await createContractKit(), await createPlacementKit()];
  const asCore: CoreKit = kit, asPixels: PixelsKit = kit; // one that has more will do
  const asContracts: ContractKit[] = [kit, core, only], asPlacements: PlacementKit[] = [kit, core, placing];
  for (const { prompt } of asContracts) prompt.phrases;
  for (const { placement } of asPlacements) placement.constants;
  for (const { image } of [pixels, asPixels]) image.probe(bytes);
  for (const { contract } of [core, asCore]) contract.models();
  // @ts-expect-error there are no pixels in it
  core.image;
  // @ts-expect-error nor is there placement in this one
  only.placement;
  return picture.width;
}
`);
    tool(consumer.folder, 'typescript/bin/tsc', '--noEmit', '--strict', '--target', 'es2022', '--lib', 'es2022,dom',
      '--module', resolution === 'bundler' ? 'esnext' : 'nodenext', '--moduleResolution', resolution, '--types', '', 'use.ts');
  });
}

// With a page's lib, a worker's, and none of a platform: what a lib has not is nothing that could be given.
for (const [lib, ...entries] of [
  ['es2022,dom', '', '/contract', '/placement', '/core', '/pixels', '/url', '/external', '/schema', '/client', '/editor', '/worker', '/esbuild', '/rollup', '/background-removal', '/background-removal/webgpu', '/media-contract.wasm', '/media-placement.wasm', '/media-core.wasm', '/media-pixels.wasm', '/media-wasm.wasm'],
  ['es2022,webworker', '', '/contract', '/placement', '/core', '/pixels', '/url', '/external', '/schema', '/client', '/worker', '/esbuild', '/rollup', '/background-removal', '/media-contract.wasm', '/media-placement.wasm', '/media-core.wasm', '/media-pixels.wasm', '/media-wasm.wasm'],
  ['es2022', '', '/contract', '/placement', '/core', '/pixels', '/url', '/external', '/schema', '/client', '/worker', '/esbuild', '/rollup'],
]) {
  test(`every declaration is clean with lib ${lib}, skipLibCheck false, from ${OLDEST} on`, () => {
    write('entries.ts', entries.map((entry, i) => `import * as entry${i} from '@aurastream/media-wasm${entry}';\nvoid entry${i};\n`).join(''));
    const oldest = path.join(consumer.folder, 'node_modules/typescript');
    const ways = [['typescript', 'nodenext', 'nodenext'], ['typescript-js', 'node16', 'node16'], ['typescript-js', 'esnext', 'bundler'], [oldest, 'nodenext', 'nodenext'], [oldest, 'esnext', 'bundler']];
    for (const [compiler, module, resolution] of ways) {
      const options = { noEmit: true, strict: true, skipLibCheck: false, target: 'es2022', lib: lib.split(','), module, moduleResolution: resolution, types: [] };
      write('tsconfig.json', JSON.stringify({ compilerOptions: options, files: ['entries.ts'] }));
      tool(consumer.folder, `${compiler}/bin/tsc`, '-p', 'tsconfig.json');
    }
  });
}

test('kits, removers and sessions are what using takes', () => {
  write('using.ts', `import { createMediaKit } from '@aurastream/media-wasm';
import { createBackgroundRemover } from '@aurastream/media-wasm/background-removal';
import { createMediaKitWorker } from '@aurastream/media-wasm/worker';
export async function use(): Promise<unknown> {
  using kit = await createMediaKit();
  using session = kit.preview.createSession({ canvas: { width: 1, height: 1 } });
  await using remover = await createBackgroundRemover();
  await using remote = await createMediaKitWorker();
  return [session, remover, remote];
}
`);
  const options = { noEmit: true, strict: true, skipLibCheck: false, target: 'es2022', lib: ['es2022', 'dom', 'esnext.disposable'], module: 'nodenext', types: [] };
  write('tsconfig.json', JSON.stringify({ compilerOptions: options, files: ['using.ts'] }));
  for (const compiler of ['typescript', path.join(consumer.folder, 'node_modules/typescript')]) tool(consumer.folder, `${compiler}/bin/tsc`, '-p', 'tsconfig.json');
});

for (const platform of ['browser', 'node']) {
  test(`esbuild bundles the default entry for ${platform} without configuration`, () => {
    write('app.mjs', `import { createMediaKit } from '@aurastream/media-wasm';
const kit = await createMediaKit();
console.log(kit.contract.validate('GenerateRequest', { assetType: 'banner' }).ok);
`);
    tool(consumer.folder, 'esbuild/bin/esbuild', 'app.mjs', '--bundle', '--format=esm', `--platform=${platform}`,
      `--outfile=out-${platform}.mjs`, '--log-level=warning', '--log-limit=0');
    assert.equal(node(`out-${platform}.mjs`).trim(), 'true');
  });
}
