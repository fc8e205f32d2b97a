// ONNX Runtime's scripts as this package has them: what bundlers and this package need is added to those of npm.
import fs from 'node:fs';
import path from 'node:path';

/** Its builds: for the CPU, and for the GPU. A page loads either when it needs it. */
const BUILDS = ['ort-wasm-simd-threaded', 'ort-wasm-simd-threaded.asyncify'];

/** Replaces what has to be there. @throws Error where another version says it in other words */
function replaced(text, where, from, to) {
  const next = text.replace(from, to);
  if (next === text) throw new Error(`${where} no longer has what ${from} looks for: see what it does instead.`);
  return next;
}

/**
 * Parcel makes a script of its own out of every script that is named, with a name of its own for every module in it: it
 * drops `export`, forbids `await` outside of functions, and looks for a polyfill of what is called just `process`. So a
 * build is found by a global of its name as well, for which {@link ownRuntimeScript} looks, and does without the two.
 */
function runtimeScript(text, name) {
  const changes = [
    [/(?<![\w$.])process(?=[.[])/g, 'globalThis.process'],
    [/if\(isNode\)isPthread=\(await import\("worker_threads"\)\)\.workerData==="em-pthread";isPthread&&ortWasmThreaded\(\);/,
      'if(isNode)import("worker_threads").then(({workerData:a})=>a==="em-pthread"&&ortWasmThreaded());else isPthread&&ortWasmThreaded();'],
    // Where its WebAssembly is compiled already: env.wasm.compiled, see background-removal/ahead.ts.
    [/(async function \w+\((\w+)\)\{)(?=var \w+=\w+;if\([!&\w()]+\)try\{var \w+=fetch\()/,
      '$1if(moduleArg.compiled)return{module:moduleArg.compiled,instance:await WebAssembly.instantiate(moduleArg.compiled,$2)};'],
  ];
  return `${changes.reduce((changed, [from, to]) => replaced(changed, name, from, to), text).trimEnd()}
globalThis[${JSON.stringify(name)}] = ortWasmThreaded;
if (globalThis.self?.name === 'media-wasm-probe') postMessage(true); // background-removal/threads.ts asks whether it starts
`;
}

/** Copies the builds. */
export function copyRuntime(from, to) {
  fs.mkdirSync(to);
  for (const name of BUILDS) {
    fs.copyFileSync(path.join(from, `${name}.wasm`), path.join(to, `${name}.wasm`));
    fs.writeFileSync(path.join(to, `${name}.mjs`), runtimeScript(fs.readFileSync(path.join(from, `${name}.mjs`), 'utf8'), name));
  }
}

/**
 * ONNX Runtime's own part of a bundle. Where a bundler has put a build-time address into import.meta.url it names its
 * own file, for which webpack looks, and stops; nothing needs it: its builds are always named.
 */
export const ownRuntimeScript = {
  name: 'own-runtime-script',
  setup(build) {
    build.onLoad({ filter: /onnxruntime-web[\\/]dist[\\/]ort\.[\w.]+\.mjs$/ }, ({ path: file }) => {
      const text = fs.readFileSync(file, 'utf8');
      const [, name] = /"(ort-wasm-simd[\w.-]*)\.mjs"/.exec(text) ?? [];
      const withoutOwnFile = replaced(text, file, /new URL\(new \w+\("ort\.[\w.]+",import\.meta\.url\)\.href,\w+\)\.href/, 'void 0');
      const contents = replaced(withoutOwnFile, file, /\(await import\(((?:\/\*[^*]*\*\/\s*)*\w+)\)\)\.default/, `(await import($1)).default??globalThis[${JSON.stringify(name)}]`);
      return { contents: replaced(contents, file, /((\w+)\.initTimeout,\w+=\2\.numThreads[\s\S]*?\{numThreads:\w+)\}/, '$1,compiled:$2.compiled}') };
    });
  },
};
