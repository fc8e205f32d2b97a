// Where the packed package is tried: one row each, its tools at exact versions. `answers` says what the app's run() said.
import fs from 'node:fs';
import path from 'node:path';
import { freePort } from '../browser/support.mjs';
import { APP, html, PAGE_APP, PROCESS_APP } from './app.mjs';
import { nextRows } from './next.mjs';
import { runInPage } from './pages.mjs';
import { bin, elsewhere, firstLine, inPage, lastLine, node, print } from './running.mjs';

/** Copies the package's dist/ to where a page finds it. */
const copyFiles = ({ folder }, to) =>
  fs.cpSync(path.join(folder, 'node_modules/@aurastream/media-wasm/dist'), path.join(folder, to), { recursive: true, filter: (file) => !/types$|asyncify/.test(file) });
const COPIED = { assetsUrl: '/media/', wasmUrl: '/media/media-wasm.wasm' };

const MODULE = '<script type="module" src="./app.js"></script>';

/** A Vite of any version, by its JavaScript API. */
const VITE = `import { build, createServer } from 'vite';
const root = import.meta.dirname;
const [command, base = '/', plugin] = process.argv.slice(2);
const plugins = plugin ? [(await import(plugin)).mediaWasm()] : [];
if (command === 'build') {
  await build({ root, base, plugins, logLevel: 'error', configFile: false, build: { outDir: 'out', chunkSizeWarningLimit: 9999 } });
} else {
  const server = await createServer({ root, plugins, logLevel: 'error', configFile: false, server: { port: 0, host: 'localhost' } });
  await server.listen();
  console.log(server.resolvedUrls.local[0]);
}
`;

function viteFiles(consumer) {
  consumer.write('app.js', PAGE_APP);
  consumer.write('index.html', html('<script type="module" src="/app.js"></script>'));
  consumer.write('vite.mjs', VITE);
}

const PLUGIN = '@aurastream/media-wasm/rollup';
const BY_PLUGIN = 'the plugin `mediaWasm()` of `/rollup`';
const major = (version) => version.split('.')[0];

const viteBuild = (version, { plugin } = {}) => ({
  name: `Vite ${major(version)}, build${plugin ? ', with its plugin' : ''}`,
  packages: [`vite@${version}`],
  needs: plugin && `${BY_PLUGIN}: unused imports copy nothing`,
  async answers(consumer) {
    viteFiles(consumer);
    await node(consumer, 'vite.mjs', 'build', '/', ...(plugin ? [PLUGIN] : []));
    return inPage(consumer, 'out');
  },
});

const viteElsewhere = (version) => ({
  name: `Vite ${major(version)}, files on another origin`,
  packages: [`vite@${version}`],
  needs: '`base`',
  answers: (consumer) => elsewhere(consumer, 'out', async (address) => {
    viteFiles(consumer);
    await node(consumer, 'vite.mjs', 'build', address);
    return inPage(consumer, 'out');
  }),
});

const viteServer = (version, { plugin } = {}) => ({
  name: `Vite ${major(version)}, development server`,
  packages: [`vite@${version}`],
  needs: plugin && BY_PLUGIN,
  async answers(consumer) {
    viteFiles(consumer);
    const { child, line } = await firstLine(consumer, process.execPath, ['vite.mjs', 'serve', '/', ...(plugin ? [PLUGIN] : [])]);
    try {
      return await runInPage(await consumer.chromium(), line);
    } finally {
      child.kill();
    }
  },
});

const WEBPACK = (module, pick, publicPath = 'auto') => `import bundler from '${module}';
import path from 'node:path';
${pick}({ mode: 'production', entry: './app.js', performance: { hints: false }, output: { path: path.resolve('out'), filename: 'app.js', publicPath: '${publicPath}' } }, (error, stats) => {
  if (error || stats.hasErrors() || stats.hasWarnings()) throw error ?? new Error(stats.toString({ all: false, errors: true, warnings: true }));
});
`;

async function pack(consumer, module, pick, publicPath) {
  consumer.write('app.js', PAGE_APP);
  consumer.write('build.mjs', WEBPACK(module, pick, publicPath).replace(/import bundler/, pick === 'bundler' ? 'import bundler' : `import { ${pick} }`));
  await node(consumer, 'build.mjs');
}

const webpack = (name, module, version, pick) => ({
  name,
  packages: [`${module}@${version}`],
  async answers(consumer) {
    await pack(consumer, module, pick);
    return inPage(consumer, 'out', { script: '<script src="/app.js"></script>' });
  },
});

