// Where results go. `-` is standard output; links are followed; a FIFO, a device or an open descriptor is written in
// place; a regular file is there whole or not at all, and keeps the mode of the one that it replaces.
import { randomBytes } from 'node:crypto';
import { constants, fstatSync, rmSync, write as writeDescriptor } from 'node:fs';
import { chmod, chown, link, lstat, mkdir, open, readlink, realpath, rename, rm, stat } from 'node:fs/promises';
import type { Stats } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { MediaError } from '../errors.js';
import { reason } from './system-error.js';

/** A place that bytes can be written to. */
export type Target =
  | { kind: 'descriptor'; name: string; descriptor: number }
  /** A FIFO, a terminal or another device. */
  | { kind: 'device'; name: string; file: string }
  /** `replaces`: what stands there now. */
  | { kind: 'file'; name: string; file: string; replaces?: Stats };

export interface Overwriting {
  /** Whether what stands there may be replaced. */
  force?: boolean | undefined;
  /** The files that the result is made from. */
  inputs?: readonly string[];
}

/**
 * Where a name leads, and whether something may be written there; asked before the work, so that nothing is
 * done in vain.
 * @throws MediaError `file_exists`, `write_failed`
 */
export async function findTarget(name: string, { force = false, inputs = [] }: Overwriting = {}): Promise<Target> {
  const target = await resolveTarget(name);
  if (target.kind !== 'file' || !target.replaces || force) return target;
  for (const input of inputs) {
    const found = input === '-' ? undefined : await stat(input).catch(() => undefined);
    if (found && isSame(found, target.replaces)) throw new MediaError('file_exists', `${name} is the input itself: with --force it is overwritten.`);
  }
  throw new MediaError('file_exists', `${name} is there already: with --force it is overwritten.`);
}

/** Writes to a target. @throws MediaError `write_failed`, `file_exists` when the file has come into being since */
export async function writeTarget(target: Target, bytes: Uint8Array): Promise<void> {
  try {
    if (target.kind === 'descriptor') await writeAll(target.descriptor, bytes);
    else if (target.kind === 'device') await writeInPlace(target.file, bytes);
    else await replace(target.file, target.replaces, bytes);
  } catch (thrown) {
    if (thrown instanceof MediaError) throw thrown;
    if ((thrown as NodeJS.ErrnoException).code === 'EPIPE' && target.kind === 'descriptor') throw thrown; // see main.ts
    if ((thrown as NodeJS.ErrnoException).code === 'EEXIST') throw new MediaError('file_exists', `${target.name} has come into being meanwhile: with --force it is overwritten.`, { cause: thrown });
    throw unwritable(target.name, thrown);
  }
}

/** Makes a folder, with those above it, unless it is there. */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (thrown) {
    throw new MediaError('write_failed', `${folder} cannot be made: ${reason(thrown, 'the folder above it does not exist')}.`, { cause: thrown });
  }
}

const unwritable = (name: string, thrown: unknown): MediaError =>
  new MediaError('write_failed', `${name} cannot be written: ${reason(thrown, 'its folder does not exist')}.`, { cause: thrown });

const isSame = (a: Stats, b: Stats): boolean => a.dev === b.dev && a.ino === b.ino;

/** As many links as Linux follows before it gives up. */
const MOST_LINKS = 40;

async function resolveTarget(name: string): Promise<Target> {
  if (name === '-') return { kind: 'descriptor', name: 'standard output', descriptor: 1 };
  try {
    // A link may lead to a file that is not there yet, which realpath() does not tell: so by hand.
    let file = path.resolve(name);
    for (let links = 0; ; links++) {
      const descriptor = openDescriptor(file);
      if (descriptor !== undefined) return { kind: 'descriptor', name, descriptor };
      const folder = await realpath(path.dirname(file));
      file = path.join(folder, path.basename(file));
      const found = await lstat(file).catch(ifThere);
      if (!found) return { kind: 'file', name, file };
      if (found.isDirectory()) throw new MediaError('write_failed', `${name} cannot be written: it is a folder.`);
      if (found.isFile()) return isStandardOutput(found) ? { kind: 'descriptor', name, descriptor: 1 } : { kind: 'file', name, file, replaces: found };
      if (!found.isSymbolicLink()) return { kind: 'device', name, file };
      if (links === MOST_LINKS) throw new MediaError('write_failed', `${name} cannot be written: its links lead in a circle.`);
      file = path.resolve(folder, await readlink(file));
    }
  } catch (thrown) {
    if (thrown instanceof MediaError) throw thrown;
    throw unwritable(name, thrown);
  }
}

