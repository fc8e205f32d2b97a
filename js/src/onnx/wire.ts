// Protocol Buffers' wire format, as far as an ONNX file needs it: a message as its fields, in order, nothing lost that
// is not understood (https://protobuf.dev/programming-guides/encoding).

import { decoder, encoder } from '../coders.js';

/** A field: varints and fixed numbers as they are, everything else as bytes of the file (not copied). */
export interface Field {
  number: number;
  /** 0 varint, 1 eight bytes, 2 bytes with a length, 5 four bytes. */
  wire: 0 | 1 | 2 | 5;
  value: bigint | Uint8Array;
}


/** @throws RangeError where the bytes are not a message */
export function parseMessage(bytes: Uint8Array): Field[] {
  const fields: Field[] = [];
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[at++];
      if (byte === undefined) break;
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return BigInt.asUintN(64, value);
    }
    throw new RangeError('A number does not end.');
  };
  const take = (length: number): Uint8Array => {
    if (length > bytes.length - at) throw new RangeError('A field is longer than its message.');
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const key = varint();
    const [number, wire] = [Number(key >> 3n), Number(key & 7n)];
    if (number < 1 || number > 2 ** 29 - 1) throw new RangeError('A field has no number.');
    if (wire === 0) fields.push({ number, wire, value: varint() });
    else if (wire === 1 || wire === 5) fields.push({ number, wire, value: take(wire === 1 ? 8 : 4) });
    else if (wire === 2) fields.push({ number, wire, value: take(Number(varint())) });
    else throw new RangeError(`A field has wire type ${wire}.`);
  }
  return fields;
}

function varintBytes(value: bigint): number[] {
  const out: number[] = [];
  let rest = BigInt.asUintN(64, value);
  while (rest > 127n) {
    out.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  return [...out, Number(rest)];
}

/** The parts of a message in order; the bytes of its fields are not copied. */
function messageParts(fields: readonly Field[]): Uint8Array[] {
  return fields.flatMap(({ number, wire, value }) => {
    const key = varintBytes((BigInt(number) << 3n) | BigInt(wire));
    if (typeof value === 'bigint') return [Uint8Array.from([...key, ...varintBytes(value)])];
    if (wire !== 2) return [Uint8Array.from(key), value];
    return [Uint8Array.from([...key, ...varintBytes(BigInt(value.length))]), value];
  });
}

export function writeMessage(fields: readonly Field[]): Uint8Array<ArrayBuffer> {
  const parts = messageParts(fields);
  const out = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

export const bytesField = (number: number, value: Uint8Array): Field => ({ number, wire: 2, value });
export const textField = (number: number, value: string): Field => bytesField(number, encoder.encode(value));
export const numberField = (number: number, value: number | bigint): Field => ({ number, wire: 0, value: BigInt.asUintN(64, BigInt(value)) });

/** Readers of one message; a field that is there several times counts as its last. */
export class Message {
  constructor(readonly fields: readonly Field[]) {}

  static of(bytes: Uint8Array): Message {
    return new Message(parseMessage(bytes));
  }

  all(number: number): Uint8Array[] {
    return this.fields.filter((field) => field.number === number && field.wire === 2).map(({ value }) => value as Uint8Array);
  }

  bytes(number: number): Uint8Array | undefined {
    return this.all(number).at(-1);
  }

  texts(number: number): string[] {
    return this.all(number).map((bytes) => decoder.decode(bytes));
  }

  text(number: number): string {
    return this.texts(number).at(-1) ?? '';
  }

  /** Signed 64-bit numbers, packed or not; those that a double does not hold, which mean "to the end", about. */
  integers(number: number): number[] {
    return this.fields.filter((field) => field.number === number).flatMap(({ value }) => {
      if (typeof value === 'bigint') return [value];
      return parseMessage(unpacked(value)).map((field) => field.value as bigint);
    }).map((value) => Number(BigInt.asIntN(64, value)));
  }

  integer(number: number): number | undefined {
    return this.integers(number).at(-1);
  }
}

/** Packed varints as fields of number 1, each after a key of its own. */
function unpacked(packed: Uint8Array): Uint8Array {
  const out: number[] = [];
  let begins = true;
  for (const byte of packed) {
    if (begins) out.push(8);
    out.push(byte);
    begins = byte < 128;
  }
  return Uint8Array.from(out);
}
