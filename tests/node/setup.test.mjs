// What the set-up tells people of other systems, and what a release is checked for.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { releaseProblems, unknownFields } from '../../wasm/release.mjs';
import { instructions, packagesOf, requirements, systemOf } from '../../wasm/requirements.mjs';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));

test('systems are told by what they say of themselves', () => {
  for (const [release, system] of [
    ['PRETTY_NAME="Debian GNU/Linux 12"\nID=debian\n', 'debian'],
    ['ID=ubuntu\nID_LIKE=debian\n', 'ubuntu'],
    ['ID=linuxmint\nID_LIKE="ubuntu debian"\n', 'ubuntu'],
    ['ID=fedora\n', 'fedora'],
    ['ID="rocky"\nID_LIKE="rhel centos fedora"\n', 'fedora'],
    ['ID=manjaro\nID_LIKE=arch\n', 'arch'],
    ['ID=gentoo\n', undefined],
    ['', undefined],
  ]) assert.equal(systemOf('linux', release), system, release);
  assert.equal(systemOf('darwin', ''), 'macos');
  assert.equal(systemOf('win32', ''), 'windows');
});

test('each system is told how to come by everything, without packages that it does not have', () => {
  const commands = { debian: 'apt-get', ubuntu: 'apt-get', fedora: 'dnf', arch: 'pacman', macos: 'brew', windows: 'winget' };
  for (const [system, command] of Object.entries(commands)) {
    const text = instructions(system, requirements);
    assert.ok(text.includes(command), system);
    assert.doesNotMatch(text, /undefined/);
    for (const { what, names, elsewhere, optional } of requirements) {
      if (!optional) assert.ok(text.includes(names[system] ?? elsewhere), `${system}: ${what}`);
    }
  }
  const debian = packagesOf('debian', requirements);
  assert.ok(debian.includes('clang') && debian.includes('libclang-rt-dev'), 'clang only recommends what it fuzzes with');
  assert.deepEqual(debian.filter((name) => !/^[a-z0-9+.-]+$/.test(name)), [], 'each is one name');
  const [, ubuntu] = /apt-get install (.*)/.exec(instructions('ubuntu', requirements));
  assert.doesNotMatch(ubuntu, /chromium|firefox/, 'Ubuntu has snaps of them only');
  assert.match(instructions('ubuntu', requirements), /emsdk install/, 'for releases whose package is too old');
  assert.doesNotMatch(instructions(undefined, requirements), /undefined/);
});

test('a release is whole, and made with the toolchain of releases', () => {
  assert.deepEqual(releaseProblems(dist).missing, []);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'media-wasm-release-'));
  try {
    assert.ok(releaseProblems(folder).missing.includes('index.js'));
    fs.cpSync(dist, folder, { recursive: true });
    fs.writeFileSync(path.join(folder, 'build.json'), '{"emscripten": "3.1.69", "wasmBytes": 300000}');
    assert.match(releaseProblems(folder).otherToolchain, /3\.1\.69.*3\.1\.6\b.*300000/);
    fs.writeFileSync(path.join(folder, 'build.json'), '{"emscripten": "3.1.6", "wasmBytes": 250000}');
    assert.equal(releaseProblems(folder).otherToolchain, undefined);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
});

test('who publishes is told what package.json does not say; what it says is an address', () => {
  const manifest = JSON.parse(fs.readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  assert.ok(manifest.keywords.length > 0);
  assert.deepEqual(unknownFields({ ...manifest, repository: 'x', homepage: 'x', bugs: 'x', author: 'x' }), []);
  assert.ok(unknownFields({ ...manifest, author: undefined }).includes('author'));
  for (const name of ['repository', 'homepage', 'bugs']) if (manifest[name]) assert.ok(new URL(manifest[name].url ?? manifest[name]), name);
});