function ifThere(thrown: NodeJS.ErrnoException): undefined {
  if (thrown.code !== 'ENOENT') throw thrown;
}

/** The descriptor that a name of Unix means: opening the name anew would lose its place in the file. */
function openDescriptor(file: string): number | undefined {
  const named = ['/dev/stdin', '/dev/stdout', '/dev/stderr'].indexOf(file);
  if (named > 0) return named;
  const numbered = /^\/(?:dev|proc\/self|proc\/thread-self)\/fd\/(\d+)$/.exec(file)?.[1];
  return numbered === undefined ? undefined : Number(numbered);
}

/** The file that standard output was redirected to, by whatever name. */
function isStandardOutput(found: Stats): boolean {
  try {
    return isSame(found, fstatSync(1));
  } catch {
    return false; // closed
  }
}

const writeSome = promisify(writeDescriptor) as (descriptor: number, bytes: Uint8Array, offset: number) => Promise<{ bytesWritten: number }>;

async function writeAll(descriptor: number, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    try {
      done += (await writeSome(descriptor, bytes, done)).bytesWritten;
    } catch (thrown) {
      // A pipe that was made not to block, and whose reader is slower.
      if ((thrown as NodeJS.ErrnoException).code !== 'EAGAIN') throw thrown;
      await new Promise((resume) => setTimeout(resume, 5));
    }
  }
}

async function writeInPlace(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, constants.O_WRONLY); // waits for the reader of a FIFO; makes no file
  try {
    await writeAll(handle.fd, bytes);
  } finally {
    await handle.close();
  }
}

/** Files that are being written. Whatever ends the process, they go. */
const unfinished = new Set<string>();

function removeUnfinished(): void {
  for (const file of unfinished) rmSync(file, { force: true });
  unfinished.clear();
}

/** Sees to it that an interrupted process leaves no temporary file, and ends as one that was interrupted. */
export function cleanUpOnExit(): void {
  process.on('exit', removeUnfinished);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      removeUnfinished();
      process.kill(process.pid, signal);
    });
  }
}

/** Into a neighbour first, which then takes the name. Its own name is short: the file's may be as long as allowed. */
async function replace(file: string, replaced: Stats | undefined, bytes: Uint8Array): Promise<void> {
  const neighbour = path.join(path.dirname(file), `.media-wasm-${randomBytes(8).toString('hex')}`);
  unfinished.add(neighbour);
  try {
    const handle = await open(neighbour, 'wx');
    try {
      await writeAll(handle.fd, bytes);
    } finally {
      await handle.close();
    }
    if (replaced) {
      await chown(neighbour, replaced.uid, replaced.gid).catch(() => {}); // only root may give files away
      await chmod(neighbour, replaced.mode & 0o7777);
      await rename(neighbour, file);
    } else await giveName(neighbour, file);
  } finally {
    await rm(neighbour, { force: true }).catch(() => {});
    unfinished.delete(neighbour);
  }
}

/** Never over a file that has come into being meanwhile. */
async function giveName(neighbour: string, file: string): Promise<void> {
  try {
    await link(neighbour, file);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'EEXIST') throw thrown;
    // A file system without hard links.
    if (await lstat(file).catch(ifThere)) throw new MediaError('file_exists', `${file} has come into being meanwhile: with --force it is overwritten.`);
    await rename(neighbour, file);
  }
}
