// What a value is, whichever realm made it: `instanceof` knows only its own, and an iframe's Blob is a Blob.
import { isNode } from './node.js';

/** The getter of a platform class that only its own objects answer. undefined where the host has no such class. */
function getterOf(type: string, property: string): ((this: unknown) => unknown) | undefined {
  const { prototype } = (globalThis as unknown as Record<string, { prototype?: object } | undefined>)[type] ?? {};
  return prototype && Object.getOwnPropertyDescriptor(prototype, property)?.get;
}

function answers(value: unknown, getter: ((this: unknown) => unknown) | undefined): boolean {
  if (!getter || typeof value !== 'object' || value === null) return false;
  try {
    // Most of what is asked about is a plain object, and to ask its getter in vain takes longer than all else.
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype === Object.prototype || prototype === Array.prototype) return false;
    getter.call(value);
    return true;
  } catch {
    return false;
  }
}

/** By class, a getter that tells it. */
const telling = {
  AbortSignal: 'aborted',
  ArrayBuffer: 'byteLength',
  Blob: 'size',
  HTMLCanvasElement: 'width',
  HTMLImageElement: 'naturalWidth',
  HTMLVideoElement: 'videoWidth',
  ImageBitmap: 'width',
  ImageData: 'width',
  Map: 'size',
  OffscreenCanvas: 'width',
  Response: 'status',
  SVGImageElement: 'href',
  SharedArrayBuffer: 'byteLength',
  URL: 'href',
  VideoFrame: 'displayWidth',
} as const;

export type Brand = keyof typeof telling;

const getters = new Map<Brand, ((this: unknown) => unknown) | undefined>();

/** Whether a value is a platform object of this class, of any realm. A Proxy of one is none. */
export function isA(value: unknown, brand: Brand): boolean {
  if (!getters.has(brand)) getters.set(brand, getterOf(brand, telling[brand]));
  return answers(value, getters.get(brand));
}

export const isSignal = (value: unknown): value is AbortSignal => isA(value, 'AbortSignal');
/** In a simulated page (jsdom, happy-dom) there are two makings of Blob, and the global class knows but one of them. */
export const isBlob = (value: unknown): value is Blob => isA(value, 'Blob') || (isNode && /^\[object (Blob|File)\]$/.test(tagOf(value)));
export const isBuffer = (value: unknown): value is ArrayBuffer | SharedArrayBuffer => isA(value, 'ArrayBuffer') || isA(value, 'SharedArrayBuffer');

const tagOfView = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype) as object, Symbol.toStringTag)!.get as
  (this: unknown) => string | undefined;

/** `Uint8Array` and so on, of a typed array of any realm; undefined for anything else. */
export const typedArrayName = (value: unknown): string | undefined => tagOfView.call(value);

export const isDoubles = (value: unknown): value is Float64Array => typedArrayName(value) === 'Float64Array';
export const isMap = (value: unknown): value is ReadonlyMap<unknown, unknown> => isA(value, 'Map');

/** What the object says that it is; nothing where it cannot be asked. */
function tagOf(value: unknown): string {
  try {
    return Object.prototype.toString.call(value);
  } catch {
    return '';
  }
}

/** What a value is called, for a sentence that says what was given: `a Promise`, `undefined`, `the text "…"`. */
export function nameOf(value: unknown): string {
  if (typeof value === 'string') return `the text ${JSON.stringify(value.slice(0, 40))}`;
  if (typeof value !== 'object' || value === null) return typeof value === 'function' ? 'a function' : String(value);
  try {
    const tag = Object.prototype.toString.call(value).slice(8, -1);
    const name = tag === 'Object' ? (value.constructor as { name?: unknown } | undefined)?.name : tag;
    if (typeof name !== 'string' || name === '' || name === 'Object') return 'a plain object';
    return `${/^[AEIO]/.test(name) ? 'an' : 'a'} ${name}`;
  } catch {
    return 'an object that cannot be looked at';
  }
}
