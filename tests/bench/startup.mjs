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
for (const [entry, ...files] of [['contract'], ['placement'], ['core'], ['pixels'], ['index'], ['url', 'media-contract.wasm', 'media-placement.wasm', 'media-pixels.wasm']]) {
  const bytes = total(withImports(path.join(dist, `${entry}.js`))) + total(files.map((file) => path.join(dist, file)));
  console.log(`${entry}.js and what it loads, gzipped: ${kB(bytes)}`);
}

for (const [entry, create] of [['contract', 'createContractKit'], ['placement', 'createPlacementKit'], ['core', 'createCoreKit'], ['index', 'createMediaKit']]) {
  const script = `
    const { ${create}: create } = await import(${JSON.stringify(path.join(dist, `${entry}.js`))});
    const times = [performance.now()];
    for (let i = 0; i < 2; i++) {
      globalThis['kit' + i] = await create();
      times.push(performance.now());
    }
    console.log(JSON.stringify([times[1] - times[0], times[2] - times[1]]));`;
  const runs = Array.from({ length: 15 }, () => JSON.parse(spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }).stdout));
  for (const [i, which] of ['', ', the second'].entries()) {
    const times = runs.map((run) => run[i]).sort((a, b) => a - b);
    console.log(`${create}()${which} in a fresh Node ${process.versions.node}: median ${times[7].toFixed(1)} ms, ${times[0].toFixed(1)} to ${times[14].toFixed(1)} ms over 15 runs`);
  }
}
