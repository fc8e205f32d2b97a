// JSON that keeps every digit: an integer that a number cannot hold is a BigInt.

import { randomBytes } from 'node:crypto';

// Stands before the digits of such an integer while JSON's own functions carry it, and before no text of a caller's.
const MARK = `${randomBytes(9).toString('hex')}:`;
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const isBig = (token: string): boolean => /^-?\d{16,}$/.test(token) && !Number.isSafeInteger(Number(token));

/** @throws SyntaxError */
export function parseExact(text: string): unknown {
  if (!/\d{16}/.test(text)) return JSON.parse(text);
  JSON.parse(text); // for its words: those about the marked text would be about another place
  return JSON.parse(text.replace(TOKEN, (token) => (isBig(token) ? `"${MARK}${token}"` : token)), (_, value: unknown) =>
    typeof value === 'string' && value.startsWith(MARK) ? BigInt(value.slice(MARK.length)) : value,
  );
}

export function writeExact(value: unknown, indent?: number): string {
  const text = JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? `${MARK}${inner}` : inner), indent);
  return text.replace(TOKEN, (token) => (token.startsWith(`"${MARK}`) ? token.slice(1 + MARK.length, -1) : token));
}

/** A value whose integers were rounded, with those of an exact copy, of which parts may be missing. */
export function withDigits(value: unknown, exact: unknown): unknown {
  if (typeof value === 'number' && typeof exact === 'bigint') return exact;
  if (typeof value !== 'object' || value === null || typeof exact !== 'object' || exact === null) return value;
  if (Array.isArray(value)) return value.map((inner, i) => withDigits(inner, (exact as unknown[])[i]));
  const given = exact as Record<string, unknown>;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withDigits(inner, Object.hasOwn(given, key) ? given[key] : undefined)]));
}
