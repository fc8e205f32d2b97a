// What the arguments of a command name: files, folders, patterns; and where the result of each goes.
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { MediaError } from '../errors.js';
import { glob, isPattern } from './glob.js';
import { flag, text, UsageError } from './options.js';
import type { Overwriting } from './output.js';

export interface Input {
  file: string;
  /** Its path within the folder or pattern that named it, else its name. */
  relative: string;
}

export interface Task {
  input: string;
  output: string;
}

/** Options of commands that take several files. */
export const many = {
  out: text('DIR', 'a folder for the results, made if need be: then every argument is an input, a folder or a pattern too', 'o'),
  recursive: flag('with folders: the folders in them too', 'r'),
};

/** Names of images, also of those that only a browser decodes: they are not passed over in silence. */
const IMAGE = /\.(png|jpe?g|jpe|jfif|gif|bmp|dib|webp|avif|svg)$/i;

const folderOf = async (name: string): Promise<boolean> => (await stat(name).catch(() => undefined))?.isDirectory() ?? false;

/** @param without a folder of results, whose files are no inputs of the next run */
export async function expandInputs(names: readonly string[], { recursive = false, without }: { recursive?: boolean | undefined; without?: string | undefined } = {}): Promise<Input[]> {
  const inputs = new Map<string, Input>();
  const add = (input: Input): void => void (inputs.has(path.resolve(input.file)) || inputs.set(path.resolve(input.file), input));
  const isResult = (file: string): boolean => without !== undefined && path.resolve(file).startsWith(path.resolve(without) + path.sep);
  for (const name of names) {
    const exists = name === '-' || (await stat(name).catch(() => undefined)) !== undefined;
    if (!exists && isPattern(name)) {
      const { base, files } = await glob(name);
      if (files.length === 0) throw new MediaError('file_not_found', `No file is named like ${name}.`);
      for (const file of files) if (!isResult(file)) add({ file, relative: path.relative(base, file) });
    } else if (name !== '-' && (await folderOf(name))) {
      const files = await imagesIn(name, recursive);
      if (files.length === 0) throw new MediaError('file_not_found', `There is no image in ${name}${recursive ? '' : ' itself'}.`);
      const within = (file: string): boolean => path.resolve(without ?? '') !== path.resolve(name) && isResult(file);
      for (const file of files) if (!within(file)) add({ file, relative: path.relative(name, file) });
    } else add({ file: name, relative: path.basename(name) });
  }
  return [...inputs.values()];
}

async function imagesIn(folder: string, recursive: boolean): Promise<string[]> {
  const entries = (await readdir(folder, { withFileTypes: true })).filter(({ name }) => !name.startsWith('.')).sort((a, b) => (a.name < b.name ? -1 : 1));
  const found: string[] = [];
  for (const entry of entries) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) found.push(...(recursive ? await imagesIn(file, true) : []));
    else if (IMAGE.test(entry.name)) found.push(file);
  }
  return found;
}

/**
 * One task a file: IN and OUT, or every input into the folder `out`.
 * @param rename the name of a result, from the path of its input
 * @throws UsageError, MediaError `file_exists` when results would fall on each other or on another input
 */
export async function planTasks(
  names: readonly string[],
  { out, recursive }: { out?: string; recursive?: boolean },
  rename: (relative: string) => string,
): Promise<Task[]> {
  if (out === undefined) {
    if (names.length !== 2) throw new UsageError(names.length < 2 ? 'IN and OUT are needed, or inputs and --out DIR.' : 'Several inputs need --out DIR.');
    const inputs = await expandInputs(names.slice(0, 1));
    if (inputs.length > 1 || (await folderOf(names[0]!))) throw new UsageError(`${names[0]} names several files: they need --out DIR.`);
    return [{ input: inputs[0]!.file, output: names[1]! }];
  }
  if (names.includes('-')) throw new UsageError('Standard input has no name for its result: name it instead of --out DIR.');
  if (out === '-') throw new UsageError('--out takes a folder; for standard output write IN and -.');
  const tasks = (await expandInputs(names, { recursive, without: out })).map(({ file, relative }) => ({ input: file, output: path.join(out, rename(relative)) }));
  refuseClashes(tasks);
  return tasks;
}

export function refuseClashes(tasks: readonly Task[]): void {
  const inputs = new Map(tasks.map(({ input }) => [path.resolve(input), input]));
  const outputs = new Map<string, string>();
  for (const { input, output } of tasks) {
    const place = path.resolve(output);
    const other = outputs.get(place) ?? (inputs.get(place) === input ? undefined : inputs.get(place));
    if (other === undefined) outputs.set(place, input);
    else if (outputs.has(place)) throw new MediaError('file_exists', `${other} and ${input} would both become ${output}: take them one at a time.`);
    else throw new MediaError('file_exists', `The result of ${input} would overwrite ${other}, which is an input too.`);
  }
}

export const overwriting = ({ input }: Task, force: boolean | undefined): Overwriting => ({ force, inputs: [input] });
