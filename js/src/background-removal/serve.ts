// The engine's side of a worker: messages in, messages out.
import { toMediaError } from '../errors.js';
import type { Runtimes } from './device.js';
import { Engine } from './engine.js';
import type { FromWorker, ToWorker } from './protocol.js';

type Post = (message: FromWorker, transfer: ArrayBuffer[]) => void;

/** What a worker does with each message that it gets. The first one sets the engine up. */
export function serve(runtimes: Runtimes, post: Post): (message: ToWorker) => void {
  let engine: Engine | undefined;
  return (message) => {
    if ('setup' in message) {
      engine = new Engine(runtimes, message.setup);
      return;
    }
    const { id, job } = message;
    engine!.run(job, (phase, fraction) => post({ id, phase, fraction }, [])).then(
      (result) => post({ id, result }, [result.data.buffer]),
      (thrown: unknown) => {
        const { code, message: text } = toMediaError(thrown, 'internal_error');
        post({ id, code, message: text }, []);
      },
    );
  };
}
