// Model files that were folded for their host: they say of which published file they were made, and carry a checksum
// of themselves. It tells damage and another model, as the published file's own digest does; that nobody else made the
// file is its host's word.
import { foldModel, hasHalves, operators, type FoldOptions } from '../onnx/fold.js';
import { Weights, withoutWeights } from '../onnx/weights.js';
import { bytesField, textField, writeMessage } from '../onnx/wire.js';
import { sha256 } from './digest.js';
import { nameOfDigest, sidesOf, type ModelDigest, type SegmentationModel } from './models.js';
import type { ModelFile } from './session.js';

/** ModelProto.metadata_props, key and value. */
const metadata = (key: string, value: string): Uint8Array => writeMessage([bytesField(14, writeMessage([textField(1, key), textField(2, value)]))]);

const madeOf = (digest: ModelDigest): Uint8Array => metadata('media-wasm.folded-from', nameOfDigest(digest));
const sumOf = (hex: string): Uint8Array => metadata('media-wasm.sha256', hex);
const SUM_LENGTH = sumOf('0'.repeat(64)).length;

/** What of a row's file is kept. */
export function foldOptions(row: SegmentationModel): FoldOptions {
  const { output } = row;
  const [width, height] = sidesOf(row);
  return { input: [1, 3, height, width], ...(output !== undefined && { output }) };
}

/**
 * Operators of U²-Net, ISNet and their like, without those that compute sizes: ONNX Runtime's optimizations look for what
 * to fuse, compiled for the purpose, for half a second, and what they make of these is not a hundredth faster.
 */
const PLAIN = new Set(['Add', 'Cast', 'Concat', 'Conv', 'MaxPool', 'Relu', 'Resize', 'Sigmoid']);

/**
 * A file as the CPU's session gets it: its weights apart, in single precision, which is what the CPU calculates in. ONNX
 * Runtime would cast halves with a function so large that an engine takes seconds and 200 MB to compile it.
 */
export function forCpu(bytes: Uint8Array, row: SegmentationModel): ModelFile {
  const weights = new Weights();
  try {
    const graph = (hasHalves(bytes) && foldModel(bytes, { ...foldOptions(row), weights })) || withoutWeights(bytes, weights);
    return { bytes: graph, weights, isPlain: [...operators(graph)].every((name) => PLAIN.has(name)) };
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown;
    return { bytes }; // ONNX Runtime says that it is no model
  }
}

/**
 * The folded file of a published one whose digest is as given, or undefined where it cannot be folded.
 * @throws MediaError `invalid_model`
 */
export async function foldPublished(bytes: Uint8Array, digest: ModelDigest, options: FoldOptions): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const model = foldModel(bytes, options);
  if (!model) return undefined;
  const origin = madeOf(digest);
  const out = new Uint8Array(model.length + origin.length + SUM_LENGTH);
  out.set(model);
  out.set(origin, model.length);
  out.set(sumOf(await sha256(out.subarray(0, -SUM_LENGTH))), out.length - SUM_LENGTH);
  return out;
}

/** Whether this is, whole, a file that foldPublished() made of the one with the digest. */
export async function isFoldedFrom(bytes: Uint8Array<ArrayBuffer>, digest: ModelDigest): Promise<boolean> {
  const origin = madeOf(digest);
  const at = bytes.length - SUM_LENGTH - origin.length;
  if (at <= 0 || !isEqual(bytes.subarray(at, -SUM_LENGTH), origin)) return false;
  return isEqual(bytes.subarray(-SUM_LENGTH), sumOf(await sha256(bytes.subarray(0, -SUM_LENGTH))));
}

const isEqual = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && a.every((byte, i) => byte === b[i]);
