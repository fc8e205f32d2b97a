// A network's weights apart from its graph. ONNX Runtime copies a file, takes a copy of the weights out of that, and
// calculates with a third; weights that lie elsewhere (TensorProto.external_data) it asks for one by one, and copies once.
import { FLOAT, FLOAT16, widen } from './tensor.js';
import { bytesField, Message, numberField, textField, writeMessage, type Field } from './wire.js';

/** The name by which graphs know what holds their weights. */
export const WEIGHTS = 'weights';

/** Bytes below which a tensor stays in the graph: of those that shapes and sizes are computed from, values are read early. */
const LEAST = 2 ** 14;

interface Part {
  /** Where it begins, in bytes, as the graph says. */
  from: number;
  bytes: Uint8Array;
  /** In half precision, of which single is made. */
  isHalf: boolean;
}

/** What a graph's weights are read from. They stay where they are, in half precision where they were in that. */
export class Weights {
  readonly #parts = new Map<number, Part>();
  #length = 0;
  #widened = new Float32Array(0);

  /** @returns the TensorProto that names what holds the values instead of holding them; undefined for one that is to stay as it is */
  take(name: string, tensor: Uint8Array): Uint8Array | undefined {
    const message = Message.of(tensor);
    const bytes = message.bytes(9);
    if (!bytes || bytes.length < LEAST) return undefined;
    const type = message.integer(2);
    const part = { from: this.#length, bytes, isHalf: type === FLOAT16 };
    const length = part.isHalf ? 2 * bytes.length : bytes.length;
    this.#parts.set(part.from, part);
    this.#length += length;
    const entry = (key: string, value: string | number): Field => bytesField(13, writeMessage([textField(1, key), textField(2, `${value}`)]));
    return writeMessage([
      ...message.fields.filter(({ number }) => ![2, 8, 9, 13, 14].includes(number)),
      numberField(2, part.isHalf ? FLOAT : type ?? 0),
      textField(8, name),
      ...[entry('location', WEIGHTS), entry('offset', part.from), entry('length', length)],
      numberField(14, 1), // EXTERNAL
    ]);
  }

  /**
   * The file that the graph names, as ONNX Runtime reads one: by `byteLength` and `subarray()`. A part is there until the
   * next one is asked for.
   */
  file(): Uint8Array {
    return Object.defineProperties(new Uint8Array(), {
      byteLength: { value: this.#length },
      subarray: { value: (from: number, to: number) => this.#read(from, to) },
    });
  }

  #read(from: number, to: number): Uint8Array {
    const part = this.#parts.get(from);
    const count = to - from;
    if (count !== (part?.isHalf ? 2 : 1) * (part?.bytes.length ?? NaN)) throw new RangeError(`No weights are at ${from} to ${to}.`);
    if (!part!.isHalf) return part!.bytes;
    if (this.#widened.byteLength < count) this.#widened = new Float32Array(count / 4);
    const out = this.#widened.subarray(0, count / 4);
    widen(part!.bytes, out);
    return new Uint8Array(out.buffer, 0, count);
  }
}

/** ModelProto.doc_string: only people read it. */
const DESCRIPTION = 6;

/** The file without its weights, which are then in what was given for them, and without its description. @throws RangeError where it is no ONNX file */
export function withoutWeights(bytes: Uint8Array, weights: Weights): Uint8Array {
  const fields = Message.of(bytes).fields.filter(({ number }) => number !== DESCRIPTION);
  return writeMessage(fields.map((field) => (field.number === 7 && field.wire === 2 ? bytesField(7, lightGraph(field.value as Uint8Array, weights)) : field)));
}

function lightGraph(bytes: Uint8Array, weights: Weights): Uint8Array {
  return writeMessage(Message.of(bytes).fields.map((field) => {
    if (field.number !== 5 || field.wire !== 2) return field;
    const tensor = field.value as Uint8Array;
    return bytesField(5, weights.take(Message.of(tensor).text(8), tensor) ?? tensor);
  }));
}
