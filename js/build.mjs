// Makes dist/: the wasm, what is generated from it, the bundled entries and their type declarations.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import esbuild from 'esbuild';
import { buildWasm } from '../wasm/build.mjs';
import { generate } from './generate.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const at = (...parts) => path.join(root, ...parts);

const { wasm } = buildWasm();
await generate();

fs.rmSync(at('dist'), { recursive: true, force: true });
fs.mkdirSync(at('dist'), { recursive: true });
fs.copyFileSync(wasm, at('dist/media-wasm.wasm'));

await esbuild.build({
  absWorkingDir: root,
  entryPoints: {
    index: 'js/src/index.ts',
    url: 'js/src/url.ts',
    external: 'js/src/external.ts',
    cli: 'js/src/cli/main.ts',
  },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  target: 'es2022',
  platform: 'neutral',
  external: ['node:*'],
  chunkNames: 'chunks/[name]-[hash]',
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  loader: { '.wasm': 'binary' },
});

fs.chmodSync(at('dist/cli.js'), 0o755);

const tsc = spawnSync(process.execPath, [at('node_modules/typescript/bin/tsc'), '-p', 'js/tsconfig.json'], { stdio: 'inherit', cwd: root });
if (tsc.status !== 0) process.exit(1);
