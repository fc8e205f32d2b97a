// The entry '@aurastream/media-wasm/rollup': a plugin for Vite, Rollup and Rolldown. They know nothing of the files that
// a module names by `new URL(…, import.meta.url)` (Rollup), or copy them with every module that they only look into (Vite).
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { NAMED } from './named-files.js';

/** What is used of the context that a hook is called in. */
export interface EmittingContext {
  /** @returns what stands for it in the modules' text */
  emitFile(file: { type: 'asset'; name: string; source: Uint8Array }): string;
  /** Its path in the build. */
  getFileName(reference: string): string;
}

/** A file of a build. */
export interface BuiltFile {
  /** What it is. */
  type: 'asset' | 'chunk';
  /** A chunk's text. */
  code?: string;
}

/** A module's new text. */
export interface ChangedModule {
  /** As long in lines as before. */
  code: string;
  /** The old one counts. */
  map: null;
}

/** The hooks of {@link mediaWasm}, as Vite, Rollup and Rolldown call them. */
export interface MediaWasmPlugin {
  /** media-wasm */
  name: string;
  /** Before Vite's own plugins. */
  enforce: 'pre';
  /** Of Vite's development server: nothing is emitted there, and the package's files stay where they are. */
  config(config: unknown, env: { command: string }): object | undefined;
  /** Each build's files are its own. */
  buildStart(): void;
  /** Not for servers, which find the installed package. */
  transform(this: EmittingContext, code: string, id: string, options?: object): Promise<ChangedModule | undefined>;
  /** Takes out what no chunk names. */
  generateBundle(this: EmittingContext, options: unknown, bundle: Record<string, BuiltFile>): void;
}

/**
 * A plugin that puts into the build what the package's modules fetch when they are used (workers, models, ONNX
 * Runtime, the modules of `/url`), and nothing where all that names it was left out of the build.
 * @example
 * // vite.config.js or rollup.config.js
 * import { mediaWasm } from '@aurastream/media-wasm/rollup';
 * export default { plugins: [mediaWasm()] };
 */
export function mediaWasm(): MediaWasmPlugin {
  const folder = path.dirname(fileURLToPath(import.meta.url));
  const references: string[] = [];
  let serves = false;
  return {
    name: 'media-wasm',
    enforce: 'pre',
    config(_, { command }) {
      serves = command === 'serve';
      return serves ? { optimizeDeps: { exclude: ['@aurastream/media-wasm'] } } : undefined;
    },
    buildStart() {
      references.length = 0;
    },
    async transform(code, id, options) {
      const file = id.replace(/[?#].*$/, '');
      if (serves || (options as { ssr?: boolean } | undefined)?.ssr || path.dirname(path.resolve(file)) !== folder) return undefined;
      const names = [...code.matchAll(NAMED)].map(([, name]) => name!);
      if (names.length === 0) return undefined;
      const emit = async (name: string): Promise<string> => {
        const reference = this.emitFile({ type: 'asset', name: path.basename(name), source: await readFile(path.join(folder, name)) });
        references.push(reference);
        return `new URL(import.meta.ROLLUP_FILE_URL_${reference}, import.meta.url)`;
      };
      const named = await Promise.all(names.map(emit));
      return { code: code.replace(NAMED, () => named.shift()!), map: null };
    },
    generateBundle(_, bundle) {
      const text = Object.values(bundle).map(({ code }) => code ?? '').join('\n');
      for (const name of references.map((reference) => this.getFileName(reference))) {
        if (!text.includes(path.basename(name))) delete bundle[name];
      }
    },
  };
}
