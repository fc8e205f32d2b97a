// JSON to the core and back, without the holes of JSON.stringify.
import { isBuffer, nameOf } from './brands.js';
import { encoder } from './coders.js';
import { MediaError, toMediaError } from './errors.js';

/** JSON as text or UTF-8 bytes. */
export type JsonText = string | Uint8Array | ArrayBuffer;

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

/**
 * Refuses what JSON.stringify would write as `{}` although it holds something: Map, FormData, Blob, Promise …; and bytes,
 * of which it would make an object with a key for each.
 * @throws MediaError `invalid_argument`
 */
export function refuseOpaque(value: object): void {
  if (ArrayBuffer.isView(value))
    throw new MediaError('invalid_argument', `Bytes cannot be written as JSON, and here is ${nameOf(value)}: give them in base64, or as \`image\` of uploadMedia.`);
  const tag = Object.prototype.toString.call(value).slice(8, -1);
  const known = tag === 'Object' || Array.isArray(value) || tag === 'Number' || tag === 'String' || tag === 'Boolean';
  if (known || Object.keys(value).length > 0 || typeof (value as { toJSON?: unknown }).toJSON === 'function') return;
  throw new MediaError('invalid_argument', `${/^[AEIO]/.test(tag) ? 'An' : 'A'} ${tag} cannot be written as JSON: pass a plain object with its values.`);
}

/** new Number(7) and its like, which JSON.stringify writes as what they hold. */
const isWrapped = (value: unknown): value is object =>
  typeof value === 'object' && /^\[object (Number|String|Boolean|BigInt)\]$/.test(Object.prototype.toString.call(value));

/** Where a caller's bytes may stand by mistake. JSON.stringify would take minutes for an image. */
const DEPTH_OF_MISTAKES = 8;

/** Refuses bytes anywhere within. @throws MediaError `invalid_argument` */
function refuseBytes(value: unknown, seen: Set<object>, depth = 0): void {
  if (typeof value !== 'object' || value === null || depth > DEPTH_OF_MISTAKES || seen.has(value)) return;
  if (ArrayBuffer.isView(value)) refuseOpaque(value);
  if (typeof (value as { toJSON?: unknown }).toJSON === 'function') return;
  seen.add(value);
  if (Array.isArray(value)) for (let i = 0; i < value.length; i++) refuseBytes(value[i], seen, depth + 1);
  else for (const member of Object.values(value)) refuseBytes(member, seen, depth + 1);
}

/** Whether JSON.stringify, which did not throw, hid something: NaN or infinities as null, a Map as `{}`. */
function hidesSomething(value: unknown): boolean {
  if (typeof value === 'number') return !Number.isFinite(value);
  if (typeof value !== 'object' || value === null || value instanceof Date) return false;
  if (typeof (value as { toJSON?: unknown }).toJSON === 'function') return true; // it must be asked to know
  if (Array.isArray(value)) return value.some(hidesSomething);
  refuseOpaque(value);
  return isWrapped(value) || Object.values(value).some(hidesSomething);
}

/**
 * JSON.stringify's rules, but the core gets to see what they hide: integers of any length in full, NaN and infinities
 * by name. undefined: nothing to write.
 */
