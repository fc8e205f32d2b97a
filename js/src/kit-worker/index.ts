// The entry '@aurastream/media-wasm/worker': a kit off the page's thread.
import { absoluteUrl, assetsFolder, unknownFiles } from '../addresses.js';
import { browserChannel, nodeChannel } from '../background-removal/channel.js';
import { sendableBlob } from '../blobs.js';
import { isA, isBlob, isSignal } from '../brands.js';
import { released, releaseWhenForgotten } from '../disposal.js';
import { MediaError, refuseAborted, toMediaError } from '../errors.js';
import { guarded, refused } from '../guard.js';
import type { MediaKit } from '../kit.js';
import { isNode } from '../node.js';
import { buffersOf } from './buffers.js';
import { KitHost, type KitChannel } from './host.js';
import type { MediaKitWorker, MediaKitWorkerOptions, Remote, WorkerCallOptions } from './types.js';

export * from '../public.js';
export type { MediaKitWorker, MediaKitWorkerControls, MediaKitWorkerOptions, Remote, RemoteAnswer, RemoteMethod, RemoteSession, WorkerCallOptions } from './types.js';

/**
 * A kit in a worker: the methods of {@link MediaKit}, all answered later, so that no picture however large blocks the
 * page. Pixels and files that it answers with are transferred, not copied; `kit.with({ transfer })` gives those away that
 * it is given. Sessions (previews, selections, snapping) live in the worker. The worker starts here and ends with dispose().
 *
 * Not in it: `contract.schema()`, whose answer is made of functions, and options that are functions (messages). SVG is
 * drawn in pages alone.
 * @throws MediaError `worker_failed`, `wasm_unavailable`, `invalid_argument`
 * @function
 */
export const createMediaKitWorker = guarded(create, 'createMediaKitWorker');

async function create(options: MediaKitWorkerOptions = {}): Promise<MediaKitWorker> {
  const assetsUrl = options?.assetsUrl ?? undefined;
  if (assetsUrl !== undefined) await absoluteUrl(assetsUrl, 'assetsUrl');
  const host = new KitHost(() => opener(assetsUrl));
  try {
    await host.call({ target: 0, path: ['memoryBytes'], args: [], signal: undefined, transfer: [] });
  } catch (thrown) {
    host.dispose();
    throw thrown;
  }
  const own: Record<PropertyKey, unknown> = {
    with: guarded((call: WorkerCallOptions) => branch(host, [], checked(call)) as Remote<MediaKit>, 'kit.with'),
    dispose,
    ...(Symbol.dispose && { [Symbol.dispose]: dispose }),
    ...(Symbol.asyncDispose && {
      [Symbol.asyncDispose]: () => {
        dispose();
        return host.gone.then(() => undefined);
      },
    }),
  };
  const whole = withOwn(branch(host, [], {}), own);
  function dispose(): void {
    released(whole);
    host.dispose();
  }
  releaseWhenForgotten(whole, () => host.dispose());
  return whole as MediaKitWorker;
}

async function opener(assetsUrl: string | URL | undefined): Promise<() => KitChannel> {
  const folder = await assetsFolder(assetsUrl);
  if (isNode) {
    const own = folder?.startsWith('file:') ? folder : await assetsFolder(undefined);
    return nodeChannel(new URL('media-kit-worker.js', own), 'kit');
  }
  return () => browserChannel(workerFile(folder));
}

/** Written out so that bundlers see the file and copy it as it is. */
function workerFile(folder: string | undefined): string {
  if (folder !== undefined) return new URL('media-kit-worker.js', folder).href;
  try {
    return new URL('./media-kit-worker.js', import.meta.url).href;
  } catch (thrown) {
    return unknownFiles(thrown);
  }
}

/** @throws MediaError `invalid_argument` */
function checked({ signal, transfer }: WorkerCallOptions): WorkerCallOptions {
  if (signal != null && !isSignal(signal)) throw new MediaError('invalid_argument', 'signal is an AbortSignal.');
  if (transfer != null && !Array.isArray(transfer)) throw new MediaError('invalid_argument', 'transfer is an array of buffers.');
  return { signal: signal ?? undefined, transfer: transfer ?? undefined };
}

