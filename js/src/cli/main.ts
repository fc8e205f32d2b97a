#!/usr/bin/env node
// The command line: `media-wasm COMMAND …`. Exit status 0, 1 (refused) or 2 (usage).
import { parseArgs } from 'node:util';
import { toMediaError } from '../errors.js';
import { commands, type Command, type Refusal } from './commands.js';

const usage = () => `media-wasm: what AuraStream's web app checks and makes before it sends a request, offline.

${Object.entries(commands).map(([name, { args, summary }]) => `  media-wasm ${name} ${args}\n      ${summary}`).join('\n')}

  --json    reasons and results as JSON
  --help    this text

Exit status: 0 done, 1 refused (reasons on standard error), 2 usage.
`;

function usageError(message: string): number {
  process.stderr.write(`media-wasm: ${message}\nTry "media-wasm --help".\n`);
  return 2;
}

function refuse(refusal: Refusal, asJson: boolean): number {
  const { code, message, issues } = refusal;
  if (asJson) process.stderr.write(`${JSON.stringify(refusal)}\n`);
  else {
    process.stderr.write(`${message} [${code}]\n`);
    for (const issue of issues ?? []) process.stderr.write(`  ${issue.loc.join('.') || '(the whole)'}: ${issue.message} [${issue.type}]\n`);
  }
  return 1;
}

async function runCommand(command: Command, argv: string[]): Promise<number> {
  let parsed;
  try {
    parsed = parseArgs({ args: argv, options: { ...command.options, json: { type: 'boolean' } }, allowPositionals: true });
  } catch (thrown) {
    return usageError((thrown as Error).message);
  }
  const { positionals, values } = parsed;
  const [fewest, most] = command.count;
  if (positionals.length < fewest || positionals.length > most) return usageError(`expected: ${command.args}`);
  const asJson = values.json === true;
  try {
    const refusal = await command.run(positionals, values as Record<string, string | boolean | undefined>);
    return refusal ? refuse(refusal, asJson) : 0;
  } catch (thrown) {
    const { code, message } = toMediaError(thrown, 'internal_error');
    return refuse({ code, message }, asJson);
  }
}

async function main(argv: string[]): Promise<number> {
  const [name, ...rest] = argv;
  if (name === undefined || name === '--help' || name === 'help' || rest.includes('--help')) {
    process.stdout.write(usage());
    return name === undefined ? 2 : 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  return command ? runCommand(command, rest) : usageError(`no such command: ${name}`);
}

// Leave when all is written; a reader that closes its end early (| head) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
void main(process.argv.slice(2)).then((status) => {
  process.exitCode = status;
});
