// A network in ONNX Runtime: loading it, checking that it is one of images and masks, running it.
import type { InferenceSession, Tensor } from 'onnxruntime-common';
import { decoderFor } from '../coders.js';
import { MediaError, toMediaError } from '../errors.js';
import { WEIGHTS, type Weights } from '../onnx/weights.js';
import { bytesField, textField, writeMessage, type Field } from '../onnx/wire.js';
import { sidesOf, type SegmentationModel } from './models.js';
import type { Device, RuntimeFiles } from './protocol.js';

/** The parts of ONNX Runtime that are used; its builds for browsers and for Node both have them. */
export type Runtime = Pick<typeof import('onnxruntime-common'), 'InferenceSession' | 'Tensor' | 'env'>;

/** A network's answer: one plane of numbers. */
export interface NetworkOutput {
  values: Float32Array<ArrayBuffer>;
  width: number;
  height: number;
}

export interface Network {
  readonly width: number;
  readonly height: number;
  /** @param tensor 1 × 3 × height × width floats */
  run(tensor: Float32Array): Promise<NetworkOutput>;
  release(): Promise<void>;
}

/** A model's file and, where they are apart from it, its weights. */
export interface ModelFile {
  bytes: Uint8Array;
  weights?: Weights;
  /** There is nothing in it to optimize. */
  isPlain?: boolean;
}

/** How a network is opened. */
export interface NetworkSetup {
  device: Device;
  /** ONNX Runtime's files for the device. */
  files: RuntimeFiles;
  threads: number;
  model: SegmentationModel;
  /** The row was assumed: the file's own input size counts. */
  assumed: boolean;
  /** The file needs none of ONNX Runtime's own optimizations. */
  isReady: boolean;
  /** The files' WebAssembly, where it is compiled already. */
  compiled: WebAssembly.Module | undefined;
}

/**
 * @throws MediaError `invalid_model` when it is not an ONNX file, `model_mismatch` when it is not a network from
 *   one image to masks of the row's size, `wasm_unavailable` when ONNX Runtime itself cannot be loaded
 */
export async function openNetwork(runtime: Runtime, setup: NetworkSetup, file: ModelFile): Promise<Network> {
  configure(runtime, setup);
  const session = await inTurn(runtime, () => createSession(runtime, setup, file));
  try {
    return new SessionNetwork(runtime, session, setup.model, setup.assumed);
  } catch (thrown) {
    await session.release();
    throw thrown;
  }
}

function configure({ env }: Runtime, { files, threads, compiled }: Pick<NetworkSetup, 'files' | 'threads' | 'compiled'>): void {
  Object.assign(env.wasm, { compiled }); // js/onnx-runtime.mjs adds it to what ONNX Runtime looks for
  env.wasm.numThreads = threads;
  env.wasm.wasmPaths = files;
  env.logLevel = 'error';
}

/**
 * Starts ONNX Runtime itself, which takes longer than many a session: while a file arrives or a picture is decoded. It
 * has no call of its own for that, so it gets a network that does nothing. What goes wrong is told by openNetwork().
 */
export async function startRuntime(runtime: Runtime, setup: Pick<NetworkSetup, 'files' | 'threads' | 'compiled'>): Promise<void> {
  configure(runtime, setup);
  try {
    await inTurn(runtime, async () => (await runtime.InferenceSession.create(nothing(), { executionProviders: ['wasm'] })).release());
  } catch {
    // The session that is wanted fails for the same reason.
  }
}

/** y = x, as an ONNX file: ModelProto's ir_version, opset_import and graph. */
function nothing(): Uint8Array {
  const number = (field: number, value: number): Field => ({ number: field, wire: 0, value: BigInt(value) });
  const float = writeMessage([bytesField(1, writeMessage([number(1, 1), bytesField(2, writeMessage([bytesField(1, writeMessage([number(1, 1)]))]))]))]);
  const value = (name: string): Uint8Array => writeMessage([textField(1, name), bytesField(2, float)]);
  const node = writeMessage([textField(1, 'x'), textField(2, 'y'), textField(4, 'Identity')]);
  const graph = writeMessage([bytesField(1, node), textField(2, 'nothing'), bytesField(11, value('x')), bytesField(12, value('y'))]);
  return writeMessage([number(1, 7), bytesField(8, writeMessage([number(2, 13)])), bytesField(7, graph)]);
}

const options: Readonly<Record<Device, InferenceSession.SessionOptions>> = {
  // `parallel` because its plan of memory is the smaller one: ISNet takes 577 MB instead of 920, in the same time.
  wasm: { executionMode: 'parallel' },
  webgpu: {},
};

/** For graphs that have nothing to fold or to fuse: looking for it takes a session's time, and engines compile what looks. */
const asItIs: InferenceSession.SessionOptions = { graphOptimizationLevel: 'disabled' };

const turns = new WeakMap<Runtime, Promise<void>>();

/** One session after another: the first to be there takes the weights away that the runtime was given for any. */
function inTurn<T>(runtime: Runtime, create: () => Promise<T>): Promise<T> {
  const created = (turns.get(runtime) ?? Promise.resolve()).then(create);
  turns.set(runtime, created.then(() => {}, () => {}));
  return created;
}

