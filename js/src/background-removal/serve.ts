// The engine's side of a worker: messages in, messages out.
import { packError, toMediaError } from '../errors.js';
import type { Compiling } from './ahead.js';
import type { Runtimes } from './device.js';
import { Engine } from './engine.js';
import type { Arrived, FromWorker, Plan, RemovalPhase, Report, ToWorker } from './protocol.js';

type Post = (message: FromWorker, transfer: ArrayBuffer[]) => void;

/** What a worker does with each message that it gets. The first one sets the engine up. */
export function serve(runtimes: Runtimes, post: Post): (message: ToWorker) => void {
  let engine: Engine | undefined;
  let arrive: (compiled: WebAssembly.Module | undefined) => void;
  const compiled: Compiling = new Promise((resolve) => (arrive = resolve));
  return (message) => {
    if ('compiled' in message) return arrive(message.compiled);
    if ('setup' in message) {
      engine = new Engine(runtimes, message.setup, message.setup.ahead ? compiled : undefined);
      post({ ready: true }, []);
      return;
    }
    if ('ping' in message) return post({ pong: true }, []);
    const { id, job } = message;
    const report: Report = Object.assign(
      (phase: RemovalPhase, fraction: number, arrived?: Arrived) => post({ id, phase, fraction, arrived }, []),
      { plan: (plan: Plan) => post({ id, plan }, []) },
    );
    engine!.run(job, report).then(
      (result) => post({ id, result }, result ? [result.data.buffer] : []),
      (thrown: unknown) => post({ id, error: packError(toMediaError(thrown, 'internal_error')) }, []),
    );
  };
}
