// Files and streams of the command line. What cannot be read or written is a MediaError.
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { MediaError } from '../errors.js';

/** The bytes of a file, or of standard input when no file is named (or it is "-"). */
export async function readInput(file: string | undefined): Promise<Uint8Array> {
  if (file === undefined || file === '-') {
    const chunks: Buffer[] = [];
    for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  }
  try {
    return await readFile(file);
  } catch (thrown) {
    throw new MediaError('file_not_found', `${file} cannot be read: ${reason(thrown, 'it does not exist')}.`, { cause: thrown });
  }
}

/** JSON from a file or standard input. @throws MediaError `invalid_json` */
export async function readJson(file: string | undefined): Promise<unknown> {
  const bytes = await readInput(file);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (thrown) {
    throw new MediaError('invalid_json', `${file ?? 'Standard input'} is not JSON: ${(thrown as Error).message}.`, { cause: thrown });
  }
}

/** @throws MediaError `invalid_argument` unless the value is an object */
export function object(value: unknown, what: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new MediaError('invalid_argument', `${what} must be a JSON object.`);
}

/** Makes a folder, with those above it, unless it is there. */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (thrown) {
    throw new MediaError('write_failed', `${folder} cannot be made: ${reason(thrown, 'the folder above it does not exist')}.`, { cause: thrown });
  }
}

/** Writes a file whole or not at all: into a neighbour first, which then takes its name. */
export async function writeOutput(file: string, bytes: Uint8Array): Promise<void> {
  const neighbour = path.join(path.dirname(file), `.${path.basename(file)}.${randomBytes(6).toString('hex')}`);
  try {
    await writeFile(neighbour, bytes, { flag: 'wx' });
    await rename(neighbour, file);
  } catch (thrown) {
    await rm(neighbour, { force: true }).catch(() => {});
    throw new MediaError('write_failed', `${file} cannot be written: ${reason(thrown, 'its folder does not exist')}.`, { cause: thrown });
  }
}

/** Words for a system error; `absent` for one that says that something is not there. */
function reason(thrown: unknown, absent: string): string {
  const { code, message } = thrown as NodeJS.ErrnoException;
  const known: Record<string, string> = {
    ENOENT: absent,
    EISDIR: 'it is a folder',
    EACCES: 'permission denied',
    ENOTDIR: 'a part of its path is not a folder',
  };
  return (code !== undefined && known[code]) || message;
}
