// Checks the demo's types and builds it into build/demo. Vite runs as it is, without a configuration of ours: the
// package must need none.
import { spawnSync } from 'node:child_process';
import crypto from 'node:crypto';
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

/** ONNX Runtime and the model: larger than all else together, and of no use before a first removal. */
const IS_LARGE = /\.(onnx|wasm)$|^assets\/(ort|background-removal-worker)/;
/** Small: the page starts with it. */
const IS_CORE = /^assets\/media-/;

/** The built files that a page leads to, by the names that stand in them; not those of the examples. */
function reachable(built, names, from) {
  const found = new Set();
  const waiting = [from];
  for (let file = waiting.pop(); file; file = waiting.pop()) {
    const text = /\.(html|m?js|css)$/.test(file) ? fs.readFileSync(path.join(built, file), 'utf8') : '';
    for (const name of names) {
      if (found.has(name) || !text.includes(path.basename(name))) continue;
      found.add(name);
      waiting.push(name);
    }
  }
  return [...found].sort();
}

/** The service worker with the names of what was built; it is another one as soon as any of them is. */
function writeServiceWorker(built) {
  const names = reachable(built, fs.readdirSync(path.join(built, 'assets')).map((name) => `assets/${name}`), 'index.html');
  const isLarge = (name) => IS_LARGE.test(name) && !IS_CORE.test(name);
  const page = fs.readFileSync(path.join(built, 'index.html'));
  const files = {
    first: ['./', 'manifest.webmanifest', 'icon.svg', 'models.json', ...names.filter((name) => !isLarge(name))],
    kept: names.filter(isLarge),
  };
  const script = fs.readFileSync(path.join(folder, 'service-worker.js'), 'utf8');
  const version = crypto.createHash('sha256').update(JSON.stringify(files)).update(page).update(script).digest('hex').slice(0, 12);
  fs.writeFileSync(path.join(built, 'service-worker.js'), script.replace('__VERSION__', version).replace('__FILES__', JSON.stringify(files)));
}

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
  writeServiceWorker(path.join(root, 'build/demo'));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildDemo().catch((error) => {
    console.error(error.message);
    process.exit(1);
  });
}