const webpackElsewhere = {
  name: 'webpack 5, files on another origin',
  packages: ['webpack@5.112.2'],
  needs: '`publicPath`',
  answers: (consumer) => elsewhere(consumer, 'out', async (address) => {
    await pack(consumer, 'webpack', 'bundler', address);
    return inPage(consumer, 'out', { script: `<script src="${address}app.js"></script>` });
  }),
};

const rsbuild = {
  name: 'Rsbuild 2',
  packages: ['@rsbuild/core@2.3.2'],
  async answers(consumer) {
    consumer.write('src/index.js', PAGE_APP);
    consumer.write('build.mjs', "import { createRsbuild } from '@rsbuild/core';\nconst rsbuild = await createRsbuild({ config: { output: { distPath: { root: 'out' } } } });\nawait rsbuild.build();\n");
    await node(consumer, 'build.mjs');
    return inPage(consumer, 'out');
  },
};

const esbuild = (format) => ({
  name: `esbuild, ${format}`,
  packages: ['esbuild@0.28.2'],
  needs: 'the plugin `mediaWasm()` of `/esbuild`',
  async answers(consumer) {
    consumer.write('app.js', PAGE_APP);
    consumer.write('build.mjs', `import { build } from 'esbuild';\nimport { mediaWasm } from '@aurastream/media-wasm/esbuild';\nawait build({ entryPoints: ['app.js'], bundle: true, format: '${format}', outdir: 'out', logLevel: 'error', plugins: [mediaWasm()] });\n`);
    await node(consumer, 'build.mjs');
    return inPage(consumer, 'out', { script: format === 'esm' ? MODULE : '<script src="./app.js"></script>' });
  },
});

const rollup = {
  name: 'Rollup 4',
  packages: ['rollup@4.68.8', '@rollup/plugin-node-resolve@16.0.3'],
  needs: BY_PLUGIN,
  async answers(consumer) {
    consumer.write('app.js', PAGE_APP);
    consumer.write('build.mjs', `import { mediaWasm } from '${PLUGIN}';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import { rollup } from 'rollup';
const bundle = await rollup({ input: 'app.js', plugins: [nodeResolve({ browser: true }), mediaWasm()] });
await bundle.write({ dir: 'out', format: 'es' });
`);
    await node(consumer, 'build.mjs');
    return inPage(consumer, 'out', { script: MODULE });
  },
};

const parcelFiles = (consumer) => {
  consumer.write('app.js', PAGE_APP);
  consumer.write('index.html', html('<script type="module" src="app.js"></script>'));
};

/** It reads `alias` in place of `exports`, and makes scripts of its own of the worker's and ONNX Runtime's. */
const parcelBuild = {
  name: 'Parcel 2, build',
  packages: ['parcel@2.16.4'],
  async answers(consumer) {
    parcelFiles(consumer);
    await print(consumer, bin(consumer, 'parcel'), ['build', 'index.html', '--dist-dir', 'out', '--log-level', 'warn']);
    return inPage(consumer, 'out');
  },
};

const parcelServer = {
  name: 'Parcel 2, development server',
  packages: ['parcel@2.16.4'],
  async answers(consumer) {
    parcelFiles(consumer);
    const { child, line } = await firstLine(consumer, bin(consumer, 'parcel'), ['serve', 'index.html', '--port', String(await freePort())], { pattern: /http:\/\/localhost:\d+/ });
    try {
      return await runInPage(await consumer.chromium(), /http:\/\/localhost:\d+/.exec(line)[0]);
    } finally {
      child.kill();
    }
  },
};

const importMap = (name, browser) => ({
  name,
  packages: [],
  async answers(consumer) {
    consumer.write('out/app.js', PAGE_APP);
    copyFiles(consumer, 'out/media');
    const { exports } = JSON.parse(fs.readFileSync(path.join(consumer.folder, 'node_modules/@aurastream/media-wasm/package.json'), 'utf8'));
    const entries = Object.entries(exports).filter(([, { default: file }]) => file?.endsWith('.js'));
    const imports = Object.fromEntries(entries.map(([entry, { default: file }]) => [`@aurastream/media-wasm${entry.slice(1)}`, file.replace('./dist', '/media')]));
    return inPage(consumer, 'out', { script: `<script type="importmap">${JSON.stringify({ imports })}</script>${MODULE}`, browser: consumer[browser] });
  },
});

const nodeRow = (version) => {
  const build = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  return {
    name: `Node ${version.split('.')[0]}`,
    packages: [`${build}@${version}`],
    async answers(consumer) {
      consumer.write('app.mjs', PROCESS_APP);
      return lastLine(await print(consumer, path.join(consumer.folder, 'node_modules', build, 'bin/node'), ['app.mjs']));
    },
  };
};

