// Compiles the WebAssembly modules: build/wasm/media-*.wasm. A second run compiles only what changed.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const folder = path.join(root, 'build/wasm');

// Debian's Emscripten looks for acorn in Debian's own module folder, which another Node does not search.
const env = { ...process.env, NODE_PATH: [process.env.NODE_PATH, '/usr/share/nodejs'].filter(Boolean).join(path.delimiter) };

function run(command, args) {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit', cwd: root, env });
  if (error || status !== 0) throw new Error(`"${command} ${args.join(' ')}" failed${error ? `: ${error.message}` : ''}`);
}

/** E.g. `3.1.6`. @throws when there is none, or one that is too old */
export function emscriptenVersion() {
  const version = /(\d+)\.(\d+)\.(\d+)/.exec(spawnSync('emcc', ['--version'], { encoding: 'utf8', env }).stdout ?? '');
  if (!version) throw new Error('emcc is not on the PATH: run "npm run build", which installs it.');
  const [major, minor, patch] = version.slice(1).map(Number);
  const number = major * 1e6 + minor * 1e3 + patch;
  if (number < 3_001_006) throw new Error(`Emscripten ${version[0]} is too old: 3.1.6 or newer is needed.`);
  return version[0];
}

/** @returns the files: each module, contract and placement in one, and all in one */
export function buildWasm() {
  if (!fs.existsSync(path.join(folder, 'build.ninja'))) run('emcmake', ['cmake', '--preset', 'wasm']);
  run('cmake', ['--build', folder]);
  return ['contract', 'placement', 'pixels', 'core', 'wasm'].map((name) => path.join(folder, `media-${name}.wasm`));
}
