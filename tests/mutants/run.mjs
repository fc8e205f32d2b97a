#!/usr/bin/env node
// Breaks one line after the other, in a copy, and tells what the tests do not see.
//   node tests/mutants/run.mjs [--only PART-OF-A-FILE'S-NAME] [--whole]
// Each mutant of list.mjs is seen by the suite that it names; --whole asks all native tests instead, whichever they name.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { mutants } from './list.mjs';

const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
const scratch = path.join(root, 'build/mutants');
const copy = path.join(scratch, 'tree');
const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : '';
const whole = process.argv.includes('--whole');

function run(command, args, options = {}) {
  const { status, error, stdout, stderr } = spawnSync(command, args, { cwd: copy, encoding: 'utf8', maxBuffer: 1 << 28, timeout: 600_000, ...options });
  return { passed: !error && status === 0, said: `${stdout ?? ''}${stderr ?? ''}` };
}

function link(from, to) {
  fs.mkdirSync(path.dirname(to), { recursive: true });
  if (!fs.existsSync(to) && fs.existsSync(from)) fs.symlinkSync(from, to);
}

/** The tree as it is now. Files that are the same keep their time, so that a second run builds only what changed. */
function prepare() {
  const { stdout } = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 });
  const files = stdout.split('\0').filter((file) => file && fs.existsSync(path.join(root, file)));
  for (const folder of ['src', 'tests/native']) {
    for (const file of fs.existsSync(path.join(copy, folder)) ? fs.readdirSync(path.join(copy, folder), { recursive: true }) : []) {
      const there = path.join(folder, file);
      if (!fs.existsSync(path.join(root, there))) fs.rmSync(path.join(copy, there), { recursive: true, force: true });
    }
  }
  for (const file of files) {
    const [from, to] = [path.join(root, file), path.join(copy, file)];
    const bytes = fs.readFileSync(from);
    if (fs.existsSync(to) && fs.readFileSync(to).equals(bytes)) continue;
    fs.mkdirSync(path.dirname(to), { recursive: true });
    fs.writeFileSync(to, bytes);
  }
  link(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));
  link(path.join(root, 'build'), path.join(copy, 'build'));
  link(path.join(root, '../shared'), path.join(scratch, 'shared'));
  fs.rmSync(path.join(copy, 'dist'), { recursive: true, force: true });
  if (fs.existsSync(path.join(root, 'dist'))) fs.cpSync(path.join(root, 'dist'), path.join(copy, 'dist'), { recursive: true });
  const generated = 'js/src/generated';
  if (fs.existsSync(path.join(root, generated))) fs.cpSync(path.join(root, generated), path.join(copy, generated), { recursive: true });
}

/** The native core in a build folder of its own; quick to compile rather than quick. */
const native = {
  name: 'native',
  folder: path.join(scratch, 'native'),
  setUp() {
    const options = ['-DCMAKE_BUILD_TYPE=None', '-DCMAKE_CXX_FLAGS=-O0', `-DMEDIA_DEPS_DIR=${path.join(root, 'build/deps')}`];
    return fs.existsSync(path.join(this.folder, 'build.ninja')) || run('cmake', ['-G', 'Ninja', '-S', copy, '-B', this.folder, ...options], { stdio: 'inherit' }).passed;
  },
  build() {
    return run('cmake', ['--build', this.folder, '--target', 'core_tests']);
  },
  test(suite) {
    const filter = whole ? [] : [`--gtest_filter=${suite}`];
    return run(path.join(this.folder, 'tests/native/core_tests'), ['--gtest_brief=1', '--gtest_fail_fast', ...filter]);
  },
};

/** The package's modules, bundled anew around the wasm that is there; types are not looked at. */
const js = {
  name: 'js',
  setUp() {
    if (fs.existsSync(path.join(root, 'dist/index.js'))) return true;
    console.error('The package is not built: node js/build.mjs first.');
    return false;
  },
  build() {
    return run(process.execPath, ['-e', `import(${JSON.stringify(pathToFileURL(path.join(copy, 'js/bundle.mjs')).href)}).then(({ bundle }) => bundle())`]);
  },
  test(suite) {
    return run(process.execPath, ['--test', '--test-timeout=120000', ...suite.split(' ').map((name) => `tests/node/${name}.test.mjs`)]);
  },
};

const sideOf = ({ file }) => (file.startsWith('js/') ? js : native);

/** The text with the line broken. @throws where it is not there, or more than once */
function broken(text, { file, before, after }) {
  const parts = text.split(before);
  if (parts.length !== 2) throw new Error(`${file}: ${JSON.stringify(before)} is there ${parts.length - 1} times, and must be once.`);
  return parts.join(after);
}

const chosen = mutants.filter(({ file }) => file.includes(only));
prepare();
for (const mutant of chosen) broken(fs.readFileSync(path.join(copy, mutant.file), 'utf8'), mutant);

const survivors = [];
for (const side of [native, js]) {
  const own = chosen.filter((mutant) => sideOf(mutant) === side);
  if (own.length === 0) continue;
  const suites = side === native ? [whole ? '*' : own.map(({ suite }) => suite).join(':')] : [[...new Set(own.flatMap(({ suite }) => suite.split(' ')))].join(' ')];
  const ready = side.setUp() && [side.build(), ...suites.map((suite) => side.test(suite))].find(({ passed }) => !passed);
  if (ready !== undefined) {
    console.error(ready ? ready.said.slice(-4000) : '');
    console.error(`Nothing is broken yet, and ${side.name} fails.`);
    process.exit(2);
  }
  for (const mutant of own) {
    const file = path.join(copy, mutant.file);
    const text = fs.readFileSync(file, 'utf8');
    fs.writeFileSync(file, broken(text, mutant));
    const built = side.build();
    const lives = built.passed && side.test(mutant.suite).passed;
    fs.writeFileSync(file, text);
    const verdict = !built.passed ? 'NOT BUILT' : lives ? 'SURVIVED' : 'killed';
    console.log(`${verdict.padEnd(9)} ${mutant.file}: ${mutant.before.trim()}  →  ${mutant.after.trim() || '(nothing)'}`);
    if (!built.passed) console.log(built.said.slice(-1500));
    if (verdict !== 'killed') survivors.push(mutant);
  }
  side.build();
}
const killed = chosen.length - survivors.length;
console.log(`\n${killed} of ${chosen.length} killed (${((100 * killed) / Math.max(1, chosen.length)).toFixed(0)} %).`);
process.exit(survivors.length > 0 ? 1 : 0);
