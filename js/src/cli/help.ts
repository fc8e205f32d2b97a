// The help, made of the tables of commands and options.
import { common, type Command } from './command.js';
import { dashed, type Options } from './options.js';

const WIDTH = 80;

export function usageText(commands: Readonly<Record<string, Command>>): string {
  const list = Object.entries(commands).map(([name, { args, summary }]) => `  ${usageLine(name, args)}\n${wrap(summary, 6)}`);
  return `media-wasm: what AuraStream's web app checks and makes before it sends a request, offline.

${list.join('\n')}

${optionsText(common)}

"media-wasm COMMAND --help" tells the arguments and options of a command.
Exit status: 0 done, 1 refused (reasons on standard error), 2 usage.
`;
}

export function commandText(name: string, { args, summary, notes, options = {} }: Command): string {
  const parts = [`Usage: ${usageLine(name, args)}`, wrap(sentence(summary), 0), optionsText(options), optionsText(common), notes && wrapLines(notes)];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}

const usageLine = (name: string, args: string): string => `media-wasm ${name}${args && ` ${args}`}`;

const sentence = (summary: string): string => `${summary[0]!.toUpperCase()}${summary.slice(1)}.`;

function optionsText(options: Options): string {
  const rows = Object.entries(options).map(([key, { short, negatable, value, several, more, summary }]) => {
    const name = negatable ? dashed(key).replace('--', '--[no-]') : dashed(key);
    const shown = `  ${short ? `-${short}, ` : ''}${name}${value ? ` ${value}` : ''}${more ? ' …' : ''}`;
    return { shown, summary: several ? `${summary}; may be repeated` : summary };
  });
  const column = Math.min(30, Math.max(0, ...rows.map(({ shown }) => shown.length)) + 2);
  return rows.map(({ shown, summary }) => columns(shown, summary, column)).join('\n');
}

/** A name, and beside it (or below, where the name is long) what it means. */
function columns(name: string, meaning: string, column: number): string {
  const text = wrap(meaning, column);
  return name.length + 2 > column ? `${name}\n${text}` : name.padEnd(column) + text.trimStart();
}

/** Lines that are indented are examples, and stay as they are. */
const wrapLines = (text: string): string => text.split('\n').map((line) => (line.startsWith(' ') ? line : wrap(line, 0))).join('\n');

function wrap(text: string, indent: number): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line && indent + line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = word;
    } else line = line ? `${line} ${word}` : word;
  }
  return [...lines, line].map((each) => ' '.repeat(indent) + each).join('\n');
}
