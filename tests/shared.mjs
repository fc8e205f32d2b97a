// Test data that lies beside the project, not in it.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = path.join(path.dirname(fileURLToPath(import.meta.url)), '../../shared/data');

/** Options for a test that needs the shared data: it runs where they are, fails in CI without them, else is skipped. */
export const needsShared = fs.existsSync(folder) || process.env.CI ? {} : { skip: `the shared test data are missing: ${folder}` };

/** A path inside the shared data. @throws when it is not there */
export function shared(...parts) {
  const file = path.join(folder, ...parts);
  if (!fs.existsSync(file)) throw new Error(`Shared test data are missing: ${file}`);
  return file;
}

export const readShared = (...parts) => new Uint8Array(fs.readFileSync(shared(...parts)));
