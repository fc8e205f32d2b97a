// Where the files beside this module are: the worker, ONNX Runtime's files and the model that is shipped.
import { MediaError } from '../errors.js';
import { isNode, nodeModule } from '../node.js';
import { packageFolder } from '../package-folder.js';
import type { EngineSetup, RuntimeFiles } from './protocol.js';

type Runtime = EngineSetup['runtime'];

export interface Assets {
  runtime: Runtime;
  selfie: string;
}

/**
 * The folder of the files: what the caller names, else in Node the package's. undefined in browsers: bundlers give each
 * file an address of its own.
 * @throws MediaError `invalid_argument`
 */
export async function assetsFolder(assetsUrl: string | URL | undefined): Promise<string | undefined> {
  if (assetsUrl !== undefined) return `${(await absoluteUrl(assetsUrl, 'assetsUrl')).replace(/\/$/, '')}/`;
  return isNode ? (await packageFolder()) ?? unknownFiles() : undefined;
}

/** @throws MediaError `invalid_argument` */
export function unknownFiles(cause?: unknown): never {
  const how = isNode
    ? 'keep the package out of the bundle (`external`, in Next `serverExternalPackages`) or installed where the program runs,'
    : 'serve a copy of its dist/ folder';
  throw new MediaError('invalid_argument', `This bundle does not know where the files of @aurastream/media-wasm are: ${how} and name that folder with assetsUrl.`, { cause });
}

/** @param folder of {@link assetsFolder} @throws MediaError `invalid_argument` where a bundler took the addresses away */
export function findAssets(folder?: string): Assets {
  try {
    return folder === undefined ? assetsBeside() : assetsIn(folder);
  } catch (thrown) {
    return unknownFiles(thrown);
  }
}

/** Written out so that bundlers see the files and copy them. The ones for GPUs are in webgpu.ts. */
const assetsBeside = (): Assets => ({
  runtime: {
    wasm: {
      mjs: new URL('./runtime/ort-wasm-simd-threaded.mjs', import.meta.url).href,
      wasm: new URL('./runtime/ort-wasm-simd-threaded.wasm', import.meta.url).href,
    },
  },
  selfie: new URL('./models/selfie.onnx', import.meta.url).href,
});

function assetsIn(folder: string): Assets {
  const at = (file: string): string => new URL(file, folder).href;
  const files = (name: string): RuntimeFiles => ({ mjs: at(`runtime/${name}.mjs`), wasm: at(`runtime/${name}.wasm`) });
  return {
    runtime: { wasm: files('ort-wasm-simd-threaded'), webgpu: files('ort-wasm-simd-threaded.asyncify') },
    selfie: at('models/selfie.onnx'),
  };
}

/** An address as an absolute URL: relative to the page in a browser; in Node a path is a file. */
export async function absoluteUrl(address: string | URL, what: string): Promise<string> {
  const text = String(address);
  // A scheme has two letters at least, so that C:\ is none.
  const isUrl = /^[a-z][a-z0-9+.-]+:/i.test(text);
  try {
    if (text === '') throw new Error('it is empty');
    if (!isUrl && isNode) {
      const { pathToFileURL } = await nodeModule('node:url');
      return pathToFileURL(text).href;
    }
    const url = new URL(text, typeof document === 'object' ? document.baseURI : globalThis.location?.href);
    const allowed = ['http:', 'https:', 'data:', 'blob:', ...(isNode ? ['file:'] : [])];
    if (!allowed.includes(url.protocol)) throw new Error(`${url.protocol} is not among ${allowed.join(' ')}`);
    return url.href;
  } catch (thrown) {
    throw new MediaError('invalid_argument', `${what} is not a usable address: ${(thrown as Error).message}.`, { cause: thrown });
  }
}
