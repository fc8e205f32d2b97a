// Reads what a TFLite flatbuffer says of its first graph: tensors, constants and operators. Fields are named by
// their index in TensorFlow's tensorflow/lite/schema/schema.fbs.
import { ByteBuffer } from 'flatbuffers';

/** A flatbuffer table at `position`; every reader takes the field's index in the schema. */
function table(bytes, position) {
  const offset = (field) => bytes.__offset(position, 4 + 2 * field);
  const read = (field, value, missing) => (offset(field) ? value(position + offset(field)) : missing);
  const vector = (field, element) =>
    read(field, (at) => Array.from({ length: bytes.__vector_len(at) }, (_, i) => element(bytes.__vector(at), i)), []);
  return {
    int8: (field) => read(field, (at) => bytes.readInt8(at), 0),
    bool: (field) => read(field, (at) => bytes.readInt8(at) !== 0, false),
    int32: (field) => read(field, (at) => bytes.readInt32(at), 0),
    string: (field) => read(field, (at) => bytes.__string(at), ''),
    table: (field) => read(field, (at) => table(bytes, bytes.__indirect(at)), undefined),
    int32s: (field) => vector(field, (start, i) => bytes.readInt32(start + 4 * i)),
    tables: (field) => vector(field, (start, i) => table(bytes, bytes.__indirect(start + 4 * i))),
    bytes: (field) => Uint8Array.from(vector(field, (start, i) => bytes.readUint8(start + i))),
  };
}

/** BuiltinOperator in the schema; CUSTOM takes its name from the file. */
const CUSTOM = 32;
const OPERATORS = {
  0: 'ADD', 1: 'AVERAGE_POOL_2D', 3: 'CONV_2D', 4: 'DEPTHWISE_CONV_2D', 6: 'DEQUANTIZE', 14: 'LOGISTIC', 18: 'MUL',
  19: 'RELU', 23: 'RESIZE_BILINEAR', 117: 'HARD_SWISH',
};

/** TensorType in the schema. */
const TYPES = { 0: 'float32', 1: 'float16', 2: 'int32' };

/** The graph as {tensors: [{shape, type, constant}], operators: [{kind, inputs, outputs, options, custom}], inputs, outputs}. */
export function readTflite(file) {
  const bytes = new ByteBuffer(file);
  if (file.length < 8 || new TextDecoder().decode(file.subarray(4, 8)) !== 'TFL3') throw new Error('This is not a TFLite model.');
  const model = table(bytes, bytes.readInt32(0));
  const kinds = model.tables(1).map((code) => {
    // Codes over 127 are only in the newer, 32-bit field; older files have only the 8-bit one.
    const number = Math.max(code.int8(0), code.int32(3));
    return number === CUSTOM ? code.string(1) : (OPERATORS[number] ?? `operator ${number}`);
  });
  const constants = model.tables(4).map((buffer) => buffer.bytes(0));
  const graph = model.tables(2)[0];
  return {
    tensors: graph.tables(0).map((tensor) => ({
      shape: tensor.int32s(0),
      type: TYPES[tensor.int8(1)] ?? `type ${tensor.int8(1)}`,
      constant: constants[tensor.int32(2)],
    })),
    inputs: graph.int32s(1),
    outputs: graph.int32s(2),
    operators: graph.tables(3).map((operator) => ({
      kind: kinds[operator.int32(0)],
      inputs: operator.int32s(1),
      outputs: operator.int32s(2),
      options: operator.table(4),
      custom: operator.bytes(5),
    })),
  };
}
