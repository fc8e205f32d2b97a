// What a page downloads for each entry, and what it does not.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import zlib from 'node:zlib';
import esbuild from 'esbuild';

/** The first script of a page that runs `code`, and all scripts that it may load. */
async function bundle(code) {
  const { outputFiles } = await esbuild.build({
    stdin: { contents: code, resolveDir: fileURLToPath(new URL('.', import.meta.url)) },
    bundle: true, minify: true, splitting: true, format: 'esm', outdir: 'out', write: false, platform: 'browser', logLevel: 'error', external: ['node:*', 'react', '@tanstack/react-query'],
  });
  const texts = new Map(outputFiles.map(({ path, text }) => [path.split(/[\\/]/).at(-1), text]));
  const first = new Set();
  const visit = (name) => {
    if (first.has(name)) return;
    first.add(name);
    for (const [, next] of texts.get(name).matchAll(/(?:from|import)"\.\/([\w.-]+)"/g)) visit(next);
  };
  visit('stdin.js');
  return { first: [...first].map((name) => texts.get(name)).join('\n'), all: [...texts.values()].join('\n') };
}

const gzipped = (text) => zlib.gzipSync(text).length;

test("nothing of the client, of the queries and of the light entry's schemas is in the download of the kit alone", async () => {
  const { all } = await bundle("import { createMediaKit } from '@aurastream/media-wasm'; createMediaKit();");
  for (const word of ['retry-after', 'getToken', 'Bearer', 'creatorMedia', 'data-placement-item']) assert.ok(!all.includes(word), word);
});

for (const [entry, code, most] of [
  ['schema', "import { schema } from '@aurastream/media-wasm/schema'; globalThis.it = schema('UploadMediaRequest');", 4_000],
  ['client', "import { createMediaClient } from '@aurastream/media-wasm/client'; globalThis.it = createMediaClient({ baseUrl: '' });", 12_000],
  ['editor', "import { attachEditor, createPlacementEditor } from '@aurastream/media-wasm/editor'; globalThis.it = [attachEditor, createPlacementEditor];", 10_000],
  ['queries', "import { mediaMutations, mediaQueries } from '@aurastream/media-wasm/queries'; globalThis.it = [mediaMutations, mediaQueries];", 4_000],
  ['react', "import * as hooks from '@aurastream/media-wasm/react'; globalThis.it = hooks;", 17_000],
  ['react', "import { useMediaLibrary, useToggleFavorite, useUploadMedia, useMediaKit, useBackgroundRemover } from '@aurastream/media-wasm/react'; globalThis.it = [useMediaLibrary, useToggleFavorite, useUploadMedia, useMediaKit, useBackgroundRemover];", 9_000],
]) {
  test(`the entry ${entry}, of which ${code.match(/import (.*?) from/)[1]}, is small, and loads the core only when it is asked`, async (t) => {
    const { first, all } = await bundle(code);
    assert.ok(gzipped(first) < most, `${gzipped(first)} bytes gzipped`);
    // What is made over a client or a kit of the caller's needs no core of its own.
    assert.equal(gzipped(all) > 100_000, !['editor', 'queries'].includes(entry));
    t.diagnostic(`${gzipped(first)} bytes gzipped`);
  });
}
