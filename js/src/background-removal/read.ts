// Reading a file's bytes, with progress: from memory, an address or, in Node, a path.
import { blobBytes } from '../blobs.js';
import { toMediaError } from '../errors.js';
import { MAX_IMAGE_FILE_BYTES } from '../pixels.js';
import { nodeModule } from '../node.js';
import { download, refuseTooLarge, type DownloadOptions, type ReadErrors } from './download.js';
import type { Source } from './protocol.js';

export const imageErrors: ReadErrors = { what: 'The image', notFound: 'file_not_found', fetchFailed: 'fetch_failed', maxBytes: MAX_IMAGE_FILE_BYTES };
/** ONNX files are limited to 2 GiB by Protocol Buffers. */
export const modelErrors: ReadErrors = { what: 'The model', notFound: 'model_unavailable', fetchFailed: 'model_unavailable', maxBytes: 2 ** 31 - 1 };

/** All bytes of a source. */
export async function readSource(source: Source, errors: ReadErrors, options: DownloadOptions): Promise<Uint8Array<ArrayBuffer>> {
  if ('bytes' in source) return readBytes(source.bytes, errors);
  return source.url.startsWith('file:') ? readPath(source.url, errors) : download(source.url, errors, options);
}

async function readBytes(bytes: Uint8Array<ArrayBuffer> | Blob, errors: ReadErrors): Promise<Uint8Array<ArrayBuffer>> {
  if (bytes instanceof Uint8Array) return bytes;
  refuseTooLarge(bytes.size, errors);
  try {
    return new Uint8Array(await blobBytes(bytes));
  } catch (thrown) {
    throw toMediaError(thrown, errors.notFound, `${errors.what} cannot be read: was its file changed or deleted?`);
  }
}

async function readPath(url: string, errors: ReadErrors): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const { readFile, stat } = await nodeModule('node:fs/promises');
    refuseTooLarge((await stat(new URL(url))).size, errors);
    return new Uint8Array(await readFile(new URL(url)));
  } catch (thrown) {
    throw toMediaError(thrown, errors.notFound, `${errors.what} cannot be read: ${decodeURIComponent(new URL(url).pathname)}.`);
  }
}
