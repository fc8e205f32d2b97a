// The engine in Node: loaded as a worker thread it serves messages, else it is used in the caller's thread.
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import * as wasm from 'onnxruntime-web';
import type { Runtimes } from './device.js';
import type { Compiling } from './ahead.js';
import { Engine } from './engine.js';
import type { EngineSetup, ToWorker } from './protocol.js';
import { serve } from './serve.js';
import type { Runtime } from './session.js';

const runtimes: Runtimes = { wasm: wasm as unknown as Runtime };

export const createEngine = (setup: EngineSetup, compiling?: Compiling): Engine => new Engine(runtimes, setup, compiling);

if (!isMainThread && parentPort && (workerData as { mediaWasm?: string } | null)?.mediaWasm === 'background-removal') {
  const port = parentPort;
  const answer = serve(runtimes, (message, transfer) => port.postMessage(message, transfer));
  port.on('message', (message: ToWorker) => answer(message));
}
