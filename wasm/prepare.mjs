// npm runs this in `npm install` of a clone, in `npm pack`, and where a project depends on this repository by its
// address. Only the last needs something: a dist/, which no repository holds.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const isDependency = process.env.INIT_CWD !== undefined && path.resolve(process.env.INIT_CWD) !== root;

if (isDependency && !fs.existsSync(path.join(root, 'dist/index.js'))) {
  for (const script of ['wasm/setup.mjs', 'js/build.mjs']) {
    const { status } = spawnSync(process.execPath, [script], { stdio: 'inherit', cwd: root });
    if (status !== 0) process.exit(status ?? 1);
  }
}
