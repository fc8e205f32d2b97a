// JSON to the core and back, without the holes of JSON.stringify.
import { isBuffer } from './brands.js';
import { MediaError, toMediaError } from './errors.js';

/** JSON as text or UTF-8 bytes. */
export type JsonText = string | Uint8Array | ArrayBuffer;

const encoder = new TextEncoder();

/**
 * The bytes of a view or buffer.
 * @throws MediaError `invalid_argument` when it is neither, or was transferred away
 */
export function byteView(value: unknown, name: string): Uint8Array {
  try {
    if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    if (isBuffer(value)) return new Uint8Array(value);
  } catch (thrown) {
    throw toMediaError(
      thrown,
      'invalid_argument',
      `The bytes of ${name} are gone: their buffer was transferred.`,
    );
  }
  throw new MediaError('invalid_argument', `${name} must be a Uint8Array or an ArrayBuffer.`);
}

export function isBytes(value: unknown): value is Uint8Array | ArrayBuffer {
  return ArrayBuffer.isView(value) || isBuffer(value);
}

// Stands before a number that JSON.stringify cannot write; U+E000 is for private use.
const MARK = '\uE000number:';
const MARKED = new RegExp(`"${MARK}([^"]*)"`, 'g');

/** Numbers as the core's reader knows them: big integers in full, NaN and infinities by name. */
function markNumbers(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return MARK + value;
  if (typeof value === 'number' && !Number.isFinite(value)) return MARK + value;
  return value;
}

function holdsNonFinite(value: unknown): boolean {
  if (typeof value === 'number') return !Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return false;
  return Array.isArray(value) ? value.some(holdsNonFinite) : Object.values(value).some(holdsNonFinite);
}

/**
 * UTF-8 bytes of a value's JSON. JSON.stringify writes NaN and infinities as null and throws on a BigInt;
 * here the core gets to see them. undefined is left out, as in a request body.
 * @throws MediaError `invalid_argument` for cycles and for a toJSON that throws
 */
export function objectBytes(value: unknown): Uint8Array {
  try {
    let text: string | undefined;
    try {
      text = JSON.stringify(value);
      // A hidden NaN can only be where a null is.
      if (text?.includes('null') && holdsNonFinite(value)) text = undefined;
    } catch (thrown) {
      if (!(thrown instanceof TypeError)) throw thrown; // a BigInt, or a cycle that throws again below
    }
    text ??= JSON.stringify(value, markNumbers)?.replace(MARKED, '$1') ?? 'null';
    return encoder.encode(text);
  } catch (thrown) {
    throw toMediaError(thrown, 'invalid_argument', 'This value cannot be written as JSON.');
  }
}

/**
 * JSON bytes of what a caller gave: text and bytes as they are, anything else through JSON.stringify's rules.
 */
export function anyJson(value: unknown): { bytes: Uint8Array; fromObject: boolean } {
  if (typeof value === 'string') return { bytes: encoder.encode(value), fromObject: false };
  if (isBytes(value)) return { bytes: byteView(value, 'the JSON'), fromObject: false };
  return { bytes: objectBytes(value), fromObject: true };
}

/** @throws MediaError `invalid_argument` */
export function textBytes(value: unknown, name: string): Uint8Array {
  if (typeof value !== 'string') throw new MediaError('invalid_argument', `${name} must be a string.`);
  return encoder.encode(value);
}

interface Answer {
  value?: unknown;
  nan?: (string | number)[][];
}

/** Parses the core's answer and puts NaN back where it stood. */
export function parseAnswer<T>(text: string): T {
  const answer = JSON.parse(text) as Answer;
  for (const path of answer.nan ?? []) {
    let holder = answer as Record<string | number, unknown>;
    let key: string | number = 'value';
    for (const step of path) {
      holder = holder[key] as Record<string | number, unknown>;
      key = step;
    }
    holder[key] = NaN;
  }
  delete answer.nan;
  return answer as T;
}
