// Models that fetch-model folded: the same masks, sessions that start faster, and a checksum that tells damage.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import test, { after } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import proto from 'onnx-proto';
import { createBackgroundRemover, fetchModel, models } from '@aurastream/media-wasm/background-removal';
import { needsShared, readShared, shared } from '../shared.mjs';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'folded-'));
after(() => fs.rmSync(folder, { recursive: true, force: true }));
const published = () => pathToFileURL(shared('models/u2netp-fp16.onnx'));

async function maskOf(modelUrl, picture) {
  const remover = await createBackgroundRemover({ model: 'u2netp-fp16', modelUrl });
  try {
    return (await remover.remove(picture, { mode: 'model', output: 'mask', refine: false })).mask.data;
  } finally {
    remover.dispose();
  }
}

test('a folded model answers as the published one, on photographs', needsShared, async () => {
  const { bytes, folded } = await fetchModel('u2netp-fp16', { from: published(), fold: true });
  assert.equal(folded, true);
  const names = Buffer.from(bytes).toString('latin1');
  for (const gone of ['Shape', 'Gather', 'Unsqueeze', 'Slice']) assert.ok(!new RegExp(`[\\x02-\\x20]${gone}[^a-z]`).test(names), gone);
  for (const picture of ['images/rembg/car-1.jpg', 'images/lemur/images/lemur.png']) {
    const [raw, after] = [await maskOf(published(), readShared(picture)), await maskOf(bytes, readShared(picture))];
    assert.equal(raw.length, after.length);
    const off = raw.map((value, i) => Math.abs(value - after[i])).sort();
    const mean = off.reduce((sum, value) => sum + value, 0) / 255 / off.length;
    // Half-precision activations are single ones afterwards: at steep edges a pixel in a thousand moves by more.
    const nearlyAll = off[Math.floor(0.999 * off.length)] / 255;
    assert.ok(mean < 0.003 && nearlyAll <= 0.03, `${picture}: mean ${mean}, 99.9 % ${nearlyAll}, most ${off.at(-1) / 255}`);
  }
});

test('a folded file is known by its own checksum, of one model only, and may be a mirror’s', needsShared, async () => {
  const { bytes } = await fetchModel('u2netp-fp16', { from: published(), fold: true });
  const file = path.join(folder, 'u2netp-fp16.onnx');
  fs.writeFileSync(file, bytes);
  const again = await fetchModel('u2netp-fp16', { from: pathToFileURL(file), fold: true });
  assert.deepEqual([again.folded, Buffer.compare(again.bytes, bytes)], [true, 0]);
  assert.equal((await fetchModel('u2netp-fp16', { from: published() })).folded, false);
  await assert.rejects(fetchModel('u2netp', { from: pathToFileURL(file) }), { code: 'digest_mismatch' }, 'made of another');
  for (const at of [100, bytes.length >> 1, bytes.length - 200, bytes.length - 1]) {
    const damaged = bytes.slice();
    damaged[at] ^= 1;
    fs.writeFileSync(path.join(folder, 'damaged.onnx'), damaged);
    await assert.rejects(fetchModel('u2netp-fp16', { from: pathToFileURL(path.join(folder, 'damaged.onnx')) }), { code: 'digest_mismatch' }, `at ${at}`);
  }
});

test('a model in half precision whose nodes are in no order answers as the one in order does', needsShared, async () => {
  const model = proto.onnx.ModelProto.decode(readShared('models/u2netp-fp16.onnx'));
  model.graph.node.reverse();
  const { digest: _, ...row } = models.find(({ id }) => id === 'u2netp-fp16');
  const masks = [];
  for (const source of [published(), new Uint8Array(proto.onnx.ModelProto.encode(model).finish())]) {
    const remover = await createBackgroundRemover({ model: { ...row, id: 'in-no-order', source } });
    masks.push((await remover.remove(readShared('images/rembg/car-1.jpg'), { mode: 'model', output: 'mask', refine: false })).mask.data);
    remover.dispose();
  }
  assert.deepEqual(masks[1], masks[0]);
});

/** The weights of a file as numbers instead of bytes, which is how those are written that are not read apart from the graph. */
function withNumbers(file) {
  const model = proto.onnx.ModelProto.decode(file);
  for (const tensor of model.graph.initializer) {
    if (tensor.dataType !== proto.onnx.TensorProto.DataType.FLOAT || tensor.rawData.length === 0) continue;
    tensor.floatData = [...new Float32Array(tensor.rawData.slice().buffer)];
    delete tensor.rawData;
  }
  return new Uint8Array(proto.onnx.ModelProto.encode(model).finish());
}

test('weights that are read apart from their graph are the ones in it, of two networks that begin at once too', needsShared, async () => {
  const { digest: _, ...row } = models.find(({ id }) => id === 'u2netp-fp16');
  const { bytes: singles } = await fetchModel('u2netp-fp16', { from: published(), fold: true });
  const files = [withNumbers(singles), singles, readShared('models/u2netp-fp16.onnx')];
  const masks = await Promise.all(files.map(async (source) => {
    const remover = await createBackgroundRemover({ model: { ...row, id: 'apart', source }, worker: false });
    try {
      return (await remover.remove(readShared('images/rembg/car-1.jpg'), { mode: 'model', output: 'mask', refine: false })).mask.data;
    } finally {
      remover.dispose();
    }
  }));
  assert.notEqual(masks[0].find((value) => value > 200), undefined);
  assert.deepEqual(masks[1], masks[0], 'in single precision');
  assert.deepEqual(masks[2], masks[0], 'in half precision');
});

test('the command line writes the folded file, or the original', needsShared, async (t) => {
  const server = http.createServer((_, response) => response.end(readShared('models/u2netp-fp16.onnx')));
  await new Promise((resolve) => server.listen(0, 'localhost', resolve));
  t.after(() => server.close());
  const from = `http://localhost:${server.address().port}/`;
  const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
  const fetched = async (...options) => {
    const target = fs.mkdtempSync(path.join(folder, 'to-'));
    const { stdout } = await promisify(execFile)(process.execPath, [cli, 'fetch-model', 'u2netp-fp16', target, '--from', from, '--json', ...options]);
    return { ...JSON.parse(stdout), file: fs.readFileSync(path.join(target, 'u2netp-fp16.onnx')) };
  };
  const [folded, original] = [await fetched(), await fetched('--original')];
  assert.deepEqual([folded.folded, folded.bytes], [true, folded.file.length]);
  assert.equal(original.folded, false);
  assert.equal(Buffer.compare(original.file, readShared('models/u2netp-fp16.onnx')), 0);
});
