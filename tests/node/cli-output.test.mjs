// Where results go: links, pipes, devices, files that are there already, interrupts, full disks.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { createMediaKit } from '@aurastream/media-wasm';
import { cli, commandLine } from './cli-support.mjs';

const { folder, at, media, write, read } = commandLine();
const kit = await createMediaKit();
const noise = new Uint8ClampedArray(64 * 64 * 4).map((_, i) => (i % 4 === 3 ? 255 : (i * i * 31) >> 3));
const picture = kit.image.encodePng({ width: 64, height: 64, data: noise });
write('in.png', picture);
const unix = { skip: process.platform === 'win32' && 'Unix only' };
const expected = Buffer.from(picture);

const isExpected = (bytes) => assert.ok(expected.equals(bytes), `${bytes.length} bytes instead of the picture`);
const leftOver = () => fs.readdirSync(folder).filter((name) => name.startsWith('.'));
const code = ({ stderr }) => JSON.parse(stderr).code;

test('"-" is standard output: the bytes and nothing else', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, 'encode', 'in.png', '-'], { cwd: folder });
  assert.equal(status, 0);
  isExpected(stdout);
  assert.equal(stderr.length, 0);
  assert.ok(!fs.existsSync(at('-')));
  const told = spawnSync(process.execPath, [cli, 'encode', '-', '-', '--json'], { cwd: folder, input: picture });
  isExpected(told.stdout);
  assert.equal(JSON.parse(told.stderr).width, 64);
});

test('standard output by its other names, redirected to a file, is not replaced', unix, () => {
  for (const name of ['/dev/stdout', '/dev/fd/1', '/proc/self/fd/1', 'log']) {
    if (name.startsWith('/proc') && !fs.existsSync('/proc/self/fd')) continue;
    const log = fs.openSync(at('log'), 'w');
    fs.writeSync(log, 'before');
    const { status, stderr } = spawnSync(process.execPath, [cli, 'encode', 'in.png', name], { cwd: folder, stdio: ['ignore', log, 'pipe'], encoding: 'utf8' });
    fs.writeSync(log, 'after');
    fs.closeSync(log);
    assert.equal(status, 0, `${name}: ${stderr}`);
    assert.ok(read('log').equals(Buffer.concat([Buffer.from('before'), expected, Buffer.from('after')])), name);
  }
});

