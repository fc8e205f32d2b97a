// The API reference: every symbol that a caller can see says what it is.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { buildReference, referenceFolder } from '../../js/reference.mjs';
import { root } from '../docs/blocks.mjs';

test('every public symbol is documented, in every entry', async () => {
  assert.deepEqual(await buildReference(), [], 'without a sentence, or with a link that leads nowhere');
  const { exports } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  const modules = fs.readdirSync(path.join(referenceFolder, 'modules')).map((name) => path.basename(name, '.html'));
  const entries = Object.values(exports).flatMap(({ types }) => (types ? [types.replace(/^.*dist\/types\/|(\/index)?\.d\.ts$/g, '')] : []));
  assert.deepEqual([...new Set(entries.map((name) => name.replaceAll('/', '_')))].sort(), modules.sort());
  // What a type or a function is made from inside of the package is no name for its reader.
  const pages = fs.readdirSync(referenceFolder, { recursive: true }).filter((name) => name.endsWith('.html'));
  assert.ok(pages.length > 100);
  const unsaid = pages.filter((name) => />typeof\b/.test(fs.readFileSync(path.join(referenceFolder, name), 'utf8')));
  assert.deepEqual(unsaid, []);
});
