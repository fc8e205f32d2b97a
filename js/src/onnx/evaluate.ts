// What nodes make of constants: the operators by which exported graphs compute sizes, on tensors of few numbers.
import { integerOf, integersOf, tensorOf, type Node } from './node.js';
import { reshaped, type Shape } from './shapes.js';
import { BOOL, FLOAT, FLOAT16, INT32, INT64, readTensor, sizeOf, type Tensor } from './tensor.js';

const isWhole = (type: number): boolean => type === INT32 || type === INT64;
const vector = (type: number, values: number[]): Tensor => ({ type, dims: [values.length], values });

type Binary = (a: number, b: number, type: number) => number;
const BINARY: Readonly<Record<string, Binary>> = {
  Add: (a, b) => a + b,
  Sub: (a, b) => a - b,
  Mul: (a, b) => a * b,
  Div: (a, b, type) => (isWhole(type) ? Math.trunc(a / b) : a / b),
};
const UNARY: Readonly<Record<string, (a: number) => number>> = { Floor: Math.floor, Ceil: Math.ceil, Neg: (a) => -a, Abs: Math.abs, Identity: (a) => a };

/**
 * The value of a node's first output, where it follows from constants and shapes.
 * @param inputs undefined where an input is not constant or not given
 */
export function evaluate(node: Node, inputs: readonly (Tensor | undefined)[], shapes: readonly (Shape | undefined)[]): Tensor | undefined {
  const value = computed(node, inputs, shapes);
  return value && rounded(value);
}

function computed(node: Node, inputs: readonly (Tensor | undefined)[], shapes: readonly (Shape | undefined)[]): Tensor | undefined {
  if (node.op === 'Constant') return constantOf(node);
  if (node.op === 'Shape') return shapeAsTensor(node, shapes[0]);
  const given = node.inputs.map((name, index) => (name === '' ? undefined : inputs[index]));
  if (node.inputs.some((name, index) => name !== '' && given[index] === undefined)) return undefined;
  const [a, b] = given;
  if (!a) return undefined;
  const binary = BINARY[node.op];
  if (binary && b) return elementwise(a, b, binary);
  const unary = UNARY[node.op];
  if (unary) return { ...a, values: a.values.map(unary) };
  switch (node.op) {
    case 'Cast':
      return cast(a, integerOf(node, 'to', 0));
    case 'Gather':
      return b && a.dims.length === 1 && integerOf(node, 'axis', 0) === 0 ? gathered(a, b) : undefined;
    case 'Unsqueeze':
      return { ...a, dims: unsqueezed(a.dims, integersOf(node, 'axes') ?? b?.values ?? []) };
    case 'Squeeze':
      return a.values.length === 1 && a.dims.length === 1 ? { ...a, dims: [] } : undefined;
    case 'Concat':
      return given.every((tensor) => tensor?.dims.length === 1) ? vector(a.type, given.flatMap((tensor) => tensor!.values)) : undefined;
    case 'Slice':
      return sliced(node, a, given);
    case 'Reshape': {
      const dims = reshaped(a.dims, b, integerOf(node, 'allowzero', 0) !== 0);
      return dims && { ...a, dims: [...dims] };
    }
    case 'ConstantOfShape': {
      const bytes = tensorOf(node, 'value');
      const value = bytes ? readTensor(bytes) : { type: FLOAT, dims: [1], values: [0] };
      if (!value || sizeOf(a.values) > 4096) return undefined;
      return { type: value.type, dims: a.values, values: Array(sizeOf(a.values)).fill(value.values[0]!) };
    }
    default:
      return undefined;
  }
}

function constantOf(node: Node): Tensor | undefined {
  const bytes = tensorOf(node, 'value');
  if (bytes) return readTensor(bytes);
  const integer = node.attributes.get('value_int')?.integer(3);
  if (integer !== undefined) return { type: INT64, dims: [], values: [integer] };
  const integers = node.attributes.has('value_ints') ? integersOf(node, 'value_ints') : undefined;
  return integers && vector(INT64, integers);
}

function shapeAsTensor(node: Node, shape: Shape | undefined): Tensor | undefined {
  if (!shape) return undefined;
  const start = integerOf(node, 'start', 0);
  const end = integerOf(node, 'end', shape.length);
  return vector(INT64, shape.slice(start, end));
}

function elementwise(a: Tensor, b: Tensor, operation: Binary): Tensor | undefined {
  const [longer, shorter] = a.values.length >= b.values.length ? [a, b] : [b, a];
  const alike = longer.dims.length === shorter.dims.length && longer.dims.every((size, i) => size === shorter.dims[i]);
  if (a.type !== b.type || !(alike || shorter.values.length === 1)) return undefined;
  const { dims } = longer.dims.length >= shorter.dims.length ? longer : shorter;
  const at = (tensor: Tensor, i: number): number => tensor.values[tensor.values.length === 1 ? 0 : i]!;
  return { type: a.type, dims, values: longer.values.map((_, i) => operation(at(a, i), at(b, i), a.type)) };
}

/** Numbers that their type holds, as it holds them; undefined for what it does not. */
function rounded(tensor: Tensor): Tensor | undefined {
  if (isWhole(tensor.type)) return tensor.values.every(Number.isSafeInteger) ? tensor : undefined;
  return tensor.type === FLOAT ? { ...tensor, values: tensor.values.map(Math.fround) } : undefined;
}

function cast(tensor: Tensor, to: number): Tensor | undefined {
  if (isWhole(to)) return { ...tensor, type: to, values: tensor.values.map(Math.trunc) };
  if (to === FLOAT) return { ...tensor, type: to };
  if (to === BOOL) return { ...tensor, type: to, values: tensor.values.map((value) => (value === 0 ? 0 : 1)) };
  return to === tensor.type && to !== FLOAT16 ? tensor : undefined;
}

function gathered(from: Tensor, { dims, values }: Tensor): Tensor | undefined {
  const length = from.values.length;
  const picked = values.map((index) => from.values[index < 0 ? index + length : index]);
  return picked.includes(undefined) ? undefined : { type: from.type, dims, values: picked as number[] };
}

function unsqueezed(dims: readonly number[], axes: readonly number[]): number[] {
  const rank = dims.length + axes.length;
  const rest = [...dims];
  const added = new Set(axes.map((axis) => (axis + rank) % rank));
  return Array.from({ length: rank }, (_, axis) => (added.has(axis) ? 1 : rest.shift()!));
}

/** Of a vector: by attributes up to opset 9, by inputs since. */
function sliced(node: Node, from: Tensor, [, starts, ends, axes, steps]: readonly (Tensor | undefined)[]): Tensor | undefined {
  const [start] = starts?.values ?? integersOf(node, 'starts') ?? [];
  const [end] = ends?.values ?? integersOf(node, 'ends') ?? [];
  const axis = axes?.values ?? integersOf(node, 'axes') ?? [0];
  const step = steps?.values ?? [1];
  if (from.dims.length !== 1 || start === undefined || end === undefined || axis.length !== 1 || step.length !== 1) return undefined;
  if ((axis[0] !== 0 && axis[0] !== -1) || step[0] !== 1) return undefined;
  return vector(from.type, from.values.slice(start, end));
}
