// Builds, then runs the test stages in order: all of them, or those that are named.
//   node tests/run.mjs [lint] [native] [sanitized] [fuzz] [node] [browser] [consumers]
//   node tests/run.mjs quick     the linter, the native tests, and those of Node that take no seconds
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { canFuzz } from '../wasm/requirements.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

function run(command, ...args) {
  const { status } = spawnSync(command, args, { stdio: 'inherit', cwd: root });
  return status === 0;
}

/** Starts a command beside what comes next. @returns waits for its end, shows what it said and tells whether it succeeded */
function beside(command, ...args) {
  const said = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'media-beside-')), 'said');
  const file = fs.openSync(said, 'w');
  const child = spawn(command, args, { stdio: ['ignore', file, file], cwd: root });
  fs.closeSync(file);
  const ended = new Promise((resolve) => child.on('error', resolve).on('close', resolve));
  return async () => {
    const status = await ended;
    process.stdout.write(fs.readFileSync(said));
    fs.rmSync(path.dirname(said), { recursive: true });
    return status === 0;
  };
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
  'anything', 'asset-types', 'audit', 'backend', 'background-removal', 'bad-input', 'cli', 'cli-batch', 'cli-output', 'cli-usage', 'contract-accept',
  'contract-mutations', 'contract-schema', 'copies', 'devices', 'digest', 'docs', 'downloads', 'everyday', 'examples', 'flat-background', 'folded-models',
  'forgotten', 'grounds', 'hostile', 'hostile-entries', 'image-files', 'kit-worker', 'large-heap', 'mattes', 'metal', 'model-cache', 'mutations',
  'odd-pictures', 'queries', 'react', 'reference', 'refine', 'removal-lifecycle', 'removal-memory', 'removal-progress', 'selection', 'selection-memory', 'setup',
  'types', 'verdict', 'weights',
].map((name) => `${name}.test.mjs`));

const testFiles = (folder) => fs.readdirSync(path.join(root, folder)).filter((name) => name.endsWith('.test.mjs'));

/** @param options of Node's test runner. @returns the files in which something failed, or undefined where that could not be told */
function runTests(files, ...options) {
  const list = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'media-tests-')), 'failed');
  // A test that never ends fails, instead of holding up the run.
  const passed = run(process.execPath, '--test', '--test-timeout=600000', ...options, '--test-reporter=spec', '--test-reporter-destination=stdout',
    '--test-reporter=./tests/failed-files.mjs', `--test-reporter-destination=${list}`, ...files);
  const failed = fs.existsSync(list) ? fs.readFileSync(list, 'utf8').split('\n').filter(Boolean) : [];
  fs.rmSync(path.dirname(list), { recursive: true });
  if (passed) return [];
  return failed.length > 0 ? failed : undefined;
}

const nodeTests = (folder) => runTests(testFiles(folder).map((name) => path.join(folder, name)))?.length === 0;

/** What failed at first and passed then: for the end of the run, where it is seen. */
const flickered = [];

/**
 * Browsers run beside whatever else the machine does. A file in which something failed runs once more; what passes
 * then is named at the end, because a test or the page has a race that waits to be found.
 */
function browserTests() {
  const failed = runTests(testFiles('tests/browser').map((name) => path.join('tests/browser', name)));
  if (!failed || failed.length === 0) return failed !== undefined;
  console.log(`\n=== browser, once more: ${failed.map((file) => path.basename(file)).join(', ')}`);
  const again = runTests(failed);
  flickered.push(...failed.filter((file) => again && !again.includes(file)));
  return again?.length === 0;
}

/** Builds each fuzz target with clang, replays what lies in its corpus and tries some thousand inputs more, always the same. */
function fuzz() {
  const clang = process.env.FUZZ_CLANG ?? 'clang';
  if (!canFuzz(clang)) {
    console.log('Skipped: a clang with libFuzzer is missing (`apt install clang libclang-rt-dev`, or its path in FUZZ_CLANG); nothing was fuzzed.');
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

/** What no compiler says of the TypeScript and the scripts: Biome's rules (biome.json; its errors end the stage, its warnings are shown), and exports that nobody uses (knip.json). */
const lint = () => run(process.execPath, 'node_modules/@biomejs/biome/bin/biome', 'lint') && run(process.execPath, 'node_modules/knip/bin/knip.js', '--no-progress');

const stages = {
  lint,
  native: () => native('native'),
  sanitized: () => native('asan'),
  fuzz,
  node: () => buildPackage() && nodeTests('tests/node'),
  browser: () => buildPackage() && run(process.execPath, 'demo/build.mjs') && browserTests(),
  consumers: () => buildPackage() && nodeTests('tests/consumers'),
};

/** After a small change; no part of a whole run. The package is built beside the linter and the native tests. */
async function quick() {
  const packaged = beside(process.execPath, 'js/build.mjs');
  const native = lint() && stages.native();
  const files = testFiles('tests/node').filter((name) => !slow.has(name)).map((name) => path.join('tests/node', name));
  // Nothing else runs: a file for each core, while Node leaves one of them free.
  return (await packaged()) && native && runTests(files, `--test-concurrency=${os.availableParallelism()}`)?.length === 0;
}

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
  const passed = await (name === 'quick' ? quick : stages[name])();
  results.push({ name, passed, seconds: Math.round((Date.now() - start) / 1000) });
}
console.log('');
for (const { name, passed, seconds } of results) console.log(`${passed ? 'passed' : 'FAILED'}  ${name} (${seconds} s)`);
if (flickered.length > 0) console.log(`\nFlickered (failed, then passed): ${flickered.map((file) => path.basename(file)).join(', ')}`);
process.exit(results.every((result) => result.passed) ? 0 : 1);