const runtime = (name, packages, scripts, command, args) => ({
  name,
  packages,
  scripts,
  async answers(consumer) {
    consumer.write('app.mjs', PROCESS_APP);
    return lastLine(await print(consumer, bin(consumer, command), args));
  },
});

/** Vitest or Jest: a test that says what run() said. A simulated page hands over a File of its own making. */
const TEST_APP = `${APP}
import fs from 'node:fs';
test('the package', async () => {
  const said = await run();
  const kit = await createMediaKit();
  const file = new File([kit.image.encodePng(picture)], 'a.png', { type: 'image/png' });
  const upload = await kit.requests.uploadMediaAsync({ assetType: 'logo', displayName: 'A', image: file });
  if (!upload.ok || (await kit.image.decodeAsync(file)).width !== 64) said.core = 'a File cannot be read';
  fs.writeFileSync('said.json', JSON.stringify(said));
}, 400_000);
`;

const tester = (name, simulated, packages, { prologue = '', command, env, needs = '' }) => ({
  name: `${name}, ${simulated}`,
  packages,
  needs,
  async answers(consumer) {
    consumer.write('app.test.js', prologue + TEST_APP);
    await print(consumer, bin(consumer, command[0]), command.slice(1), { env });
    return JSON.parse(fs.readFileSync(path.join(consumer.folder, 'said.json'), 'utf8'));
  },
});

const SIMULATED = { jsdom: ['jsdom@26.1.0'], 'happy-dom': ['happy-dom@21.0.4'], node: [] };

const vitest = (simulated) => tester('Vitest 5', simulated, ['vitest@5.1.2', 'vite@8.3.8', ...SIMULATED[simulated]], {
  prologue: "import { test } from 'vitest';\n",
  command: ['vitest', 'run', '--environment', simulated],
});

const jest = (simulated) => tester('Jest 30', simulated, ['jest@30.5.2', ...(simulated === 'jsdom' ? ['jest-environment-jsdom@30.5.2'] : [])], {
  command: ['jest', '--env', simulated],
  env: { NODE_OPTIONS: '--experimental-vm-modules' },
  needs: '`NODE_OPTIONS=--experimental-vm-modules`',
});

/** The app in a worker of the page's own, or in the page, under the strictest policy that it works with. */
const strict = (name, script, worker) => ({
  name,
  packages: [],
  async answers(consumer) {
    consumer.write('build.mjs', 'export {};\n');
    copyFiles(consumer, 'out/media');
    const text = PAGE_APP.replace(/'@aurastream\/media-wasm(\/[\w-]+)?'/g, (_, entry) => `'/media/${entry?.slice(1) ?? 'index'}.js'`);
    consumer.write('out/app.js', text);
    if (worker) consumer.write('out/worker.js', worker);
    if (script) consumer.write('out/page.js', script);
    return inPage(consumer, 'out', {
      script: `<script type="module" src="/${script ? 'page' : 'app'}.js"></script>`,
      headers: { 'content-security-policy': "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src data:" },
    });
  },
});

const moduleWorker = strict(
  'in a module worker',
  `const worker = new Worker('/worker.js', { type: 'module' });
globalThis.run = () => new Promise((resolve) => { worker.onmessage = ({ data }) => resolve(data); worker.postMessage('run'); });
`,
  "import '/app.js';\nonmessage = async () => postMessage(await run());\n",
);

/** A service worker of one classic file: nothing can be imported there later on, and no worker started. */
const serviceWorker = {
  name: 'service worker',
  packages: ['esbuild@0.28.2'],
  needs: '`wasmUrl`; remove backgrounds in a page',
  without: { worker: '`worker_failed`', thread: '`wasm_unavailable`' },
  async answers(consumer) {
    consumer.write('app.js', `${PAGE_APP}self.onmessage = async ({ data, source }) => source.postMessage(await run(data));\nself.oninstall = () => self.skipWaiting();\nself.onactivate = (event) => event.waitUntil(self.clients.claim());\n`);
    consumer.write('build.mjs', "import { build } from 'esbuild';\nawait build({ entryPoints: { sw: 'app.js' }, bundle: true, format: 'iife', outdir: 'out', logLevel: 'error' });\n");
    await node(consumer, 'build.mjs');
    copyFiles(consumer, 'out/media');
    consumer.write('out/page.js', `globalThis.run = async (options) => {
  await navigator.serviceWorker.register('/sw.js');
  const { active } = await navigator.serviceWorker.ready;
  return new Promise((resolve) => { navigator.serviceWorker.onmessage = ({ data }) => resolve(data); active.postMessage(options); });
};
`);
    return inPage(consumer, 'out', { script: '<script src="/page.js"></script>', options: COPIED });
  },
};

