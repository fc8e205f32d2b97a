// Turns a TFLite image network into ONNX: the operators that MediaPipe's selfie segmentation is made of, and no
// others. TFLite tensors are NHWC, ONNX's are NCHW; shapes and weights are transposed here, once.
import proto from 'onnx-proto';
import { readTflite } from './tflite.mjs';

const { onnx } = proto;
const FLOAT = onnx.TensorProto.DataType.FLOAT;

const nchw = ([n, h, w, c]) => [n, c, h, w];

/** IEEE 754 half precision to double. */
function fromHalf(bits) {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) throw new Error('A weight is infinite or not a number.');
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15));
}

/** values[a][b][c][d] (shape order) with its axes in the order of `axes`. */
function transpose(values, shape, axes) {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
  const out = new Float32Array(values.length);
  const [a, b, c, d] = axes.map((axis) => ({ size: shape[axis], stride: strides[axis] }));
  let at = 0;
  for (let i = 0; i < a.size; i++)
    for (let j = 0; j < b.size; j++)
      for (let k = 0; k < c.size; k++)
        for (let l = 0; l < d.size; l++) out[at++] = values[i * a.stride + j * b.stride + k * c.stride + l * d.stride];
  return { values: out, shape: axes.map((axis) => shape[axis]) };
}

const attribute = {
  int: (name, i) => ({ name, i, type: onnx.AttributeProto.AttributeType.INT }),
  ints: (name, ints) => ({ name, ints, type: onnx.AttributeProto.AttributeType.INTS }),
  float: (name, f) => ({ name, f, type: onnx.AttributeProto.AttributeType.FLOAT }),
  string: (name, s) => ({ name, s: new TextEncoder().encode(s), type: onnx.AttributeProto.AttributeType.STRING }),
};

function check(condition, what) {
  if (!condition) throw new Error(`This TFLite model cannot be converted: ${what}.`);
}

const valueInfo = (name, shape) => ({
  name,
  type: { tensorType: { elemType: FLOAT, shape: { dim: shape.map((dimValue) => ({ dimValue })) } } },
});

class Converter {
  nodes = [];
  initializers = [];
  weights = new Map(); // tensor index → {values, shape}, what DEQUANTIZE makes of float16 constants

  constructor(graph) {
    this.graph = graph;
  }

  shape(index) {
    return this.graph.tensors[index].shape;
  }

  emit(opType, input, output, attributes = []) {
    this.nodes.push({ opType, name: `${opType}_${this.nodes.length}`, input, output: [output], attribute: attributes });
  }

  initializer(name, values, shape) {
    const rawData = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    this.initializers.push({ name, dims: shape, dataType: FLOAT, rawData });
    return name;
  }

  /** The name of a convolution's weights, their axes brought to ONNX's order. */
  weight(index, axes) {
    const weight = this.weights.get(index);
    check(weight, 'a convolution has no constant weights');
    const turned = axes.length === 4 ? transpose(weight.values, weight.shape, axes) : weight;
    return this.initializer(`w${index}`, turned.values, turned.shape);
  }

  padding(code) {
    return attribute.string('auto_pad', code === 0 ? 'SAME_UPPER' : 'VALID');
  }

  /** CONV_2D (weights OHWI) and DEPTHWISE_CONV_2D (1HWC): padding, strides (w, h), activation, dilation. */
  convolution({ inputs: [x, w, bias], outputs: [y], options }, axes, group, activationField) {
    check(options.int8(activationField) === 0, 'a convolution has a fused activation');
    check([1, 2].every((i) => options.int32(activationField + i) <= 1), 'a convolution is dilated');
    this.emit('Conv', [`t${x}`, this.weight(w, axes), this.weight(bias, [0])], `t${y}`, [
      this.padding(options.int8(0)),
      attribute.int('group', group),
      attribute.ints('strides', [options.int32(2), options.int32(1)]),
    ]);
  }

  elementwise(opType, { inputs, outputs: [y], options }) {
    check(!options || options.int8(0) === 0, `${opType} has a fused activation`);
    this.emit(opType, inputs.map((index) => `t${index}`), `t${y}`);
  }

