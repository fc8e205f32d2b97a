// The worker of createMediaKitWorker(): one whole file for browsers and Node.
import { isNode, nodeModule } from '../node.js';
import type { FromKitWorker, ToKitWorker } from './protocol.js';
import { serveKit } from './serve.js';

interface Scope {
  onmessage: ((event: MessageEvent<ToKitWorker>) => void) | null;
  postMessage(message: FromKitWorker, transfer: Transferable[]): void;
}

async function serveNode(): Promise<void> {
  const { parentPort } = await nodeModule('node:worker_threads');
  const answer = serveKit((message, transfer) => parentPort!.postMessage(message, transfer));
  parentPort!.on('message', answer);
}

if (isNode) void serveNode();
else {
  const scope = self as unknown as Scope;
  const answer = serveKit((message, transfer) => scope.postMessage(message, transfer));
  scope.onmessage = (event) => answer(event.data);
}
