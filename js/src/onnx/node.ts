// A node of an ONNX graph: read once, written anew.
import { bytesField, Message, parseMessage, textField, writeMessage, type Field } from './wire.js';

export interface Node {
  op: string;
  inputs: string[];
  outputs: string[];
  /** AttributeProto messages by name. */
  attributes: Map<string, Message>;
  /** Fields but inputs, outputs and attributes. */
  rest: Field[];
}

export function readNode(bytes: Uint8Array): Node {
  const message = Message.of(bytes);
  return {
    op: `${message.text(7) && message.text(7) !== 'ai.onnx' ? `${message.text(7)}.` : ''}${message.text(4)}`,
    inputs: message.texts(1),
    outputs: message.texts(2),
    attributes: new Map(message.all(5).map((attribute) => [Message.of(attribute).text(1), Message.of(attribute)])),
    rest: message.fields.filter(({ number }) => ![1, 2, 5].includes(number)),
  };
}

export function writeNode({ inputs, outputs, attributes, rest }: Node): Uint8Array {
  return writeMessage([
    ...inputs.map((name) => textField(1, name)),
    ...outputs.map((name) => textField(2, name)),
    ...rest,
    ...[...attributes.values()].map(({ fields }) => bytesField(5, writeMessage(fields))),
  ]);
}

export const integerOf = (node: Node, name: string, missing: number): number => node.attributes.get(name)?.integer(3) ?? missing;
export const integersOf = (node: Node, name: string): number[] | undefined => node.attributes.get(name)?.integers(8);
export const textOf = (node: Node, name: string, missing: string): string => node.attributes.get(name)?.text(4) ?? missing;
/** The TensorProto of an attribute. */
export const tensorOf = (node: Node, name: string): Uint8Array | undefined => node.attributes.get(name)?.bytes(5);

/** Whether a node has graphs of its own, as If and Loop have. */
export const hasGraphs = (node: Node): boolean =>
  [...node.attributes.values()].some((attribute) => attribute.fields.some(({ number }) => number === 6 || number === 11));

/** A tensor value's type and shape, as ValueInfoProto has them; a size that is open is undefined. */
export interface ValueType {
  type: number | undefined;
  dims: (number | undefined)[] | undefined;
}

export function readValue(bytes: Uint8Array): { name: string } & ValueType {
  const message = Message.of(bytes);
  const tensor = Message.of(message.bytes(2) ?? new Uint8Array()).bytes(1);
  const { type, shape } = tensor ? { type: Message.of(tensor).integer(1), shape: Message.of(tensor).bytes(2) } : { type: undefined, shape: undefined };
  const dims = shape && parseMessage(shape).map(({ value }) => Message.of(value as Uint8Array).integer(1));
  return { name: message.text(1), type, dims };
}
