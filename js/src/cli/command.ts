// What a command is, and what the command line does around it.
import { createContractKit, type ContractKit } from '../contract-entry.js';
import { createMediaKit, type ContractIssue, type MediaKit } from '../index.js';
import { flag, type Options, type Values } from './options.js';
import type { Failure, Report } from './report.js';

/** Why a command was refused: becomes exit status 1. */
export interface Refusal {
  code: string;
  message: string;
  issues?: readonly ContractIssue[];
  /** Of several files, those that failed. */
  failures?: readonly Failure[];
}

export interface Command<O extends Options = Options> {
  /** Arguments as the usage text shows them. */
  args: string;
  summary: string;
  /** What the help says below the options: rules, examples. */
  notes?: string;
  /** Fewest and most positional arguments. */
  count: readonly [fewest: number, most: number];
  options?: O;
  /** Ends in nothing when done, in a refusal, or throws a MediaError or a UsageError. */
  run(positionals: string[], options: Values<O>, report: Report): Promise<Refusal | void>;
}

/** A command whose run() sees its options by their types. */
export const command = <O extends Options>(definition: Command<O>): Command => definition as unknown as Command;

/** What every command takes. */
export const common = {
  json: flag('results and reasons as JSON, usage errors too'),
  quiet: flag('nothing but results and errors', 'q'),
  help: flag('this text', 'h'),
  version: flag('the version of the package'),
} satisfies Options;

/** What every command that writes a file takes. */
export const writing = { force: flag('overwrite a file that is there already, the input too', 'f') } satisfies Options;

type Use<Kit, T> = (kit: Kit) => T | Promise<T>;

export const withKit = async <T>(use: Use<MediaKit, T>): Promise<T> => used(await createMediaKit(), use);

/** Without what is for pixels, which is not started then. */
export const withContractKit = async <T>(use: Use<ContractKit, T>): Promise<T> => used(await createContractKit(), use);

async function used<Kit extends ContractKit, T>(kit: Kit, use: Use<Kit, T>): Promise<T> {
  try {
    return await use(kit);
  } finally {
    kit.dispose();
  }
}
