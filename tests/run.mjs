// Builds, then runs the test stages in order: all of them, or those that are named.
//   node tests/run.mjs [native] [sanitized] [node] [browser] [consumers]
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

function run(command, ...args) {
  const { status } = spawnSync(command, args, { stdio: 'inherit', cwd: root });
  return status === 0;
}

/** Configures and builds the native core in build/<name>, then runs its GoogleTest cases. */
function native(name, ...options) {
  const folder = path.join('build', name);
  const configured = fs.existsSync(path.join(root, folder, 'build.ninja')) || run('cmake', '-G', 'Ninja', '-S', '.', '-B', folder, ...options);
  return configured && run('cmake', '--build', folder) && run('ctest', '--test-dir', folder, '--output-on-failure', '--progress', '-j', '2');
}

function nodeTests(folder) {
  const files = fs.readdirSync(path.join(root, folder)).filter((name) => name.endsWith('.test.mjs'));
  // A test that never ends fails, instead of holding up the run.
  return run(process.execPath, '--test', '--test-timeout=600000', '--test-reporter=spec', ...files.map((name) => path.join(folder, name)));
}

let packageBuilt;
const buildPackage = () => (packageBuilt ??= run(process.execPath, 'js/build.mjs'));

const stages = {
  native: () => native('native', '-DCMAKE_BUILD_TYPE=Release'),
  sanitized: () => native('sanitized', '-DCMAKE_BUILD_TYPE=RelWithDebInfo', '-DMEDIA_SANITIZE=ON'),
  node: () => buildPackage() && nodeTests('tests/node'),
  browser: () => buildPackage() && run(process.execPath, 'demo/build.mjs') && nodeTests('tests/browser'),
  consumers: () => buildPackage() && nodeTests('tests/consumers'),
};

const named = process.argv.slice(2);
const unknown = named.filter((name) => !(name in stages));
if (unknown.length > 0) {
  console.error(`No such stage: ${unknown.join(', ')}. Stages: ${Object.keys(stages).join(', ')}.`);
  process.exit(2);
}

const results = [];
for (const name of named.length > 0 ? named : Object.keys(stages)) {
  console.log(`\n=== ${name}`);
  const start = Date.now();
  const passed = stages[name]();
  results.push({ name, passed, seconds: Math.round((Date.now() - start) / 1000) });
}
console.log('');
for (const { name, passed, seconds } of results) console.log(`${passed ? 'passed' : 'FAILED'}  ${name} (${seconds} s)`);
process.exit(results.every((result) => result.passed) ? 0 : 1);
