// Where a network runs: on the GPU where it can, else on the CPU. A GPU that fails is left, which the result says.
import { MediaError } from '../errors.js';
import type { Compiling } from './ahead.js';
import { forCpu } from './folded.js';
import type { SegmentationModel } from './models.js';
import type { Device, EngineSetup, Fallback } from './protocol.js';
import { openNetwork, startRuntime, type ModelFile, type Network, type NetworkOutput, type Runtime } from './session.js';
import { possibleThreads, type Threads } from './threads.js';

/** ONNX Runtime by device: one that failed to start cannot be started again, so each device has its own. */
export interface Runtimes {
  wasm: Runtime;
  /** Not in Node. */
  webgpu?: () => Promise<Runtime>;
}

export interface Opening {
  runtimes: Runtimes;
  setup: Pick<EngineSetup, 'runtime' | 'device' | 'threads'>;
  model: SegmentationModel;
  /** The row was assumed: the file's own input size counts. */
  assumed: boolean;
  /** The file needs none of ONNX Runtime's own optimizations. */
  isReady: boolean;
  /** The build for the CPU, where it is compiled before it is started. */
  compiled(): Compiling | undefined;
  /** The model's file. */
  read(): Promise<Uint8Array>;
}

const fallback = (reason: Fallback['reason'], message: string): Fallback => ({ from: 'webgpu', reason, message });

/** What ONNX Runtime said. A bare number is a C++ exception without words. */
function saidBy(thrown: unknown): string {
  const cause = thrown instanceof MediaError && thrown.cause !== undefined ? thrown.cause : thrown;
  return cause instanceof Error ? cause.message : typeof cause === 'number' ? 'no reason was given.' : String(cause);
}

interface FirstDevice {
  device: Device;
  refused?: Fallback;
}

/** The device to try first, and what already stands against the one that was asked for. */
async function firstDevice({ runtimes, setup, model }: Pick<Opening, 'setup' | 'runtimes' | 'model'>): Promise<FirstDevice> {
  const asked = setup.device;
  const device = asked === 'auto' ? model.device ?? 'webgpu' : asked;
  if (device === 'wasm') return { device };
  // That a page has no GPU is worth a word only to those who asked for it.
  const refuse = (reason: Fallback['reason'], message: string): FirstDevice => ({
    device: 'wasm', ...(asked === 'webgpu' && { refused: fallback(reason, message) }),
  });
  const gpu = (globalThis.navigator as Partial<Navigator> | undefined)?.gpu;
  if (!gpu || !runtimes.webgpu) {
    return refuse('no_webgpu', 'There is no WebGPU here: this is Node, an older browser or a page without HTTPS.');
  }
  if (!setup.runtime.webgpu) {
    return refuse('runtime_unavailable', "ONNX Runtime's build for GPUs was not given: pass `webgpu`, which the entry "
      + 'background-removal/webgpu exports.');
  }
  const adapter = await gpu.requestAdapter().catch(() => null);
  if (!adapter) return refuse('no_adapter', 'The browser offers no GPU adapter on this machine.');
  // An adapter in software computes on the CPU as well, and much slower than wasm does.
  return asked === 'auto' && adapter.info?.isFallbackAdapter ? { device: 'wasm' } : { device };
}

type Starting = Pick<Opening, 'setup' | 'runtimes' | 'isReady' | 'compiled'>;

/** The CPU's threads, and ONNX Runtime on its way there: begun before it is waited for. */
async function startCpu({ setup, runtimes, isReady, compiled }: Starting): Promise<Threads> {
  const compiling = compiled();
  const cpu = await possibleThreads(setup.threads, setup.runtime.wasm.mjs);
  // A shipped file is there as soon as ONNX Runtime, and its session starts both.
  if (!isReady) void startRuntime(runtimes.wasm, { files: setup.runtime.wasm, threads: cpu.threads, compiled: await compiling });
  return cpu;
}

/** Starts what a network of this model runs in, where that is the CPU, for one that is likely to be wanted. */
export async function prepareDevice(opening: Starting & Pick<Opening, 'model'>): Promise<void> {
  if ((await firstDevice(opening)).device === 'wasm') await startCpu(opening);
}

/** A network on the best device that runs it. */
export class PlacedNetwork implements Network {
  device: Device = 'wasm';
  #network: Network | undefined;
  /** The file, until the GPU has shown that it can run it. */
  #bytes: Uint8Array | undefined;
  /** Why the GPU is not used, where that is worth a word. */
  #refused: Fallback | undefined;
  #cpu: Threads = { threads: 1 };
  /** Why the GPU went away, if it did. */
  #lost: string | undefined;

