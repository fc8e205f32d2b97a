// The package's page for the tests of background removal, in each browser: no bundler, a strict policy.
import fs from 'node:fs';
import { after, before, describe } from 'node:test';
import { servePackage } from './package-server.mjs';
import { launchChromium, launchFirefox, whenSet } from './support.mjs';

/**
 * Defines the same tests for every browser.
 * @param define is given `open(t, options)`, which serves the package as `servePackage(options)` does and resolves to
 *   its page, its address and the addresses that it asked for; and the browser's name
 * @param launchOptions for puppeteer, by the browser's name
 */
export function inEachBrowser(define, launchOptions = {}) {
  for (const [name, launch] of Object.entries({ Chromium: launchChromium, Firefox: launchFirefox })) {
    describe(name, () => {
      let browser;
      before(async () => {
        browser = await launch(launchOptions[name]);
      });
      after(() => browser?.close());
      define((t, options) => openPackage(t, browser, options), name);
    });
  }
}

/** A page of its own for one test, whose end closes it. */
export async function openPackage(t, browser, options = {}) {
  const server = await servePackage(options);
  const page = await browser.newPage();
  t.after(async () => {
    await server.close();
    await page.close();
  });
  const requests = [];
  page.on('request', (request) => requests.push(request.url()));
  await page.evaluateOnNewDocument(helpers);
  await page.goto(server.address);
  await whenSet(page, 'ready');
  return { page, requests, address: server.address };
}

/** A route for a file. */
export const serveFile = (file, type) => (_, response) => response.writeHead(200, { 'content-type': type }).end(fs.readFileSync(file));

/** Runs in the page before anything else: what the tests' scripts there use. */
function helpers() {
  globalThis.violations = [];
  document.addEventListener('securitypolicyviolation', (event) => globalThis.violations.push(event.violatedDirective));
  globalThis.picture = (width = 64, height = 48) => {
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d');
    context.fillStyle = '#145a8c';
    context.fillRect(0, 0, width, height);
    context.fillStyle = '#e0ac8c';
    context.beginPath();
    context.arc(width / 2, height / 2, height / 3, 0, 7);
    context.fill();
    return canvas;
  };
  globalThis.codeOf = (promise) => promise.then(() => 'none', (error) => error.code ?? String(error));
  globalThis.pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
}
