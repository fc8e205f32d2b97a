// Where the files beside this module are: the worker, ONNX Runtime's files and the model that is shipped.
import { MediaError } from '../errors.js';
import { nodeModule } from '../node.js';
import type { EngineSetup, RuntimeFiles } from './protocol.js';

/**
 * A platform with Node's modules: Node itself, Bun, Deno. It is told by what Node alone has, since tests and polyfills
 * give Node a `Worker` and a `document`; the pages of Electron, which have both, are browsers.
 */
export const isNode = typeof process === 'object' && typeof process.versions?.node === 'string'
  && (process as { type?: unknown }).type !== 'renderer';

type Runtime = EngineSetup['runtime'];

export interface Assets {
  runtime: Runtime;
  selfie: string;
}

/** @param folder the URL of a copy of this package's dist/ folder; by default the folder of this module */
export function findAssets(folder?: string): Assets {
  if (folder === undefined) {
    // Written out so that bundlers see the files and copy them. The ones for GPUs are in webgpu.ts.
    return {
      runtime: {
        wasm: {
          mjs: new URL('./runtime/ort-wasm-simd-threaded.mjs', import.meta.url).href,
          wasm: new URL('./runtime/ort-wasm-simd-threaded.wasm', import.meta.url).href,
        },
      },
      selfie: new URL('./models/selfie.onnx', import.meta.url).href,
    };
  }
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
