#!/usr/bin/env node
// Installs what the build and the tests need: npm packages, and on Debian and Ubuntu (as root) apt packages, on Debian
// also the sources of two C libraries. Needs nothing but Node, npm and apt; a second run finds everything there and
// does nothing. Elsewhere, and for what a system has no package of, it says what to install and how.
//   node wasm/setup.mjs [--tests]
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { instructions, packagesOf, requirements, systemOf, works } from './requirements.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const deps = path.join(root, 'build/deps');
const forTests = process.argv.includes('--tests');

const inDeps = (file) => fs.existsSync(path.join(deps, file));

function fail(message) {
  console.error(`\n${message}\n`);
  process.exit(1);
}

function run(command, args, options = {}) {
  console.log(`> ${command} ${args.join(' ')}`);
  const { status, error } = spawnSync(command, args, { stdio: 'inherit', cwd: root, ...options });
  if (error || status !== 0) fail(`Set-up stopped: "${command} ${args.join(' ')}" failed${error ? `: ${error.message}` : '.'}`);
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const enough = major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19);
  if (!enough) fail(`Building needs Node 20.19 or newer, or 22.12 or newer; this is Node ${process.versions.node}.`);
}

const readIfThere = (file) => (fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '');
const system = systemOf(process.platform, readIfThere('/etc/os-release'));
const isRoot = () => process.getuid?.() === 0;

/** The requirements that are not met are installed, or named. */
function installSystemPackages() {
  const isMissing = (r) => (forTests || !r.tests) && (!r.optional || r.names[system]) && !r.found();
  const missing = requirements.filter(isMissing);
  const packages = packagesOf(system, missing);
  if (packages.length > 0 && ['debian', 'ubuntu'].includes(system) && isRoot() && works('apt-get', '--version')) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    run('apt-get', ['update'], { env });
    run('apt-get', ['install', '-y', '--no-install-recommends', ...packages], { env });
  }
  // What has been installed may still be too old.
  const left = missing.filter(isMissing);
  if (left.length > 0) fail(instructions(system, left));
}

/** The mirror that this machine's apt already uses, and the key that it trusts. */
function debianMirror() {
  const folder = '/etc/apt/sources.list.d';
  const files = ['/etc/apt/sources.list', ...(fs.existsSync(folder) ? fs.readdirSync(folder).map((f) => path.join(folder, f)) : [])];
  for (const file of files) {
    for (const line of readIfThere(file).split('\n')) {
      const url = /^(?:URIs:|deb(?:\s+\[[^\]]*\])?)\s+(\S+\/debian)\/?(?:\s|$)/.exec(line)?.[1];
      if (url) return url;
    }
  }
  return undefined;
}

/**
 * Debian bookworm's stb lacks security fixes and its libdeflate comes only as a native library, so both are
 * taken as sources: stb from the next release, libdeflate as the source package. apt checks their signatures.
 * Where this does not apply CMake fetches the same versions from upstream, by hash.
 */
function unpackDebianSources() {
  const mirror = system === 'debian' && debianMirror();
  if (!mirror || (inDeps('stb/stb_image.h') && inDeps('libdeflate/libdeflate.h'))) return;
  const apt = path.join(root, 'build/apt');
  fs.mkdirSync(path.join(apt, 'lists/partial'), { recursive: true });
  const key = '[signed-by=/usr/share/keyrings/debian-archive-keyring.gpg]';
  fs.writeFileSync(path.join(apt, 'sources.list'), `deb ${key} ${mirror} trixie main\ndeb-src ${key} ${mirror} bookworm main\n`);
  // A sources list and a state of their own: this machine's apt is left as it is.
  const options = [
    `Dir::Etc::sourcelist=${apt}/sources.list`,
    'Dir::Etc::sourceparts=-',
    `Dir::State::lists=${apt}/lists`,
    'Dir::Cache::pkgcache=',
    'Dir::Cache::srcpkgcache=',
    'APT::Sandbox::User=root',
    // What apt-file adds, 50 MB that are often out of step with the rest.
    'Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled=false',
  ].flatMap((option) => ['-o', option]);
  const aptGet = (...args) => run('apt-get', ['-q', ...options, ...args], { cwd: apt });
  aptGet('update');
  aptGet('download', 'libstb-dev');
  aptGet('--download-only', 'source', 'libdeflate=1.14-1');

  const downloaded = (pattern) => path.join(apt, fs.readdirSync(apt).find((name) => pattern.test(name)));
  for (const folder of ['stb-package', 'libdeflate-source']) fs.mkdirSync(path.join(apt, folder), { recursive: true });
  run('dpkg-deb', ['-x', downloaded(/^libstb-dev_.*\.deb$/), path.join(apt, 'stb-package')]);
  run('tar', ['xzf', downloaded(/^libdeflate_.*\.orig\.tar\.gz$/), '--strip-components=1', '-C', path.join(apt, 'libdeflate-source')]);
  moveIntoDeps(path.join(apt, 'stb-package/usr/include/stb'), 'stb');
  moveIntoDeps(path.join(apt, 'libdeflate-source'), 'libdeflate');
  fs.rmSync(apt, { recursive: true });
}

function moveIntoDeps(from, name) {
  fs.mkdirSync(deps, { recursive: true });
  fs.rmSync(path.join(deps, name), { recursive: true, force: true });
  fs.renameSync(from, path.join(deps, name));
}

/** nlohmann/json's headers, which native tests compare with. */
function copyJsonHeaders() {
  if (inDeps('nlohmann_json/include/nlohmann/json.hpp')) return;
  if (system !== 'debian' || !fs.existsSync('/usr/include/nlohmann/json.hpp')) return; // CMake fetches them
  fs.cpSync('/usr/include/nlohmann', path.join(deps, 'nlohmann_json/include/nlohmann'), { recursive: true });
}

/** npm packages, when the lock file is not the one they were installed from. */
function installNpmPackages() {
  const lock = createHash('sha256').update(fs.readFileSync(path.join(root, 'package-lock.json'))).digest('hex');
  const stamp = path.join(root, 'node_modules/.media-wasm-lock');
  if (readIfThere(stamp) === lock) return;
  run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { shell: process.platform === 'win32' });
  fs.writeFileSync(stamp, lock);
}

checkNode();
installSystemPackages();
copyJsonHeaders();
unpackDebianSources();
installNpmPackages();
