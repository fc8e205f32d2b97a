// The scripts of dist/ lead to the TypeScript that they were made of, in maps that hold its text.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { SourceMap } from 'node:module';
import path from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

const dist = fileURLToPath(new URL('../../dist/', import.meta.url));
const read = (name) => fs.readFileSync(path.join(dist, name), 'utf8');

test('every entry and chunk of dist/ that has something of js/src has a map with its text, and of nothing else', () => {
  const maps = fs.readdirSync(dist).filter((name) => name.endsWith('.js.map'));
  assert.ok(maps.length > 20, `${maps.length} maps`);
  for (const name of maps) {
    assert.match(read(name.slice(0, -4)), new RegExp(`^//# sourceMappingURL=${name}$`, 'm'));
    const { sources, sourcesContent } = JSON.parse(read(name));
    assert.ok(sources.length === 0 || sourcesContent.some((text) => text !== null), `${name} leads nowhere`);
    for (const [i, source] of sources.entries()) {
      const file = path.resolve(dist, source);
      if (source.startsWith('../js/src/') && source.endsWith('.ts')) assert.equal(sourcesContent[i], fs.readFileSync(file, 'utf8'), source);
      else assert.equal(sourcesContent[i], null, source);
    }
  }
});

test('a line of an entry is found in its TypeScript', () => {
  const lines = read('rollup.js').split('\n');
  const line = lines.findIndex((text) => text.includes('generateBundle('));
  const { originalSource, originalLine } = new SourceMap(JSON.parse(read('rollup.js.map'))).findEntry(line, lines[line].indexOf('generateBundle'));
  assert.equal(originalSource, '../js/src/rollup.ts');
  assert.match(fs.readFileSync(path.join(dist, originalSource), 'utf8').split('\n')[originalLine], /generateBundle\(/);
});
