// Makes dist/: the wasm, what is generated from it, the bundled entries and their type declarations.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildWasm, emscriptenVersion } from '../wasm/build.mjs';
import { bundle } from './bundle.mjs';
import { generate } from './generate.mjs';
import { makeSelfieModel } from './models/selfie.mjs';
import { copyRuntime } from './onnx-runtime.mjs';
import { namePlatformTypes } from './platform-types.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const at = (...parts) => path.join(root, ...parts);

const modules = buildWasm();
generate();

fs.rmSync(at('dist'), { recursive: true, force: true });
fs.mkdirSync(at('dist'), { recursive: true });
for (const file of modules) fs.copyFileSync(file, at('dist', path.basename(file)));
// What it was made with, for releases (wasm/release.mjs) and for reports of faults.
fs.writeFileSync(at('dist/build.json'), `${JSON.stringify({ emscripten: emscriptenVersion(), wasmBytes: fs.statSync(at('dist/media-wasm.wasm')).size })}\n`);

makeSelfieModel(at('build/models/selfie.onnx'));
fs.mkdirSync(at('dist/models'));
fs.copyFileSync(at('build/models/selfie.onnx'), at('dist/models/selfie.onnx'));
fs.copyFileSync(at('js/models/anything.onnx'), at('dist/models/anything.onnx'));
copyRuntime(at('node_modules/onnxruntime-web/dist'), at('dist/runtime'));

await bundle();
fs.chmodSync(at('dist/cli.js'), 0o755);

const tsc = spawnSync(process.execPath, [at('node_modules/typescript/bin/tsc'), '-p', 'js/tsconfig.json'], { stdio: 'inherit', cwd: root });
if (tsc.status !== 0) process.exit(1);
namePlatformTypes(at('dist/types'));
