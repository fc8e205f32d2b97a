// Options of the command line as a table: what each takes, how it is shown, and how argv is read by it.

/** What the command line was given makes no sense to it: exit status 2. */
export class UsageError extends Error {}

export interface Option<T = unknown> {
  /** What the value is called in the help; nothing for a flag. */
  value?: string;
  summary: string;
  /** A single letter, as in `-q`. */
  short?: string;
  /** A flag that also has a `--no-` form. */
  negatable?: boolean;
  /** May be given several times. */
  several?: boolean;
  /** What further arguments look like that belong to the same value, which is a list then. */
  more?: RegExp;
  /** What a text means. @throws UsageError */
  read(text: string, name: string): unknown;
  /** For the compiler: what the value is in the end. */
  readonly type?: T;
}

/** The names are camelCase here and in the values; `--allow-empty` on the command line. */
export type Options = Readonly<Record<string, Option>>;

export type Values<O extends Options> = { [K in keyof O]?: O[K] extends Option<infer T> ? T : never };

export const flag = (summary: string, short?: string): Option<boolean> => ({ summary, short, read: Boolean });

/** On or off: `--name`, `--no-name`. */
export const toggle = (summary: string): Option<boolean> => ({ summary, negatable: true, read: Boolean });

export const text = <T extends string = string>(value: string, summary: string, short?: string): Option<T> => ({ value, summary, short, read: String });

/** A number; whether it is in range is for the package to say. */
export const number = (value: string, summary: string): Option<number> => ({ value, summary, read: readNumber });

/** Several numbers with commas between them, e.g. `x,y,width,height`. */
export const numbers = (value: string, summary: string): Option<number[]> => ({
  value,
  summary,
  read(given, name) {
    const parts = given.split(',');
    const count = value.split(',').length;
    if (parts.length !== count) throw new UsageError(`${name} takes ${value}, ${count} numbers with commas between them, not "${given}".`);
    return parts.map((part) => readNumber(part, name));
  },
});

/** An option that may be given several times; its value is the list. */
export const several = <T>({ type: _, ...option }: Option<T>): Option<T[]> => ({ ...option, several: true });

/** As several(), each time with further arguments that look like `more`: a list of lists. */
export const groups = <T>({ type: _, ...option }: Option<T>, more: RegExp): Option<T[][]> => ({ ...option, several: true, more });

function readNumber(given: string, name: string): number {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(given)) throw new UsageError(`${name} takes a number, not "${given}".`);
  return Number(given);
}

export const dashed = (name: string): string => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

export interface Parsed {
  positionals: string[];
  values: Record<string, unknown>;
}

/**
 * Reads arguments: `--name value`, `--name=value`, `--no-name`, `-q`, values of their own; `-` is an argument,
 * and after `--` everything is.
 * @throws UsageError
 */
export function parse(argv: readonly string[], options: Options): Parsed {
  const positionals: string[] = [];
  const values: Record<string, unknown> = {};
  for (let i = 0; i < argv.length; i++) {
    const argument = argv[i]!;
    if (argument === '--') {
      positionals.push(...argv.slice(i + 1));
      break;
    }
    if (!argument.startsWith('-') || argument === '-') {
      positionals.push(argument);
      continue;
    }
    const [name, inline] = argument.startsWith('--') && argument.includes('=') ? cut(argument) : [argument, undefined];
    const { key, option, negated } = find(name, options);
    if (option.value === undefined) {
      if (inline !== undefined) throw new UsageError(`${name} takes no value.`);
      values[key] = !negated;
      continue;
    }
    const value = inline ?? argv[++i];
    if (value === undefined || (inline === undefined && isOption(value))) {
      const hint = option.value.includes('COLOUR') ? ' In a shell put colours in quotes: "#ffffff".' : '';
      throw new UsageError(`${name} takes ${option.value}.${hint}`);
    }
    if (values[key] !== undefined && !option.several) throw new UsageError(`${name} is given twice.`);
    const given = [value];
    while (option.more && i + 1 < argv.length && option.more.test(argv[i + 1]!)) given.push(argv[++i]!);
    const read = given.map((item) => option.read(item, name));
    values[key] = option.several ? [...((values[key] as unknown[] | undefined) ?? []), option.more ? read : read[0]] : read[0];
  }
  return { positionals, values };
}

/** Something like an option, and not a negative number. */
const isOption = (argument: string): boolean => /^-[^\d.]/.test(argument);

function cut(given: string): [name: string, value: string] {
  const at = given.indexOf('=');
  return [given.slice(0, at), given.slice(at + 1)];
}

function find(name: string, options: Options): { key: string; option: Option; negated: boolean } {
  for (const [key, option] of Object.entries(options)) {
    if (name === dashed(key) || (option.short && name === `-${option.short}`)) return { key, option, negated: false };
    if (option.negatable && name === dashed(key).replace('--', '--no-')) return { key, option, negated: true };
  }
  const near = nearest(name, Object.keys(options).map(dashed));
  throw new UsageError(`There is no option ${name}.${near ? ` Is ${near} meant?` : ''}`);
}

/** The word that a mistyped one may have been, if one is near. */
export function nearest(word: string, words: readonly string[]): string | undefined {
  const [best] = words.map((known) => ({ known, edits: distance(word, known) })).sort((a, b) => a.edits - b.edits);
  return best && best.edits <= Math.max(1, Math.floor(best.known.length / 4)) ? best.known : undefined;
}

/** Levenshtein's: letters to insert, delete or replace. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const above = row;
    row = [i];
    for (let j = 1; j <= b.length; j++) {
      row[j] = Math.min(above[j]! + 1, row[j - 1]! + 1, above[j - 1]! + Number(a[i - 1] !== b[j - 1]));
    }
  }
  return row[b.length]!;
}
