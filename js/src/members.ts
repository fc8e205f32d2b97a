// Some members of an object, the others untouched.
import { MediaError } from './errors.js';
import { isBytes, refuseOpaque } from './json.js';

/** Only for finding a key: whose it is, the core says. */
const camelKey = (key: string) => key.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());

/** Those members of an object that have one of the names in either style: the others are not even read. */
export function members(given: unknown, names: readonly string[]): unknown {
  if (!Array.isArray(names)) throw new MediaError('invalid_argument', '`only` must be an array of names.');
  let value = given;
  if (typeof value !== 'object' || value === null || Array.isArray(value) || isBytes(value)) return value;
  refuseOpaque(value);
  const { toJSON } = value as { toJSON?: unknown };
  if (typeof toJSON === 'function') value = toJSON.call(value, '') as unknown;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const wanted = new Set(names.map((name) => camelKey(String(name))));
  const holder = value as Record<string, unknown>;
  return Object.fromEntries(
    Object.keys(holder)
      .filter((key) => wanted.has(camelKey(key)))
      .map((key) => [key, holder[key]]),
  );
}
