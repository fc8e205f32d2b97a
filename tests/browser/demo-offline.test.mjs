// The page without its server: it starts, has its project, cuts out if it did before, and says so if it did not; a new
// build is seen at once.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { fileURLToPath } from 'node:url';
import { serve } from '../../demo/serve.mjs';
import { needsShared, readShared, shared } from '../shared.mjs';
import { clickWhatStands, launchChromium } from './support.mjs';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'media-offline-'));
const site = path.join(folder, 'site');
let browser;
before(async () => {
  fs.cpSync(fileURLToPath(new URL('../../build/demo', import.meta.url)), site, { recursive: true });
  browser = await launchChromium();
});
after(async () => {
  await browser?.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

/** A visitor of a server of its own, whose pictures are not cut out by themselves. */
async function visit(page, address) {
  clickWhatStands(page);
  await page.evaluateOnNewDocument(() => localStorage.setItem('studio-preferences', '{"cutOutAtOnce":false}'));
  await page.goto(address);
  await page.waitForSelector('html[data-ready]');
  // Installed, and between the page and the network.
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (!navigator.serviceWorker.controller) await new Promise((resolve) => navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true }));
  });
}

async function aVisit(check, beside) {
  const server = await serve(site, 0, beside);
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  let isOpen = true;
  const close = async () => {
    if (isOpen) await server.close();
    isOpen = false;
    await page.setOfflineMode(true); // what navigator.onLine says
  };
  try {
    await visit(page, server.address);
    await check(page, close);
  } finally {
    await context.close();
    if (isOpen) await server.close();
  }
}

/** `takenOver` settles once a worker that waited is active; a page of no site listens, so none is kept waiting by it. */
async function watchWorkers(context) {
  const session = await (await context.newPage()).createCDPSession();
  const waited = new Set();
  const takenOver = new Promise((resolve) => {
    session.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
      for (const { versionId, status } of versions) {
        if (status === 'installed') waited.add(versionId);
        if (status === 'activated' && waited.has(versionId)) resolve();
      }
    });
  });
  await session.send('ServiceWorker.enable');
  return { takenOver };
}

const again = async (page) => {
  await page.reload();
  await page.waitForSelector('html[data-ready]');
};
const says = (page, text) => page.waitForFunction((wanted) => document.querySelector('#status').textContent.includes(wanted), { timeout: 60_000 }, text);

test('offline, the page starts, places and downloads; what was never loaded is named', async () => {
  await aVisit(async (page, closeServer) => {
    await closeServer();
    await again(page);
    assert.equal(await page.evaluate(() => crossOriginIsolated), true, 'the headers are kept, too');
    await page.click('#samples li:nth-child(1) button');
    await page.waitForSelector('.image');
    await page.click('#remove');
    await page.waitForSelector('#problems:not([hidden])', { timeout: 60_000 });
    assert.match(await page.$eval('#problems', ({ textContent }) => textContent), /You are offline.*Everything else works now/);
    await page.click('#place');
    await page.waitForSelector('#preview[data-settled=true]');
    await page.click('#download');
    await says(page, 'thumbnail.png saved');
    assert.match(await page.$eval('#shelf-absent', ({ textContent }) => textContent), /need a server/);
  });
});

test('what one removal has loaded is kept: the next one needs no network', async () => {
  await aVisit(async (page, closeServer) => {
    await page.click('#samples li:nth-child(1) button');
    await page.waitForSelector('#remove:not([hidden])');
    await page.click('#remove');
    await says(page, 'Background removed');
    await page.waitForSelector('html[data-saved=true]');
    await closeServer();
    await again(page);
    await page.waitForFunction(() => document.querySelector('.image .note')?.textContent.includes('cut out'));
    await page.click('#remove');
    await says(page, 'Background removed');
  });
});

