// Checks the demo's types and builds it into build/demo. Vite runs as it is, without a configuration of ours: the
// package must need none.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const folder = path.dirname(fileURLToPath(import.meta.url));
const root = path.dirname(folder);

/** The studio, and the examples. */
const pages = () => [
  path.join(folder, 'index.html'),
  ...fs.readdirSync(path.join(folder, 'examples')).filter((name) => name.endsWith('.html')).map((name) => path.join(folder, 'examples', name)),
];

export async function buildDemo() {
  const tsc = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'demo/tsconfig.json'], {
    stdio: 'inherit',
    cwd: root,
  });
  if (tsc.status !== 0) throw new Error('The demo does not pass the type check.');
  await build({
    root: folder,
    configFile: false,
    base: './',
    logLevel: 'warn',
    build: { outDir: path.join(root, 'build/demo'), emptyOutDir: true, chunkSizeWarningLimit: 1024, rollupOptions: { input: pages(), checks: { pluginTimings: false, moduleLevelDirective: false } } },
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildDemo().catch((error) => {
    console.error(error.message);
    process.exit(1);
  });
}