async function createSession(runtime: Runtime, { device, files, isReady }: NetworkSetup, { bytes, weights, isPlain }: ModelFile): Promise<InferenceSession> {
  try {
    return await runtime.InferenceSession.create(bytes, {
      executionProviders: [device],
      ...options[device],
      ...((isReady || isPlain) && asItIs),
      ...(weights && { externalData: [{ path: WEIGHTS, data: weights.file() }] }),
      logSeverityLevel: 3,
    });
  } catch (thrown) {
    // ONNX Runtime has no codes of its own; this is what it says when its own files are the trouble.
    if (/no available backend|initWasm/.test(String(thrown))) {
      throw toMediaError(thrown, 'wasm_unavailable', `ONNX Runtime could not be started from ${files.wasm}.`);
    }
    throw toMediaError(thrown, 'invalid_model', 'The file is not an ONNX model that can be run.');
  }
}

/** A host that has no such file often answers with a page instead of a 404. @throws MediaError `invalid_model` */
export function refuseWebPage(bytes: Uint8Array): void {
  if (/^\s*</.test(decoderFor('latin1').decode(bytes.subarray(0, 64)))) {
    throw new MediaError('invalid_model', 'The file is a web page or XML, not an ONNX model. Is its address right?');
  }
}

type Metadata = InferenceSession.ValueMetadata;

function mismatch(why: string): MediaError {
  return new MediaError('model_mismatch', `This is not a model that separates a subject from its background: ${why}.`);
}

/** A tensor's dimensions; what the file leaves open is undefined. */
function shapeOf(value: Metadata): (number | undefined)[] {
  if (!value.isTensor) throw mismatch(`"${value.name}" is not a tensor`);
  return value.shape.map((size) => (typeof size === 'number' && size > 0 ? size : undefined));
}

const describe = (shape: readonly (number | undefined)[]): string => shape.map((size) => size ?? '?').join(' × ');

/** The input's [width, height]: the file's word where it has one, else the row's. */
function inputSize(input: Metadata, model: SegmentationModel, assumed: boolean): [width: number, height: number] {
  const shape = shapeOf(input);
  const [batch = 1, channels = 3, fileHeight, fileWidth] = shape;
  if (shape.length !== 4 || batch !== 1 || channels !== 3) throw mismatch(`its input is ${describe(shape)}, not 1 × 3 × height × width`);
  if (input.isTensor && input.type !== 'float32') throw mismatch(`its input is ${input.type}, not float32`);
  const [rowWidth, rowHeight] = sidesOf(model);
  const [width, height] = [fileWidth ?? rowWidth, fileHeight ?? rowHeight];
  if (!assumed && (width !== rowWidth || height !== rowHeight)) {
    throw mismatch(`its input is ${width} × ${height} pixels, but model "${model.id}" has ${rowWidth} × ${rowHeight}`);
  }
  return [width, height];
}

class SessionNetwork implements Network {
  readonly width: number;
  readonly height: number;
  readonly #input: string;
  readonly #output: string;

  constructor(
    private readonly runtime: Runtime,
    private readonly session: InferenceSession,
    model: SegmentationModel,
    assumed: boolean,
  ) {
    const [input, ...others] = session.inputMetadata;
    if (!input || others.length > 0) throw mismatch(`it has ${session.inputNames.length} inputs, not one`);
    [this.width, this.height] = inputSize(input, model, assumed);
    const output = model.output === undefined ? session.outputMetadata[0] : session.outputMetadata.find(({ name }) => name === model.output);
    if (!output) throw mismatch(`it has no output "${model.output ?? ''}"`);
    const outputShape = shapeOf(output);
    if (outputShape.length > 0 && !isPlane(outputShape)) throw mismatch(`its output is ${describe(outputShape)}, not one plane`);
    if (output.isTensor && output.type !== 'float32') throw mismatch(`its output is ${output.type}, not float32`);
    this.#input = input.name;
    this.#output = output.name;
  }

  async run(values: Float32Array): Promise<NetworkOutput> {
    let output: Tensor | undefined;
    const tensor = new this.runtime.Tensor('float32', values, [1, 3, this.height, this.width]);
    try {
      // Naming the one output that is used spares the copies of the others.
      output = (await this.session.run({ [this.#input]: tensor }, [this.#output]))[this.#output];
    } catch (thrown) {
      throw toMediaError(thrown, 'inference_failed', 'The network could not be run on this image.');
    } finally {
      tensor.dispose();
    }
    if (output?.type !== 'float32' || !isPlane(output.dims)) {
      throw mismatch(`its output turned out to be ${describe(output?.dims ?? [])}, not one plane`);
    }
    const [height = 0, width = 0] = output.dims.slice(-2);
    if (Math.min(width / this.width, height / this.height) < LEAST_SHARE) throw mismatch(`its output turned out to be ${width} × ${height}, too small for a mask`);
    return { values: output.data as Float32Array<ArrayBuffer>, width, height };
  }

  release(): Promise<void> {
    return this.session.release();
  }
}

/** Of its input's sides a mask has at least this much: else it is classes, or scores. */
const LEAST_SHARE = 1 / 32;

/** … × 1 × height × width, or height × width. */
function isPlane(shape: readonly (number | undefined)[]): boolean {
  return shape.length >= 2 && shape.slice(0, -2).every((size) => (size ?? 1) === 1);
}
