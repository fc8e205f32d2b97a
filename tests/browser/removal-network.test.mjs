// Models over connections that break, from servers that stall or send something else, and onto storage that is full
// or refused: in a page, where the worker does the fetching.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test, { after } from 'node:test';
import zlib from 'node:zlib';
import { announcing, breakingOff, fallingSilent, theRest } from '../faulty-routes.mjs';
import { servePackage } from './package-server.mjs';
import { inEachBrowser, openPackage, serveFile } from './removal-page.mjs';
import { launchChromium } from './support.mjs';

const file = new URL('../../dist/models/selfie.onnx', import.meta.url);
const model = fs.readFileSync(file);
const digest = { algorithm: 'sha256', hex: crypto.createHash('sha256').update(model).digest('hex') };
/** The shipped model as a host's own, from a server of the test's; the page's `row`. */
const row = { id: 'served', size: 256, scale: 255, digest };
const working = serveFile(file, 'application/octet-stream');

/** The code of a removal with the model at an address, and whether it was told in words that match. */
function codeWith(page, source, { says = '', ...options } = {}) {
  return page.evaluate(async (model, pattern, given) => {
    const remover = await removal.createBackgroundRemover({ model, ...given });
    const onProgress = ({ loaded }) => loaded && globalThis.received?.(model.source);
    try {
      await remover.remove(picture(), { mode: 'model', allowEmpty: true, onProgress });
      return 'none';
    } catch ({ code, message }) {
      return new RegExp(pattern).test(message) ? code : message;
    } finally {
      remover.dispose();
    }
  }, { ...row, source }, says, options);
}

/** By file name: resolves when some of that model has reached the page, which `tellTo` connects. */
function receipts() {
  const arrivals = new EventEmitter();
  return {
    by: (name) => {
      const arrived = once(arrivals, name);
      return () => arrived;
    },
    tellTo: (page) => page.exposeFunction('received', (source) => arrivals.emit(path.posix.basename(source))),
  };
}

const kept = (page) => page.evaluate(() => removal.listCachedModels());

/** A host that is this machine by a name that no browser takes for a secure one. */
const INSECURE = 'insecure.test';
const insecure = {
  Chromium: { args: [`--host-resolver-rules=MAP ${INSECURE} localhost`] },
  Firefox: { extraPrefsFirefox: { 'network.dns.localDomains': INSECURE } },
};

