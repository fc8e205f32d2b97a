// What the command line says: results to standard output, everything else to standard error.
import type { Refusal } from './command.js';

export interface Style {
  /** Everything as JSON, one value a line. */
  json: boolean;
  /** No notes and no progress. */
  quiet: boolean;
}

export class Report {
  constructor(readonly style: Style) {}

  /** A result, as JSON. */
  print(value: unknown): void {
    process.stdout.write(`${JSON.stringify(value, null, this.style.json ? undefined : 2)}\n`);
  }

  /** Something a person should know although all went well. */
  note(sentence: string): void {
    if (!this.style.quiet) process.stderr.write(`${sentence}\n`);
  }

  refuse(refusal: Refusal): void {
    const { code, message, issues } = refusal;
    if (this.style.json) {
      process.stderr.write(`${JSON.stringify(refusal)}\n`);
      return;
    }
    process.stderr.write(`${message} [${code}]\n`);
    for (const issue of issues ?? []) process.stderr.write(`  ${issue.loc.join('.') || '(the whole)'}: ${issue.message} [${issue.type}]\n`);
  }

  usage(message: string, command: string | undefined): void {
    const help = `media-wasm ${command === undefined ? '' : `${command} `}--help`;
    process.stderr.write(this.style.json ? `${JSON.stringify({ code: 'usage', message, help })}\n` : `media-wasm: ${message}\nTry "${help}".\n`);
  }
}
