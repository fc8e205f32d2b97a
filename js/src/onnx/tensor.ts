// ONNX's TensorProto, and the small tensors that graphs compute shapes with.
import { bytesField, Message, numberField, textField, writeMessage, type Field } from './wire.js';

/** TensorProto.DataType of the types that are known here. */
export const FLOAT = 1, INT32 = 6, INT64 = 7, BOOL = 9, FLOAT16 = 10;

/** Numbers, in the order of their dimensions. */
export interface Tensor {
  type: number;
  dims: number[];
  values: number[];
}

/** Tensors of more elements are weights, which no shape is computed from. */
const MOST = 4096;

export const sizeOf = (dims: readonly number[]): number => dims.reduce((product, size) => product * size, 1);

/** A TensorProto of few elements as numbers; undefined for large ones and for types that shapes do not have. */
export function readTensor(bytes: Uint8Array): Tensor | undefined {
  const message = Message.of(bytes);
  const [dims, type, raw] = [message.integers(1), message.integer(2), message.bytes(9)];
  const count = sizeOf(dims);
  if (type === undefined || count > MOST || count < 0) return undefined;
  const values = raw ? readRaw(raw, type, count) : readTyped(message, type);
  return values?.length === count ? { type, dims, values } : undefined;
}

function readRaw(raw: Uint8Array, type: number, count: number): number[] | undefined {
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  const each = (size: number, read: (at: number) => number): number[] | undefined =>
    raw.length === size * count ? Array.from({ length: count }, (_, i) => read(size * i)) : undefined;
  if (type === FLOAT) return each(4, (at) => view.getFloat32(at, true));
  if (type === FLOAT16) return each(2, (at) => fromHalf(view.getUint16(at, true)));
  if (type === INT32) return each(4, (at) => view.getInt32(at, true));
  if (type === INT64) return each(8, (at) => Number(view.getBigInt64(at, true)));
  if (type === BOOL) return each(1, (at) => view.getUint8(at));
  return undefined;
}

function readTyped(message: Message, type: number): number[] | undefined {
  if (type === INT64) return message.integers(7);
  if (type === INT32 || type === BOOL) return message.integers(5);
  if (type === FLOAT16) return message.integers(5).map(fromHalf);
  if (type !== FLOAT) return undefined;
  return message.fields.filter(({ number }) => number === 4).flatMap(({ value }) => {
    if (typeof value === 'bigint') return [];
    const view = new DataView(value.buffer, value.byteOffset, value.byteLength);
    return Array.from({ length: value.length / 4 }, (_, i) => view.getFloat32(4 * i, true));
  });
}

/** A TensorProto with a name. */
export function writeTensor(name: string, { type, dims, values }: Tensor): Uint8Array {
  const width = { [FLOAT]: 4, [INT32]: 4, [INT64]: 8, [BOOL]: 1 }[type];
  if (width === undefined) throw new RangeError(`A tensor of type ${type} is not written here.`);
  const raw = new DataView(new ArrayBuffer(width * values.length));
  values.forEach((value, i) => {
    if (type === FLOAT) raw.setFloat32(4 * i, value, true);
    else if (type === INT32) raw.setInt32(4 * i, value, true);
    else if (type === INT64) raw.setBigInt64(8 * i, BigInt(value), true);
    else raw.setUint8(i, value);
  });
  return writeMessage([...dims.map((size) => numberField(1, size)), numberField(2, type), textField(8, name), bytesField(9, new Uint8Array(raw.buffer))]);
}

/** The same tensor under another name, half-precision numbers as single; other weights are not copied. */
export function renamedTensor(bytes: Uint8Array, name: string): Field[] {
  const message = Message.of(bytes);
  const raw = message.bytes(9);
  const isHalf = message.integer(2) === FLOAT16;
  if (!isHalf) return [...message.fields.filter(({ number }) => number !== 8), textField(8, name)];
  const halves = raw ?? Uint8Array.from(message.integers(5).flatMap((bits) => [bits & 255, bits >> 8]));
  const kept = message.fields.filter(({ number }) => ![2, 5, 8, 9].includes(number));
  const singles = new Float32Array(halves.length >> 1);
  widen(halves, singles);
  return [...kept, numberField(2, FLOAT), textField(8, name), bytesField(9, new Uint8Array(singles.buffer))];
}

/** Half-precision numbers as single ones, both little-endian. */
export function widen(halves: Uint8Array, singles: Float32Array): void {
  const view = new DataView(halves.buffer, halves.byteOffset, halves.byteLength);
  const table = everyHalf();
  for (let i = 0; i < singles.length; i++) singles[i] = table[view.getUint16(2 * i, true)]!;
}

/** Every half-precision number: a network has millions of them. */
let halves: Float32Array | undefined;

const everyHalf = (): Float32Array => (halves ??= Float32Array.from({ length: 65536 }, (_, each) => half(each)));

/** IEEE 754 half precision as a number. */
export const fromHalf = (bits: number): number => everyHalf()[bits & 0xffff]!;

function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15));
}
