// Accepted values do not cross to the core: a generated copy of its tables takes what is plain and valid. The engine
// stays the only judge of everything else, and of every refusal.
import { READERS } from './generated/accept.js';
import { refill, type Style, UNKNOWN } from './plain.js';

export { UNKNOWN };

const nothing = {};

/** The value as the engine would write it, or UNKNOWN where the engine must be asked. */
export function accept(model: unknown, value: unknown, style: Style): unknown {
  const reader = typeof value === 'object' ? READERS.get(model as string) : undefined;
  if (!reader) return UNKNOWN;
  for (const _ in nothing) return UNKNOWN; // a page has given all objects a member of its own
  refill();
  return reader(value, style);
}
