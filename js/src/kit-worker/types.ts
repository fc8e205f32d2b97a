// A kit's types as they are from another thread: every method answers later, and what was a value is a method.
import type { ContractApi } from '../contract.js';
import type { CutoutApi } from '../cutout.js';
import type { AsyncDisposes, Disposes } from '../disposal.js';
import type { ImageApi } from '../image.js';
import type { MediaKit } from '../kit.js';
import type { PlacementApi } from '../placement.js';
import type { ArrangeApi } from '../placement/arrange.js';
import type { BatchApi } from '../placement/batch.js';
import type { QueryApi } from '../placement/queries.js';
import type { SnapSession } from '../placement/snap.js';
import type { PreviewApi } from '../preview.js';
import type { PreviewSession } from '../preview-session.js';
import type { PromptApi } from '../prompt.js';
import type { RequestsApi } from '../requests.js';
import type { ResponsesApi } from '../responses.js';
import type { Selection } from '../selection.js';

type Part =
  | ContractApi | RequestsApi | ResponsesApi | PromptApi | PlacementApi | ArrangeApi | QueryApi | BatchApi | ImageApi | PreviewApi | CutoutApi;

type Session = PreviewSession | Selection | SnapSession;

/** What a method answers with: a session stays in the worker, anything else comes over. */
export type RemoteAnswer<Answer> = [Answer] extends [Session] ? RemoteSession<Answer> : Awaited<Answer>;

/** A method, answered later. Of one with several signatures the last two are kept, without type parameters. */
export type RemoteMethod<Method> = Method extends { (...args: infer A): infer R; (...args: infer B): infer S }
  ? ((...args: A) => Promise<RemoteAnswer<R>>) & ((...args: B) => Promise<RemoteAnswer<S>>)
  : Method extends (...args: infer A) => infer R
    ? (...args: A) => Promise<RemoteAnswer<R>>
    : never;

/** An object's methods, answered later; its values are methods without arguments. */
export type Remote<Type> = {
  readonly [Key in Exclude<keyof Type, symbol | 'dispose' | 'schema'>]: Type[Key] extends (...args: never[]) => unknown
    ? RemoteMethod<Type[Key]>
    : Type[Key] extends Part
      ? Remote<Type[Key]>
      : () => Promise<Type[Key]>;
};

/** A session that lives in the worker: a preview, a selection, a snap session. It ends with the worker. */
export type RemoteSession<Type> = Remote<Type> & Disposes & {
  /** Gives its memory back. May be called twice; `using` calls it. */
  dispose(): void;
};

/** What holds for the calls that are made through MediaKitWorker.with(). */
export interface WorkerCallOptions {
  /**
   * Ends a call with `aborted`: at once, wherever it is. What the worker is doing it then finishes unheard, or, where no
   * session lives in it, it is ended and another starts with the next call.
   */
  signal?: AbortSignal | undefined;
  /** Buffers among the arguments that are given away instead of copied: the caller's are empty afterwards. */
  transfer?: readonly Transferable[] | undefined;
}

/** How createMediaKitWorker() starts its worker. */
export interface MediaKitWorkerOptions {
  /** Where the host serves a copy of this package's dist/ folder. By default the files beside this module. */
  assetsUrl?: string | URL | undefined;
}

/** The methods of a MediaKit, answered from a worker. Made by createMediaKitWorker(). */
export type MediaKitWorker = Remote<MediaKit> & MediaKitWorkerControls;

/** What a kit in a worker has beside the kit's methods. */
export interface MediaKitWorkerControls extends Disposes, AsyncDisposes {
  /** The same kit, for calls with a signal, or that give buffers away. */
  with(options: WorkerCallOptions): Remote<MediaKit>;
  /** Ends the worker; calls that wait end with `disposed`. May be called twice; `using` calls it, `await using` waits until it is gone. */
  dispose(): void;
}
