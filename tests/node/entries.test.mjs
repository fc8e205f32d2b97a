// What a page downloads for each entry, and what it does not: by a production build of Vite's, gzipped, against budgets.json.
//   UPDATE_BUDGETS=1 node --test tests/node/entries.test.mjs    writes today's figures into it
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { after, test } from 'node:test';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import zlib from 'node:zlib';
import { build } from 'vite';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = path.join(root, 'build/budgets');
const file = fileURLToPath(new URL('budgets.json', import.meta.url));
const update = process.env.UPDATE_BUDGETS === '1';
const budgets = JSON.parse(fs.readFileSync(file, 'utf8'));
const { emscripten } = JSON.parse(fs.readFileSync(path.join(root, 'dist/build.json'), 'utf8'));
const found = {};

/** More than this is growth, and not another version of zlib. */
const GROWTH = 1.02;

const gzipped = (text) => zlib.gzipSync(text, { level: 9 }).length;

/** Of a page that runs `code`: the scripts that it loads at first, and all that it may load. */
async function scriptsOf(name, code) {
  const input = path.join(folder, `${name.replace(/\W+/g, '-')}.js`);
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(input, code);
  const { output } = await build({
    root: folder, configFile: false, logLevel: 'silent',
    build: { write: false, assetsInlineLimit: 0, modulePreload: false, chunkSizeWarningLimit: 9999, rollupOptions: { input, external: ['react', '@tanstack/react-query'] } },
  });
  const chunks = new Map(output.filter(({ type }) => type === 'chunk').map((chunk) => [chunk.fileName, chunk]));
  const first = new Set();
  const visit = (chunk) => {
    if (!chunk || first.has(chunk)) return;
    first.add(chunk);
    for (const next of chunk.imports) visit(chunks.get(next));
  };
  visit(output.find(({ isEntry }) => isEntry));
  const measured = (list) => [...list].reduce((sum, { code: text }) => sum + gzipped(text), 0);
  const all = [...chunks.values()];
  return { first: measured(first), all: measured(all), text: all.map(({ code: text }) => text).join('\n') };
}

