// The tarball, as the tools see it that look for what is wrong with published packages.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import esbuild from 'esbuild';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { installPacked, root, tool } from './support.mjs';

const APP = `import { useRef, useState } from 'react';
import type { PlacementInput } from '@aurastream/media-wasm';
import { PlacementPreview, useBackgroundRemover, useMediaLibrary, usePlacementEditor, useUploadMedia } from '@aurastream/media-wasm/react';
const size = { width: 1280, height: 720 };
export function App({ start }: { start: PlacementInput[] }) {
  const [placements, setPlacements] = useState(start);
  const picture = useRef<HTMLCanvasElement>(null);
  const total: number | undefined = useMediaLibrary({ limit: 5 }, { select: ({ total }) => total }).data;
  const upload = useUploadMedia({ onSuccess: ({ asset }) => console.log(asset.url) });
  const { remove } = useBackgroundRemover({ output: 'png' });
  const { items, editor, getCanvasProps, getItemProps, getHandleProps } = usePlacementEditor({ canvas: size, placements, onChange: setPlacements });
  const add = async (file: File) => upload.mutate({ assetType: 'logo', displayName: 'Logo', image: (await remove(file)).png });
  return (
    <div {...getCanvasProps()} onDrop={({ dataTransfer }) => void add(dataTransfer.files[0]!)}>
      <PlacementPreview ref={picture} size={size} placements={placements} images={{ a: '/a.png' }} placeholder={<p>{total}</p>} onUpdate={({ missing }) => console.log(missing.length)} className="picture" />
      {items.map((item) => <div key={item.id} {...getItemProps(item)} onDoubleClick={() => editor.update(item.id, { opacity: 50 })}>{item.placement.displayName}</div>)}
      <i {...getHandleProps('top-left')} />
    </div>
  );
}
`;

let consumer, tarball;
before(() => {
  consumer = installPacked();
  tarball = fs.readFileSync(consumer.tarball);
});
after(() => consumer?.remove());

test('publint has nothing to say', async () => {
  const { buffer, byteOffset, byteLength } = tarball;
  const { messages, pkg } = await publint({ pack: { tarball: buffer.slice(byteOffset, byteOffset + byteLength) }, strict: true });
  assert.deepEqual(messages.map((message) => formatMessage(message, pkg)), []);
});

test('the types of every entry are right wherever ES modules are resolved', async () => {
  const { exports } = JSON.parse(fs.readFileSync(path.join(consumer.folder, 'node_modules/@aurastream/media-wasm/package.json'), 'utf8'));
  // The wasm is a file, whose types other tests check.
  const entries = Object.keys(exports).filter((name) => exports[name].types && !name.endsWith('.wasm'));
  const { entrypoints, problems } = await checkPackage(createPackageFromTarballData(new Uint8Array(tarball)), { includeEntrypoints: entries, excludeEntrypoints: [/\.wasm$/, /package\.json$/] });
  assert.deepEqual(Object.keys(entrypoints).sort(), entries.sort());
  for (const entry of entries) {
    for (const kind of ['node16-esm', 'bundler']) {
      const { resolution } = entrypoints[entry].resolutions[kind];
      assert.match(resolution.fileName, /\/dist\/types\/.*\.d\.ts$/, `${entry} in ${kind}`);
    }
  }
  // The package has ES modules only: what TypeScript says of require() and of resolution before `exports` is as it should be.
  const asItShould = ({ kind, resolutionKind }) => (kind === 'NoResolution' && resolutionKind === 'node10') || (kind === 'CJSResolvesToESM' && resolutionKind === 'node16-cjs');
  assert.deepEqual(problems.filter((problem) => !asItShould(problem)), []);
});

test('tools that read `alias` and not `exports` (Parcel) find the same files', () => {
  const { exports, alias, main } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  const files = Object.entries(exports).filter(([, entry]) => entry.default).map(([name, entry]) => [name, entry.default]);
  assert.deepEqual(Object.entries({ '.': main, ...alias }), files);
});

test("ONNX Runtime's scripts are still scripts when a tool has put them into functions (Parcel)", async () => {
  const folder = path.join(consumer.folder, 'node_modules/@aurastream/media-wasm/dist/runtime');
  const scripts = fs.readdirSync(folder).filter((name) => name.endsWith('.mjs'));
  assert.equal(scripts.length, 2);
  for (const name of scripts) {
    // Top-level await is refused in this format, and what stands in for a polyfill would be seen.
    const { code } = await esbuild.transform(fs.readFileSync(path.join(folder, name), 'utf8'), { format: 'iife', define: { process: 'POLYFILL' }, logOverride: { 'empty-import-meta': 'silent' } });
    assert.doesNotMatch(code, /POLYFILL/, name);
    assert.ok(code.includes(`globalThis[${JSON.stringify(path.basename(name, '.mjs'))}] = ortWasmThreaded`), name);
  }
});

for (const version of ['18.3.32', '19.3.0']) {
  test(`the hooks and the component type-check with the types of React ${version.split('.')[0]}`, () => {
    const { devDependencies } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
    const app = installPacked(`@types/react@${version}`, `react@${version.startsWith('18') ? devDependencies['react-18'].split('@').at(-1) : devDependencies.react}`, `@tanstack/react-query@${devDependencies['@tanstack/react-query']}`);
    try {
      fs.writeFileSync(path.join(app.folder, 'app.tsx'), APP);
      tool(app.folder, 'typescript/bin/tsc', '--noEmit', '--strict', '--jsx', 'react-jsx', '--target', 'es2022', '--lib', 'es2022,dom', '--module', 'nodenext', '--types', '', 'app.tsx');
    } finally {
      app.remove();
    }
  });
}
