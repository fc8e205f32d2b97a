// Networks that answer what no network should: small ONNX files, made here.
import fs from 'node:fs';
import proto from 'onnx-proto';

const { onnx } = proto;
const FLOAT = onnx.TensorProto.DataType.FLOAT;

const constant = (name, values, dims = [values.length]) =>
  onnx.TensorProto.create({ name, dims, dataType: FLOAT, rawData: new Uint8Array(Float32Array.from(values).buffer) });
const node = (opType, input, output, attributes = {}) => onnx.NodeProto.create({
  opType, input, output: [output],
  attribute: Object.entries(attributes).map(([name, value]) => (Array.isArray(value)
    ? { name, type: onnx.AttributeProto.AttributeType.INTS, ints: value }
    : { name, type: onnx.AttributeProto.AttributeType.INT, i: value })),
});
const tensor = (name, dims) => ({
  name, type: { tensorType: { elemType: FLOAT, ...(dims && { shape: { dim: dims.map((size) => (typeof size === 'number' ? { dimValue: size } : { dimParam: size })) } }) } },
});

/**
 * @param nodes from `image`, 1 × 3 × side × side, to `mask`
 * @param dims of the mask, as the file says it; null: it does not say
 */
function network(nodes, { constants = [], dims = [1, 1, SIDE, SIDE] } = {}) {
  const model = onnx.ModelProto.create({
    irVersion: 7, opsetImport: [{ version: 13 }],
    graph: { name: 'odd', node: nodes, initializer: constants, input: [tensor('image', [1, 3, SIDE, SIDE])], output: [tensor('mask', dims)] },
  });
  return onnx.ModelProto.encode(model).finish();
}

/** Of each network's square input. */
export const SIDE = 64;

const grey = node('ReduceMean', ['image'], 'grey', { axes: [1], keepdims: 1 });
const plus = (value) => [
  [grey, node('Mul', ['grey', 'zero'], 'nothing'), node('Add', ['nothing', 'value'], 'mask')],
  { constants: [constant('zero', [0]), constant('value', [value])] },
];
const scaled = (factor, offset) => [
  [grey, node('Mul', ['grey', 'factor'], 'scaled'), node('Add', ['scaled', 'offset'], 'mask')],
  { constants: [constant('factor', [factor]), constant('offset', [offset])] },
];

/** Each by what it answers: an ONNX file's bytes. */
export const oddNetworks = Object.fromEntries(Object.entries({
  'NaN': plus(NaN),
  'infinity': plus(Infinity),
  'less than nothing': plus(-7),
  'nothing': plus(0),
  'a thousandth': plus(0.001),
  'one half': plus(0.5),
  'everything': plus(1),
  'far more than everything': plus(1e30),
  'the picture itself': scaled(1, 0),
  'the picture as bytes': scaled(255, 0),
  'hardly a difference': scaled(1e-9, 0.3),
  'numbers without meaning': [[grey, node('Mul', ['grey', 'factor'], 'wild'), node('Sin', ['wild'], 'mask')], { constants: [constant('factor', [1e5])] }],
  'a square, whatever it is shown': [
    [grey, node('Mul', ['grey', 'zero'], 'nothing'), node('Add', ['nothing', 'square'], 'mask')],
    { constants: [constant('zero', [0]), constant('square', Array.from({ length: SIDE * SIDE }, (_, i) => Number(i % SIDE < 30 && i < 30 * SIDE)), [1, 1, SIDE, SIDE])] },
  ],
  'three planes': [[node('Identity', ['image'], 'mask')], { dims: null }],
  'classes': [[node('ReduceMean', ['image'], 'mask', { axes: [2, 3], keepdims: 0 })], { dims: null }],
  'one number': [[node('ReduceMean', ['image'], 'mask', { keepdims: 0 })], { dims: null }],
  'a plane of one pixel': [[node('ReduceMean', ['image'], 'mask', { axes: [1, 2, 3], keepdims: 1 })], { dims: null }],
  'a row': [[node('ReduceMean', ['image'], 'mask', { axes: [1, 2], keepdims: 1 })], { dims: null }],
}).map(([name, made]) => [name, network(...made)]));

/** The people model's answers, turned around: what is a person is background. */
export function inverted(file) {
  const model = onnx.ModelProto.decode(fs.readFileSync(file));
  const { graph } = model;
  const [{ name }] = graph.output;
  for (const made of graph.node) made.output = made.output.map((output) => (output === name ? 'straight' : output));
  graph.initializer.push(constant('one', [1]));
  graph.node.push(node('Sub', ['one', 'straight'], name));
  return onnx.ModelProto.encode(model).finish();
}
