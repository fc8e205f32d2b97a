// Reading a file's bytes, with progress: from memory, an address or, in Node, a path.
import { MediaError, toMediaError, type MediaErrorCode } from '../errors.js';
import type { Source } from './protocol.js';

/** What to call a failure: models and images have codes of their own. */
export interface ReadErrors {
  what: string;
  notFound: MediaErrorCode;
  fetchFailed: MediaErrorCode;
}

export const imageErrors: ReadErrors = { what: 'The image', notFound: 'file_not_found', fetchFailed: 'fetch_failed' };
export const modelErrors: ReadErrors = { what: 'The model', notFound: 'model_unavailable', fetchFailed: 'model_unavailable' };

/**
 * All bytes of a source.
 * @param progress told the fraction that has arrived, where the length is known beforehand
 */
export async function readSource(
  source: Source,
  errors: ReadErrors,
  progress: (fraction: number) => void,
  signal?: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  if ('bytes' in source) return source.bytes instanceof Uint8Array ? source.bytes : new Uint8Array(await source.bytes.arrayBuffer());
  if (source.url.startsWith('file:')) return readPath(source.url, errors);
  try {
    const response = await fetch(source.url, { signal: signal ?? null });
    if (!response.ok) throw new MediaError(errors.fetchFailed, `${errors.what} could not be fetched: ${source.url} answered ${response.status}.`);
    return await collect(response, progress);
  } catch (thrown) {
    throw toMediaError(thrown, errors.fetchFailed, `${errors.what} could not be fetched from ${source.url}.`);
  }
}

async function readPath(url: string, errors: ReadErrors): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const { readFile } = await import(/* webpackIgnore: true */ /* @vite-ignore */ 'node:fs/promises');
    return new Uint8Array(await readFile(new URL(url)));
  } catch (thrown) {
    throw toMediaError(thrown, errors.notFound, `${errors.what} cannot be read: ${decodeURIComponent(new URL(url).pathname)}.`);
  }
}

async function collect(response: Response, progress: (fraction: number) => void): Promise<Uint8Array<ArrayBuffer>> {
  // A compressed answer's length is not that of its content.
  const length = response.headers.has('content-encoding') ? 0 : Number(response.headers.get('content-length') ?? 0);
  if (!response.body || !(length > 0)) return new Uint8Array(await response.arrayBuffer());
  const chunks: Uint8Array[] = [];
  let loaded = 0;
  const reader = response.body.getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    chunks.push(read.value);
    loaded += read.value.length;
    progress(Math.min(1, loaded / length));
  }
  const bytes = new Uint8Array(loaded);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
