// The packed package as a user gets it: `npm pack`, then `npm install` of the tarball into an empty project.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));

const npm = (folder, ...args) =>
  execFileSync('npm', [...args, '--no-audit', '--no-fund', '--ignore-scripts'], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    shell: process.platform === 'win32',
  });

/**
 * An empty project with the packed package installed.
 * @param peers other packages that it has, with their versions
 */
export function installPacked(...peers) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'media-wasm-consumer-'));
  const [{ filename, files }] = JSON.parse(npm(root, 'pack', '--json', '--pack-destination', folder));
  fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name: 'consumer', private: true, type: 'module' }));
  npm(folder, 'install', path.join(folder, filename), ...peers);
  return { folder, tarball: path.join(folder, filename), files: files.map((file) => file.path), remove: () => fs.rmSync(folder, { recursive: true, force: true }) };
}

/** Runs a script of one of this project's own tools (typescript, esbuild, vite), or one by its path, in a consumer's folder. */
export function tool(folder, script, ...args) {
  return execFileSync(process.execPath, [path.resolve(root, 'node_modules', script), ...args], { cwd: folder, encoding: 'utf8' });
}
