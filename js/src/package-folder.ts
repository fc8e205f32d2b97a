// Where this package's files are in Node. A bundler for servers (Next's, Vite's for SSR, esbuild) moves this module away
// from them, or writes an address of the site in their place.
import { nodeModule } from './node.js';

const NAME = '@aurastream/media-wasm';
/** A file that the folder has for certain. */
const PROOF = 'media-wasm.wasm';

let found: Promise<string | undefined> | undefined;

/**
 * The URL of the package's dist/ folder, with a slash at its end: where this module lies, else where the program itself
 * would find the package. undefined where it is not installed.
 */
export const packageFolder = (): Promise<string | undefined> => (found ??= find());

async function find(): Promise<string | undefined> {
  const [{ existsSync }, { createRequire }, { pathToFileURL }] = await Promise.all([nodeModule('node:fs'), nodeModule('node:module'), nodeModule('node:url')]);
  const installed = (from: string): string => new URL('./dist/', pathToFileURL(createRequire(from).resolve(`${NAME}/package.json`))).href;
  const candidates = [
    () => import.meta.url.replace(/[^/]*$/, ''),
    () => installed(`${process.cwd()}/program.js`),
    () => installed(process.argv[1]!),
  ];
  for (const candidate of candidates) {
    try {
      const folder = candidate();
      if (existsSync(new URL(PROOF, folder))) return folder;
    } catch {
      // The next one.
    }
  }
  return undefined;
}
