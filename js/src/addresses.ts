// Addresses that callers give, and where the package's files are. A module of its own: bundlers copy every file that a
// module names, and who needs this need not need those of assets.ts.
import { MediaError } from './errors.js';
import { isNode, nodeModule } from './node.js';
import { packageFolder } from './package-folder.js';

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
