#!/usr/bin/env node
// The command line: `media-wasm COMMAND …`. Exit status 0, 1 (refused) or 2 (usage).
import { readFile } from 'node:fs/promises';
import { toMediaError } from '../errors.js';
import { common, type Command } from './command.js';
import { commands } from './commands.js';
import { commandText, usageText } from './help.js';
import { nearest, parse, UsageError } from './options.js';
import { cleanUpOnExit } from './output.js';
import { Report } from './report.js';

const before = (argv: readonly string[], end: string): readonly string[] => (argv.includes(end) ? argv.slice(0, argv.indexOf(end)) : argv);

/** The command is the first argument that is no option; --json, --quiet, … may stand before it and after. */
function findCommand(argv: readonly string[]): { name: string | undefined; rest: string[] } {
  const at = argv.findIndex((argument) => !argument.startsWith('-'));
  if (at < 0) return { name: undefined, rest: [...argv] };
  return { name: argv[at], rest: [...argv.slice(0, at), ...argv.slice(at + 1)] };
}

function commandOf(name: string): Command {
  if (Object.hasOwn(commands, name)) return commands[name]!;
  const near = nearest(name, Object.keys(commands));
  throw new UsageError(`There is no command "${name}".${near ? ` Is "${near}" meant?` : ''}`);
}

async function printVersion(report: Report): Promise<void> {
  const read = async (file: string): Promise<Record<string, unknown>> => JSON.parse(await readFile(new URL(file, import.meta.url), 'utf8')) as Record<string, unknown>;
  const { name, version } = await read('../package.json');
  if (report.style.json) report.print({ name, version, ...(await read('./build.json')) });
  else process.stdout.write(`${String(version)}\n`);
}

function printHelp(name: string | undefined): void {
  process.stdout.write(name === undefined ? usageText(commands) : commandText(name, commandOf(name)));
}

async function runCommand(argv: readonly string[], report: Report): Promise<number> {
  const { name, rest } = findCommand(argv);
  if (name === undefined) {
    const { values } = parse(rest, common);
    if (values.version) await printVersion(report);
    else if (values.help) printHelp(undefined);
    else if (report.style.json) throw new UsageError(`A command is missing. There are ${Object.keys(commands).join(', ')}.`);
    else {
      process.stderr.write(usageText(commands));
      return 2;
    }
    return 0;
  }
  const options = before(rest, '--');
  if (name === 'help') {
    printHelp(options.find((argument) => !argument.startsWith('-')));
    return 0;
  }
  const command = commandOf(name);
  // Before anything is found wrong: who asks for help may have the rest wrong.
  if (options.includes('--help') || options.includes('-h')) {
    printHelp(name);
    return 0;
  }
  const { positionals, values } = parse(rest, { ...common, ...command.options });
  if (values.version) {
    await printVersion(report);
    return 0;
  }
  const [fewest, most] = command.count;
  if (positionals.length < fewest) throw new UsageError(`Something is missing: ${name} takes ${command.args}.`);
  if (positionals.length > most) throw new UsageError(`"${positionals[most]}" is too much: ${name} takes ${command.args || 'nothing'}.`);
  const refusal = await command.run(positionals, values, report);
  if (refusal) report.refuse(refusal);
  return refusal ? 1 : 0;
}

async function main(argv: readonly string[]): Promise<number> {
  const options = before(argv, '--');
  // Told before anything is read, so that what cannot be read is reported in the form that was asked for.
  const report = new Report({ json: options.includes('--json'), quiet: options.includes('--quiet') || options.includes('-q') });
  try {
    return await runCommand(argv, report);
  } catch (thrown) {
    if (thrown instanceof UsageError) {
      const { name } = findCommand(argv);
      report.usage(thrown.message, name !== undefined && Object.hasOwn(commands, name) ? name : undefined);
      return 2;
    }
    if ((thrown as NodeJS.ErrnoException).code === 'EPIPE') return 0; // as below
    const { code, message } = toMediaError(thrown, 'internal_error');
    report.refuse({ code, message });
    return 1;
  }
}

// Leave when all is written; a reader that closes its end early (| head) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
cleanUpOnExit();
void main(process.argv.slice(2)).then((status) => {
  process.exitCode = status;
});