const svelteKit = {
  name: 'SvelteKit 2',
  packages: ['@sveltejs/kit@2.70.4', 'svelte@5.57.3', '@sveltejs/vite-plugin-svelte@7.3.1', 'vite@8.3.8', '@sveltejs/adapter-static@3.0.11'],
  async answers(consumer) {
    consumer.write('svelte.config.js', "import adapter from '@sveltejs/adapter-static';\nexport default { kit: { adapter: adapter({ fallback: 'index.html' }) } };\n");
    consumer.write('vite.config.js', "import { sveltekit } from '@sveltejs/kit/vite';\nexport default { plugins: [sveltekit()] };\n");
    consumer.write('src/app.html', '<!doctype html><html lang="en"><head><meta charset="utf-8">%sveltekit.head%</head><body><div>%sveltekit.body%</div></body></html>\n');
    consumer.write('src/lib/app.js', PAGE_APP);
    consumer.write('src/routes/+layout.js', 'export const ssr = false;\n');
    consumer.write('src/routes/+page.svelte', "<script>\n  import '$lib/app.js';\n</script>\n<p>App</p>\n");
    await node(consumer, 'node_modules/vite/bin/vite.js', 'build');
    return inPage(consumer, 'build');
  },
};

/** Cloudflare's own run time, which compiles no WebAssembly of bytes: the module is imported and handed over. */
const cloudflare = {
  name: 'Cloudflare Workers',
  packages: ['miniflare@4.20260730.0', 'esbuild@0.28.2'],
  needs: '`/external` with the imported `media-wasm.wasm`',
  without: { url: '—', worker: '—', thread: '—' },
  async answers(consumer) {
    consumer.write('app.js', `import wasm from '@aurastream/media-wasm/media-wasm.wasm';
import { createMediaKit } from '@aurastream/media-wasm/external';
export default {
  async fetch() {
    const kit = await createMediaKit({ wasm });
    return Response.json(kit.contract.validate('GenerateRequest', { assetType: 'banner' }).ok && kit.requests.getAccess().ok);
  },
};
`);
    consumer.write('run.mjs', `import { build } from 'esbuild';
import fs from 'node:fs';
import { Miniflare } from 'miniflare';
const asIs = { name: 'wasm', setup: ({ onResolve }) => onResolve({ filter: /[.]wasm$/ }, () => ({ path: './media-wasm.wasm', external: true })) };
await build({ entryPoints: ['app.js'], bundle: true, format: 'esm', outfile: 'out/app.js', plugins: [asIs], logLevel: 'error' });
fs.copyFileSync('node_modules/@aurastream/media-wasm/dist/media-wasm.wasm', 'out/media-wasm.wasm');
process.chdir('out');
const server = new Miniflare({ modules: [{ type: 'ESModule', path: 'app.js' }, { type: 'CompiledWasm', path: 'media-wasm.wasm' }], compatibilityDate: '2026-01-01' });
const answer = await (await server.dispatchFetch('http://localhost/')).text();
await server.dispose();
console.log(JSON.stringify({ core: answer === 'true' ? 'ok' : answer, url: 'not tried', worker: 'not tried', thread: 'not tried' }));
process.exit();
`);
    return lastLine(await node(consumer, 'run.mjs'));
  },
};

export const environments = [
  viteBuild('8.3.8'),
  viteBuild('8.3.8', { plugin: true }),
  viteServer('8.3.8'),
  viteElsewhere('8.3.8'),
  viteBuild('6.4.6'),
  viteServer('6.4.6', { plugin: true }),
  viteElsewhere('6.4.6'),
  webpack('webpack 5', 'webpack', '5.112.2', 'bundler'),
  webpack('Rspack 2', '@rspack/core', '2.3.4', 'rspack'),
  webpackElsewhere,
  rsbuild,
  rollup,
  esbuild('esm'),
  esbuild('iife'),
  parcelBuild,
  parcelServer,
  ...nextRows,
  importMap('import map, Chromium', 'chromium'),
  importMap('import map, Firefox', 'firefox'),
  importMap('import map, WebKit', 'webkit'),
  strict('strict Content-Security-Policy'),
  moduleWorker,
  serviceWorker,
  svelteKit,
  nodeRow('20.20.2'),
  nodeRow('22.23.3'),
  nodeRow('24.21.0'),
  runtime('Bun', ['bun@1.4.5'], ['bun'], 'bun', ['app.mjs']),
  runtime('Deno', ['deno@2.9.6'], [], 'deno', ['run', '-A', 'app.mjs']),
  cloudflare,
  ...Object.keys(SIMULATED).map(vitest),
  ...['node', 'jsdom'].map(jest),
];