  convert(operator) {
    const { kind, inputs: [x, second], outputs: [y], options, custom } = operator;
    switch (kind) {
      case 'DEQUANTIZE': {
        const { type, constant, shape } = this.graph.tensors[x];
        check(type === 'float16' && constant.length > 0, 'DEQUANTIZE of something other than half-precision weights');
        const halves = new DataView(constant.buffer, constant.byteOffset, constant.byteLength);
        const values = Float32Array.from({ length: constant.length / 2 }, (_, i) => fromHalf(halves.getUint16(2 * i, true)));
        this.weights.set(y, { values, shape });
        return;
      }
      case 'CONV_2D':
        return this.convolution(operator, [0, 3, 1, 2], 1, 3);
      case 'DEPTHWISE_CONV_2D': {
        check(options.int32(3) <= 1, 'a depthwise convolution multiplies channels');
        return this.convolution(operator, [3, 0, 1, 2], this.shape(x)[3], 4);
      }
      case 'Convolution2DTransposeBias': {
        const [padding, strideW, strideH] = new Int32Array(custom.slice().buffer); // 1 is SAME here
        const [, kernelH, kernelW] = this.shape(second);
        check(padding === 1 && kernelH === strideH && kernelW === strideW, 'a transposed convolution overlaps itself');
        const w = this.weight(second, [3, 0, 1, 2]);
        return this.emit('ConvTranspose', [`t${x}`, w, this.weight(operator.inputs[2], [0])], `t${y}`, [
          attribute.ints('strides', [strideH, strideW]),
        ]);
      }
      case 'AVERAGE_POOL_2D': {
        const [, height, width] = this.shape(x);
        check(options.int32(4) === height && options.int32(3) === width, 'a pooling is not global');
        return this.emit('GlobalAveragePool', [`t${x}`], `t${y}`);
      }
      case 'RESIZE_BILINEAR': {
        check(options.bool(3) && !options.bool(2), 'a resize does not use half-pixel centres');
        const [from, to] = [this.shape(x), this.shape(y)];
        const scales = new Float32Array([1, 1, to[1] / from[1], to[2] / from[2]]);
        return this.emit('Resize', [`t${x}`, '', this.initializer(`scales${y}`, scales, [4])], `t${y}`, [
          attribute.string('mode', 'linear'),
          attribute.string('coordinate_transformation_mode', 'half_pixel'),
        ]);
      }
      case 'HARD_SWISH': // x · min(max(x/6 + 1/2, 0), 1)
        this.emit('HardSigmoid', [`t${x}`], `gate${y}`, [attribute.float('alpha', 1 / 6), attribute.float('beta', 0.5)]);
        return this.emit('Mul', [`t${x}`, `gate${y}`], `t${y}`);
      case 'RELU':
        return this.elementwise('Relu', operator);
      case 'LOGISTIC':
        return this.elementwise('Sigmoid', operator);
      case 'ADD':
        return this.elementwise('Add', operator);
      case 'MUL':
        return this.elementwise('Mul', operator);
      default:
        check(false, `${kind} is unknown`);
    }
  }
}

/**
 * The ONNX file of a TFLite file. The same bytes always give the same bytes.
 * @param names the graph's name and what its one input and one output shall be called
 */
export function tfliteToOnnx(file, { graph: graphName, input, output, producer }) {
  const graph = readTflite(file);
  check(graph.inputs.length === 1 && graph.outputs.length === 1, 'it has several inputs or outputs');
  const converter = new Converter(graph);
  for (const operator of graph.operators) converter.convert(operator);

  const renamed = { [`t${graph.inputs[0]}`]: input, [`t${graph.outputs[0]}`]: output };
  for (const node of converter.nodes) {
    node.input = node.input.map((name) => renamed[name] ?? name);
    node.output = node.output.map((name) => renamed[name] ?? name);
  }
  return onnx.ModelProto.encode({
    irVersion: 7,
    producerName: producer,
    opsetImport: [{ domain: '', version: 13 }],
    graph: {
      name: graphName,
      node: converter.nodes,
      initializer: converter.initializers,
      input: [valueInfo(input, nchw(graph.tensors[graph.inputs[0]].shape))],
      output: [valueInfo(output, nchw(graph.tensors[graph.outputs[0]].shape))],
    },
  }).finish();
}
