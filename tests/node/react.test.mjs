// The hooks and components in React 19 and in React 18: the same cases, bundled with either.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { JSDOM } from 'jsdom';
import esbuild from 'esbuild';

const root = fileURLToPath(new URL('../../', import.meta.url));
const { window } = new JSDOM('<!doctype html><body></body>', { url: 'http://localhost/' });
globalThis.navigator ??= window.navigator;
Object.assign(globalThis, { window, document: window.document, HTMLElement: window.HTMLElement, Node: window.Node, IS_REACT_ACT_ENVIRONMENT: true });

/** React's act() takes a MessageChannel for its next turn, and Node does not end while one is open. */
globalThis.NextTurn = class {
  port1 = {};
  port2 = { postMessage: () => setImmediate(() => this.port1.onmessage?.()) };
};

/** What the hooks load when they are asked stays what it is, with its files beside it. */
const loadedLater = {
  name: 'loaded-later',
  setup(build) {
    build.onResolve({ filter: /^\.\/(index|background-removal)\.js$/ }, ({ path: name, resolveDir }) =>
      (resolveDir === path.join(root, 'dist') ? { path: pathToFileURL(path.join(resolveDir, name)).href, external: true } : undefined));
    build.onResolve({ filter: /^(@aurastream\/media-wasm(\/background-removal|\/client)?|.*\/backend\/server\.mjs)$/ }, ({ path: name }) =>
      ({ path: name.startsWith('@') ? import.meta.resolve(name) : pathToFileURL(path.join(root, 'tests/backend/server.mjs')).href, external: true }));
  },
};

for (const [version, alias] of [['19', {}], ['18', { react: 'react-18', 'react-dom': 'react-dom-18' }]]) {
  const outdir = path.join(root, `build/react-tests/react-${version}`);
  fs.mkdirSync(outdir, { recursive: true });
  await esbuild.build({
    entryPoints: ['cases', 'editor-cases'].map((name) => path.join(root, `tests/react/${name}.mjs`)), outdir, outExtension: { '.js': '.mjs' },
    alias, bundle: true, splitting: true, format: 'esm', platform: 'node', logLevel: 'error', plugins: [loadedLater],
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    define: { 'process.env.NODE_ENV': '"development"', MessageChannel: 'NextTurn' },
  });
  for (const name of ['cases', 'editor-cases']) (await import(pathToFileURL(path.join(outdir, `${name}.mjs`)).href)).register(version);
}
