// Running the command line as a user does, in a folder of its own.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';

export const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

export function commandLine() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'media-wasm-cli-'));
  after(() => fs.rmSync(folder, { recursive: true, force: true }));
  const at = (...names) => path.join(folder, ...names);
  return {
    folder,
    at,
    media(args, input) {
      const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], { cwd: folder, input, encoding: 'utf8' });
      return { status, stdout, stderr };
    },
    write: (name, content) => fs.writeFileSync(at(name), content),
    read: (name) => fs.readFileSync(at(name)),
  };
}
