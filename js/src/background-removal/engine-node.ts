// The engine in Node: loaded as a worker thread it serves messages, else it is used in the caller's thread.
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import * as runtime from 'onnxruntime-web';
import { Engine } from './engine.js';
import type { EngineSetup, ToWorker } from './protocol.js';
import { serve } from './serve.js';
import type { Runtime } from './session.js';

export const createEngine = (setup: EngineSetup): Engine => new Engine(runtime as unknown as Runtime, setup);

if (!isMainThread && parentPort && (workerData as { mediaWasm?: string } | null)?.mediaWasm === 'background-removal') {
  const port = parentPort;
  const answer = serve(runtime as unknown as Runtime, (message, transfer) => port.postMessage(message, transfer));
  port.on('message', (message: ToWorker) => answer(message));
}
