// Pages of a consumer, served as any static host does and opened in a browser.
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript', '.css': 'text/css', '.wasm': 'application/wasm' };

/**
 * Serves a folder.
 * @returns its address, with a slash at the end, and how to end it
 */
export async function serveFolder(folder, headers = {}) {
  const server = http.createServer((request, response) => {
    const name = decodeURIComponent(request.url.split('?')[0]);
    const file = path.join(folder, name.endsWith('/') ? `${name}index.html` : name);
    if (!fs.existsSync(file) || fs.statSync(file).isDirectory()) return response.writeHead(404).end();
    return response.writeHead(200, { 'content-type': TYPES[path.extname(file)] ?? 'application/octet-stream', ...headers }).end(fs.readFileSync(file));
  });
  await new Promise((resolve) => server.listen(0, 'localhost', resolve));
  return {
    address: `http://localhost:${server.address().port}/`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** What the app's run() says in a page. */
export async function runInPage(browser, address, options = {}) {
  const page = await browser.newPage();
  const problems = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  try {
    await page.goto(address);
    await page.waitForFunction('globalThis.run', { timeout: 60_000 }).catch((error) => {
      throw new Error(problems.join('\n') || error.message);
    });
    return await page.evaluate((given) => run(given), options);
  } finally {
    await page.close();
  }
}
