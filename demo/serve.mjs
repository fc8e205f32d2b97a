// Serves the built demo on localhost under a strict Content-Security-Policy, with the reference back end beside it.
//   node demo/serve.mjs [port]        MODEL_MIRROR: an address that has the page's general model, instead of its publisher
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { deliverer } from './delivery.mjs';
import { modelKeeper } from './models.mjs';
import { pictureFetcher } from './pictures.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** Scripts from here and WebAssembly, nothing inline, no other host. */
export const contentSecurityPolicy = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const mimeTypes = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.wasm': 'application/wasm',
  '.onnx': 'application/octet-stream',
};

/** The file that a request path names inside a folder, or undefined: nothing outside, no folder, no dotfile. */
function fileFor(folder, requestPath) {
  let decoded;
  try {
    decoded = decodeURIComponent(requestPath);
  } catch {
    return undefined;
  }
  if (decoded.includes('\0') || decoded.split('/').some((part) => part.startsWith('.'))) return undefined;
  const file = path.join(folder, decoded.endsWith('/') ? `${decoded}index.html` : decoded);
  if (!file.startsWith(folder + path.sep)) return undefined;
  const real = fs.existsSync(file) ? fs.realpathSync(file) : undefined;
  return real?.startsWith(folder + path.sep) && fs.statSync(real).isFile() ? real : undefined;
}

/**
 * Starts serving a folder; when the port is taken, the next free one is used.
 * @param beside `backend` answers what it `handles`, see tests/backend/server.mjs; `reference` is the folder of the API
 *   reference, served at /docs; `models` says where the page's models are kept and fetched from, see models.mjs;
 *   `pictures` which other sites' pictures it may have, see pictures.mjs
 * @returns {Promise<{address: string, close: () => Promise<void>}>}
 */
export function serve(folder, port = 0, { backend, reference, models, pictures } = {}) {
  const real = fs.realpathSync(folder);
  const keeper = models && modelKeeper(models);
  const fetchPicture = pictures && pictureFetcher(pictures);
  const deliver = deliverer();
  const server = http.createServer(async (request, response) => {
    if (backend?.handles(request.url)) {
      void backend.handle(request, response);
      return;
    }
    const headers = {
      'content-security-policy': contentSecurityPolicy,
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-cache',
    };
    if (await keeper?.handle(request, response, headers)) return;
    if (await fetchPicture?.(request, response, headers)) return;
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { ...headers, allow: 'GET, HEAD' }).end();
      return;
    }
    if (backend && request.url === '/backend.json') {
      response.writeHead(200, { ...headers, 'content-type': 'application/json' }).end('{ "there": true }\n');
      return;
    }
    const requested = (request.url ?? '/').split(/[?#]/, 1)[0];
    if (reference && requested === '/docs') {
      response.writeHead(301, { ...headers, location: '/docs/' }).end();
      return;
    }
    const inReference = reference && requested.startsWith('/docs/') && fs.existsSync(reference);
    const file = inReference
      ? fileFor(fs.realpathSync(reference), requested.slice('/docs'.length))
      : keeper?.file(requested) ?? fileFor(real, requested);
    if (!file) {
      response
        .writeHead(404, { ...headers, 'content-type': 'text/plain; charset=utf-8' })
        .end('Not found.\n');
      return;
    }
    // TypeDoc's pages have styles in their elements; their scripts are files (js/reference.mjs).
    if (inReference) headers['content-security-policy'] = contentSecurityPolicy.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'");
    const type = mimeTypes[path.extname(file)] ?? 'application/octet-stream';
    await deliver(request, response, file, type, headers).catch(() => response.destroy());
  });
  return new Promise((resolve, reject) => {
    server.on('error', (error) => {
      if (error.code === 'EADDRINUSE') server.listen(0, 'localhost');
      else reject(error);
    });
    server.listen(port, 'localhost', () => {
      resolve({
        address: `http://localhost:${server.address().port}/`,
        close: () =>
          new Promise((done) => {
            server.close(done);
            server.closeAllConnections();
          }),
      });
    });
  });
}

/** The newest change, in ms, of a file or of anything in a folder. */
function newest(entry) {
  const { mtimeMs } = fs.statSync(entry);
  if (!fs.statSync(entry).isDirectory()) return mtimeMs;
  return Math.max(mtimeMs, ...fs.readdirSync(entry).map((name) => newest(path.join(entry, name))));
}

function isStale(folder) {
  const built = path.join(folder, 'index.html');
  return (
    !fs.existsSync(built) ||
    Math.max(newest(path.join(root, 'demo')), newest(path.join(root, 'dist'))) > fs.statSync(built).mtimeMs
  );
}

/** Builds the API reference in a process of its own, where the types are newer: the page need not wait. */
function refreshReference(folder) {
  const built = path.join(folder, 'index.html');
  if (fs.existsSync(built) && newest(path.join(root, 'dist/types')) <= fs.statSync(built).mtimeMs) return;
  spawn(process.execPath, [path.join(root, 'js/reference.mjs')], { stdio: ['ignore', 'ignore', 'inherit'] });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = path.join(root, 'build/demo');
  if (isStale(folder)) await (await import('./build.mjs')).buildDemo();
  const reference = path.join(root, 'build/docs');
  const models = { folder: path.join(root, 'build/models/kept'), from: process.env.MODEL_MIRROR };
  const { createBackend } = await import('../tests/backend/server.mjs');
  // The page works without it.
  const backend = await createBackend({ folder: path.join(root, 'build/backend') }).catch((error) => {
    console.error(`The back end does not start, so the page has no library: ${error.message}`);
    return undefined;
  });
  const { address } = await serve(folder, Number(process.argv[2] ?? process.env.PORT ?? 5173), { backend, reference, models, pictures: {} });
  refreshReference(reference);
  console.log(`\n  AuraStream Media Studio: ${address}\n  API reference: ${address}docs/ (a minute after the first start)\n  Examples: ${address}examples/\n`);
}
