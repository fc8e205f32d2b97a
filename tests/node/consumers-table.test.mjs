// The guide's table of environments names those that are tried, in their order.
import assert from 'node:assert/strict';
import test from 'node:test';
import { environments } from '../consumers/environments.mjs';
import { faultsOf, parts, shownIn, tableOf, withTable } from '../consumers/table.mjs';
import { textOf } from '../docs/blocks.mjs';

const names = environments.map(({ name }) => name);

test('every row of the guide is one of the environments, in their order', () => {
  const shown = shownIn(textOf('js/README.md'));
  assert.ok(shown.length >= 20);
  assert.deepEqual(shown, names.filter((name) => shown.includes(name)));
  assert.equal(new Set(names).size, names.length);
});

test('packages are named with exact versions', () => {
  for (const { packages } of environments) for (const one of packages) assert.match(one, /^(@[\w.-]+\/)?[\w.-]+@\d+\.\d+\.\d+$/);
});

test('a row that has not something has to say so with the code that the table shows', () => {
  const row = (said) => faultsOf({ without: { url: '—', worker: '`worker_failed`' }, said: { core: 'ok', thread: 'ok', ...said } });
  assert.deepEqual(row({ worker: 'worker_failed: there are no workers here' }), []);
  for (const worker of ['ok', 'internal_error: x', undefined]) assert.deepEqual(row({ worker }), [worker]);
  assert.deepEqual(row({ core: 'no MediaError: x', worker: 'worker_failed: x' }), ['no MediaError: x']);
});

test('a table says what works, what is not there and what failed', () => {
  const said = Object.fromEntries(parts.map(({ key }) => [key, 'ok']));
  const table = tableOf([{ name: 'A', said }, { name: 'B', needs: 'x', without: { url: '—' }, said: { ...said, url: 'no', worker: 'failed' } }]);
  assert.deepEqual(table.split('\n').slice(2), ['| A | ✓ | ✓ | ✓ | ✓ |  |', '| B | ✓ | — | ✗ | ✓ | x |']);
  assert.deepEqual(shownIn(withTable('<!-- npm run test:consumers -->\nold\n<!-- end -->\n', table)), ['A', 'B']);
});
