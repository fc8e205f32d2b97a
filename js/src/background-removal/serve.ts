// The engine's side of a worker: messages in, messages out.
import { packError, toMediaError } from '../errors.js';
import { compileAhead, type Compiling } from './ahead.js';
import type { Runtimes } from './device.js';
import { Engine } from './engine.js';
import type { Arrived, FromWorker, Plan, RemovalPhase, Report, ToWorker } from './protocol.js';

type Post = (message: FromWorker, transfer: ArrayBuffer[]) => void;

/** What a worker does with each message that it gets. The first one sets the engine up, if none says what to begin with. */
export function serve(runtimes: Runtimes, post: Post): (message: ToWorker) => void {
  let engine: Engine | undefined;
  let compiling: Compiling | undefined;
  return (message) => {
    if ('ahead' in message) {
      // Of an engine that is there, whatever needs it begins with it.
      if (!engine) compiling ??= compileAhead(message.ahead);
      return;
    }
    if ('setup' in message) {
      engine = new Engine(runtimes, message.setup, compiling);
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
