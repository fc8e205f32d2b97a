// What the package costs before it does anything: bytes on the wire and time to a kit.
//   node tests/bench/startup.mjs
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const dist = path.join(path.dirname(fileURLToPath(import.meta.url)), '../../dist');
const gzipped = (file) => gzipSync(fs.readFileSync(file), { level: 9 }).length;
const kB = (bytes) => `${(bytes / 1024).toFixed(1)} KiB`;

/** An entry and all the chunks that it imports statically. */
function withImports(file, found = new Set()) {
  if (found.has(file)) return found;
  found.add(file);
  for (const [, name] of fs.readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*"(\.[^"]+)"/g)) {
    withImports(path.join(path.dirname(file), name), found);
  }
  return found;
}

const total = (files) => [...files].reduce((sum, file) => sum + gzipped(file), 0);
const inlined = total(withImports(path.join(dist, 'index.js')));
const separate = total(withImports(path.join(dist, 'url.js'))) + gzipped(path.join(dist, 'media-wasm.wasm'));
console.log(`gzipped, wasm + glue + API: ${kB(separate)} as separate files, ${kB(inlined)} with the wasm inlined`);

const script = `
  const { createMediaKit } = await import(${JSON.stringify(path.join(dist, 'index.js'))});
  const start = performance.now();
  await createMediaKit();
  console.log(performance.now() - start);`;
const times = Array.from({ length: 15 }, () => {
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  return Number(stdout);
}).sort((a, b) => a - b);
console.log(`createMediaKit() in a fresh Node ${process.versions.node}: median ${times[7].toFixed(1)} ms, ${times[0].toFixed(1)} to ${times[14].toFixed(1)} ms over 15 runs`);
