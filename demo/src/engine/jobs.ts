// A worker that answers jobs, one promise each: the page's side, and the worker's.

export type JobAnswer = { id: number } & ({ value: unknown } | { error: { code: string; message: string } });

export interface Jobs<Job> {
  /** @throws Error with a sentence for the person and the `code` that the worker gave */
  run<T>(job: Job, transfer?: Transferable[]): Promise<T>;
  /** Ends the worker and gives its memory back; what it was doing never answers. The next job starts another one. */
  close(): void;
  /** Ends it as soon as it has nothing to do, unless another job comes first. */
  rest(): void;
}

/** @param start makes the worker, when the first job comes */
export function createJobs<Job>(start: () => Worker, unstarted: string): Jobs<Job> {
  const waiting = new Map<number, { resolve: (value: never) => void; reject: (reason: Error) => void }>();
  let last = 0;
  let worker: Worker | undefined;
  let isResting = false;
  const close = (): void => {
    worker?.terminate();
    worker = undefined;
    waiting.clear();
  };
  function started(): Worker {
    const made = start();
    made.addEventListener('message', ({ data }: MessageEvent<JobAnswer>) => {
      const job = waiting.get(data.id);
      waiting.delete(data.id);
      if (isResting && waiting.size === 0) close();
      if ('error' in data) job?.reject(Object.assign(new Error(data.error.message), { code: data.error.code }));
      else job?.resolve(data.value as never);
    });
    made.addEventListener('error', (event) => {
      for (const { reject } of waiting.values()) reject(new Error(event.message || unstarted));
      close();
    });
    return made;
  }
  return {
    run: <T>(job: Job, transfer: Transferable[] = []): Promise<T> =>
      new Promise<T>((resolve, reject) => {
        waiting.set(++last, { resolve, reject });
        isResting = false;
        worker ??= started();
        worker.postMessage({ id: last, job }, transfer);
      }),
    close,
    rest() {
      isResting = true;
      if (waiting.size === 0) close();
    },
  };
}

/** In the worker. @param moved what of an answer is handed over instead of copied */
export function answerJobs<Job>(
  run: (job: Job) => Promise<unknown>,
  moved: (value: unknown) => Transferable[] = () => [],
): void {
  self.addEventListener('message', async ({ data }: MessageEvent<{ id: number; job: Job }>) => {
    try {
      const value = await run(data.job);
      self.postMessage({ id: data.id, value } satisfies JobAnswer, { transfer: moved(value) });
    } catch (thrown) {
      const given = (thrown as { code?: unknown } | null)?.code;
      const code = typeof given === 'string' ? given : 'internal_error';
      const message = thrown instanceof Error ? thrown.message : String(thrown);
      self.postMessage({ id: data.id, error: { code, message } } satisfies JobAnswer);
    }
  });
}
