// Before a package is made: is dist/ whole, and made by the toolchain that releases are made with?
//   node wasm/release.mjs    a warning, in `npm publish` a failure, when it is another
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Emscripten of releases: Debian 12's. Another one makes a wasm of another size (Debian 13's 17 % larger). */
export const RELEASE_EMSCRIPTEN = '3.1.6';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** What is wrong with a dist folder. */
export function releaseProblems(folder) {
  const at = (name) => path.join(folder, name);
  const { bin, exports } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  const entries = [...Object.values(bin), ...Object.values(exports).flatMap((entry) => (typeof entry === 'string' ? entry : Object.values(entry)))];
  const named = entries.flatMap((entry) => /^(?:\.\/)?dist\/(.*)/.exec(entry)?.[1] ?? []);
  const missing = [...named, 'build.json', 'models/selfie.onnx', 'models/anything.onnx'].filter((name) => !fs.existsSync(at(name)));
  if (missing.length > 0) return { missing };
  const { emscripten, wasmBytes } = JSON.parse(fs.readFileSync(at('build.json'), 'utf8'));
  return { missing, ...(emscripten !== RELEASE_EMSCRIPTEN && { otherToolchain: `built with Emscripten ${emscripten}, releases are with ${RELEASE_EMSCRIPTEN}: the wasm has ${wasmBytes} bytes here` }) };
}

/** What only who publishes knows; nothing is made up in its place. */
const PUBLISHERS = ['repository', 'homepage', 'bugs', 'author'];

/** The fields of package.json that are still to be filled in. */
export const unknownFields = (manifest) => PUBLISHERS.filter((name) => manifest[name] === undefined);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const publishing = process.env.npm_command === 'publish';
  const { missing, otherToolchain } = releaseProblems(path.join(root, 'dist'));
  if (missing.length > 0) {
    console.error(`dist/ is not whole: ${missing.join(', ')} missing. Run "npm run build".`);
    process.exit(1);
  }
  const unknown = unknownFields(JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')));
  if (publishing && unknown.length > 0) console.error(`package.json says nothing of ${unknown.join(', ')}: npm's page will not either.`);
  if (otherToolchain) {
    console.error(`${publishing ? 'Not published' : 'Not for a release'}: ${otherToolchain}.`);
    if (publishing) process.exit(1);
  }
}
