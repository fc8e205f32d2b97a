// What the generated accept path (generated/accept.ts) is made of: it takes plain, valid values as the engine
// would, and answers UNKNOWN to all others, which the engine then looks at.

/** How a value is written: complete, in either key style, or in snake_case with only what was given. */
export type Style = 'snake' | 'camel' | 'given';

/** Not accepted here. No JSON is a symbol. */
export const UNKNOWN: unique symbol = /* @__PURE__ */ Symbol('unknown');

export type Reader = (value: unknown, style: Style) => unknown;

/** What a request is made of besides its body. */
export interface RequestRow {
  readonly method: string;
  readonly path: string;
  /** The name in the path, in both styles; empty: none. */
  readonly parameter: '' | readonly string[];
  /** Of the body. */
  readonly model: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * What one call may read, for the engine refuses more than 64 MiB of JSON and more than a million values. A unit of
 * text costs 1 and has at most six bytes in JSON, a key with its value 20.
 */
const BUDGET = 10_000_000;
const PER_KEY = 20;
const MAX_FIELDS = 32; // of one model, as in table.h
const LONG_TEXT = 1 << 20;
const MAX_DEPTH = 32;
let budget = 0;

/** Begins a call. */
export function refill(): void {
  budget = BUDGET;
}

/** Pays for a text. What is long is an image in base64, of a byte a unit, or refused by others than the engine's limit. */
export function spend(text: string): boolean {
  const { length } = text;
  budget -= length > LONG_TEXT ? length / 2 : length;
  return budget >= 0;
}

const objectPrototype = Object.prototype;
const arrayPrototype = Array.prototype;

/** Whether JSON.stringify reads an object member by member: it is of no class and has no toJSON. */
export function plain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== objectPrototype && prototype !== null) return false;
  budget -= MAX_FIELDS * PER_KEY;
  return budget >= 0 && (value as { toJSON?: unknown }).toJSON === undefined;
}

function plainArray(value: unknown): value is readonly unknown[] {
  if (!Array.isArray(value) || Object.getPrototypeOf(value) !== arrayPrototype) return false;
  budget -= value.length * PER_KEY;
  return budget >= 0 && (value as { toJSON?: unknown }).toJSON === undefined;
}

/**
 * Whether all that an object holds besides its fields may be ignored: undefined, functions, and texts and numbers
 * within the budget. Containers must not be, for the engine counts and measures those too.
 * @param missing fields that were read, less the keys that the object lists
 */
export function restIsIgnored(holder: Record<string, unknown>, missing: number, fields: ReadonlySet<string>): boolean {
  let rest = missing;
  for (const key in holder) {
    const value = holder[key];
    if (fields.has(key) && value !== undefined) continue;
    rest++;
    budget -= key.length + PER_KEY;
    if (typeof value === 'string') spend(value);
    else if (typeof value === 'object' ? value !== null : typeof value === 'bigint') return false;
  }
  return rest === 0 && budget >= 0; // else a field was read that is not listed: a getter on high, a Proxy
}

/** Whether no half of a surrogate pair stands alone. */
export const wellFormed: (text: string) => boolean =
  'isWellFormed' in String.prototype
    ? (text) => (text as string & { isWellFormed(): boolean }).isWellFormed()
    : (text) => !/\p{Surrogate}/u.test(text);

export const text: Reader = (value) => (typeof value === 'string' && spend(value) ? value : UNKNOWN);

export const choice =
  (known: (value: unknown) => boolean): Reader =>
  (value) =>
    known(value) ? value : UNKNOWN;

export function list(value: unknown, most: number, item: Reader, style: Style): unknown {
  if (!plainArray(value)) return UNKNOWN;
  const { length } = value;
  if (length > most) return UNKNOWN;
  const out: unknown[] = [];
  for (let i = 0; i < length; i++) {
    const taken = item(value[i], style);
    if (taken === UNKNOWN) return UNKNOWN;
    out.push(taken);
  }
  return out;
}

/** Of a whole list of a model. */
export const listOf =
  (item: Reader): Reader =>
  (value, style) =>
    list(value, Infinity, item, style);

/** An object whose keys are data and whose values are all of one type. */
export function map(value: unknown, item: Reader, style: Style): unknown {
  if (!plain(value)) return UNKNOWN;
  const out: Record<string, unknown> = {};
  for (const key in value) {
    if (value[key] === undefined) continue;
    const taken = item(value[key], style);
    if (taken === UNKNOWN || !keep(key)) return UNKNOWN;
    out[key] = taken;
  }
  return out;
}

/** A key of users' data; only a literal and the engine can make one that is named __proto__. */
function keep(key: string): boolean {
  budget -= key.length + PER_KEY;
  return budget >= 0 && key !== '__proto__';
}

/** A copy of JSON data that nobody describes. */
export function data(value: unknown, depth = 0): unknown {
  if (!plain(value) || depth > MAX_DEPTH) return UNKNOWN;
  const out: Record<string, unknown> = {};
  for (const key in value) {
    const inner = value[key];
    if (inner === undefined) continue;
    const taken = datum(inner, depth + 1);
    if (taken === UNKNOWN || !keep(key)) return UNKNOWN;
    out[key] = taken;
  }
  return out;
}

function datum(value: unknown, depth: number): unknown {
  switch (typeof value) {
    case 'string':
      return spend(value) ? value : UNKNOWN;
    case 'number':
      return !Number.isFinite(value) ? UNKNOWN : value === 0 ? 0 : value; // JSON.stringify writes -0 as 0
    case 'boolean':
      return value;
    default:
      if (value === null) return value;
      return Array.isArray(value) ? dataList(value, depth) : data(value, depth);
  }
}

function dataList(value: unknown[], depth: number): unknown {
  if (!plainArray(value) || depth > MAX_DEPTH) return UNKNOWN;
  const out: unknown[] = [];
  for (let i = 0; i < value.length; i++) {
    const taken = datum(value[i], depth + 1);
    if (taken === UNKNOWN) return UNKNOWN;
    out.push(taken);
  }
  return out;
}
