// The rows of tests/mutants/list.mjs fit the sources of today; what they break is tried by hand.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import test from 'node:test';
import { mutants } from '../mutants/list.mjs';

test('what a mutant breaks is there, once', () => {
  assert.ok(mutants.length > 0);
  const times = ({ file, before }) => fs.readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8').split(before).length - 1;
  assert.deepEqual(mutants.filter((mutant) => times(mutant) !== 1).map(({ file, before }) => `${file}: ${before}`), []);
});
