// The browser's worker. A file of its own in dist/, with everything that it needs but ONNX Runtime's two files.
import * as runtime from 'onnxruntime-web/wasm';
import type { FromWorker, ToWorker } from './protocol.js';
import { serve } from './serve.js';
import type { Runtime } from './session.js';

const scope = self as unknown as {
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
  postMessage(message: FromWorker, transfer: Transferable[]): void;
};

const answer = serve(runtime as unknown as Runtime, (message, transfer) => scope.postMessage(message, transfer));
scope.onmessage = (event) => answer(event.data);
