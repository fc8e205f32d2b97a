// Cancelling a removal in whatever it is doing: the answer comes at once, and the remover can be used afterwards.
import assert from 'node:assert/strict';
import test from 'node:test';
import { fallingSilent } from '../faulty-routes.mjs';
import { needsShared, shared } from '../shared.mjs';
import { inEachBrowser, serveFile } from './removal-page.mjs';

/** Within this many ms a cancelled call has to end: a stated requirement. */
const AT_ONCE_MS = 100;

/** What has to be going on. Each takes longer than AT_ONCE_MS when nothing ends it. */
const phases = ['session', 'inference', 'encode'];

inEachBrowser((open) => {
  test('a removal that is aborted ends at once, whatever it does, and the next one works', needsShared, async (t) => {
    let requests = 0;
    const model = serveFile(shared('models/u2netp-fp16.onnx'), 'application/octet-stream');
    const silent = fallingSilent(new Uint8Array(1000));
    const { page } = await open(t, { routes: { '/model.onnx': (...both) => (++requests === 1 ? silent : model)(...both) } });
    const { ends, whole, width } = await page.evaluate(async (phases, atOnce) => {
      const remover = await removal.createBackgroundRemover({ model: 'u2netp-fp16', modelUrl: '/model.onnx', cache: false });
      // Noise takes the encoder long.
      const image = new ImageData(5000, 4000);
      for (let at = 0; at < image.data.length; at += 65536) crypto.getRandomValues(image.data.subarray(at, at + 65536));
      for (let at = 3; at < image.data.length; at += 4) image.data[at] = 255;
      const options = { mode: 'model', allowEmpty: true, output: 'png' };

      /** Aborts when the phase has lasted for 20 ms. @returns the code, and how long it took from the abort on */
      const abortOnce = async (phase) => {
        const controller = new AbortController();
        let start;
        const onProgress = (progress) => {
          if (progress.phase !== phase || start) return;
          start = Infinity;
          setTimeout(() => {
            start = performance.now();
            controller.abort();
          }, 20);
        };
        const code = await codeOf(remover.remove(image, { ...options, signal: controller.signal, onProgress }));
        return { phase, code, took: performance.now() - start };
      };
      /** The quickest of up to three: the machine may be busy, what waits for a phase to end does so each time. */
      const abortIn = async (phase) => {
        let best;
        for (let run = 0; run < 3 && !(best?.took < atOnce); run++) {
          const end = await abortOnce(phase);
          if (end.code !== 'aborted') return end;
          if (!(best?.took <= end.took)) best = end;
        }
        return best;
      };
      const ends = [await abortIn('model')];
      for (const phase of phases) ends.push(await abortIn(phase));

      // How long the phases take when nothing ends them.
      const began = {};
      const order = ['model', 'session', 'decode', 'inference', 'edges', 'encode'];
      const onProgress = ({ phase }) => (began[phase] ??= performance.now());
      const { width } = await remover.remove(image, { ...options, onProgress });
      began.end = performance.now();
      remover.dispose();
      const next = (phase) => [...order, 'end'][order.indexOf(phase) + 1];
      return { ends, whole: Object.fromEntries(phases.map((phase) => [phase, began[next(phase)] - began[phase]])), width };
    }, phases, AT_ONCE_MS);
    for (const { phase, code, took } of ends) {
      t.diagnostic(`${phase}: ended after ${took.toFixed(1)} ms${whole[phase] ? ` of ${whole[phase].toFixed(0)}` : ''}`);
      assert.equal(code, 'aborted', phase);
      assert.ok(took < AT_ONCE_MS, `${phase}: ${took} ms`);
      if (whole[phase]) assert.ok(whole[phase] > AT_ONCE_MS, `${phase} takes only ${whole[phase]} ms: nothing was shown`);
    }
    assert.equal(width, 5000);
  });

  test('a call that waits for the page is aborted, or disposed of, at once', async (t) => {
    const { page } = await open(t, {});
    const codes = await page.evaluate(async () => {
      let asked = 0;
      const never = new Promise(() => {});
      const give = () => (++asked === 1 ? never : '/dist/models/selfie.onnx');
      const remover = await removal.createBackgroundRemover({ model: { ...removal.models[0], source: give } });
      const first = codeOf(remover.remove(picture(), { signal: AbortSignal.timeout(50) }));
      const out = [await first, await codeOf(remover.remove(picture(), { mode: 'model', allowEmpty: true }))];
      remover.dispose();
      const waiting = await removal.createBackgroundRemover({ model: { ...removal.models[0], source: () => never } });
      const waits = codeOf(waiting.remove(picture()));
      await pause(50);
      waiting.dispose();
      return [...out, await waits];
    });
    assert.deepEqual(codes, ['aborted', 'none', 'disposed']);
  });
});