  private constructor(
    private readonly opening: Opening,
    readonly width: number,
    readonly height: number,
  ) {}

  /** @throws MediaError as {@link openNetwork}, of the last device that was tried */
  static async open(opening: Opening): Promise<PlacedNetwork> {
    const { device, refused } = await firstDevice(opening);
    const starting = device === 'wasm' ? startCpu(opening) : undefined;
    starting?.catch(() => {});
    const bytes = await opening.read();
    let failure = refused;
    if (device === 'webgpu') {
      try {
        return await PlacedNetwork.#onGpu(opening, bytes);
      } catch (thrown) {
        const missing = thrown instanceof MediaError && thrown.code === 'wasm_unavailable';
        failure = missing
          ? fallback('runtime_unavailable', `ONNX Runtime's build for GPUs cannot be started: ${saidBy(thrown)}`)
          : fallback('session_failed', `The GPU cannot take the model: ${saidBy(thrown)}`);
      }
    }
    const { network, cpu } = await openOnCpu(opening, bytes, starting);
    const placed = new PlacedNetwork(opening, network.width, network.height);
    placed.#network = network;
    placed.#cpu = cpu;
    placed.#refused = failure;
    return placed;
  }

  static async #onGpu(opening: Opening, bytes: Uint8Array): Promise<PlacedNetwork> {
    const runtime = await opening.runtimes.webgpu!();
    const network = await openOn(opening, runtime, 'webgpu', 1, { bytes });
    const placed = new PlacedNetwork(opening, network.width, network.height);
    placed.device = 'webgpu';
    placed.#network = network;
    placed.#bytes = bytes;
    const device = (await runtime.env.webgpu.device) as GPUDevice | undefined;
    void device?.lost.then(({ message, reason }) => {
      placed.#lost = message || reason;
    });
    return placed;
  }

  /** Threads of the CPU that it runs on. */
  get threads(): number {
    return this.#cpu.threads;
  }

  get fallbacks(): Fallback[] {
    return [this.#refused, this.#cpu.refused].filter((one) => one !== undefined);
  }

  async run(tensor: Float32Array): Promise<NetworkOutput> {
    const output = this.device === 'webgpu' ? await this.#runOnGpu(tensor) : undefined;
    if (output) return output;
    if (!this.#network) {
      const { network, cpu } = await openOnCpu(this.opening, this.#bytes ?? (await this.opening.read()));
      this.#network = network;
      this.#cpu = cpu;
      this.#bytes = undefined;
    }
    return this.#network.run(tensor);
  }

  /** Runs once on nothing: the first run of a network is slower than the others. */
  async warm(): Promise<void> {
    await this.run(new Float32Array(3 * this.width * this.height));
  }

  async release(): Promise<void> {
    await this.#network?.release();
  }

  /** Undefined when the GPU failed, which is then left for good. */
  async #runOnGpu(tensor: Float32Array): Promise<NetworkOutput | undefined> {
    const network = this.#network!;
    const answer = await this.#tryOnGpu(network, tensor);
    if ('values' in answer) {
      this.#bytes = undefined;
      return answer;
    }
    this.device = 'wasm';
    this.#refused = answer;
    this.#network = undefined;
    await network.release().catch(() => {});
    return undefined;
  }

  async #tryOnGpu(network: Network, tensor: Float32Array): Promise<NetworkOutput | Fallback> {
    try {
      if (this.#lost !== undefined) throw new Error(this.#lost);
      const output = await network.run(tensor);
      if (output.values.every(Number.isFinite)) return output;
      return fallback('bad_output', 'The GPU answered with values that are not numbers.');
    } catch (thrown) {
      return this.#lost === undefined
        ? fallback('inference_failed', `The GPU could not run the model: ${saidBy(thrown)}`)
        : fallback('device_lost', `The GPU was lost: ${this.#lost}`);
    }
  }
}

async function openOnCpu(opening: Opening, bytes: Uint8Array, starting?: Promise<Threads>): Promise<{ network: Network; cpu: Threads }> {
  const { setup, runtimes } = opening;
  const cpu = await (starting ?? possibleThreads(setup.threads, setup.runtime.wasm.mjs));
  return { network: await openOn(opening, runtimes.wasm, 'wasm', cpu.threads, forCpu(bytes, opening.model), await opening.compiled()), cpu };
}

function openOn(
  { setup, model, assumed, isReady }: Opening,
  runtime: Runtime,
  device: Device,
  threads: number,
  file: ModelFile,
  compiled?: WebAssembly.Module,
): Promise<Network> {
  const files = device === 'webgpu' ? setup.runtime.webgpu! : setup.runtime.wasm;
  return openNetwork(runtime, { files, device, threads, compiled, model, assumed, isReady }, file);
}
