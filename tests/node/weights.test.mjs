// Weights that reach the network apart from its graph, of the shipped models: in single precision and in half.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import test from 'node:test';
import proto from 'onnx-proto';
import { createBackgroundRemover, models } from '@aurastream/media-wasm/background-removal';

const { FLOAT, FLOAT16 } = proto.onnx.TensorProto.DataType;

/** A photograph, as it were: something round and lit before something with a pattern. */
const picture = { width: 160, height: 120, data: new Uint8ClampedArray(4 * 160 * 120) };
for (let y = 0, i = 0; y < 120; y++) {
  for (let x = 0; x < 160; x++, i += 4) {
    const inside = Math.hypot(x - 80, y - 66) < 44;
    picture.data.set(inside ? [220 - x / 2, 150 - y / 3, 120, 255] : [60 + 40 * Math.sin(x / 5), 90 + 30 * Math.cos(y / 7), 110, 255], i);
  }
}

/** The same model with its large weights as numbers instead of bytes: those stay in the graph. */
function withNumbers(file) {
  const model = proto.onnx.ModelProto.decode(file);
  let changed = 0;
  for (const tensor of model.graph.initializer) {
    if (tensor.rawData.length < 2 ** 14) continue;
    changed += 1;
    const bytes = tensor.rawData.slice().buffer;
    if (tensor.dataType === FLOAT) tensor.floatData = [...new Float32Array(bytes)];
    else if (tensor.dataType === FLOAT16) tensor.int32Data = [...new Uint16Array(bytes)];
    else assert.fail(`weights of type ${tensor.dataType}`);
    delete tensor.rawData;
  }
  assert.ok(changed >= 10);
  return new Uint8Array(proto.onnx.ModelProto.encode(model).finish());
}

async function maskOf(row, source) {
  const remover = await createBackgroundRemover({ model: { ...row, id: 'mine', source }, worker: false });
  try {
    return (await remover.remove(picture, { mode: 'model', output: 'mask', refine: false, allowEmpty: true })).mask.data;
  } finally {
    remover.dispose();
  }
}

for (const [id, precision] of [['selfie', 'single'], ['anything', 'half']]) {
  test(`${id}: weights in ${precision} precision that are read apart from the graph give the mask that those in it give`, async () => {
    const { digest: _, ...row } = models.find((model) => model.id === id);
    const file = new Uint8Array(fs.readFileSync(new URL(`../../dist/models/${id}.onnx`, import.meta.url)));
    const [apart, within] = [await maskOf(row, file), await maskOf(row, withNumbers(file))];
    assert.ok(new Set(apart).size > 20, 'an answer that tells one from another');
    assert.deepEqual(apart, within);
  });
}
