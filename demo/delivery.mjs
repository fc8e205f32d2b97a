// How the demo's server sends a file: with a validator, for good where its name holds its hash, and compressed.
import fs from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream';
import { promisify } from 'node:util';
import zlib from 'node:zlib';

/** Types that shrink. Models and pictures do not. */
const COMPRESSIBLE = /^(text\/|application\/(json|wasm|manifest\+json)|image\/svg)/;
/** Smaller files are not worth it; larger ones would hold up the server. */
const COMPRESSED_BYTES = { least: 1024, most: 64 * 2 ** 20 };

const brotli = promisify(zlib.brotliCompress);
const gzip = promisify(zlib.gzip);
const encodings = {
  // Of its eleven steps: the tenth costs ten times as much for a twentieth.
  br: (bytes) => brotli(bytes, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: bytes.length > 2 ** 20 ? 5 : 9, [zlib.constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
  gzip: (bytes) => gzip(bytes),
};

/** As Vite names what it builds: the name changes with the content. */
const isHashed = (file) => /-[\w-]{8}\.\w+$/.test(path.basename(file)) && path.basename(path.dirname(file)) === 'assets';

/** The best of the encodings that the client names without refusing them. */
function encodingFor(accepted = '') {
  const named = accepted.split(',').map((part) => part.trim().split(/\s*;\s*q=/));
  return Object.keys(encodings).find((name) => named.some(([given, q = '1']) => given === name && Number(q) > 0));
}

/** @returns a function that answers a GET or HEAD request with a file; `headers` are sent with it */
export function deliverer() {
  /** Compressed once, by file, encoding and version. */
  const kept = new Map();

  function compressed(file, encoding, version) {
    const key = `${encoding} ${file}`;
    const there = kept.get(key);
    if (there?.version === version) return there.bytes;
    const bytes = fs.promises.readFile(file).then(encodings[encoding]);
    kept.set(key, { version, bytes });
    bytes.catch(() => kept.delete(key));
    return bytes;
  }

  return async (request, response, file, type, headers) => {
    const { size, mtimeMs, mtime } = fs.statSync(file);
    const version = `${size.toString(36)}-${Math.round(mtimeMs).toString(36)}`;
    const shrinks = COMPRESSIBLE.test(type) && size >= COMPRESSED_BYTES.least && size <= COMPRESSED_BYTES.most;
    const encoding = shrinks ? encodingFor(request.headers['accept-encoding']) : undefined;
    const etag = `W/"${version}"`;
    const sent = {
      ...headers,
      'cache-control': isHashed(file) ? 'public, max-age=31536000, immutable' : 'no-cache',
      'content-type': type,
      'last-modified': mtime.toUTCString(),
      etag,
      ...(shrinks && { vary: 'accept-encoding' }),
      ...(encoding && { 'content-encoding': encoding }),
    };
    if (isCurrent(request.headers, etag, mtime)) return void response.writeHead(304, sent).end();
    const bytes = encoding && (await compressed(file, encoding, version));
    response.writeHead(200, { ...sent, 'content-length': bytes ? bytes.length : size });
    if (request.method === 'HEAD') response.end();
    else if (bytes) response.end(bytes);
    // Closes the file, too, when the browser goes away in the middle of it.
    else pipeline(fs.createReadStream(file), response, () => {});
  };
}

/** Whether what the client holds is this version (RFC 9110, 13.2.2: the tag counts before the date). */
function isCurrent({ 'if-none-match': tags, 'if-modified-since': date }, etag, mtime) {
  if (tags !== undefined) return tags.split(',').some((tag) => tag.trim() === etag || tag.trim() === '*');
  return date !== undefined && Math.floor(mtime.getTime() / 1000) * 1000 <= Date.parse(date);
}
