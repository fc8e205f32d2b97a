// Shapes of what nodes make, as ONNX's operators define them (https://onnx.ai/onnx/operators), for the operators that
// segmentation networks are made of. What is not known here is undefined, never guessed.
import { integerOf, integersOf, textOf, type Node } from './node.js';
import { sizeOf, type Tensor } from './tensor.js';

export type Shape = readonly number[];

export interface Inputs {
  shape(index: number): Shape | undefined;
  constant(index: number): Tensor | undefined;
}

const SAME = new Set([
  'Relu', 'Sigmoid', 'Tanh', 'LeakyRelu', 'PRelu', 'Elu', 'Clip', 'HardSigmoid', 'HardSwish', 'Softmax', 'LogSoftmax', 'Erf', 'Gelu', 'Softplus',
  'BatchNormalization', 'InstanceNormalization', 'LayerNormalization', 'Identity', 'Cast', 'Dropout', 'Neg', 'Abs', 'Exp', 'Log', 'Sqrt',
  'Reciprocal', 'Floor', 'Ceil', 'Round', 'Not', 'Selu', 'Mish', 'Sin', 'Cos',
]);
const BROADCAST = new Set(['Add', 'Sub', 'Mul', 'Div', 'Pow', 'Min', 'Max', 'Equal', 'Greater', 'Less', 'And', 'Or', 'Where']);

/** The shape of a node's first output. */
export function shapeOf(node: Node, inputs: Inputs): Shape | undefined {
  const first = inputs.shape(0);
  if (SAME.has(node.op)) return first;
  if (BROADCAST.has(node.op)) return broadcast(node.inputs.map((_, index) => inputs.shape(index)));
  if (!first) return undefined;
  switch (node.op) {
    case 'Conv': {
      const weight = inputs.shape(1);
      return weight && slid(node, first, weight[0]!, weight.slice(2));
    }
    case 'MaxPool':
    case 'AveragePool': {
      const kernel = integersOf(node, 'kernel_shape');
      return kernel && slid(node, first, first[1]!, kernel);
    }
    case 'GlobalAveragePool':
    case 'GlobalMaxPool':
      return [...first.slice(0, 2), ...first.slice(2).map(() => 1)];
    case 'Concat':
      return concatenated(node, node.inputs.map((_, index) => inputs.shape(index)));
    case 'Resize':
      return resized(first, inputs.constant(node.inputs.length === 2 ? 1 : 2), inputs.constant(3), node);
    case 'Upsample':
      return resized(first, inputs.constant(1), undefined, node);
    case 'Transpose':
      return (integersOf(node, 'perm') ?? first.map((_, axis) => first.length - 1 - axis)).map((axis) => first[axis]!);
    case 'Reshape':
      return reshaped(first, inputs.constant(1), integerOf(node, 'allowzero', 0) !== 0);
    default:
      return undefined;
  }
}

function broadcast(shapes: readonly (Shape | undefined)[]): Shape | undefined {
  const rank = Math.max(...shapes.map((shape) => shape?.length ?? 0));
  const out: number[] = Array(rank).fill(1);
  for (const shape of shapes) {
    if (!shape) return undefined;
    for (const [i, size] of shape.entries()) {
      const at = rank - shape.length + i;
      if (size !== 1 && out[at] !== 1 && out[at] !== size) return undefined;
      if (size !== 1) out[at] = size;
    }
  }
  return out;
}

/** What a window leaves that slides over the spatial axes. */
function slid(node: Node, [batch = 1, , ...spatial]: Shape, channels: number, kernel: Shape): Shape | undefined {
  if (kernel.length !== spatial.length) return undefined;
  const strides = integersOf(node, 'strides') ?? spatial.map(() => 1);
  const dilations = integersOf(node, 'dilations') ?? spatial.map(() => 1);
  const pads = integersOf(node, 'pads') ?? [...spatial, ...spatial].map(() => 0);
  const auto = textOf(node, 'auto_pad', 'NOTSET');
  const round = integerOf(node, 'ceil_mode', 0) ? Math.ceil : Math.floor;
  return [batch, channels, ...spatial.map((size, i) => {
    const stride = strides[i]!;
    if (auto.startsWith('SAME')) return Math.ceil(size / stride);
    const padded = size + (auto === 'VALID' ? 0 : pads[i]! + pads[i + spatial.length]!);
    return round((padded - ((kernel[i]! - 1) * dilations[i]! + 1)) / stride) + 1;
  })];
}

function concatenated(node: Node, shapes: readonly (Shape | undefined)[]): Shape | undefined {
  const [first] = shapes;
  if (!first || !shapes.every((shape) => shape?.length === first.length)) return undefined;
  const axis = (integerOf(node, 'axis', 0) + first.length) % first.length;
  return first.map((size, i) => (i === axis ? shapes.reduce((sum, shape) => sum + shape![axis]!, 0) : size));
}

function resized(first: Shape, scales: Tensor | undefined, sizes: Tensor | undefined, node: Node): Shape | undefined {
  // `axes` and a kept ratio came later, and mean other things.
  if (node.attributes.has('axes') || node.attributes.has('keep_aspect_ratio_policy')) return undefined;
  if (sizes?.values.length === first.length) return sizes.values;
  if (scales?.values.length !== first.length) return undefined;
  return first.map((size, i) => Math.floor(size * scales.values[i]!));
}

export function reshaped(from: Shape, wanted: Tensor | undefined, zeroIsZero: boolean): Shape | undefined {
  if (!wanted) return undefined;
  const shape = wanted.values.map((size, i) => (size === 0 && !zeroIsZero ? (from[i] ?? 0) : size));
  const open = shape.indexOf(-1);
  if (open >= 0) shape[open] = sizeOf(from) / -sizeOf(shape);
  return shape.every(Number.isInteger) && sizeOf(shape) === sizeOf(from) ? shape : undefined;
}
