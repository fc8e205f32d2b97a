// The entry '@aurastream/media-wasm/esbuild': a plugin for esbuild, which does not look at `new URL(…, import.meta.url)`.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { NAMED } from './named-files.js';

/** What esbuild's hooks are told. */
export interface FilePath {
  /** Of the file, or as it was imported. */
  path: string;
}

/** What is used of a build of esbuild's. */
export interface EsbuildBuild {
  /** The build's own options. */
  initialOptions: {
    /** Of its scripts. */
    format?: string | undefined;
  };
  /** Hears of imports. */
  onResolve(options: { filter: RegExp }, hook: (args: FilePath) => object): void;
  /** Hears of files. */
  onLoad(options: { filter: RegExp; namespace?: string }, hook: (args: FilePath) => Promise<object | undefined>): void;
}

/** A plugin as esbuild takes it. */
export interface MediaWasmEsbuildPlugin {
  /** media-wasm */
  name: string;
  /** Called by esbuild. */
  setup(build: EsbuildBuild): void;
}

const NAMESPACE = 'media-wasm-file';
/** Scripts that are no modules have no import.meta.url; while they run they know their element, workers their address. */
const SCRIPT = 'const mediaWasmScript = globalThis.document?.currentScript?.src ?? globalThis.location?.href;\n';

/**
 * A plugin that puts into the build what the package's modules fetch when they are used (workers, models, ONNX
 * Runtime, the modules of `/url`), beside its scripts.
 * @example
 * import { build } from 'esbuild';
 * import { mediaWasm } from '@aurastream/media-wasm/esbuild';
 * await build({ entryPoints: ['app.js'], bundle: true, format: 'esm', outdir: 'out', plugins: [mediaWasm()] });
 */
export function mediaWasm(): MediaWasmEsbuildPlugin {
  const folder = path.dirname(fileURLToPath(import.meta.url));
  return {
    name: 'media-wasm',
    setup(build) {
      const isModule = build.initialOptions.format === 'esm';
      build.onResolve({ filter: /^media-wasm-file:/ }, ({ path: name }) => ({ path: path.join(folder, name.slice(NAMESPACE.length + 1)), namespace: NAMESPACE, sideEffects: false }));
      build.onLoad({ filter: /.*/, namespace: NAMESPACE }, async ({ path: file }) => ({ contents: await readFile(file), loader: 'file' }));
      build.onLoad({ filter: /\.js$/ }, async ({ path: file }) => {
        if (path.dirname(file) !== folder) return undefined;
        const code = await readFile(file, 'utf8');
        const names = [...code.matchAll(NAMED)].map(([, name]) => name!);
        if (names.length === 0) return undefined;
        const imports = names.map((name, i) => `import mediaWasmFile${i} from '${NAMESPACE}:${name}';\n`).join('');
        let next = 0;
        const contents = code.replace(NAMED, () => `new URL(mediaWasmFile${next++}, ${isModule ? 'import.meta.url' : 'mediaWasmScript'})`);
        return { contents: `${imports}${isModule ? '' : SCRIPT}${contents}`, loader: 'js', resolveDir: folder };
      });
    },
  };
}
