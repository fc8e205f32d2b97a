// A network's file with everything computed that does not depend on the picture: constants, casts and shapes, and
// without the outputs that nobody reads. It starts several times faster and answers the same.
import { MediaError } from '../errors.js';
import { evaluate } from './evaluate.js';
import { hasGraphs, integerOf, readNode, readValue, tensorOf, writeNode, type Node } from './node.js';
import { shapeOf, type Shape } from './shapes.js';
import { BOOL, FLOAT, FLOAT16, INT64, readTensor, renamedTensor, writeTensor, type Tensor } from './tensor.js';
import type { Weights } from './weights.js';
import { bytesField, Message, numberField, textField, writeMessage, type Field } from './wire.js';

export interface FoldOptions {
  /** The output to keep; by default the first. */
  output?: string;
  /** What sizes of the input are that the file leaves open, usually [1, 3, height, width]. */
  input?: readonly number[];
  /** What takes the weights, which the folded file then names only. */
  weights?: Weights;
}

/** In the files that are made here, the least version of the format that has constants apart from inputs. */
const IR_VERSION = 4;

/**
 * The folded file, or undefined where a file has what is not understood here (graphs within graphs, functions,
 * several inputs, weights in other files) and is best left as it is.
 * @throws MediaError `invalid_model` where it is no ONNX file
 */
export function foldModel(file: Uint8Array, options: FoldOptions = {}): Uint8Array<ArrayBuffer> | undefined {
  try {
    return foldFile(Message.of(file), options);
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown;
    throw new MediaError('invalid_model', 'The file is not an ONNX model that can be read.', { cause: thrown });
  }
}

/** Names of the operators that a file's graph has. @throws RangeError where it is no ONNX file */
export function operators(file: Uint8Array): Set<string> {
  const graph = Message.of(Message.of(file).bytes(7) ?? new Uint8Array());
  return new Set(graph.all(1).map((node) => Message.of(node).text(4)));
}

/** Whether there are weights in half precision. Of what is no ONNX file there are none. */
export function hasHalves(file: Uint8Array): boolean {
  try {
    const graph = Message.of(Message.of(file).bytes(7) ?? new Uint8Array());
    return graph.all(5).some((tensor) => Message.of(tensor).integer(2) === FLOAT16);
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown;
    return false;
  }
}

function foldFile(file: Message, { output, input, weights: apart }: FoldOptions): Uint8Array<ArrayBuffer> | undefined {
  const bytes = file.bytes(7);
  if (!bytes || file.integer(1) === undefined) throw new RangeError('There is no graph.');
  const graph = Message.of(bytes);
  const nodes = inOrder(graph.all(1).map(readNode));
  const weights = new Map(graph.all(5).map((tensor) => [Message.of(tensor).text(8), tensor]));
  const [inputs, outputs] = [graph.all(11).map(readValue), graph.all(12).map(readValue)];
  const fed = inputs.filter(({ name }) => !weights.has(name));
  const kept = output === undefined ? outputs[0] : outputs.find(({ name }) => name === output);
  const isForeign = file.all(25).length > 0 || graph.all(15).length > 0 || nodes?.some((node) => hasGraphs(node) || fillsHalf(node))
    || [...weights.values()].some((tensor) => Message.of(tensor).fields.some(({ number }) => number === 13));
  if (!nodes || fed.length !== 1 || !kept || isForeign || [fed[0]!.type, kept.type].some((type) => type !== FLOAT)) return undefined;

  const folder = new Folder(nodes, weights);
  folder.feed(fed[0]!.name, fed[0]!.dims?.map((size, i) => size || input?.[i]));
  for (const value of graph.all(13).map(readValue)) folder.hint(value.name, value.dims);
  folder.run(kept.name);

  const isKept = (name: string) => (field: Field): boolean => readValue(field.value as Uint8Array).name === name;
  const of = (number: number): Field[] => graph.fields.filter((field) => field.number === number);
  const folded = writeMessage([
    ...folder.nodes().map((node) => bytesField(1, node)),
    ...graph.fields.filter(({ number }) => ![1, 5, 11, 12, 13, 14].includes(number)),
    ...folder.initializers(apart).map((tensor) => bytesField(5, tensor)),
    ...of(11).filter(isKept(fed[0]!.name)),
    ...of(12).filter(isKept(kept.name)),
  ]);
  return writeMessage([
    numberField(1, Math.max(IR_VERSION, file.integer(1)!)),
    ...file.fields.filter(({ number }) => number !== 1 && number !== 7),
    bytesField(7, folded),
  ]);
}

class Folder {
  readonly #constants = new Map<string, Tensor>();
  readonly #shapes = new Map<string, Shape>();
  readonly #types = new Map<string, number>();
  /** Values that are the same as others. */
  readonly #same = new Map<string, string>();
  /** Weights that a node made of none: large Constants. */
  readonly #weights: Map<string, Uint8Array>;
  #left: Node[] = [];

  constructor(private readonly all: readonly Node[], weights: ReadonlyMap<string, Uint8Array>) {
    this.#weights = new Map(weights);
    for (const [name, bytes] of weights) this.#addWeight(name, bytes);
  }

  feed(name: string, dims: readonly (number | undefined)[] | undefined): void {
    this.#types.set(name, FLOAT);
    this.hint(name, dims);
  }

  /** What the file itself says of a value's shape. */
  hint(name: string, dims: readonly (number | undefined)[] | undefined): void {
    if (dims?.every((size) => size !== undefined && size > 0)) this.#shapes.set(name, dims as number[]);
  }