inEachBrowser((open) => {
  test('a model arrives over a connection that breaks off, by its rest where the server allows it', async (t) => {
    const received = receipts();
    const resumed = breakingOff(model, { resume: theRest, received: received.by('resumed.onnx') });
    const begunAnew = breakingOff(model, { headers: {}, received: received.by('anew.onnx') });
    const { page } = await open(t, { routes: { '/resumed.onnx': resumed, '/anew.onnx': begunAnew } });
    await received.tellTo(page);
    assert.equal(await codeWith(page, '/resumed.onnx'), 'none');
    assert.equal(await codeWith(page, '/anew.onnx', { cache: false }), 'none');
    assert.equal(resumed.asked.length, 2);
    assert.ok(resumed.asked.some(([range]) => /^bytes=[1-9]\d*-$/.test(range)), JSON.stringify(resumed.asked));
    assert.deepEqual(begunAnew.asked.map(([range]) => range), [undefined, undefined]);
    assert.deepEqual((await kept(page)).map(({ bytes }) => bytes), [model.length]);
    // The file is known by its digest, whatever its address.
    assert.equal(await codeWith(page, '/missing.onnx'), 'none');
  });

  test('a server that stalls, breaks off, refuses, lies or sends something else is told apart', async (t) => {
    const { page } = await open(t, {
      routes: {
        '/silent.onnx': fallingSilent(),
        '/stalls.onnx': fallingSilent(model.subarray(0, 1000)),
        '/breaks.onnx': breakingOff(model, { cuts: Infinity, headers: {} }),
        '/page.onnx': (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><p>Hello</p>'),
        '/damaged.onnx': (_, response) => response.end(model.map((byte, i) => (i === 1000 ? byte ^ 1 : byte))),
        '/huge.onnx': announcing(3 * 2 ** 30),
        '/loop.onnx': (_, response) => response.writeHead(302, { location: '/loop.onnx' }).end(),
        '/moved.onnx': (_, response) => response.writeHead(302, { location: '/there.onnx' }).end(),
        '/there.onnx': working,
      },
    });
    const stalled = { says: 'sent nothing for 300 ms', stallTimeout: 300 };
    assert.equal(await codeWith(page, '/silent.onnx', stalled), 'model_unavailable');
    assert.equal(await codeWith(page, '/stalls.onnx', stalled), 'model_unavailable');
    assert.equal(await codeWith(page, '/breaks.onnx', { says: 'broke off 3 times' }), 'model_unavailable');
    assert.equal(await codeWith(page, '/missing.onnx', { says: 'answered 404' }), 'model_unavailable');
    assert.equal(await codeWith(page, '/loop.onnx'), 'model_unavailable');
    assert.equal(await codeWith(page, '/page.onnx', { says: 'web page' }), 'invalid_model');
    assert.equal(await codeWith(page, '/damaged.onnx'), 'digest_mismatch');
    assert.equal(await codeWith(page, '/huge.onnx'), 'input_too_large');
    assert.deepEqual(await kept(page), [], 'no part of any of them was kept');
    assert.equal(await codeWith(page, '/moved.onnx'), 'none');
  });

  test('a model of another origin arrives packed, or over a connection that breaks off', async (t) => {
    const anyone = { 'access-control-allow-origin': '*' };
    // What a page is told of such an answer: its length, but not that it is packed.
    const packed = zlib.gzipSync(model);
    const received = receipts();
    const broken = breakingOff(model, { headers: { ...anyone, etag: '"1"' }, received: received.by('broken.onnx') });
    const shown = { ...anyone, 'access-control-expose-headers': 'etag, content-range' };
    const resumed = breakingOff(model, {
      headers: { ...shown, etag: '"version-1"' },
      resume: (response, { from, body }) => response.writeHead(206, {
        ...shown, etag: '"version-1"', 'content-length': body.length - from, 'content-range': `bytes ${from}-${body.length - 1}/${body.length}`,
      }),
      received: received.by('resumed.onnx'),
    });
    const host = await servePackage({
      routes: {
        '/packed.onnx': (_, response) => response.writeHead(200, { ...anyone, 'content-encoding': 'gzip', 'content-length': packed.length }).end(packed),
        '/broken.onnx': broken,
        '/resumed.onnx': resumed,
        '/closed.onnx': working,
      },
    });
    t.after(() => host.close());
    const { page } = await open(t, { policy: "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; connect-src *" });
    await received.tellTo(page);
    for (const name of ['packed', 'broken', 'resumed']) assert.equal(await codeWith(page, `${host.address}${name}.onnx`, { cache: false }), 'none', name);
    assert.ok(broken.asked.length > 1);
    assert.ok(resumed.asked.some(([range]) => /^bytes=[1-9]\d*-$/.test(range)), JSON.stringify(resumed.asked));
    assert.equal(await codeWith(page, `${host.address}closed.onnx`), 'model_unavailable');
  });

  test('after a failure the same remover works as soon as the server does', async (t) => {
    let requests = 0;
    const silent = fallingSilent(model.subarray(0, 1000));
    const { page } = await open(t, { routes: { '/model.onnx': (...both) => (++requests === 1 ? silent(...both) : working(...both)) } });
    const codes = await page.evaluate(async (model) => {
      const remover = await removal.createBackgroundRemover({ model, stallTimeout: 300 });
      const out = [await codeOf(remover.remove(picture(), { mode: 'model', allowEmpty: true })), await codeOf(remover.remove(picture(), { mode: 'model', allowEmpty: true }))];
      remover.dispose();
      return out;
    }, { ...row, source: '/model.onnx' });
    assert.deepEqual(codes, ['model_unavailable', 'none']);
  });

  test('a kept model spares the network, and is fetched again after it was cleared', async (t) => {
    let requests = 0;
    const { page } = await open(t, { routes: { '/model.onnx': (...both) => (requests++, working(...both)) } });
    assert.equal(await codeWith(page, '/model.onnx'), 'none');
    assert.equal(await codeWith(page, '/model.onnx'), 'none');
    assert.equal(requests, 1);
    const [{ url, bytes }] = await kept(page);
    assert.deepEqual([new URL(url).pathname, bytes], ['/model.onnx', model.length]);
    await page.evaluate(() => removal.clearModelCache());
    assert.deepEqual(await kept(page), []);
    assert.equal(await codeWith(page, '/model.onnx'), 'none');
    assert.equal(requests, 2);
  });
});

inEachBrowser((open) => {
  test('on an insecure origin, which has no storage, models are fetched and checked', async (t) => {
    let requests = 0;
    const { page } = await open(t, {
      hostname: INSECURE,
      routes: {
        '/model.onnx': (...both) => (requests++, working(...both)),
        '/damaged.onnx': (_, response) => response.end(model.subarray(0, 100_000)),
      },
    });
    assert.equal(await page.evaluate(() => typeof caches), 'undefined');
    assert.equal(await codeWith(page, '/model.onnx'), 'none');
    assert.equal(await codeWith(page, '/model.onnx'), 'none');
    assert.equal(requests, 2);
    assert.equal(await codeWith(page, '/damaged.onnx'), 'digest_mismatch');
    assert.deepEqual(await kept(page), []);
  });
}, insecure);

/** Browsers whose users refuse that sites keep anything. */
const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'no-site-data-'));
after(() => fs.rmSync(profile, { recursive: true, force: true }));
fs.mkdirSync(path.join(profile, 'Default'));
fs.writeFileSync(path.join(profile, 'Default/Preferences'), JSON.stringify({ profile: { default_content_setting_values: { cookies: 2 } } }));
const refusing = { Chromium: { userDataDir: profile }, Firefox: { extraPrefsFirefox: { 'network.cookie.cookieBehavior': 2 } } };

