#!/usr/bin/env node
// A back end for development and tests: the contract's sixteen endpoints over node:http and SQLite, its verdicts those of
// the package's own wasm. It stands in for the real one; nobody should put it on the open network.
//   node tests/backend/server.mjs [PORT]
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createMediaKit } from '@aurastream/media-wasm';
import { openDatabase } from './database.mjs';
import { createEndpoints } from './endpoints.mjs';
import { answer, isJson, readBody, Refusal } from './http.mjs';
import { createPictures } from './pictures.mjs';

/** Beyond the largest file in base64, so that a file that is too large gets the contract's answer. */
const BODY_LIMIT = 32 * 1024 * 1024;
const USER = '00000000-0000-4000-8000-000000000001';
const MIME = { '.png': 'image/png', '.jpg': 'image/jpeg', '.webp': 'image/webp', '.gif': 'image/gif', '.svg': 'image/svg+xml' };

/** Files under one folder, with the addresses that they are served at. */
function fileStore(folder) {
  const at = (name) => path.join(folder, name);
  return {
    write(name, bytes) {
      fs.mkdirSync(path.dirname(at(name)), { recursive: true });
      fs.writeFileSync(at(name), bytes);
      return { path: name, url: `/media/${name}` };
    },
    read: (name) => fs.readFileSync(at(name)),
    removeAsset: (id) => fs.rmSync(at(id), { recursive: true, force: true }),
    /** A file by the rest of its address: `<id>/<name>`, nothing else. */
    find(name) {
      const file = /^[\w-]+\/[\w-]+\.\w+$/.test(name) ? at(name) : undefined;
      return file && fs.existsSync(file) ? file : undefined;
    },
  };
}

/** The endpoints' templates as patterns; what is said in words comes before what is a parameter. */
function routesOf(kit) {
  const rows = kit.contract.endpoints.map(({ name, method, path: template }) => {
    const names = [...template.matchAll(/\{(\w+)\}/g)].map(([, param]) => param);
    return { name, method, names, pattern: new RegExp(`^${template.replace(/\{\w+\}/g, '([^/]+)')}$`) };
  });
  return rows.sort((a, b) => a.names.length - b.names.length);
}

/**
 * @param folder where the table and the files are kept
 * @param tier of whoever asks; a request may name another in `x-media-tier`
 * @returns {Promise<{handles, handle, close}>}
 */
export async function createBackend({ folder, tier = 'pro' }) {
  fs.mkdirSync(folder, { recursive: true });
  const kit = await createMediaKit();
  const database = await openDatabase(path.join(folder, 'library.sqlite'));
  const store = fileStore(path.join(folder, 'media'));
  const pictures = createPictures(kit);
  const endpoints = createEndpoints({ kit, database, store, pictures, user: USER });
  const routes = routesOf(kit);

  function route(method, pathname) {
    const matching = routes.flatMap((row) => {
      const found = row.pattern.exec(pathname);
      return found ? [{ ...row, params: Object.fromEntries(row.names.map((name, i) => [name, found[i + 1]])) }] : [];
    });
    const found = matching.find((row) => row.method === method);
    if (found) return found;
    if (matching.length === 0) throw new Refusal(404, 'Not Found');
    throw new Refusal(405, 'Method Not Allowed', { allow: [...new Set(matching.map((row) => row.method))].join(', ') });
  }

  function serveFile(request, response, name) {
    if (request.method !== 'GET' && request.method !== 'HEAD') throw new Refusal(405, 'Method Not Allowed', { allow: 'GET, HEAD' });
    const file = store.find(name);
    if (!file) throw new Refusal(404, 'Not Found');
    response.writeHead(200, {
      'content-type': MIME[path.extname(file)] ?? 'application/octet-stream',
      'content-length': fs.statSync(file).size,
      // An SVG of somebody's must not run a script of theirs.
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
    });
    if (request.method === 'HEAD') response.end();
    else fs.createReadStream(file).on('error', () => response.destroy()).pipe(response);
  }

  async function respond(request, response) {
    // Pages of other sites may not write here.
    const { origin, host } = request.headers;
    if (origin && origin !== `http://${host}` && origin !== `https://${host}`) throw new Refusal(403, 'Requests come from this origin only.');
    const [rawPath, rawQuery = ''] = (request.url ?? '/').split('#')[0].split(/\?(.*)/s);
    let pathname;
    try {
      pathname = decodeURIComponent(rawPath); // before routing, as the real servers do
    } catch {
      throw new Refusal(404, 'Not Found');
    }
    if (pathname.startsWith('/media/')) return serveFile(request, response, pathname.slice('/media/'.length));
    const { name, params } = route(request.method, pathname);
    const body = await readBody(request, BODY_LIMIT);
    const call = { params, query: new URLSearchParams(rawQuery), body, saysJson: isJson(request), tier: request.headers['x-media-tier'] ?? tier };
    return answer(response, 200, await endpoints[name](call));
  }

  return {
    handles: (url) => /^\/(api|media)\//.test(url ?? ''),
    async handle(request, response) {
      try {
        await respond(request, response);
      } catch (error) {
        if (response.headersSent || request.aborted) response.destroy();
        else if (error instanceof Refusal) answer(response, error.status, { detail: error.detail }, error.headers);
        else {
          console.error(error);
          answer(response, 500, { detail: 'Internal Server Error' });
        }
      }
    },
    async close() {
      await pictures.close();
      database.close();
      kit.dispose();
    },
  };
}

/** The back end alone. @returns {Promise<{address: string, close: () => Promise<void>}>} */
export async function startBackend({ port = 0, ...options }) {
  const backend = await createBackend(options);
  const server = http.createServer((request, response) => void backend.handle(request, response));
  await new Promise((resolve, reject) => server.once('error', reject).listen(port, 'localhost', resolve));
  return {
    address: `http://localhost:${server.address().port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await backend.close();
    },
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
  const { address } = await startBackend({ folder: path.join(root, 'build/backend'), port: Number(process.argv[2] ?? 8000) });
  console.log(`\n  Reference back end: ${address}/api/v1\n`);
}
