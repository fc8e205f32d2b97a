// Makes dist/: the wasm, what is generated from it, the bundled entries and their type declarations.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import esbuild from 'esbuild';
import { buildWasm, emscriptenVersion } from '../wasm/build.mjs';
import { generate } from './generate.mjs';
import { makeSelfieModel } from './models/selfie.mjs';
import { namePlatformTypes } from './platform-types.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const at = (...parts) => path.join(root, ...parts);

const { wasm } = buildWasm();
await generate();

fs.rmSync(at('dist'), { recursive: true, force: true });
fs.mkdirSync(at('dist'), { recursive: true });
fs.copyFileSync(wasm, at('dist/media-wasm.wasm'));
// What it was made with, for releases (wasm/release.mjs) and for reports of faults.
fs.writeFileSync(at('dist/build.json'), `${JSON.stringify({ emscripten: emscriptenVersion(), wasmBytes: fs.statSync(wasm).size })}\n`);

makeSelfieModel(at('build/models/selfie.onnx'));
fs.mkdirSync(at('dist/models'));
fs.copyFileSync(at('build/models/selfie.onnx'), at('dist/models/selfie.onnx'));
fs.mkdirSync(at('dist/runtime'));
// ONNX Runtime for the CPU, and for the GPU; a page loads either when it needs it.
for (const name of ['ort-wasm-simd-threaded', 'ort-wasm-simd-threaded.asyncify']) {
  for (const file of [`${name}.mjs`, `${name}.wasm`]) fs.copyFileSync(at('node_modules/onnxruntime-web/dist', file), at('dist/runtime', file));
}
// The script of its threads answers whoever asks whether it can be started as a worker (background-removal/threads.ts).
fs.appendFileSync(at('dist/runtime/ort-wasm-simd-threaded.mjs'), "if (globalThis.self?.name === 'media-wasm-probe') postMessage(true);\n");

/**
 * ONNX Runtime names its own file where a bundler has put a build-time address into import.meta.url. webpack looks
 * for that file, which is not in this package, and stops. Nothing needs it: its runtime files are always named.
 */
const withoutOwnFile = {
  name: 'without-own-file',
  setup(build) {
    build.onLoad({ filter: /onnxruntime-web[\\/]dist[\\/]ort\.[\w.]+\.mjs$/ }, ({ path: file }) => {
      const text = fs.readFileSync(file, 'utf8');
      const contents = text.replace(/new URL\(new \w+\("ort\.[\w.]+",import\.meta\.url\)\.href,\w+\)\.href/, 'void 0');
      if (contents === text) throw new Error(`${file} no longer names itself as it did: see what it does instead.`);
      return { contents };
    });
  },
};

const common = {
  absWorkingDir: root,
  bundle: true,
  format: 'esm',
  target: 'es2022',
  minifySyntax: true,
  // Whitespace stays: minifying it drops the comments that keep bundlers away from Node's own modules.
  legalComments: 'none',
  external: ['node:*', 'react', '@tanstack/react-query'],
  loader: { '.wasm': 'binary' },
  // Parcel looks for a polyfill of what is called just `process`.
  define: { process: 'globalThis.process' },
  plugins: [withoutOwnFile],
  outdir: 'dist',
};

const named = (files) => Object.fromEntries(Object.entries(files).map(([name, file]) => [name, `js/src/${file}.ts`]));

await esbuild.build({
  ...common,
  entryPoints: named({
    index: 'index',
    url: 'url',
    external: 'external',
    schema: 'schema',
    client: 'client/index',
    editor: 'editor/index',
    queries: 'queries/index',
    react: 'react/index',
    'background-removal': 'background-removal/index',
    'background-removal-webgpu': 'background-removal/webgpu',
    worker: 'kit-worker/index',
    cli: 'cli/main',
  }),
  splitting: true,
  platform: 'neutral',
  // Beside the entries: what they name by `new URL('./…', import.meta.url)` must be found from a chunk as well.
  chunkNames: '[name]-[hash]',
  conditions: ['onnxruntime-web-use-extern-wasm'],
});

fs.chmodSync(at('dist/cli.js'), 0o755);

// The workers are whole files: no bundler has to follow their imports, and a host may copy them anywhere.
await esbuild.build({
  ...common,
  entryPoints: named({ 'background-removal-worker': 'background-removal/worker-browser' }),
  platform: 'neutral',
  conditions: ['onnxruntime-web-use-extern-wasm'],
});
// One file for browsers and for Node.
await esbuild.build({ ...common, entryPoints: named({ 'media-kit-worker': 'kit-worker/worker' }), platform: 'neutral' });
await esbuild.build({ ...common, entryPoints: named({ 'background-removal-node': 'background-removal/engine-node' }), platform: 'node' });

const tsc = spawnSync(process.execPath, [at('node_modules/typescript/bin/tsc'), '-p', 'js/tsconfig.json'], { stdio: 'inherit', cwd: root });
if (tsc.status !== 0) process.exit(1);
namePlatformTypes(at('dist/types'));
