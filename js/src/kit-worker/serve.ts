// The worker's side: calls come in by name, answers go out, sessions stay.
import { MediaError, packError, toMediaError } from '../errors.js';
import { createMediaKit } from '../index.js';
import { SnapSession } from '../placement/snap.js';
import { PreviewSession } from '../preview-session.js';
import { Selection } from '../selection.js';
import { buffersOf } from './buffers.js';
import type { Call, FromKitWorker, ToKitWorker } from './protocol.js';

type Post = (message: FromKitWorker, transfer: ArrayBuffer[]) => void;

const isSession = (value: unknown): value is { dispose(): void } =>
  value instanceof PreviewSession || value instanceof Selection || value instanceof SnapSession;

/** @returns what the worker does with each message that it gets */
export function serveKit(post: Post): (message: ToKitWorker) => void {
  const kit = createMediaKit();
  const sessions = new Map<number, { dispose(): void }>();
  let last = 0;

  async function answer({ id, target, path, args }: Call): Promise<void> {
    const started = await kit;
    const owner = target === 0 ? started : sessions.get(target);
    if (!owner) throw new MediaError('disposed', 'This session is over.');
    const value: unknown = await invoke(owner, path, args);
    if (isSession(value)) {
      sessions.set(++last, value);
      return post({ id, session: last }, []);
    }
    // What a session answers with may be its own memory; everything else is a copy already, and is given away.
    send(id, value, target === 0 ? buffersOf(value) : []);
  }

  function send(id: number, value: unknown, transfer: ArrayBuffer[]): void {
    try {
      post({ id, value }, transfer);
    } catch (thrown) {
      throw toMediaError(thrown, 'invalid_argument', 'What this method answers with cannot leave its worker.');
    }
  }

  kit.then(() => post({ ready: true }, []), () => {});
  return (message) => {
    if ('release' in message) {
      sessions.get(message.release)?.dispose();
      sessions.delete(message.release);
      return;
    }
    answer(message).catch((thrown: unknown) => post({ id: message.id, error: packError(toMediaError(thrown, 'internal_error')) }, []));
  };
}

/** Calls what a path leads to; what is no function is the answer itself. @throws MediaError `invalid_argument` */
function invoke(owner: object, path: readonly string[], args: unknown[]): unknown {
  let holder: object = owner;
  let value: unknown = owner;
  for (const name of path) {
    // Nothing that every object has: those are no methods of the kit.
    if (typeof value !== 'object' || value === null || name in Object.prototype || !(name in value)) {
      throw new MediaError('invalid_argument', `A kit has no ${path.join('.')}.`);
    }
    holder = value;
    value = (value as Record<string, unknown>)[name];
  }
  return typeof value === 'function' ? (value as (...args: unknown[]) => unknown).apply(holder, args) : value;
}
