// The models that the demo's server keeps for its page: fetched from their publisher, from a mirror, or handed over by
// the person; checked and folded by the package's own fetchModel().
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';
import { isOwnPage } from './own-page.mjs';

/** More than a model for pages has. */
const MOST_BYTES = 64 * 2 ** 20;

async function received(request, file) {
  let bytes = 0;
  await pipeline(request, async function* (chunks) {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      if (bytes > MOST_BYTES) throw Object.assign(new Error('The file is too large for this model.'), { code: 'input_too_large' });
      yield chunk;
    }
  }, fs.createWriteStream(file));
}

/**
 * Answers requests for models.json (what there is), POST models/ID (fetch it) and PUT models/ID (keep this file).
 * @param options.folder where it is kept
 * @param options.id the general model that the page offers
 * @param options.from a mirror, see fetchModel(); by default their publisher
 * @returns a function that answers a request or gives false
 */
export function modelKeeper({ folder, id = 'u2netp', from }) {
  const file = path.join(folder, `${id}.onnx`);
  const state = () => ({ general: id, kept: fs.existsSync(file), fetches: true });

  async function keep(source, signal) {
    const { fetchModel } = await import('@aurastream/media-wasm/background-removal');
    const { bytes } = await fetchModel(id, { fold: true, signal, ...(source && { from: source }) });
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(`${file}.part`, bytes);
    fs.renameSync(`${file}.part`, file); // whole or not there
  }

  async function answer(request, signal) {
    if (request.method === 'POST') return keep(from, signal);
    const inbox = fs.mkdtempSync(path.join(os.tmpdir(), 'model-'));
    try {
      await received(request, path.join(inbox, 'given.onnx'));
      await keep(pathToFileURL(path.join(inbox, 'given.onnx')), signal);
    } finally {
      fs.rmSync(inbox, { recursive: true, force: true });
    }
  }

  return {
    /** The kept file that a path names. */
    file: (requestPath) => (requestPath === `/models/${id}.onnx` && fs.existsSync(file) ? file : undefined),
    async handle(request, response, headers) {
      const send = (status, body) => response.writeHead(status, { ...headers, 'content-type': 'application/json' }).end(JSON.stringify(body));
      const requestPath = (request.url ?? '/').split(/[?#]/, 1)[0];
      if (requestPath === '/models.json' && request.method === 'GET') return send(200, state()), true;
      if (requestPath !== `/models/${id}` || !['POST', 'PUT'].includes(request.method)) return false;
      if (!isOwnPage(request)) return send(403, { code: 'invalid_argument', message: 'Only the page itself may ask for models.' }), true;
      const gone = new AbortController();
      response.on('close', () => gone.abort());
      try {
        await answer(request, gone.signal);
        send(200, state());
      } catch (thrown) {
        if (!response.headersSent && !response.destroyed) send(502, { code: thrown.code ?? 'internal_error', message: thrown.message });
      }
      return true;
    },
  };
}
