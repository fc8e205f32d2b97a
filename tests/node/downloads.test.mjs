// Models and images over connections that break, servers that stall, lie or never end.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import test, { after } from 'node:test';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import zlib from 'node:zlib';
import { MediaError } from '@aurastream/media-wasm';
import { createBackgroundRemover, fetchModel } from '@aurastream/media-wasm/background-removal';
import { announcing, anotherPart, breakingOff, breakOff, endless, fallingSilent, refusing, theRest } from '../faulty-routes.mjs';
import { needsShared, readShared } from '../shared.mjs';

const selfie = fs.readFileSync(new URL('../../dist/models/selfie.onnx', import.meta.url));
const digest = { algorithm: 'sha256', hex: crypto.createHash('sha256').update(selfie).digest('hex') };
const image = { width: 8, height: 8, data: new Uint8ClampedArray(256).fill(200) };

/** The address of a server on a free port of this machine, for as long as this file's tests run. */
function serve(listener) {
  const server = http.createServer(listener).listen(0);
  after(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://localhost:${server.address().port}/`;
}

const createWith = (source, options) =>
  createBackgroundRemover({ model: { id: 'served', size: 256, scale: 255, digest, source }, cache: false, worker: false, ...options });

/** 'none' when a removal with the model that is served works, else the error. */
async function removalWith(source, options) {
  const remover = await createWith(source, options);
  try {
    await remover.remove(image, { mode: 'model', allowEmpty: true });
    return { code: 'none' };
  } catch (error) {
    assert.ok(error instanceof MediaError, `${error}`);
    return error;
  } finally {
    remover.dispose();
  }
}

test('a connection that breaks off is taken up again where it broke', async () => {
  const listener = breakingOff(selfie, { cuts: 2, resume: theRest });
  assert.equal((await removalWith(serve(listener))).code, 'none');
  assert.equal(listener.asked.length, 3);
  const starts = listener.asked.map(([range]) => Number(/^bytes=(\d+)-$/.exec(range)?.[1] ?? 0));
  assert.ok(0 === starts[0] && starts[0] < starts[1] && starts[1] < starts[2], `${starts}`);
  assert.deepEqual(listener.asked.map(([, ifRange]) => ifRange), [undefined, '"version-1"', '"version-1"']);
});

test('a date tells the version where there is no ETag, unless it is too fresh to', async () => {
  const resumes = async (headers) => {
    const listener = breakingOff(selfie, { headers, resume: theRest });
    assert.equal((await removalWith(serve(listener))).code, 'none');
    return listener.asked[1][0] !== undefined;
  };
  const old = new Date(Date.now() - 3_600_000).toUTCString();
  assert.equal(await resumes({ 'last-modified': old }), true);
  // Changed while it answers, however late that is.
  const fresh = { get 'last-modified'() { return new Date(Date.now() + 500).toUTCString(); } };
  assert.equal(await resumes(fresh), false);
  assert.equal(await resumes({ etag: 'W/"1"' }), false);
  assert.equal(await resumes({}), false);
});

test('where the rest cannot be had the file is fetched anew, and parts are never put together wrongly', async () => {
  const ways = { undefined, anotherPart, 416: refusing(416), 503: refusing(503) };
  for (const [name, resume] of Object.entries(ways)) {
    const listener = breakingOff(selfie, { resume });
    const { code } = await removalWith(serve(listener));
    // A server that is down for a moment is asked for the rest again, which this one never gives.
    assert.equal(code, name === '503' ? 'model_unavailable' : 'none', name);
    assert.ok(listener.asked.length <= 3);
  }
  // Another version meanwhile: the whole of it comes, and only it is used.
  let requests = 0;
  const changed = serve((_, response) => {
    requests += 1;
    const body = requests === 1 ? Buffer.alloc(selfie.length, 1) : selfie;
    response.writeHead(200, { etag: `"${requests}"`, 'content-length': body.length });
    if (requests === 1) breakOff(response, body.subarray(0, 1000));
    else response.end(body);
  });
  assert.equal((await removalWith(changed)).code, 'none');
});

test('a packed file is unpacked, and begun again when it breaks off', async () => {
  const listener = breakingOff(zlib.gzipSync(selfie), { headers: { etag: '"1"', 'content-encoding': 'gzip' } });
  assert.equal((await removalWith(serve(listener))).code, 'none');
  assert.deepEqual(listener.asked.map(([range]) => range), [undefined, undefined]);
});

test('after three broken connections it ends, and another call begins anew', async () => {
  const listener = breakingOff(selfie, { cuts: 3 });
  const remover = await createWith(serve(listener));
  await assert.rejects(remover.remove(image, { mode: 'model' }), ({ code, message }) => code === 'model_unavailable' && /broke off 3 times/.test(message));
  assert.equal((await remover.remove(image, { mode: 'model', allowEmpty: true })).width, 8);
  remover.dispose();
});

test('what is announced or sent beyond the limit is refused before it fills the memory', async () => {
  assert.equal((await removalWith(serve(announcing(3 * 2 ** 30)))).code, 'input_too_large');
  const never = endless();
  const remover = await createBackgroundRemover({ worker: false });
  await assert.rejects(remover.remove(serve(announcing(65 * 2 ** 20))), { code: 'input_too_large' });
  await assert.rejects(remover.remove(serve(never)), { code: 'input_too_large' });
  assert.ok(never.sent() < 100 * 2 ** 20, `${never.sent()} bytes were taken`);
  await assert.rejects(remover.remove(new Blob([new Uint8Array(65 * 2 ** 20)])), { code: 'input_too_large' });
  remover.dispose();
});

test('a server that sends nothing is given up after stallTimeout, whether or not it has begun', async () => {
  for (const worker of [true, false]) {
    for (const begun of [undefined, selfie.subarray(0, 1000)]) {
      let silent = true;
      const fallsSilent = fallingSilent(begun);
      const address = serve((request, response) => (silent ? fallsSilent(request, response) : response.end(selfie)));
      const remover = await createWith(address, { worker, stallTimeout: 200 });
      await assert.rejects(remover.remove(image, { mode: 'model' }), ({ code, message }) => code === 'model_unavailable' && /sent nothing for 200 ms/.test(message));
      await assert.rejects(remover.remove(serve(fallsSilent), { mode: 'flat' }), ({ code, message }) => code === 'fetch_failed' && /nothing/.test(message));
      silent = false;
      assert.equal((await remover.remove(image, { mode: 'model', allowEmpty: true })).width, 8);
      remover.dispose();
    }
  }
  for (const stallTimeout of [0, -1, NaN, Infinity, '1', 2 ** 31]) {
    await assert.rejects(createBackgroundRemover({ stallTimeout }), { code: 'invalid_argument' });
  }
});

test('a slow server is not a silent one', async () => {
  const address = serve(async (_, response) => {
    response.writeHead(200, { 'content-length': selfie.length });
    for (let part = 0; part < 8; part++) {
      response.write(selfie.subarray((part * selfie.length) >> 3, ((part + 1) * selfie.length) >> 3));
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    response.end();
  });
  assert.equal((await removalWith(address, { stallTimeout: 600 })).code, 'none');
});

test('redirects are followed, but not without end; part of a file is not taken for the whole', async () => {
  const at = serve((request, response) => {
    if (request.url === '/file') response.end(selfie);
    else if (request.url === '/part') response.writeHead(206, { 'content-range': `bytes 0-99/${selfie.length}` }).end(selfie.subarray(0, 100));
    else response.writeHead(302, { location: request.url === '/loop' ? '/loop' : '/file' }).end();
  });
  assert.equal((await removalWith(`${at}moved`)).code, 'none');
  assert.equal((await removalWith(`${at}loop`)).code, 'model_unavailable');
  assert.equal((await removalWith(`${at}part`)).code, 'model_unavailable');
});

test('a download that is aborted ends at once, between two tries too, and says why', async () => {
  const reason = new Error('changed my mind');
  // What has to have happened at the server: it answers nothing more, has not begun, or the connection is gone.
  const moments = [
    [fallingSilent(selfie.subarray(0, 1000)), 'request'],
    [fallingSilent(), 'request'],
    [breakingOff(selfie, { cuts: Infinity }), 'close'],
  ];
  for (const [listener, moment] of moments) {
    for (const worker of [true, false]) {
      const controller = new AbortController();
      const remover = await createWith(serve((request, response) => {
        if (moment === 'close') response.once('close', () => controller.abort(reason));
        else controller.abort(reason);
        listener(request, response);
      }), { worker });
      await assert.rejects(remover.remove(image, { mode: 'model', signal: controller.signal }), ({ code, cause }) => code === 'aborted' && cause === reason);
      remover.dispose();
    }
  }
});

test('only connections without progress count: a server that gives a tenth each time gives all in the end', async () => {
  let asked = 0;
  const address = serve((request, response) => {
    asked += 1;
    const from = Number(/\d+/.exec(request.headers.range)?.[0] ?? 0);
    const headers = { etag: '"1"', 'content-length': selfie.length - from };
    if (from > 0) response.writeHead(206, { ...headers, 'content-range': `bytes ${from}-${selfie.length - 1}/${selfie.length}` });
    else response.writeHead(200, headers);
    breakOff(response, selfie.subarray(from, from + Math.ceil(selfie.length / 10)));
  });
  assert.equal((await removalWith(address)).code, 'none');
  assert.ok(asked >= 10, `${asked}`);
});

test('a server that is busy is asked again when it says, and one that was reset', async () => {
  for (const [status, headers] of [[429, { 'retry-after': '0' }], [503, {}], [502, {}], [429, { 'retry-after': new Date(Date.now() - 5000).toUTCString() }]]) {
    let asked = 0;
    const address = serve((_, response) => (++asked < 3 ? response.writeHead(status, headers).end() : response.end(selfie)));
    assert.equal((await removalWith(address)).code, 'none', `${status}`);
    assert.equal(asked, 3);
  }
  let asked = 0;
  const reset = serve((request, response) => (++asked === 1 ? request.socket.resetAndDestroy() : response.end(selfie)));
  assert.equal((await removalWith(reset)).code, 'none');
  assert.equal(asked, 2);
  // Longer than the caller's patience: it is told so at once.
  let patient = 0;
  const closed = serve((_, response) => (patient++, response.writeHead(503, { 'retry-after': '3600' }).end()));
  const error = await removalWith(closed);
  assert.deepEqual([error.code, patient], ['model_unavailable', 1]);
  assert.match(error.message, /3600 s/);
  const forbidden = serve((_, response) => (patient++, response.writeHead(403).end()));
  assert.equal((await removalWith(forbidden)).code, 'model_unavailable');
  assert.equal(patient, 2, 'what is refused for good is not asked for again');
});

test('a part of another version, or of a file of another length, is never put behind the first', async () => {
  // Without a digest, so that nothing else would notice.
  const row = { id: 'served', size: 256, scale: 255 };
  const parts = {
    'another ETag': { etag: '"version-2"' },
    'another total': { 'content-range': (from) => `bytes ${from}-${selfie.length - 1}/${selfie.length + 7}` },
    'another start': { 'content-range': (from) => `bytes ${from - 1}-${selfie.length - 2}/${selfie.length}` },
    'beyond its end': { 'content-range': (from) => `bytes ${from}-${selfie.length}/${selfie.length}` },
    packed: { 'content-encoding': 'identity' },
  };
  for (const [name, headers] of Object.entries(parts)) {
    const resume = (response, { from, body }) => response.writeHead(206, {
      etag: '"version-1"', 'content-length': body.length - from, 'content-range': `bytes ${from}-${body.length - 1}/${body.length}`,
      ...Object.fromEntries(Object.entries(headers).map(([key, value]) => [key, typeof value === 'function' ? value(from) : value])),
    });
    const listener = breakingOff(selfie, { resume });
    const remover = await createBackgroundRemover({ model: { ...row, source: serve(listener) }, cache: false, worker: false });
    assert.equal((await remover.remove(image, { mode: 'model', allowEmpty: true })).width, 8, name);
    remover.dispose();
    assert.deepEqual(listener.asked.map(([range]) => range !== undefined), [false, true, false], name);
  }
});

test('from another origin only a part that shows its version is put behind the first', async (t) => {
  // As a page is told of it: without If-Range, which would take a preflight.
  const here = globalThis.fetch;
  t.after(() => (globalThis.fetch = here));
  globalThis.fetch = async (...given) => Object.defineProperty(await here(...given), 'type', { value: 'cors' });
  for (const [shown, asked] of [[{ etag: '"version-1"' }, [false, true]], [{}, [false, true, false]], [{ etag: '"version-2"' }, [false, true, false]]]) {
    const resume = (response, { from, body }) => response.writeHead(206, {
      ...shown, 'content-length': body.length - from, 'content-range': `bytes ${from}-${body.length - 1}/${body.length}`,
    });
    const listener = breakingOff(selfie, { resume });
    const source = serve(listener);
    const remover = await createBackgroundRemover({ model: { id: 'served', size: 256, scale: 255, source }, cache: false, worker: false });
    assert.equal((await remover.remove(image, { mode: 'model', allowEmpty: true })).width, 8);
    remover.dispose();
    assert.deepEqual(listener.asked.map(([range]) => range !== undefined), asked, JSON.stringify(shown));
    assert.ok(listener.asked.every(([, ifRange]) => ifRange === undefined));
  }
});

test('a server that lies about a range is asked for the whole file', async () => {
  const resume = (response, { from, body }) => {
    theRest(response, { from, body });
    response.end(Buffer.alloc(body.length - from, 7));
  };
  const listener = breakingOff(selfie, { resume });
  assert.equal((await removalWith(serve(listener))).code, 'none');
  assert.deepEqual(listener.asked.map(([range]) => range !== undefined), [false, true, false]);
  // Where no digest tells, more bytes than were announced do.
  const row = { id: 'served', size: 256, scale: 255 };
  const tooMuch = breakingOff(selfie, {
    resume: (response, { from, body }) => {
      response.writeHead(206, { etag: '"version-1"', 'content-range': `bytes ${from}-${body.length - 1}/${body.length}` });
      response.end(body.subarray(from - 9));
    },
  });
  const remover = await createBackgroundRemover({ model: { ...row, source: serve(tooMuch) }, cache: false, worker: false });
  assert.equal((await remover.remove(image, { mode: 'model', allowEmpty: true })).width, 8);
  remover.dispose();
  assert.deepEqual(tooMuch.asked.map(([range]) => range !== undefined), [false, true, false]);
});

test('a model is fetched from a mirror, through a broken connection, and checked', needsShared, async () => {
  const model = readShared('models/u2netp-fp16.onnx');
  const listener = breakingOff(model, { resume: theRest });
  const from = serve(listener);
  const seen = [];
  const arrived = [];
  const onProgress = (fraction, bytes) => (seen.push(fraction), arrived.push(bytes));
  const { bytes, url, licence } = await fetchModel('u2netp-fp16', { from, onProgress });
  assert.deepEqual(arrived.at(-1), { loaded: model.length, total: model.length });
  assert.deepEqual([url, licence], [`${from}u2netp-fp16.onnx`, 'Apache-2.0']);
  assert.equal(Buffer.compare(bytes, model), 0);
  assert.equal(listener.asked.length, 2);
  assert.equal(seen.at(-1), 1);
  for (let i = 1; i < seen.length; i++) assert.ok(seen[i] > seen[i - 1]);
  const page = serve((_, response) => response.end('<!doctype html><title>Sign in</title>'));
  const bad = [
    ['digest_mismatch', { from: serve((_, response) => response.end(selfie)) }],
    ['invalid_model', { from: page }],
    ['model_unavailable', { from: serve((_, response) => response.writeHead(404).end()) }],
    ['model_unavailable', { from: serve(fallingSilent(model.subarray(0, 1000))), stallTimeout: 200 }],
    ['aborted', { from, signal: AbortSignal.abort() }],
    ['invalid_argument', { from: 'ftp://localhost/' }],
    ['invalid_argument', { from, onProgress: 7 }],
    ['invalid_argument', { from, signal: 7 }],
    ['invalid_argument', { from, stallTimeout: 0 }],
  ];
  for (const [code, options] of bad) await assert.rejects(fetchModel('u2netp-fp16', options), { code }, JSON.stringify(options));
});

test('fetch-model leaves the whole file in the folder, or none', needsShared, async (t) => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fetched-'));
  t.after(() => fs.rmSync(folder, { recursive: true, force: true }));
  const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
  const fetchFrom = (from) => promisify(execFile)(process.execPath, [cli, 'fetch-model', 'u2netp-fp16', folder, '--from', from, '--original', '--json']);
  const model = readShared('models/u2netp-fp16.onnx');
  for (const listener of [breakingOff(model, { cuts: Infinity }), (_, response) => response.end(model.subarray(0, 1e6))]) {
    await assert.rejects(fetchFrom(serve(listener)), ({ code, stderr }) => code === 1 && /model_unavailable|digest_mismatch/.test(JSON.parse(stderr).code));
    assert.deepEqual(fs.readdirSync(folder), []);
  }
  const { stdout } = await fetchFrom(serve(breakingOff(model, { resume: theRest })));
  assert.deepEqual(fs.readdirSync(folder), ['u2netp-fp16.onnx']);
  assert.equal(JSON.parse(stdout).bytes, model.length);
  assert.equal(Buffer.compare(fs.readFileSync(path.join(folder, 'u2netp-fp16.onnx')), model), 0);
});