inEachBrowser((open) => {
  test('where the user refuses storage, the model is fetched each time', async (t) => {
    let requests = 0;
    const { page } = await open(t, { routes: { '/model.onnx': (...both) => (requests++, working(...both)) } });
    const refusal = await page.evaluate(() => caches.open('another').then(() => '', ({ name }) => name));
    assert.equal(refusal, 'SecurityError', 'the storage is refused indeed');
    for (const worker of [true, false]) assert.equal(await codeWith(page, '/model.onnx', { worker }), 'none');
    assert.equal(requests, 2);
    assert.deepEqual(await kept(page), []);
    assert.equal(await page.evaluate(() => codeOf(removal.clearModelCache())), 'write_failed');
  });
}, refusing);

test('in Chromium with full storage the removal works, nothing half-written stays, and later the model is kept', async (t) => {
  let requests = 0;
  const browser = await launchChromium();
  const { page } = await openPackage(t, browser, { routes: { '/model.onnx': (...both) => (requests++, working(...both)) } });
  t.after(() => browser.close());
  const session = await page.createCDPSession();
  const { origin } = new URL(page.url());
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1000 });
  const put = async () => (await caches.open('another')).put('/x', new Response(new Uint8Array(5000)));
  const refusal = await page.evaluate(`(${put})().then(() => '', ({ name }) => name)`);
  assert.equal(refusal, 'QuotaExceededError', 'the storage is full indeed');
  for (const worker of [true, false]) assert.equal(await codeWith(page, '/model.onnx', { worker }), 'none');
  assert.equal(requests, 2);
  assert.deepEqual(await kept(page), []);
  await session.send('Storage.overrideQuotaForOrigin', { origin });
  for (const worker of [true, false]) assert.equal(await codeWith(page, '/model.onnx', { worker }), 'none');
  assert.equal(requests, 3);
  assert.equal((await kept(page)).length, 1);
});
