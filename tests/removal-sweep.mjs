// Ends removals after each number of microtasks, in Node and in pages: self-contained, so that a page can be given it.

/** Microtasks after which a call is ended: beyond what it takes to have everything started. */
export const STEPS = 60;

/**
 * @param removal the entry's exports
 * @param options of createBackgroundRemover()
 * @param end `dispose` or `abort`
 * @returns what went wrong, as sentences; none when every call ended at once, as it should
 */
export async function sweep(removal, options, end, steps) {
  const wrong = [];
  const image = { width: 8, height: 8, data: new Uint8ClampedArray(256).fill(200) };
  const expected = { dispose: 'disposed', abort: 'aborted' }[end];
  for (let step = 0; step <= steps; step++) {
    const remover = await removal.createBackgroundRemover(options);
    const controller = new AbortController();
    const reason = new Error('changed my mind');
    const calls = [remover.remove(image, { mode: 'model', signal: controller.signal }), remover.remove(image, { mode: 'model', signal: controller.signal })];
    const ends = Promise.all(calls.map((call) => call.then(() => ({ code: 'none' }), (error) => error)));
    for (let i = 0; i < step; i++) await null;
    const { state } = remover;
    if (end === 'dispose') remover.dispose();
    else controller.abort(reason);
    const settled = await ends;
    settled.forEach((error, i) => {
      if (error.code !== expected) wrong.push(`${end} after ${step} microtasks (${state}): call ${i + 1} ended with ${error.code}: ${error.message}`);
      if (end === 'abort' && error.cause !== reason) wrong.push(`abort after ${step} microtasks: call ${i + 1} does not say why`);
    });
    if (end === 'dispose' && remover.state !== 'stopped') wrong.push(`after ${step} microtasks: ${remover.state}, not stopped`);
    if (end === 'abort' && step % 20 === 0) {
      const next = await remover.remove(image, { mode: 'model', allowEmpty: true }).then(({ width }) => width, (error) => error.message);
      if (next !== 8) wrong.push(`the call after an abort after ${step} microtasks: ${next}`);
    }
    remover.dispose();
    remover.dispose();
    const late = await remover.remove(image).then(() => 'none', ({ code }) => code);
    if (late !== 'disposed') wrong.push(`a call after dispose() ended with ${late}`);
  }
  return wrong;
}
