// Digests of model files. MD5 is what rembg publishes; it tells a damaged file, not a forged one.
import { MediaError } from '../errors.js';
import type { ModelDigest } from './models.js';

const hexOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** @throws MediaError `digest_mismatch` */
export async function checkDigest(bytes: Uint8Array<ArrayBuffer>, { algorithm, hex }: ModelDigest): Promise<void> {
  const found = algorithm === 'md5' ? md5(bytes) : await sha256(bytes);
  if (found === hex.toLowerCase()) return;
  throw new MediaError('digest_mismatch', `The model's file is damaged or another one: its ${algorithm} is ${found}, not ${hex}.`);
}

/** By the platform, except on pages that were not loaded over HTTPS, where it offers none. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const { subtle } = globalThis.crypto ?? {};
  return subtle ? hexOf(new Uint8Array(await subtle.digest('SHA-256', bytes))) : sha256Here(bytes);
}

/** Merkle–Damgård, as both digests have it: blocks of 16 words, then the length in bits. */
function digest(bytes: Uint8Array, state: Uint32Array, littleEndian: boolean, block: (state: Uint32Array, words: Uint32Array) => void): string {
  const whole = bytes.length & ~63;
  const tail = new Uint8Array(bytes.length - whole < 56 ? 64 : 128);
  tail.set(bytes.subarray(whole));
  tail[bytes.length - whole] = 0x80;
  new DataView(tail.buffer).setBigUint64(tail.length - 8, BigInt(bytes.length) * 8n, littleEndian);
  const words = new Uint32Array(16);
  for (const part of [bytes.subarray(0, whole), tail]) {
    const view = new DataView(part.buffer, part.byteOffset, part.byteLength);
    for (let at = 0; at < part.length; at += 64) {
      for (let i = 0; i < 16; i++) words[i] = view.getUint32(at + 4 * i, littleEndian);
      block(state, words);
    }
  }
  const out = new DataView(new ArrayBuffer(4 * state.length));
  state.forEach((word, i) => out.setUint32(4 * i, word, littleEndian));
  return hexOf(new Uint8Array(out.buffer));
}

/** By how many bits each of the 64 steps rotates, and which word of the block it takes (RFC 1321, 3.4). */
const TURNS = Uint8Array.from({ length: 64 }, (_, i) => [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]][i >> 4]![i & 3]!);
const ORDER = Uint8Array.from({ length: 64 }, (_, i) => [i, 5 * i + 1, 3 * i + 5, 7 * i][i >> 4]! & 15);
const SINES = Uint32Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32));

/** RFC 1321. */
export function md5(bytes: Uint8Array): string {
  return digest(bytes, Uint32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476), true, md5Block);
}

function md5Block(state: Uint32Array, words: Uint32Array): void {
  let a = state[0]! | 0;
  let b = state[1]! | 0;
  let c = state[2]! | 0;
  let d = state[3]! | 0;
  for (let i = 0; i < 64; i++) {
    const round = i >> 4;
    const mixed = round === 0 ? (b & c) | (~b & d) : round === 1 ? (d & b) | (~d & c) : round === 2 ? b ^ c ^ d : c ^ (b | ~d);
    const sum = (a + mixed + SINES[i]! + words[ORDER[i]!]!) | 0;
    const turn = TURNS[i]!;
    a = d;
    d = c;
    c = b;
    b = (b + ((sum << turn) | (sum >>> (32 - turn)))) | 0;
  }
  state[0]! += a;
  state[1]! += b;
  state[2]! += c;
  state[3]! += d;
}

const PRIMES = Array.from({ length: 311 }, (_, i) => i + 1).filter((n) => n > 1 && Array.from({ length: n - 2 }, (_, i) => i + 2).every((d) => n % d > 0));
/** The first 32 bits behind the point, of square and of cube roots (FIPS 180-4, 4.2.2 and 5.3.3). */
const fraction = (root: number): number => Math.floor((root % 1) * 2 ** 32);
const CUBE_ROOTS = Uint32Array.from(PRIMES, (prime) => fraction(Math.cbrt(prime)));
const SQUARE_ROOTS = Uint32Array.from(PRIMES.slice(0, 8), (prime) => fraction(Math.sqrt(prime)));

function sha256Here(bytes: Uint8Array): string {
  const schedule = new Int32Array(64);
  return digest(bytes, SQUARE_ROOTS.slice(), false, (state, words) => sha256Block(state, words, schedule));
}

const turned = (word: number, by: number): number => (word >>> by) | (word << (32 - by));

function sha256Block(state: Uint32Array, words: Uint32Array, schedule: Int32Array): void {
  for (let i = 0; i < 64; i++) {
    if (i < 16) {
      schedule[i] = words[i]!;
      continue;
    }
    const [early, late] = [schedule[i - 15]!, schedule[i - 2]!];
    const small0 = turned(early, 7) ^ turned(early, 18) ^ (early >>> 3);
    const small1 = turned(late, 17) ^ turned(late, 19) ^ (late >>> 10);
    schedule[i] = schedule[i - 16]! + small0 + schedule[i - 7]! + small1;
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let i = 0; i < 64; i++) {
    const large1 = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25);
    const first = (h + large1 + ((e & f) ^ (~e & g)) + CUBE_ROOTS[i]! + schedule[i]!) | 0;
    const large0 = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22);
    const second = (large0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + second) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => (state[i]! += word));
}