/** The same, with properties that it has itself. */
const withOwn = (target: object, own: Record<PropertyKey, unknown>): object =>
  new Proxy(target, { get: (_, name) => (Object.hasOwn(own, name) ? own[name] : (Reflect.get(target, name) as unknown)) });

interface Owner {
  target: number;
  generation: number;
}

/** Whatever is asked of it becomes a path, and a call where it is called. */
function branch(host: KitHost, path: string[], options: WorkerCallOptions, owner?: Owner): object {
  const call = (...args: unknown[]): Promise<unknown> => ask(host, path, args, options, owner)
    .catch((thrown: unknown) => Promise.reject(refused(thrown, [owner ? 'session' : 'kit', ...path].join('.'))));
  return new Proxy(call, {
    get(target, name) {
      if (name === 'toString' || name === 'valueOf') return Reflect.get(target, name) as unknown;
      // A promise's `then` is none of a kit's: `await kit` would wait for ever.
      if (typeof name !== 'string' || name === 'then' || name === 'toJSON') return undefined;
      return branch(host, [...path, name], options, owner);
    },
    set: () => false,
  });
}

async function ask(host: KitHost, path: string[], given: unknown[], options: WorkerCallOptions, owner?: Owner): Promise<unknown> {
  const { args, signal } = withoutSignal(given, options.signal);
  refuseAborted(signal, 'The call');
  if (owner && owner.generation !== host.generation) throw new MediaError('disposed', 'The worker of this session has ended; create another session.');
  const read = args.map((arg) => sendableArg(arg, 1));
  const ready = read.some((arg) => arg instanceof Promise) ? await Promise.all(read) : read;
  const answer = await host.call({ target: owner?.target ?? 0, path, ...copied(ready, options.transfer ?? []), signal });
  return 'session' in answer ? session(host, { target: answer.session, generation: host.generation }) : answer.value;
}

/** What cannot cross as it is, read here: an argument, or a member of one (`image` of an upload). A promise where that takes a while. */
function sendableArg(arg: unknown, depth: number): unknown {
  if (isA(arg, 'Response')) return (arg as Response).blob();
  if (isBlob(arg)) return isNode ? sendableBlob(arg) : arg;
  if (depth === 0 || typeof arg !== 'object' || arg === null || Object.getPrototypeOf(arg) !== Object.prototype) return arg;
  const members = Object.entries(arg).map(([name, value]) => [name, sendableArg(value, depth - 1)] as const);
  if (!members.some(([, value]) => value instanceof Promise)) return arg;
  return Promise.all(members.map(async ([name, value]) => [name, await value] as const)).then(Object.fromEntries);
}

/** Copies: the caller may change what it gave while the call waits. They are given away then, so that this is the only copy. */
function copied(args: unknown[], transfer: readonly Transferable[]): { args: unknown[]; transfer: readonly Transferable[] } {
  if (typeof structuredClone !== 'function') return { args, transfer };
  try {
    const copies = structuredClone(args, { transfer: [...transfer] });
    return { args: copies, transfer: buffersOf(copies) };
  } catch (thrown) {
    throw toMediaError(thrown, 'invalid_argument', 'An argument cannot be sent to a worker; functions and DOM objects cannot.');
  }
}

/** A signal among a call's options counts as one of with(): it cannot cross. */
function withoutSignal(given: unknown[], own: AbortSignal | undefined): { args: unknown[]; signal: AbortSignal | undefined } {
  let signal = own;
  const args = given.map((arg) => {
    if (typeof arg !== 'object' || arg === null || !isSignal((arg as { signal?: unknown }).signal)) return arg;
    const { signal: found, ...rest } = arg as { signal: AbortSignal };
    signal ??= found;
    return rest;
  });
  return { args, signal };
}

function session(host: KitHost, owner: Owner): unknown {
  const release = (): void => host.release(owner.target, owner.generation);
  const dispose = (): void => {
    released(whole);
    release();
  };
  const own: Record<PropertyKey, unknown> = { dispose, ...(Symbol.dispose && { [Symbol.dispose]: dispose }) };
  const whole = withOwn(branch(host, [], {}, owner), own);
  releaseWhenForgotten(whole, release);
  return whole;
}
