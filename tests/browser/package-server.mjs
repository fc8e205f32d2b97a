// Serves dist/ as it is, without a bundler, and a page under a strict Content-Security-Policy that imports it.
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));

const PAGE = `<!doctype html><meta charset="utf-8"><title>Package</title><link rel="icon" href="data:,"><script type="module" src="/page.js"></script>`;
const SCRIPT = `
import * as removal from '/dist/background-removal.js';
import { webgpu } from '/dist/background-removal-webgpu.js';
import { createMediaKit } from '/dist/index.js';
Object.assign(globalThis, { removal, webgpu, createMediaKit, ready: true });
`;
const TYPES = { '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm' };
const POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' blob: data:; connect-src 'self' blob:";

/**
 * @param options.routes (request, response) by path, for servers that misbehave
 * @param options.policy the Content-Security-Policy
 * @param options.isolated whether the page is cross-origin isolated
 * @param options.cors whether pages of other origins may use it
 * @param options.hostname under which the browser knows this machine
 * @returns {Promise<{address: string, close(): Promise<void>}>}
 */
export function servePackage({ routes = {}, policy = POLICY, isolated = false, cors = false, hostname = 'localhost' } = {}) {
  const isolation = isolated ? { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' } : {};
  const allowed = cors ? { 'access-control-allow-origin': '*' } : {};
  const server = http.createServer((request, response) => {
    const name = decodeURIComponent(request.url.split('?')[0]);
    const send = (type, body) => response.writeHead(200, { 'content-type': type, 'content-length': body.length, 'content-security-policy': policy, ...isolation, ...allowed }).end(body);
    if (routes[name]) return routes[name](request, response);
    if (name === '/') return send('text/html', PAGE);
    if (name === '/page.js') return send('text/javascript', SCRIPT);
    const file = path.join(root, name);
    if (!name.startsWith('/dist/') || !fs.existsSync(file)) return response.writeHead(404).end();
    return send(TYPES[path.extname(file)] ?? 'application/octet-stream', fs.readFileSync(file));
  });
  return new Promise((resolve) => {
    server.listen(0, 'localhost', () => resolve({
      address: `http://${hostname}:${server.address().port}/`,
      close: () => new Promise((done) => {
        server.close(done);
        server.closeAllConnections();
      }),
    }));
  });
}
