// How many threads a network gets: browsers allow them to isolated pages only, and even there they may not start.
import { isNode } from '../node.js';
import type { Fallback } from './protocol.js';

/** The name of a worker that only answers; js/build.mjs adds the answer to ONNX Runtime's script. */
const PROBE = 'media-wasm-probe';

export interface Threads {
  threads: number;
  /** Why they are not as many as were asked for. */
  refused?: Fallback;
}

/** @param script of ONNX Runtime's threads */
export async function possibleThreads(asked: number, script: string): Promise<Threads> {
  if (asked === 1) return { threads: asked };
  if (isNode) {
    // ONNX Runtime's threads inherit the options of the process, refuse this one, and nobody hears their error: the
    // process would die of it. Our own worker is started without options.
    if (!process.execArgv.some((option) => option.startsWith('--input-type'))) return { threads: asked };
    return refuse('threads_blocked', 'Threads cannot be started in a process that runs with --input-type; in a worker (`worker: true`) they can.');
  }
  if (typeof SharedArrayBuffer !== 'function' || globalThis.crossOriginIsolated === false) {
    return refuse('not_isolated', 'Threads need a page that is cross-origin isolated (COOP and COEP headers).');
  }
  if (await canStart(script)) return { threads: asked };
  // ONNX Runtime would wait for them for ever.
  return refuse('threads_blocked', `Threads cannot be started from ${script}: the Content-Security-Policy forbids workers, `
    + 'or the script comes without a Cross-Origin-Embedder-Policy header.');
}

const refuse = (reason: Fallback['reason'], message: string): Threads => ({ threads: 1, refused: { from: 'threads', reason, message } });

async function canStart(script: string): Promise<boolean> {
  let worker: Worker | undefined;
  try {
    const thread = new Worker(script, { type: 'module', name: PROBE });
    worker = thread;
    return await new Promise<boolean>((resolve) => {
      thread.onmessage = () => resolve(true);
      thread.onerror = (event) => {
        event.preventDefault();
        resolve(false);
      };
    });
  } catch {
    return false;
  } finally {
    worker?.terminate();
  }
}
