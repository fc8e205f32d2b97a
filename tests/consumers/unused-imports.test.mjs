// What a build holds of an entry that it imports and does not use: nothing. A build that uses it has the files.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import test, { after, before } from 'node:test';
import esbuild from 'esbuild';
import { build as buildWithVite } from 'vite';
import { installPacked } from './support.mjs';

const REMOVAL = "'@aurastream/media-wasm/background-removal'";

/** Apps that use nothing of what they import. */
const UNUSED = {
  effects: `import ${REMOVAL};`,
  name: `import { createBackgroundRemover } from ${REMOVAL};`,
  function: `import { createBackgroundRemover } from ${REMOVAL};\nconst cut = async (image) => (await createBackgroundRemover()).remove(image);`,
  models: `import { models } from ${REMOVAL};\nconsole.log(models.length);`,
  others: ['url', 'contract', 'placement', 'core', 'worker', 'react', 'background-removal/webgpu'].map((entry, i) => `import * as it${i} from '@aurastream/media-wasm/${entry}';`).join('\n'),
};
const USED = { remover: `import { createBackgroundRemover } from ${REMOVAL};\nglobalThis.remover = createBackgroundRemover();` };
/** An app that uses one module of those that it could fetch. */
const ONE = { contract: "import { createContractKit } from '@aurastream/media-wasm/url';\nglobalThis.kit = createContractKit();" };
const external = ['react', '@tanstack/react-query'];

let consumer;
before(() => {
  consumer = installPacked('webpack@5.112.2', '@rspack/core@2.3.4', 'rollup@4.68.8', '@rollup/plugin-node-resolve@16.0.3');
});
after(() => consumer?.remove());

/** What the consumer's own packages are. */
const load = async (name) => (await import(pathToFileURL(consumer.write('load.mjs', 'export const load = (name) => import(name);\n')))).load(name);
const plugin = async (entry = 'rollup') => (await load(`@aurastream/media-wasm/${entry}`)).mediaWasm();

const packer = (pick) => async (entry, out) => {
  const pack = await pick();
  const stats = await new Promise((resolve, reject) => {
    pack({ mode: 'production', context: consumer.folder, entry, performance: { hints: false }, externals: external, externalsType: 'var', output: { path: out } }, (error, done) => (error ? reject(error) : resolve(done)));
  });
  assert.equal(stats.hasErrors(), false, stats.toString({ all: false, errors: true }));
};

const BUNDLERS = {
  webpack: packer(async () => (await load('webpack')).default),
  Rspack: packer(async () => (await load('@rspack/core')).rspack),
  async 'Vite, with the plugin'(input, outDir) {
    await buildWithVite({ root: consumer.folder, configFile: false, logLevel: 'error', plugins: [await plugin()], build: { outDir, chunkSizeWarningLimit: 9999, rollupOptions: { input, external } } });
  },
  async 'Rollup, with the plugin'(input, dir) {
    const [{ rollup }, { nodeResolve }] = await Promise.all([load('rollup'), load('@rollup/plugin-node-resolve')]);
    const bundle = await rollup({ input, external, plugins: [nodeResolve({ browser: true }), await plugin()], onwarn() {} });
    await bundle.write({ dir, format: 'es' });
  },
  async 'esbuild, with the plugin'(entryPoints, outdir) {
    await esbuild.build({ absWorkingDir: consumer.folder, entryPoints, outdir, external, bundle: true, minify: true, format: 'esm', logLevel: 'error', plugins: [await plugin('esbuild')] });
  },
};

/** @returns the files of a build of apps, with their sizes */
async function filesOf(build, apps) {
  const out = path.join(consumer.folder, 'out');
  fs.rmSync(out, { recursive: true, force: true });
  await build(Object.fromEntries(Object.entries(apps).map(([name, code]) => [name, consumer.write(`${name}.js`, `${code}\n`)])), out);
  return fs.readdirSync(out, { recursive: true }).map((file) => ({ file, stat: fs.statSync(path.join(out, file)) })).filter(({ stat }) => stat.isFile()).map(({ file, stat }) => ({ file, size: stat.size }));
}

for (const [bundler, build] of Object.entries(BUNDLERS)) {
  test(`${bundler} emits nothing for what is not used, and all files for what is`, async () => {
    const unused = await filesOf(build, UNUSED);
    assert.ok(unused.reduce((sum, { size }) => sum + size, 0) < 20_000, JSON.stringify(unused));
    const used = await filesOf(build, USED);
    assert.deepEqual(used.map(({ file }) => path.extname(file)).filter((ending) => /wasm|onnx|mjs/.test(ending)).sort(), ['.mjs', '.onnx', '.onnx', '.wasm'], JSON.stringify(used));
    const one = await filesOf(build, ONE);
    const module = fs.statSync(path.join(consumer.folder, 'node_modules/@aurastream/media-wasm/dist/media-contract.wasm')).size;
    assert.deepEqual(one.filter(({ file }) => file.endsWith('.wasm')).map(({ size }) => size), [module], JSON.stringify(one));
  });
}
