// What the command line says: results to standard output, everything else to standard error.
import type { MediaErrorCode } from '../errors.js';
import type { Refusal } from './command.js';
import { writeExact } from './json.js';

export interface Style {
  /** Everything as JSON, one value a line. */
  json: boolean;
  /** No notes and no progress. */
  quiet: boolean;
}

/** A file of several that failed. */
export interface Failure {
  input: string;
  code: MediaErrorCode;
  message: string;
}

const BAR = 20;

export class Report {
  #barShown = false;

  constructor(readonly style: Style) {}

  /** Whether progress is shown: on a terminal, as a line that is overwritten. */
  get showsProgress(): boolean {
    return Boolean(process.stderr.isTTY) && !this.style.quiet && !this.style.json;
  }

  /** A result, as JSON. */
  print(value: unknown): void {
    this.#clear();
    process.stdout.write(`${writeExact(value, this.style.json ? undefined : 2)}\n`);
  }

  /** What became of a file: with --json a line on standard output, unless that is where the file went; else words. */
  tell(value: object, words: string | undefined, { taken = false } = {}): void {
    if (this.style.json) this.#write(taken ? process.stderr : process.stdout, writeExact(value));
    else if (words !== undefined) this.note(words);
  }

  /** Something a person should know although all went well. */
  note(sentence: string): void {
    if (!this.style.quiet && !this.style.json) this.#write(process.stderr, sentence);
  }

  /** @param fraction 0 to 1 */
  progress(fraction: number, words: string): void {
    if (!this.showsProgress) return;
    const filled = Math.round(BAR * Math.min(1, Math.max(0, fraction)));
    const line = `[${'#'.repeat(filled)}${'-'.repeat(BAR - filled)}] ${words}`;
    process.stderr.write(`\r\x1b[K${line.slice(0, (process.stderr.columns || 80) - 1)}`);
    this.#barShown = true;
  }

  endProgress(): void {
    this.#clear();
  }

  refuse(refusal: Refusal): void {
    const { code, message, issues, failures } = refusal;
    if (this.style.json) {
      this.#write(process.stderr, writeExact(refusal));
      return;
    }
    this.#write(process.stderr, `${message} [${code}]`);
    for (const issue of issues ?? []) process.stderr.write(`  ${issue.loc.join('.') || '(the whole)'}: ${issue.message} [${issue.type}]\n`);
    for (const failure of failures ?? []) process.stderr.write(`  ${failure.input}: ${failure.message} [${failure.code}]\n`);
  }

  usage(message: string, command: string | undefined): void {
    const help = `media-wasm ${command === undefined ? '' : `${command} `}--help`;
    process.stderr.write(this.style.json ? `${JSON.stringify({ code: 'usage', message, help })}\n` : `media-wasm: ${message}\nTry "${help}".\n`);
  }

  #write(stream: NodeJS.WriteStream, line: string): void {
    this.#clear();
    stream.write(`${line}\n`);
  }

  #clear(): void {
    if (this.#barShown) process.stderr.write('\r\x1b[K');
    this.#barShown = false;
  }
}