/** A word that only the scripts have which hold the thing. */
const WORDS = { pixels: /["'`]cutout_trim["'`]/, contract: /["'`]contract_encode["'`]/, placement: /["'`]placement_retarget["'`]/, client: /getToken/, editor: /data-placement-item/ };

/** name, the page's code, what of WORDS it may load */
const PAGES = [
  ['everything', "import { createMediaKit } from '@aurastream/media-wasm'; globalThis.it = createMediaKit();", ['contract', 'placement', 'pixels']],
  ['validation', "import { createContractKit } from '@aurastream/media-wasm/contract'; globalThis.it = createContractKit();", ['contract']],
  ['placement', "import { createPlacementKit } from '@aurastream/media-wasm/placement'; globalThis.it = createPlacementKit();", ['placement']],
  ['placement editor', "import { createPlacementKit } from '@aurastream/media-wasm/placement'; import { attachEditor, createPlacementEditor } from '@aurastream/media-wasm/editor'; globalThis.it = [createPlacementKit(), attachEditor, createPlacementEditor];", ['placement', 'editor']],
  ['contract and placement', "import { createCoreKit } from '@aurastream/media-wasm/core'; globalThis.it = createCoreKit();", ['contract', 'placement']],
  ['pixels', "import { createPixelsKit } from '@aurastream/media-wasm/pixels'; globalThis.it = createPixelsKit();", ['pixels']],
  ['validation by /url, its module apart', "import { createContractKit } from '@aurastream/media-wasm/url'; globalThis.it = createContractKit();", ['contract']],
  ['placement by /external, its module apart', "import { createPlacementKit } from '@aurastream/media-wasm/external'; globalThis.it = createPlacementKit({ wasm: fetch('/media-placement.wasm') });", ['placement']],
  ['schema', "import { schema } from '@aurastream/media-wasm/schema'; globalThis.it = schema('UploadMediaRequest');", ['contract']],
  ['client', "import { createMediaClient } from '@aurastream/media-wasm/client'; globalThis.it = createMediaClient({ baseUrl: '' });", ['client', 'contract']],
  ['editor', "import { attachEditor, createPlacementEditor } from '@aurastream/media-wasm/editor'; globalThis.it = [attachEditor, createPlacementEditor];", ['editor']],
  ['queries', "import { mediaMutations, mediaQueries } from '@aurastream/media-wasm/queries'; globalThis.it = [mediaMutations, mediaQueries];", []],
  ['react, all of it', "import * as hooks from '@aurastream/media-wasm/react'; globalThis.it = hooks;", ['client', 'contract', 'editor', 'pixels', 'placement']],
  ['react, library', "import { createMediaClient } from '@aurastream/media-wasm/client'; import { useContractKit, useMediaLibrary, useToggleFavorite, useUploadMedia } from '@aurastream/media-wasm/react'; globalThis.it = [createMediaClient({ baseUrl: '' }), useContractKit, useMediaLibrary, useToggleFavorite, useUploadMedia];", ['client', 'contract']],
  ['react, editor', "import { usePlacementEditor, usePlacementKit } from '@aurastream/media-wasm/react'; globalThis.it = [usePlacementEditor, usePlacementKit];", ['placement', 'editor']],
  ['react, library and editor', "import { useCoreKit, useMediaLibrary, usePlacementEditor, useToggleFavorite, useUploadMedia } from '@aurastream/media-wasm/react'; globalThis.it = [useCoreKit, useMediaLibrary, usePlacementEditor, useToggleFavorite, useUploadMedia];", ['client', 'contract', 'editor', 'placement']],
  ['background removal', "import { createBackgroundRemover } from '@aurastream/media-wasm/background-removal'; globalThis.it = createBackgroundRemover();", ['pixels']],
];

/** Whether the module's file is among what is downloaded at first. */
const LAZY = ['schema', 'client', 'editor', 'queries', 'react, all of it', 'react, library', 'react, editor', 'react, library and editor', 'background removal'];

for (const [name, code, may] of PAGES) {
  test(`${name}: no more is downloaded than before, and nothing that is not needed`, async (t) => {
    const { first, all, text } = await scriptsOf(name, code);
    found[name] = { first, all };
    t.diagnostic(`${first} bytes gzipped at first, ${all} in all`);
    for (const [thing, word] of Object.entries(WORDS)) if (!may.includes(thing)) assert.equal(word.test(text), false, `${thing} is loaded`);
    if (LAZY.includes(name)) assert.ok(first < 30_000, `a module is loaded at once: ${first} bytes`);
    if (update || emscripten !== budgets.emscripten) return;
    for (const part of ['first', 'all']) {
      const most = budgets.bytes[name][part] * GROWTH;
      assert.ok(found[name][part] <= most, `${name}, ${part}: ${found[name][part]} bytes gzipped, ${budgets.bytes[name][part]} in budgets.json; if it is worth it, UPDATE_BUDGETS=1 writes it there`);
    }
  });
}

/** The rows of the guide's table, by the pages that they are measured on. */
const GUIDE = {
  validation: 'validation, requests, prompt', placement: 'geometry', 'placement editor': 'an editor of placements', 'contract and placement': 'both (`/core`)', pixels: 'pixels alone',
  everything: 'everything', client: '`/client`', 'react, library': '`/react`: the library', 'react, editor': '`/react`: the editor', 'react, library and editor': '`/react`: both',
};

test('the guide says what is in budgets.json', () => {
  const { bytes } = JSON.parse(fs.readFileSync(file, 'utf8'));
  const guide = fs.readFileSync(path.join(root, 'js/README.md'), 'utf8');
  const rows = [...guide.matchAll(/^\| (.*) \| ([\d.]+) kB \|$/gm)].map(([, label, size]) => [label, size]);
  assert.equal(rows.length, Object.keys(GUIDE).length);
  for (const [name, label] of Object.entries(GUIDE)) {
    const [, said] = rows.find(([text]) => text.startsWith(label));
    assert.ok(Math.abs(said * 1000 - bytes[name].all) <= (GROWTH - 1) * bytes[name].all, `${label}: ${said} kB, and ${bytes[name].all} bytes`);
  }
});

test('removers, kits in workers and kits share one script of pixels', async () => {
  const { all: apart } = await scriptsOf('one', "import { createPixelsKit } from '@aurastream/media-wasm/pixels'; globalThis.it = createPixelsKit();");
  const { all } = await scriptsOf('two', "import { createPixelsKit } from '@aurastream/media-wasm/pixels'; import { createBackgroundRemover } from '@aurastream/media-wasm/background-removal'; globalThis.it = [createPixelsKit(), createBackgroundRemover()];");
  assert.ok(all < apart + 100_000, `${all} bytes, and ${apart} of the kit alone`);
  const worker = fs.readFileSync(path.join(root, 'dist/background-removal-worker.js'), 'utf8');
  assert.equal(/["'`]H4sI/.test(worker), false, 'the worker is handed the module');
});

after(() => {
  if (update) fs.writeFileSync(file, `${JSON.stringify({ emscripten, bytes: found }, null, 2)}\n`);
});