  /** Half precision becomes single throughout: the runtime has no other arithmetic, and would cast at every node. */
  run(output: string): void {
    const nodes = this.all.map((node) => ({ ...node, inputs: node.inputs.map((name) => this.#same.get(name) ?? name) }));
    for (const node of nodes) {
      node.inputs = node.inputs.map((name) => this.#same.get(name) ?? name);
      if (!this.#fold(node, output)) this.#left.push(node);
    }
    this.#left = reachable(this.#left, output);
  }

  nodes(): Uint8Array[] {
    return this.#left.map(writeNode);
  }

  /** Of what is left the constants that it reads. */
  initializers(apart: Weights | undefined): Uint8Array[] {
    const read = new Set(this.#left.flatMap(({ inputs }) => inputs));
    return [...read].flatMap((name) => {
      const bytes = this.#weights.get(name);
      if (bytes) return [apart?.take(name, bytes) ?? writeMessage(renamedTensor(bytes, name))];
      const tensor = this.#constants.get(name);
      return tensor ? [writeTensor(name, tensor)] : [];
    });
  }

  #addWeight(name: string, bytes: Uint8Array): void {
    const message = Message.of(bytes);
    const type = message.integer(2) ?? 0;
    this.#types.set(name, type === FLOAT16 ? FLOAT : type);
    this.#shapes.set(name, message.integers(1));
    const tensor = readTensor(bytes);
    if (tensor) this.#constants.set(name, tensor.type === FLOAT16 ? { ...tensor, type: FLOAT } : tensor);
  }

  /** @returns whether the node is done with */
  #fold(node: Node, output: string): boolean {
    const [made = ''] = node.outputs;
    const constants = node.inputs.map((name) => this.#constants.get(name));
    const shapes = node.inputs.map((name) => (name === '' ? undefined : this.#shapes.get(name)));
    if (node.op === 'Cast' && integerOf(node, 'to', 0) === FLOAT16) setInteger(node, 'to', FLOAT);
    const constant = node.op === 'Constant' ? tensorOf(node, 'value') : undefined;
    if (constant && made !== output) {
      this.#weights.set(made, constant);
      this.#addWeight(made, constant);
      return true;
    }
    const value = node.outputs.length === 1 && made !== output ? evaluate(node, constants, shapes) : undefined;
    if (value) {
      this.#constants.set(made, value);
      this.#shapes.set(made, value.dims);
      this.#types.set(made, value.type);
      return true;
    }
    const type = this.#typeOf(node);
    const isSame = node.op === 'Identity' || (node.op === 'Cast' && type !== undefined && this.#types.get(node.inputs[0]!) === type);
    if (isSame && made !== output) {
      this.#same.set(made, node.inputs[0]!);
      return true;
    }
    if (type !== undefined) for (const name of node.outputs) this.#types.set(name, type);
    const shape = shapeOf(node, { shape: (index) => shapes[index], constant: (index) => constants[index] });
    if (shape) this.#shapes.set(made, shape);
    return false;
  }

  #typeOf(node: Node): number | undefined {
    if (node.op === 'Cast') return integerOf(node, 'to', 0);
    if (['Shape', 'Size', 'ArgMax', 'ArgMin', 'NonZero'].includes(node.op)) return INT64;
    if (['Equal', 'Less', 'Greater', 'LessOrEqual', 'GreaterOrEqual', 'Not', 'And', 'Or'].includes(node.op)) return BOOL;
    if (node.op === 'ConstantOfShape') return Message.of(tensorOf(node, 'value') ?? new Uint8Array()).integer(2) ?? FLOAT;
    return this.#types.get(node.inputs[node.op === 'Where' ? 1 : 0] ?? '');
  }
}

/** Whether a node makes half-precision numbers of none. */
const fillsHalf = (node: Node): boolean => node.op !== 'Constant' && [...node.attributes.values()].some((attribute) => {
  const tensor = attribute.bytes(5);
  return tensor !== undefined && Message.of(tensor).integer(2) === FLOAT16;
});

/**
 * Nodes so that each comes after those that it reads, else as they are: converters to half precision add their casts
 * at the end, which runtimes accept. Undefined where that cannot be.
 */
function inOrder(nodes: readonly Node[]): Node[] | undefined {
  const makers = new Map(nodes.flatMap((node) => node.outputs.filter((name) => name !== '').map((name) => [name, node] as const)));
  const out = new Set<Node>();
  const opened = new Set<Node>();
  for (const first of nodes) {
    const waiting = [first];
    while (waiting.length > 0) {
      const node = waiting.at(-1)!;
      const missing = out.has(node) ? [] : node.inputs.map((name) => makers.get(name)).filter((maker) => maker !== undefined && !out.has(maker)) as Node[];
      if (missing.length === 0) {
        out.add(node);
        waiting.pop();
      } else if (opened.has(node)) {
        return undefined;
      } else {
        opened.add(node);
        waiting.push(...missing.toReversed());
      }
    }
  }
  return [...out];
}

/** Nodes that the output depends on, in their order. */
function reachable(nodes: readonly Node[], output: string): Node[] {
  const wanted = new Set([output]);
  return nodes.toReversed().filter((node) => {
    const isWanted = node.outputs.some((name) => wanted.has(name));
    if (isWanted) for (const name of node.inputs) wanted.add(name);
    return isWanted;
  }).toReversed();
}

function setInteger(node: Node, name: string, value: number): void {
  const rest = node.attributes.get(name)?.fields.filter(({ number }) => number !== 3) ?? [textField(1, name), numberField(20, 2)];
  node.attributes.set(name, new Message([...rest, numberField(3, value)]));
}