test('any other descriptor that is open is written where it stands', unix, () => {
  const log = fs.openSync(at('third'), 'w');
  fs.writeSync(log, 'before');
  const { status, stderr } = spawnSync(process.execPath, [cli, 'encode', 'in.png', '/dev/fd/3'], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe', log], encoding: 'utf8' });
  fs.writeSync(log, 'after');
  fs.closeSync(log);
  assert.equal(status, 0, stderr);
  assert.ok(read('third').equals(Buffer.concat([Buffer.from('before'), expected, Buffer.from('after')])));
});

test('links are followed, whether their file is there or not', unix, () => {
  fs.mkdirSync(at('deep'));
  write('deep/there.png', 'old');
  fs.symlinkSync('deep/there.png', at('to-there.png'));
  fs.symlinkSync('deep/new.png', at('to-new.png'));
  fs.symlinkSync('to-new.png', at('to-link.png'));
  for (const [link, file] of [['to-there.png', 'deep/there.png'], ['to-link.png', 'deep/new.png']]) {
    assert.equal(media(['encode', 'in.png', link, '--force']).status, 0);
    assert.ok(fs.lstatSync(at(link)).isSymbolicLink());
    assert.ok(fs.lstatSync(at(file)).isFile());
    isExpected(read(file));
  }
  fs.symlinkSync('circle.png', at('circle.png'));
  assert.match(media(['encode', 'in.png', 'circle.png']).stderr, /links lead in a circle\. \[write_failed\]/);
});

test('a FIFO and a device are written in place', unix, async () => {
  assert.equal(spawnSync('mkfifo', [at('pipe.png')]).status, 0);
  const reader = spawn('cat', [at('pipe.png')], { stdio: ['ignore', 'pipe', 'inherit'] });
  const chunks = [];
  reader.stdout.on('data', (chunk) => chunks.push(chunk));
  const writer = spawn(process.execPath, [cli, 'encode', 'in.png', 'pipe.png'], { cwd: folder });
  const ended = once(reader, 'close');
  const [status] = await once(writer, 'close');
  if (status !== 0 || !fs.lstatSync(at('pipe.png')).isFIFO()) reader.kill(); // nobody will ever write there
  await ended;
  assert.equal(status, 0);
  isExpected(Buffer.concat(chunks));
  assert.ok(fs.lstatSync(at('pipe.png')).isFIFO());
  // A device of our own, where that is allowed: no test should be able to harm the machine's.
  if (spawnSync('mknod', [at('null.png'), 'c', '1', '3']).status !== 0) return;
  assert.equal(media(['encode', 'in.png', 'null.png']).status, 0);
  assert.ok(fs.statSync(at('null.png')).isCharacterDevice());
});

test('a file that is there is not overwritten without --force; its mode stays', () => {
  write('taken.png', 'mine');
  fs.chmodSync(at('taken.png'), 0o640);
  const refused = media(['encode', 'in.png', 'taken.png', '--json']);
  assert.equal(refused.status, 1);
  assert.equal(code(refused), 'file_exists');
  assert.equal(read('taken.png').toString(), 'mine');
  assert.equal(media(['encode', 'in.png', 'taken.png', '-f']).status, 0);
  isExpected(read('taken.png'));
  if (process.platform !== 'win32') assert.equal(fs.statSync(at('taken.png')).mode & 0o7777, 0o640);
  assert.deepEqual(leftOver(), []);
});

test('the input is not overwritten without --force, by whatever name', () => {
  write('own.png', picture);
  fs.linkSync(at('own.png'), at('same.png'));
  for (const name of ['own.png', './own.png', at('own.png'), 'same.png']) {
    const { status, stderr } = media(['resize', 'own.png', name, '--width', '8']);
    assert.equal(status, 1);
    assert.match(stderr, /is the input itself.*\[file_exists\]/);
    isExpected(read('own.png'));
  }
  assert.equal(media(['resize', 'own.png', 'own.png', '--width', '8', '--force']).status, 0);
  assert.equal(kit.image.probe(read('own.png')).width, 8);
});

test('names as long as a folder takes them can be written', () => {
  for (const length of [244, 255]) {
    const name = `${'n'.repeat(length - 4)}.png`;
    assert.deepEqual(media(['encode', 'in.png', name]), { status: 0, stdout: '', stderr: '' });
    isExpected(read(name));
  }
  assert.match(media(['encode', 'in.png', `${'n'.repeat(300)}.png`]).stderr, /its name is too long\. \[write_failed\]/);
});

test('the name decides the format, and no PNG goes into a file of another', () => {
  for (const name of ['out.webp', 'out.gif', 'out.AVIF', 'out.svg', 'out.onnx', 'out.what']) {
    const refused = media(['encode', 'in.png', name, '--json']);
    assert.equal(code(refused), 'unsupported_format', name);
    assert.match(JSON.parse(refused.stderr).message, /\.png and \.jpg/);
    assert.ok(!fs.existsSync(at(name)));
  }
  for (const name of ['a.jpg', 'a.JPEG']) {
    assert.equal(media(['encode', 'in.png', name]).status, 0);
    assert.equal(kit.image.probe(read(name)).mime, 'image/jpeg');
  }
  for (const [name, format, mime] of [['bare', 'jpeg', 'image/jpeg'], ['bare-too', undefined, 'image/png'], ['a.part', 'png', 'image/png']]) {
    assert.equal(media(['encode', 'in.png', name, ...(format ? ['--format', format] : [])]).status, 0);
    assert.equal(kit.image.probe(read(name)).mime, mime);
  }
  assert.equal(code(media(['encode', 'in.png', 'b.jpg', '--format', 'png', '--json'])), 'invalid_argument');
  assert.equal(code(media(['encode', 'in.png', 'b.webp', '--format', 'png', '--json'])), 'unsupported_format');
  assert.equal(code(media(['remove-background', 'in.png', 'b.jpg', '--json'])), 'unsupported_format');
});

/** Runs with one function of node:fs replaced. */
const withFs = (change) => ['--import', `data:text/javascript,${encodeURIComponent(`
  import fs from 'node:fs'; import { syncBuiltinESMExports } from 'node:module'; import { promisify } from 'node:util';
  ${change}
  syncBuiltinESMExports();`)}`];

const diskFull = withFs(`
  const failing = () => {};
  failing[promisify.custom] = async (descriptor, bytes, offset) => {
    if (offset > 0) throw Object.assign(new Error('full'), { code: 'ENOSPC' });
    return { bytesWritten: fs.writeSync(descriptor, bytes, 0, 10) };
  };
  fs.write = failing;`);

test('a disk that is full leaves what was there, and nothing half-written', () => {
  write('kept.png', 'old');
  for (const name of ['kept.png', 'never.png']) {
    const { status, stderr } = spawnSync(process.execPath, [...diskFull, cli, 'encode', 'in.png', name, '--force'], { cwd: folder, encoding: 'utf8' });
    assert.equal(status, 1, stderr);
    assert.match(stderr, /the disk is full\. \[write_failed\]/);
  }
  assert.equal(read('kept.png').toString(), 'old');
  assert.ok(!fs.existsSync(at('never.png')));
  assert.deepEqual(leftOver(), []);
});

test('a file that comes into being meanwhile is not overwritten', () => {
  const hook = withFs("const { link } = fs.promises; fs.promises.link = (from, to) => { fs.writeFileSync(to, 'theirs'); return link(from, to); };");
  const { status, stderr } = spawnSync(process.execPath, [...hook, cli, 'encode', 'in.png', 'raced.png', '--json'], { cwd: folder, encoding: 'utf8' });
  assert.equal(status, 1);
  assert.equal(JSON.parse(stderr).code, 'file_exists');
  assert.equal(read('raced.png').toString(), 'theirs');
  assert.deepEqual(leftOver(), []);
});

test('an interrupt leaves no temporary file, and ends the process as one', unix, async () => {
  const hook = withFs("fs.promises.link = () => { process.stderr.write('half-way'); setInterval(() => {}, 1e6); return new Promise(() => {}); };");
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    const child = spawn(process.execPath, [...hook, cli, 'encode', 'in.png', 'interrupted.png'], { cwd: folder });
    await once(child.stderr, 'data');
    assert.equal(leftOver().length, 1, 'it was being written');
    child.kill(signal);
    const [, by] = await once(child, 'exit');
    assert.equal(by, signal);
    assert.deepEqual(leftOver(), [], signal);
  }
  assert.ok(!fs.existsSync(at('interrupted.png')));
});

test('a reader that closes its end early is no failure', unix, async () => {
  for (const args of [['models'], ['probe', path.join(folder, 'in.png')], ['encode', path.join(folder, 'in.png'), '-'], ['--help']]) {
    const child = spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.destroy();
    let said = '';
    child.stderr.on('data', (chunk) => (said += chunk));
    const [status] = await once(child, 'close');
    assert.deepEqual([status, said], [0, ''], args[0]);
  }
});
