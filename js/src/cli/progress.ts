// How far the work is, on a terminal.
import type { RemovalProgress } from '../background-removal/index.js';

/** On a terminal one line that is overwritten, else nothing. */
export function progressLine(): ((progress: RemovalProgress) => void) | undefined {
  if (!process.stderr.isTTY) return undefined;
  return ({ phase, fraction }) => {
    const done = fraction >= 1;
    process.stderr.write(`\r\x1b[K${done ? '' : `${phase} ${Math.round(fraction * 100)} %`}`);
  };
}
