// A remover's life in a page: as tests/node/removal-lifecycle.test.mjs, with the browser's workers.
import assert from 'node:assert/strict';
import test from 'node:test';
import { STEPS, sweep } from '../removal-sweep.mjs';
import { inEachBrowser } from './removal-page.mjs';

inEachBrowser((open) => {
  for (const worker of [true, false]) {
    for (const end of ['dispose', 'abort']) {
      test(`${end} after each of 0 to ${STEPS} microtasks ends every call, ${worker ? 'with a worker' : 'in the page'}`, async (t) => {
        const { page } = await open(t);
        const wrong = await page.evaluate(`(${sweep})(removal, ${JSON.stringify({ worker })}, ${JSON.stringify(end)}, ${STEPS})`);
        assert.deepEqual(wrong, []);
      });
    }
  }
});
