// The studio page as a person uses it: a fresh one for each test, and what it must never do.
import assert from 'node:assert/strict';
import { after, before, beforeEach } from 'node:test';
import { fileURLToPath } from 'node:url';
import { serve } from '../../demo/serve.mjs';
import { clickWhatStands, launchChromium } from './support.mjs';

const built = fileURLToPath(new URL('../../build/demo', import.meta.url));

/**
 * Serves the built demo for the tests of a file, and gives each a page of its own.
 * @param launchOptions of the browser
 * @param beside what the page's server has beside it: `models` as serve() takes it, looked at when it starts, and
 *   `startBackend`, which makes the back end, and `pictures` as serve() takes it; by default none of them
 *   `preferences` are those of a person who chose before, by default one who wants every step by hand
 */
export function openStudio(launchOptions, beside) {
  const studio = new Studio(launchOptions, beside);
  before(() => studio.start());
  beforeEach(() => studio.openPage());
  after(() => studio.stop());
  return studio;
}

class Studio {
  page;
  #server;
  #browser;
  #problems = [];
  #requests = [];
  #launchOptions;

  #beside;
  #backend;

  constructor(launchOptions, beside = {}) {
    this.#launchOptions = launchOptions;
    this.#beside = beside;
  }

  async start() {
    this.#backend = await this.#beside.startBackend?.();
    this.#server = await serve(built, 0, { backend: this.#backend, models: this.#beside.models, pictures: this.#beside.pictures });
    this.#browser = await launchChromium(this.#launchOptions);
  }

  async stop() {
    await this.#browser?.close();
    await this.#server?.close();
    await this.#backend?.close();
  }

  async openPage() {
    await this.page?.browserContext().close();
    this.#problems = [];
    this.#requests = [];
    // Nothing of an earlier page's storage.
    this.page = await (await this.#browser.createBrowserContext()).newPage();
    await this.prepare(this.page);
    await this.page.goto(this.#server.address);
    await this.page.waitForSelector('html[data-ready]');
  }

  /** What every page gets before it goes anywhere. */
  async prepare(page) {
    clickWhatStands(page);
    page.on('pageerror', (error) => this.#problems.push(`uncaught: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error') this.#problems.push(`console: ${message.text()}`);
    });
    page.on('request', (request) => this.#requests.push(request.url()));
    await page.setViewport({ width: 1280, height: 800 });
    await page.evaluateOnNewDocument(watch);
    await page.evaluateOnNewDocument(prefer, this.#beside.preferences ?? { cutOutAtOnce: false, settings: true, developers: true });
  }

  /** From now on files that the page saves lie in this folder. */
  async downloadInto(folder) {
    const session = await this.page.createCDPSession();
    const { id } = this.page.browserContext();
    await session.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: folder, browserContextId: id });
  }

  allowClipboard() {
    const { origin } = new URL(this.#server.address);
    return this.page
      .browserContext()
      .overridePermissions(origin, ['clipboard-read', 'clipboard-sanitized-write']);
  }

  /** Nothing was asked of another host, refused by the policy, or thrown. */
  async assertClean() {
    assert.deepEqual(await this.page.evaluate(() => globalThis.violations), []);
    assert.deepEqual(this.#problems, []);
    const own = (url) => url.startsWith(this.#server.address) || /^(blob|data):/.test(url);
    assert.deepEqual(
      this.#requests.filter((url) => !own(url)),
      [],
    );
  }

  /** Another size, laid out: what is clicked before may move away under the pointer. */
  async resize(viewport) {
    await this.page.setViewport(viewport);
    await this.laidOut();
  }

  /** Three frames later: observers of sizes have been told, and what they changed is laid out. */
  laidOut() {
    return this.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(() => resolve())))));
  }

  /** The sample, placed on the canvas. */
  async oneLayer() {
    await this.page.click('#start-sample');
    await this.imagesAre(1);
    await this.page.click('#place');
    await this.layersAre(1);
    await this.laidOut();
  }

  /** Puts something of the Add menu on the canvas: `text`, `box`, `gradient`. */
  async add(what) {
    await this.page.click('#add');
    await this.page.click(`#add-${what}`);
  }

  text(selector) {
    return this.page.$eval(selector, (element) => element.textContent);
  }

  /** The request that the page shows, parsed. */
  async requestBody() {
    return JSON.parse(await this.text('#json'));
  }

  imagesAre(count) {
    return this.page.waitForFunction((n) => document.querySelectorAll('.image').length === n, {}, count);
  }

  layersAre(count) {
    return this.page.waitForFunction((n) => document.querySelectorAll('.layer').length === n, {}, count);
  }

  statusSays(pattern) {
    const says = (source) => new RegExp(source).test(document.querySelector('#status').textContent);
    return this.page.waitForFunction(says, {}, pattern);
  }

  /** Waits until a check on the request's placements holds; `wanted` is handed to it. */
  placementsSatisfy(check, wanted) {
    return this.page.waitForFunction(
      `(${check})(JSON.parse(document.querySelector('#json').textContent).media_asset_placements, ${JSON.stringify(wanted ?? null)})`,
    );
  }

  async choose(...files) {
    await (await this.page.$('#file')).uploadFile(...files);
  }

  async removeBackground(timeout = 60_000) {
    await this.page.click('#remove');
    await this.page.waitForSelector('#save-cutout:not([hidden])', { timeout });
  }

  /** Waits until the preview shows the scene of this moment. */
  previewIsSettled() {
    return this.page.waitForSelector('#preview[data-settled=true]');
  }

  /** Share of a canvas' pixels whose alpha is above one half. */
  opaqueShare(selector) {
    return this.page.$eval(selector, (canvas) => {
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      let opaque = 0;
      for (let i = 3; i < data.length; i += 4) opaque += data[i] > 127 ? 1 : 0;
      return opaque / (data.length / 4);
    });
  }

  /** Alpha of the cut-out at a place given as fractions of its sides. */
  cutoutAlpha(x, y) {
    const read = (canvas, px, py) =>
      canvas.getContext('2d').getImageData(px * canvas.width, py * canvas.height, 1, 1).data[3];
    return this.page.$eval('#compare .after', read, x, y);
  }
}

/** As engine/preferences.ts keeps them. */
function prefer(preferences) {
  localStorage.setItem('studio-preferences', JSON.stringify(preferences));
}

/** Runs in the page before anything else: notes what the policy refuses and how long the thread is blocked. */
function watch() {
  globalThis.violations = [];
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
    globalThis.violations.push(`${violatedDirective} ${blockedURI}`),
  );
  globalThis.blocks = [];
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) globalThis.blocks.push(duration);
  });
  observer.observe({ type: 'longtask' });
}
