import assert from 'node:assert/strict';
import fs from 'node:fs';
import test from 'node:test';
import { cli, commandLine } from './cli-support.mjs';

const { media, write } = commandLine();
write('value.json', '{"assetType": "banner"}');

const { version } = JSON.parse(fs.readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
const commands = [...media(['--help']).stdout.matchAll(/^ {2}media-wasm ([\w-]+)/gm)].map(([, name]) => name);

test('help: by --help, -h or help, of all and of each command, with every option it takes', () => {
  assert.ok(commands.includes('preview'));
  const all = media(['--help']);
  assert.deepEqual(all, { status: 0, stdout: all.stdout, stderr: '' });
  assert.match(all.stdout, /media-wasm preview PROJECT\.json OUT\.png/);
  for (const args of [['-h'], ['help'], ['--json', '-h']]) assert.deepEqual(media(args), all, args.join(' '));
  for (const name of commands) {
    const help = media([name, '--help']);
    assert.equal(help.status, 0, name);
    assert.match(help.stdout, new RegExp(`^Usage: media-wasm ${name}`));
    for (const option of ['--json', '--quiet', '--help', '--version']) assert.ok(help.stdout.includes(option), `${name} ${option}`);
    assert.ok(help.stdout.split('\n').every((line) => line.length <= 100), `${name}: no line is longer than 100 columns`);
  }
  const probe = media(['probe', '--help']);
  for (const args of [['help', 'probe'], ['-h', 'probe'], ['probe', '-h'], ['probe', 'a', 'b', '--nope', '-h']]) assert.deepEqual(media(args), probe, args.join(' '));
});

test('--version tells the version of the package, with a command or without', () => {
  for (const args of [['--version'], ['probe', '--version']]) assert.deepEqual(media(args), { status: 0, stdout: `${version}\n`, stderr: '' });
  assert.equal(JSON.parse(media(['--json', '--version']).stdout).version, version);
});

const wrong = [
  ['frobnicate'],
  ['constructor'],
  ['probe', '--nope'],
  ['--nope', 'probe'],
  ['--nope'],
  ['probe', '-x'],
  ['probe', '--json=yes'],
  ['preview', 'a'],
  ['models', 'a'],
  ['request', 'generate', '--context'],
  ['request', 'generate', '--context', '--image', 'x'],
  ['request', 'generate', '--context', 'a', '--context', 'b'],
  ['help', 'frobnicate'],
];

test('usage errors end in status 2 and say what is wrong and where help is, as text or as JSON', () => {
  for (const args of wrong) {
    const asText = media(args);
    assert.equal(asText.status, 2, args.join(' '));
    assert.equal(asText.stdout, '');
    assert.match(asText.stderr, /^media-wasm: .+\.\nTry "media-wasm .*--help"\.\n$/, args.join(' '));
    for (const json of [['--json', ...args], [...args, '--json']]) {
      // "--context --json" names no file either way.
      const { status, stdout, stderr } = media(json);
      assert.equal(status, 2, json.join(' '));
      assert.equal(stdout, '');
      const { code, message } = JSON.parse(stderr);
      assert.equal(code, 'usage');
      assert.match(message, /\.$/);
    }
  }
  assert.equal(media([]).status, 2);
  assert.match(media([]).stderr, /media-wasm preview/);
  assert.equal(JSON.parse(media(['--json']).stderr).code, 'usage');
});

test('a mistyped command or option is answered with the one that may be meant', () => {
  assert.match(media(['prob']).stderr, /Is "probe" meant\?/);
  assert.match(media(['request', 'generate', '--imag', 'x']).stderr, /Is --image meant\?/);
  assert.doesNotMatch(media(['probe', '--zzzzzzzz']).stderr, /meant/);
});

test('--json and --quiet stand anywhere: before the command, among its arguments, after them', () => {
  const refusal = '{"code":"unknown_model"';
  for (const args of [['--json', 'validate', 'Nope', 'value.json'], ['validate', '--json', 'Nope', 'value.json'], ['validate', 'Nope', 'value.json', '--json']]) {
    const { status, stderr } = media(args);
    assert.equal(status, 1);
    assert.ok(stderr.startsWith(refusal), stderr);
  }
  // After "--" it is a file's name.
  const { stderr } = media(['validate', 'GenerateRequest', '--', '--json']);
  assert.match(stderr, /--json cannot be read.*\[file_not_found\]/);
});

test('results are one line each with --json', () => {
  const { stdout } = media(['validate', 'GenerateRequest', 'value.json', '--json']);
  assert.equal(stdout.indexOf('\n'), stdout.length - 1);
  assert.equal(JSON.parse(stdout).asset_type, 'banner');
});

test('the file that npm installs as the command can be run', { skip: process.platform === 'win32' }, () => {
  assert.ok(fs.statSync(cli).mode & 0o100);
});