test('a new build is seen at once, and takes the place of the old one', async () => {
  await aVisit(async (page) => {
    const first = await page.evaluate(() => caches.keys());
    const index = path.join(site, 'index.html');
    const worker = path.join(site, 'service-worker.js');
    const [html, script] = [index, worker].map((file) => fs.readFileSync(file, 'utf8'));
    try {
      fs.writeFileSync(index, html.replace('<body>', '<body data-build="2">'));
      fs.writeFileSync(worker, script.replace(/VERSION = '\w+'/, "VERSION = 'second'"));
      await again(page);
      assert.equal(await page.evaluate(() => document.body.dataset.build), '2', 'not the page that was kept');
      // The browser looks for a new one by itself within a day; here it is asked to.
      await page.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()));
      await page.evaluate(async () => {
        const { waiting, installing } = await navigator.serviceWorker.ready;
        const next = waiting ?? installing;
        if (next?.state === 'installing') await new Promise((resolve) => next.addEventListener('statechange', resolve, { once: true }));
      });
      const both = await page.evaluate(() => caches.keys());
      assert.deepEqual([first.length, both.length], [1, 2], 'the old one stays while its pages are open');
      const address = page.url();
      // Back only once it has taken over: a page that comes earlier still belongs to the old one.
      const { takenOver } = await watchWorkers(page.browserContext());
      await page.goto('about:blank');
      await takenOver;
      await page.goto(address);
      await page.waitForSelector('html[data-ready]');
      await page.waitForFunction(async () => (await caches.keys()).join() === 'studio-second');
    } finally {
      fs.writeFileSync(index, html);
      fs.writeFileSync(worker, script);
    }
  });
});

/** A stand-in for the general model's publisher. @returns serve()'s option */
async function aPublisher(check) {
  const publisher = http.createServer((_request, response) => response.end(readShared('models/u2netp-fp16.onnx')));
  await new Promise((resolve) => publisher.listen(0, 'localhost', resolve));
  const kept = path.join(folder, 'models');
  try {
    await check({ folder: kept, id: 'u2netp-fp16', from: `http://localhost:${publisher.address().port}/` });
  } finally {
    fs.rmSync(kept, { recursive: true, force: true });
    publisher.close();
    publisher.closeAllConnections();
  }
}

test('a general model that was got once works without a network', needsShared, () => aPublisher(async (models) => {
  await aVisit(async (page, closeServer) => {
    const isFoundByIt = () => page.waitForFunction(() => document.querySelector('#cutout-technical').textContent.includes('u2netp-fp16'), { timeout: 120_000 });
    await (await page.$('#file')).uploadFile(shared('images/rembg/car-1.jpg'));
    await page.waitForSelector('#remove:not([hidden])');
    await page.click('#remove');
    await page.waitForSelector('#general:not([hidden])', { timeout: 60_000 });
    await page.click('#get-general');
    await isFoundByIt();
    await page.waitForSelector('html[data-saved=true]');
    await closeServer();
    await again(page);
    await page.waitForSelector('html[data-models=known]');
    await page.waitForFunction(() => document.querySelector('.image .note')?.textContent.includes('cut out'));
    await page.click('#remove');
    await says(page, 'Cutting out');
    await page.waitForFunction(() => !document.querySelector('#remove').disabled, { timeout: 120_000 });
    assert.equal(await page.$eval('#problems', ({ hidden }) => hidden), true);
    assert.equal(await page.$eval('#general', ({ hidden }) => hidden), true, 'it is not offered once more');
    await isFoundByIt();
  }, { models });
}));

test('the page can be installed: a manifest with a name, a start, icons', async () => {
  await aVisit(async (page) => {
    const session = await page.createCDPSession();
    const { errors, data } = await session.send('Page.getAppManifest');
    assert.deepEqual(errors, []);
    const { name, start_url: start, display, icons } = JSON.parse(data);
    assert.deepEqual([name, start, display], ['AuraStream Media Studio', './', 'standalone']);
    for (const { src } of icons) assert.ok(fs.existsSync(path.join(site, src)), src);
    const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
    assert.deepEqual(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito'), []);
  });
});
