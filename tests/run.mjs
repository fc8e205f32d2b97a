// Builds, then runs the test stages in order: all of them, or those that are named.
//   node tests/run.mjs [native] [sanitized] [fuzz] [node] [browser] [consumers]
//   node tests/run.mjs quick     the native tests, and those of Node that take no seconds
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

function run(command, ...args) {
  const { status } = spawnSync(command, args, { stdio: 'inherit', cwd: root });
  return status === 0;
}

/** Configures a preset of CMakePresets.json where that was not done yet, and builds it in build/<preset>. */
function build(preset, ...options) {
  const configured = fs.existsSync(path.join(root, 'build', preset, 'build.ninja')) || run('cmake', '--preset', preset, ...options);
  return configured && run('cmake', '--build', '--preset', preset);
}

/** Builds the native core and runs its GoogleTest cases. */
const native = (preset) => build(preset) && run('ctest', '--preset', preset);

/** Node tests that start processes or networks, make a DOM, or go through very many files. */
const slow = new Set([
  'audit', 'background-removal', 'bad-input', 'cli', 'cli-batch', 'cli-output', 'cli-usage', 'contract-mutations', 'contract-schema', 'devices', 'digest', 'docs', 'downloads',
  'examples', 'flat-background', 'folded-models', 'forgotten', 'grounds', 'hostile', 'hostile-entries', 'image-files', 'kit-worker', 'large-heap', 'mattes', 'model-cache', 'mutations',
  'react', 'reference', 'refine', 'removal-lifecycle', 'removal-memory', 'removal-progress', 'setup', 'types', 'verdict',
].map((name) => `${name}.test.mjs`));

function nodeTests(folder, without = new Set()) {
  const files = fs.readdirSync(path.join(root, folder)).filter((name) => name.endsWith('.test.mjs') && !without.has(name));
  // A test that never ends fails, instead of holding up the run.
  return run(process.execPath, '--test', '--test-timeout=600000', '--test-reporter=spec', ...files.map((name) => path.join(folder, name)));
}

/** Builds each fuzz target with clang, replays what lies in its corpus and tries some thousand inputs more, always the same. */
function fuzz() {
  const clang = process.env.FUZZ_CLANG ?? 'clang';
  const works = (command) => spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0;
  if (!works(clang) || !works(`${clang}++`)) {
    console.log('Skipped: clang is missing (`apt install clang`, or its path in FUZZ_CLANG); nothing was fuzzed.');
    return !process.env.CI;
  }
  const folder = 'build/fuzz';
  if (!build('fuzz', `-DCMAKE_C_COMPILER=${clang}`, `-DCMAKE_CXX_COMPILER=${clang}++`)) return false;
  const sources = fs.readdirSync(path.join(root, 'tests/fuzz')).filter((name) => name.endsWith('_fuzz.cpp'));
  return sources.every((source) => {
    const name = path.basename(source, '.cpp');
    const corpus = path.join('tests/fuzz/corpus', name);
    const kept = fs.existsSync(path.join(root, corpus)) ? fs.readdirSync(path.join(root, corpus)).map((file) => path.join(corpus, file)) : [];
    const target = path.join(root, folder, 'tests/fuzz', name);
    const found = `-artifact_prefix=${folder}/${name}-`;
    return (kept.length === 0 || run(target, found, ...kept)) && run(target, found, '-seed=1', '-runs=4000', '-max_len=4096', '-print_final_stats=0', '-verbosity=0');
  });
}

let packageBuilt;
const buildPackage = () => (packageBuilt ??= run(process.execPath, 'js/build.mjs'));

const stages = {
  native: () => native('native'),
  sanitized: () => native('asan'),
  fuzz,
  node: () => buildPackage() && nodeTests('tests/node'),
  browser: () => buildPackage() && run(process.execPath, 'demo/build.mjs') && nodeTests('tests/browser'),
  consumers: () => buildPackage() && nodeTests('tests/consumers'),
};

/** After a small change; no part of a whole run. */
const quick = () => native('native') && buildPackage() && nodeTests('tests/node', slow);

const named = process.argv.slice(2);
const unknown = named.filter((name) => name !== 'quick' && !(name in stages));
if (unknown.length > 0) {
  console.error(`No such stage: ${unknown.join(', ')}. Stages: ${Object.keys(stages).join(', ')}, quick.`);
  process.exit(2);
}

const results = [];
for (const name of named.length > 0 ? named : Object.keys(stages)) {
  console.log(`\n=== ${name}`);
  const start = Date.now();
  const passed = (name === 'quick' ? quick : stages[name])();
  results.push({ name, passed, seconds: Math.round((Date.now() - start) / 1000) });
}
console.log('');
for (const { name, passed, seconds } of results) console.log(`${passed ? 'passed' : 'FAILED'}  ${name} (${seconds} s)`);
process.exit(results.every((result) => result.passed) ? 0 : 1);
