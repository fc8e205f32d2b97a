// Bundles the entries and the workers of dist/ out of js/src and the modules in build/wasm.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipAsync } from '@gfx/zopfli';
import esbuild from 'esbuild';
import { ownRuntimeScript } from './onnx-runtime.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** A file as gzip, by Zopfli: 5 % less than zlib's best, in seconds, so what was packed once is kept. Any gunzip reads it. */
async function packed(file) {
  const bytes = fs.readFileSync(file);
  const kept = path.join(root, 'build/packed', `${createHash('sha256').update(bytes).digest('hex')}.gz`);
  if (!fs.existsSync(kept)) {
    fs.mkdirSync(path.dirname(kept), { recursive: true });
    fs.writeFileSync(`${kept}.${process.pid}`, await gzipAsync(bytes, { numiterations: 5 }));
    fs.renameSync(`${kept}.${process.pid}`, kept);
  }
  return fs.readFileSync(kept);
}

/**
 * A module within a script: gzip in base64 takes on the wire 1 % more than the compressed file, whatever a host compresses
 * with. The module's bytes as text would take 12 % less where it is brotli, 4 % more where it is gzip, and twice that
 * where a bundler escapes what is not ASCII. LZMA would take 14 % less everywhere, and more time to unpack than that saves.
 */
const packedWasm = {
  name: 'packed-wasm',
  setup(build) {
    build.onLoad({ filter: /\.wasm$/ }, async ({ path: file }) => ({ loader: 'text', contents: (await packed(file)).toString('base64') }));
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
  // Parcel looks for a polyfill of what is called just `process`.
  define: { process: 'globalThis.process' },
  plugins: [ownRuntimeScript, packedWasm],
  outdir: 'dist',
};

const named = (files) => Object.fromEntries(Object.entries(files).map(([name, file]) => [name, `js/src/${file}.ts`]));

/** The maps hold this package's TypeScript. What else is in a script, wasm among it, would only be large there: a script with nothing else has no map. */
function keepOwnSources() {
  for (const name of fs.readdirSync(path.join(root, 'dist')).filter((file) => file.endsWith('.js.map'))) {
    const file = path.join(root, 'dist', name);
    const map = JSON.parse(fs.readFileSync(file, 'utf8'));
    const isOwn = map.sources.map((source) => /^\.\.\/js\/src\/.*\.ts$/.test(source));
    const sourcesContent = map.sourcesContent.map((text, i) => (isOwn[i] ? text : null));
    if (map.sources.length > 0 && !isOwn.includes(true)) {
      const script = file.slice(0, -'.map'.length);
      fs.writeFileSync(script, fs.readFileSync(script, 'utf8').replace(/^\/\/# sourceMappingURL=.*$/m, ''));
      fs.rmSync(file);
      continue;
    }
    const ignoreList = map.sources.flatMap((_, i) => (isOwn[i] ? [] : [i]));
    fs.writeFileSync(file, JSON.stringify({ ...map, sourcesContent, ...(ignoreList.length > 0 && { ignoreList }) }));
  }
}

export async function bundle() {
  await esbuild.build({
    ...common,
    entryPoints: named({
      index: 'index',
      contract: 'contract-entry',
      placement: 'placement-entry',
      core: 'core-entry',
      pixels: 'pixels-entry',
      url: 'url',
      external: 'external',
      schema: 'schema',
      client: 'client/index',
      editor: 'editor/index',
      queries: 'queries/index',
      react: 'react/index',
      'background-removal': 'background-removal/index',
      // Files of their own, so that the entry only passes on what others have: who imports `models` takes no remover along.
      'background-removal-remover': 'background-removal/remover',
      'background-removal-fetch': 'background-removal/fetch-model',
      'background-removal-webgpu': 'background-removal/webgpu',
      worker: 'kit-worker/index',
      rollup: 'rollup',
      esbuild: 'esbuild',
      cli: 'cli/main',
    }),
    splitting: true,
    // Not of the workers: bundlers copy those as they are, without their maps.
    sourcemap: 'linked',
    platform: 'neutral',
    // Beside the entries: what they name by `new URL('./…', import.meta.url)` must be found from a chunk as well.
    chunkNames: '[name]-[hash]',
    conditions: ['onnxruntime-web-use-extern-wasm'],
  });

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
  keepOwnSources();
}