function writeJson(given: unknown, key: string, open: object[]): string | undefined {
  let value = given;
  const { toJSON } = (value ?? {}) as { toJSON?: unknown };
  if (typeof value === 'object' || typeof value === 'bigint')
    if (typeof toJSON === 'function') value = toJSON.call(value, key) as unknown;
  if (isWrapped(value)) value = value.valueOf();
  if (typeof value === 'bigint' || typeof value === 'number') return Object.is(value, -0) ? '0' : String(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (open.includes(value)) throw new TypeError('The value holds itself.');
  open.push(value);
  let text: string;
  if (Array.isArray(value)) {
    text = `[${value.map((item, i) => writeJson(item, String(i), open) ?? 'null').join()}]`;
  } else {
    refuseOpaque(value);
    const members: string[] = [];
    for (const name of Object.keys(value)) {
      const member = writeJson((value as Record<string, unknown>)[name], name, open);
      if (member !== undefined) members.push(`${JSON.stringify(name)}:${member}`);
    }
    text = `{${members.join()}}`;
  }
  open.pop();
  return text;
}

/**
 * UTF-8 bytes of a value's JSON. JSON.stringify writes NaN and infinities as null, a Map as an empty object, and throws
 * on a BigInt; here the core gets to see them. undefined is left out, as in a request body.
 * @throws MediaError `invalid_argument` for cycles, for a toJSON that throws, and for objects whose content JSON.stringify
 *   does not see: Map, FormData, Blob …
 */
export function objectBytes(value: unknown): Uint8Array {
  return encoder.encode(objectText(value));
}

function objectText(value: unknown): string {
  try {
    refuseBytes(value, new Set());
    let text: string | undefined;
    try {
      text = JSON.stringify(value);
      // What is hidden can only be where a null or an empty object is.
      if (text !== undefined && /null|\{\}/.test(text) && hidesSomething(value)) text = undefined;
    } catch (thrown) {
      if (!(thrown instanceof TypeError)) throw thrown; // a BigInt, or a cycle that throws again below
    }
    return text ?? writeJson(value, '', []) ?? 'null';
  } catch (thrown) {
    throw toMediaError(thrown, 'invalid_argument', 'This value cannot be written as JSON.');
  }
}

/**
 * JSON whose longest string is encoded right into the heap, as it stands. It must be ASCII without what JSON escapes;
 * who reads it in the core checks that (RawText in contract.h). What is not ASCII ends with a quote at its start.
 */
export class AroundText {
  constructor(
    readonly before: Uint8Array,
    readonly text: string,
    readonly after: Uint8Array,
  ) {}

  get byteLength(): number {
    return this.before.length + this.text.length + this.after.length;
  }

  /** Into the memory at the start of `room`. */
  write(room: Uint8Array): void {
    const { before, text, after } = this;
    room.set(before);
    const middle = room.subarray(before.length, before.length + text.length);
    if (encoder.encodeInto(text, middle).read < text.length) middle[0] = 0x22;
    room.set(after, before.length + text.length);
  }
}

/** From where looking for what to escape in a text takes longer than asking the core about it. */
export const LONG_TEXT = 65_536;

/**
 * The same for a plain object that holds a long text (an image in base64): what stands around it. undefined: it is
 * none, or holds none. The core must be asked whether the text can stand there as it is.
 */
function aroundText(value: object): AroundText | undefined {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return undefined;
  const members = Object.entries(value);
  const at = members.findIndex(([, member]) => typeof member === 'string' && member.length >= LONG_TEXT);
  if (at < 0 || typeof (value as { toJSON?: unknown }).toJSON === 'function') return undefined;
  const [name, text] = members[at] as [string, string];
  const before = objectText(Object.fromEntries(members.slice(0, at))).slice(0, -1);
  const after = objectText(Object.fromEntries(members.slice(at + 1))).slice(1);
  return new AroundText(
    encoder.encode(`${before}${before === '{' ? '' : ','}${JSON.stringify(name)}:"`),
    text,
    encoder.encode(`"${after === '}' ? '' : ','}${after}`),
  );
}

/** JSON as the core gets it: bytes, text, or an object's. */
export type CoreJson = Uint8Array | string | AroundText;

/**
 * Asks the core about a caller's object, whose long text it gets as it stands: `raw` is where that is, and an empty
 * answer says that it cannot stand there.
 */
export function askAbout<Reply extends { text: string; data?: Uint8Array }>(value: unknown, ask: (json: CoreJson, raw: [at: number, length: number]) => Reply): Reply {
  const around = typeof value === 'object' && value !== null ? aroundText(value) : undefined;
  const reply = around && ask(around, [around.before.length, around.text.length]);
  return reply && (reply.text !== '' || reply.data?.length) ? reply : ask(objectBytes(value), [0, 0]);
}

/** The same about whatever a caller gave: text and bytes are JSON as they are. */
export const askAboutAny: typeof askAbout = (value, ask) =>
  typeof value === 'string' ? ask(value, [0, 0]) : isBytes(value) ? ask(byteView(value, 'the JSON'), [0, 0]) : askAbout(value, ask);
/** @throws MediaError `invalid_argument` */
export function textOf(value: unknown, name: string): string {
  if (typeof value !== 'string') throw new MediaError('invalid_argument', `${name} must be a string.`);
  return value;
}

/** Places of NaN: how many steps are those of the place before, then the further ones. */
type NanPlaces = [shared: number, ...steps: (string | number)[]][];

interface Answer {
  value?: unknown;
  nan?: NanPlaces;
  /** The place of a text that was not copied into the value. */
  late?: (string | number)[];
  issues?: { input?: unknown; nan?: NanPlaces }[];
  warnings?: Answer['issues'];
  drift?: Answer['issues'];
}

type Holder = Record<string | number, unknown>;

/** Puts NaN back where it stood in a member of an object. */
function putBack(holder: { nan?: NanPlaces }, member: string): void {
  if (!holder.nan) return;
  const holders = [holder as Holder];
  const keys: (string | number)[] = [member];
  for (const [shared, ...steps] of holder.nan) {
    holders.length = keys.length = shared + 1;
    for (const step of steps) {
      holders.push((holders[holders.length - 1] as Holder)[keys[keys.length - 1] as string] as Holder);
      keys.push(step);
    }
    (holders[holders.length - 1] as Holder)[keys[keys.length - 1] as string] = NaN;
  }
  delete holder.nan;
}

/** Parses the core's answer, with NaN where it stood in the value and in inputs, and the text that came apart. */
export function parseAnswer<T>(text: string, late?: string): T {
  const answer = JSON.parse(text) as Answer;
  if (answer.late) {
    let holder = answer as Holder, key: string | number = 'value';
    for (const step of answer.late) [holder, key] = [holder[key] as Holder, step];
    holder[key] = late;
    delete answer.late;
  }
  putBack(answer, 'value');
  for (const list of [answer.issues, answer.warnings, answer.drift]) list?.forEach((issue) => putBack(issue, 'input'));
  return answer as T;
}
