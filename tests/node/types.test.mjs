import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

const at = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

test('the published types accept what the package takes and refuse what it does not, under --strict', () => {
  const files = fs.readdirSync(at('tests/types')).map((name) => at(`tests/types/${name}`));
  const options =
    '--noEmit --strict --exactOptionalPropertyTypes --noUncheckedIndexedAccess --target es2022 --module esnext --moduleResolution bundler --lib es2023,dom --types node';
  const { status, stdout } = spawnSync(
    process.execPath,
    [at('node_modules/typescript/bin/tsc'), ...options.split(' '), '--ignoreConfig', ...files],
    { encoding: 'utf8', cwd: at('.') },
  );
  assert.equal(status, 0, stdout);
});

test('every field, model and endpoint in the generated types has its documentation', () => {
  for (const name of ['contract.ts', 'endpoints.ts']) {
    const lines = fs.readFileSync(at(`js/src/generated/${name}`), 'utf8').split('\n');
    lines.forEach((line, i) => {
      const declares =
        /^(export interface|export type \w+ =)/.test(line) ||
        (/^ {2}\w+\??[:(]/.test(line) && !/^ {2}(\w+): \1(Wire|Input)?;$/.test(line));
      if (declares) assert.match(lines[i - 1], /\*\/$/, `${name}:${i + 1} ${line}`);
    });
  }
});
