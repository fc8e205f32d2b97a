// A background remover that lives as long as a component.
import { useCallback, useEffect, useInsertionEffect, useRef, useState } from 'react';
import type { BackgroundRemover } from '../background-removal/remover.js';
import type { RemovalInput } from '../background-removal/input.js';
import type { BackgroundRemoverOptions, Cutout, PreloadOptions, RemoveOptions } from '../background-removal/options.js';
import type { RemovalProgress } from '../background-removal/progress.js';
import type { OutputKind } from '../background-removal/protocol.js';
import { MediaError } from '../errors.js';
import { endWith } from './signals.js';

/** What {@link useBackgroundRemover} is told: the remover's options, and the form of its results. */
export interface UseBackgroundRemoverOptions<Output extends OutputKind = 'image'> extends BackgroundRemoverOptions {
  /** Pixels, a PNG file's bytes or Blob, or the mask alone. Default `image`. */
  output?: Output | undefined;
}

/** What the component shows. */
export interface BackgroundRemovalState<Output extends OutputKind = 'image'> {
  /** `running` while a removal or a preload is under way; `failed` and `done` of the last removal. */
  status: 'idle' | 'running' | 'done' | 'failed';
  /** How far it is, while it runs. */
  progress?: RemovalProgress;
  /** The last removal's result. */
  result?: Cutout<Output>;
  /** Why the last one failed. */
  error?: Error;
}

/** The state, and what can be done. The functions stay the same from one rendering to the next. */
export interface UseBackgroundRemover<Output extends OutputKind = 'image'> extends BackgroundRemovalState<Output> {
  /**
   * Removes a background. One that still runs is aborted: the component shows the last one.
   * @throws MediaError as of BackgroundRemover.remove; `disposed` when the component is gone
   */
  remove: (image: RemovalInput, options?: Omit<RemoveOptions<Output>, 'output'>) => Promise<Cutout<Output>>;
  /**
   * Gets ready what the first removal would wait for.
   * @throws MediaError as of BackgroundRemover.preload
   */
  preload: (options?: PreloadOptions) => Promise<void>;
  /** Ends what runs; its error is `aborted`, and the state `idle`. */
  cancel: () => void;
  /** As cancel(), and forgets the last result and error. */
  reset: () => void;
}

type Held = { settings: BackgroundRemoverOptions; remover: Promise<BackgroundRemover> };

/** Whether options mean the same, though they were written anew. */
function alike(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  const plain = (value: unknown): value is Record<string, unknown> =>
    typeof value === 'object' && value !== null && (Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype);
  if (!plain(a) || !plain(b)) return false;
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => alike(a[key], b[key]));
}

/**
 * A background remover for this component. Nothing is loaded before the first `remove` or `preload`; when the component
 * goes, what runs is aborted and the worker ends. Other options begin with the next call, with another remover.
 */
export function useBackgroundRemover<Output extends OutputKind = 'image'>(options: UseBackgroundRemoverOptions<Output> = {}): UseBackgroundRemover<Output> {
  const [state, setState] = useState<BackgroundRemovalState<Output>>({ status: 'idle' });
  const latest = useRef(options);
  const held = useRef<Held>(undefined);
  const running = useRef<AbortController>(undefined);
  const here = useRef(true);

  // Not repeated by StrictMode: a child's effect may call before the parent's have run again.
  useInsertionEffect(() => {
    latest.current = options;
  });
  useInsertionEffect(() => {
    here.current = true;
    return () => void (here.current = false);
  }, []);

  const release = useCallback(() => {
    const old = held.current;
    held.current = undefined;
    old?.remover.then((remover) => remover.dispose(), () => {});
  }, []);

  const removerOf = useCallback((): Promise<BackgroundRemover> => {
    const { output: _, ...settings } = latest.current;
    if (held.current && !alike(held.current.settings, settings)) release();
    if (!held.current) {
      const next: Held = { settings, remover: import('../background-removal/index.js').then(({ createBackgroundRemover }) => createBackgroundRemover(settings)) };
      // One that could not be made is made anew by the next call.
      next.remover.catch(() => held.current === next && (held.current = undefined));
      held.current = next;
    }
    return held.current.remover;
  }, [release]);

  const run = useCallback(async <Value,>(
    given: PreloadOptions | undefined,
    work: (remover: BackgroundRemover, options: PreloadOptions) => Promise<Value>,
    done: (value: Value) => BackgroundRemovalState<Output>,
  ): Promise<Value> => {
    if (!here.current) throw new MediaError('disposed', 'The component of this background remover is gone.');
    running.current?.abort();
    const ending = new AbortController();
    running.current = ending;
    const show = (next: BackgroundRemovalState<Output>) => {
      if (running.current === ending) setState(next);
    };
    const end = (next: BackgroundRemovalState<Output>) => {
      show(next);
      if (running.current === ending) running.current = undefined;
    };
    show({ status: 'running' });
    const { signal } = ending;
    const letGo = endWith(ending, given?.signal);
    const onProgress = (progress: RemovalProgress) => {
      show({ status: 'running', progress });
      given?.onProgress?.(progress);
    };
    try {
      const value = await work(await removerOf(), { ...given, signal, onProgress });
      end(done(value));
      return value;
    } catch (error) {
      end(signal.aborted ? { status: 'idle' } : { status: 'failed', error: error as Error });
      throw error;
    } finally {
      letGo();
    }
  }, [removerOf]);

  const remove = useCallback<UseBackgroundRemover<Output>['remove']>((image, given) => run(
    given,
    (remover, call) => remover.remove<Output>(image, { ...call, ...(latest.current.output && { output: latest.current.output }) }),
    (result) => ({ status: 'done', result }),
  ), [run]);
  const preload = useCallback<UseBackgroundRemover<Output>['preload']>((given) => run(given, (remover, call) => remover.preload(call), () => ({ status: 'idle' })), [run]);

  const stop = useCallback(() => {
    const ending = running.current;
    running.current = undefined;
    ending?.abort();
    return ending !== undefined;
  }, []);
  const cancel = useCallback(() => {
    if (stop()) setState({ status: 'idle' });
  }, [stop]);
  const reset = useCallback(() => {
    stop();
    setState({ status: 'idle' });
  }, [stop]);

  // In StrictMode it goes and comes again: what is called then makes a remover of its own.
  useEffect(() => () => {
    if (stop()) setState({ status: 'idle' });
    release();
  }, [stop, release]);

  return { ...state, remove, preload, cancel, reset };
}
