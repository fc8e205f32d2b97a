// The browser's worker. A file of its own in dist/, with everything that it needs but ONNX Runtime's own files.
import type { FromWorker, ToWorker } from './protocol.js';
import { runtimes } from './runtimes-browser.js';
import { serve } from './serve.js';

const scope = self as unknown as {
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
  postMessage(message: FromWorker, transfer: Transferable[]): void;
};

const answer = serve(runtimes, (message, transfer) => scope.postMessage(message, transfer));
scope.onmessage = (event) => answer(event.data);
