// A worker of the browser or of Node, as one thing. Its errors are listened to from its first moment to its last: one
// that nobody hears ends a Node process.
import { nodeModule } from '../node.js';
import type { FromWorker, ToWorker } from './protocol.js';

export interface Channel<To = ToWorker, From = FromWorker> {
  post(message: To, transfer: Transferable[]): void;
  onMessage: (message: From) => void;
  /** Told once; not when it was terminated. */
  onDeath: (reason: string, cause: unknown) => void;
  /** @returns when it is gone */
  terminate(): Promise<void>;
}

const nothing = (): void => {};

export function browserChannel<To = ToWorker, From = FromWorker>(workerUrl: string): Channel<To, From> {
  const { worker, release } = openWorker(workerUrl);
  const channel: Channel<To, From> = {
    post: (message, transfer) => worker.postMessage(message, transfer),
    onMessage: nothing,
    onDeath: nothing,
    async terminate() {
      channel.onMessage = channel.onDeath = nothing;
      worker.terminate();
      release();
    },
  };
  worker.onmessage = (event: MessageEvent<From>) => channel.onMessage(event.data);
  worker.onmessageerror = () => channel.onDeath('a message was lost.', undefined);
  worker.onerror = (event) => {
    event.preventDefault();
    const reason = event.message || 'its file cannot be loaded (where no bundler copied it, serve a copy of dist/ and say assetsUrl), or the Content-Security-Policy forbids it (worker-src; files of another origin need blob: there).';
    channel.onDeath(reason, event.error ?? undefined);
  };
  return channel;
}

/**
 * A worker's script that loads another one. Not by a static import, which falls under worker-src as well; so it keeps
 * what arrives before the other listens, and throws what nobody would hear of.
 */
const starterOf = (file: string): string => `const early = [];
onmessage = (event) => early.push(event);
import(${JSON.stringify(file)}).then(() => early.forEach((event) => onmessage(event)), (error) => setTimeout(() => { throw error; }));`;

/** Browsers start workers from the page's own origin only; but such a worker may import what another origin allows. */
function openWorker(file: string): { worker: Worker; release(): void } {
  if (typeof Worker !== 'function') throw new Error('there are no workers here');
  if (new URL(file, location.href).origin === location.origin) return { worker: new Worker(file, { type: 'module' }), release: nothing };
  const starter = URL.createObjectURL(new Blob([starterOf(file)], { type: 'text/javascript' }));
  const release = (): void => URL.revokeObjectURL(starter);
  try {
    return { worker: new Worker(starter, { type: 'module' }), release };
  } catch (thrown) {
    release();
    throw thrown;
  }
}

/**
 * @param job what the worker's file is to do, for those that can do several things
 * @returns what starts a worker at once, so that nothing can come between its start and its listeners
 */
export async function nodeChannel<To = ToWorker, From = FromWorker>(file: URL, job: string): Promise<() => Channel<To, From>> {
  const { Worker: NodeWorker } = await nodeModule('node:worker_threads');
  return () => {
    // Options of the process, such as --input-type=module of `node -e`, are not for the worker.
    const worker = new NodeWorker(file, { workerData: { mediaWasm: job }, execArgv: [] });
    const channel: Channel<To, From> = {
      post: (message, transfer) => worker.postMessage(message, transfer as never),
      onMessage: nothing,
      onDeath: nothing,
      async terminate() {
        channel.onMessage = channel.onDeath = nothing;
        await worker.terminate();
      },
    };
    worker.on('message', (message: From) => channel.onMessage(message));
    worker.on('messageerror', (error) => channel.onDeath('a message was lost.', error));
    worker.on('error', (error) => channel.onDeath(error.message, error));
    worker.on('exit', () => channel.onDeath('it ended.', undefined));
    worker.unref(); // what waits for it keeps the process alive
    return channel;
  };
}
