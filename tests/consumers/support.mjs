// The packed package as a user gets it: `npm pack`, then `npm install` of the tarball into an empty project.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));

/** `npm run` hands this project's settings (.npmrc) to what it starts: the packages of a row may ask for a newer Node. */
const npm = (folder, ...args) =>
  execFileSync('npm', [...args, '--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline', '--no-engine-strict'], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    shell: process.platform === 'win32',
  });

let packed;

/** Packs once for many consumers. @returns the tarball, the files in it, and what they take together */
export function packOnce() {
  if (packed) return packed;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'media-wasm-packed-'));
  process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
  const [{ filename, files, unpackedSize }] = JSON.parse(npm(root, 'pack', '--json', '--pack-destination', folder));
  return (packed = { tarball: path.join(folder, filename), files: files.map((file) => file.path), unpackedSize });
}

/**
 * An empty project with the packed package installed.
 * @param peers other packages that it has, with their versions
 */
export function installPacked(...peers) {
  const { tarball, files, unpackedSize } = packOnce();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'media-wasm-consumer-'));
  const manifest = (more) => {
    const file = path.join(folder, 'package.json');
    const before = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : { name: 'consumer', private: true, type: 'module' };
    fs.writeFileSync(file, JSON.stringify({ ...before, ...more }));
  };
  manifest({});
  npm(folder, 'install', tarball, ...peers);
  return {
    folder,
    tarball,
    files,
    unpackedSize,
    manifest,
    write(name, text) {
      const file = path.join(folder, name);
      fs.mkdirSync(path.dirname(file), { recursive: true });
      fs.writeFileSync(file, text);
      return file;
    },
    /** Packages' own scripts are not run; some commands are put in place by theirs. */
    install: (name) => execFileSync(process.execPath, ['install.js'], { cwd: path.join(folder, 'node_modules', name) }),
    remove: () => fs.rmSync(folder, { recursive: true, force: true }),
  };
}

/** Runs a script of one of this project's own tools (typescript, esbuild, vite), or one by its path, in a consumer's folder. */
export function tool(folder, script, ...args) {
  const file = path.resolve(root, 'node_modules', script);
  // Where npm has run the packages' own scripts, esbuild's command is the program itself.
  const isScript = /\.m?js$/.test(file) || fs.readFileSync(file).subarray(0, 2).toString() === '#!';
  return execFileSync(isScript ? process.execPath : file, [...(isScript ? [file] : []), ...args], { cwd: folder, encoding: 'utf8' });
}
