// Digests of model files. MD5 is what rembg publishes; it tells a damaged file, not a forged one.
import { MediaError } from '../errors.js';
import type { ModelDigest } from './models.js';

const hexOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** @throws MediaError `digest_mismatch` */
export async function checkDigest(bytes: Uint8Array<ArrayBuffer>, { algorithm, hex }: ModelDigest): Promise<void> {
  const found = algorithm === 'md5' ? md5(bytes) : await sha256(bytes);
  if (found === undefined || found === hex.toLowerCase()) return;
  throw new MediaError('digest_mismatch', `The model's file is damaged or another one: its ${algorithm} is ${found}, not ${hex}.`);
}

/** Undefined where the platform has none: on pages that were not loaded over HTTPS. */
async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string | undefined> {
  return globalThis.crypto?.subtle && hexOf(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
}

/** By how many bits each of the 64 steps rotates, and which word of the block it takes (RFC 1321, 3.4). */
const TURNS = Uint8Array.from({ length: 64 }, (_, i) => [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]][i >> 4]![i & 3]!);
const ORDER = Uint8Array.from({ length: 64 }, (_, i) => [i, 5 * i + 1, 3 * i + 5, 7 * i][i >> 4]! & 15);
const SINES = Uint32Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32));

/** RFC 1321. */
export function md5(bytes: Uint8Array): string {
  const state = Uint32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476);
  const whole = bytes.length & ~63;
  const tail = new Uint8Array(bytes.length - whole < 56 ? 64 : 128);
  tail.set(bytes.subarray(whole));
  tail[bytes.length - whole] = 0x80;
  new DataView(tail.buffer).setBigUint64(tail.length - 8, BigInt(bytes.length) * 8n, true);
  const words = new Uint32Array(16);
  for (const part of [bytes.subarray(0, whole), tail]) {
    const view = new DataView(part.buffer, part.byteOffset, part.byteLength);
    for (let at = 0; at < part.length; at += 64) {
      for (let i = 0; i < 16; i++) words[i] = view.getUint32(at + 4 * i, true);
      block(state, words);
    }
  }
  return hexOf(new Uint8Array(state.buffer));
}

function block(state: Uint32Array, words: Uint32Array): void {
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
