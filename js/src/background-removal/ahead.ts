// ONNX Runtime's WebAssembly, fetched and compiled before it is started: what takes longest of a first removal.
import { isNode } from '../node.js';
import type { EngineSetup, Job, ModelSetup, Preload } from './protocol.js';

/** A module that is on its way; undefined where it could not be had, which ONNX Runtime finds out once more and says. */
export type Compiling = Promise<WebAssembly.Module | undefined>;

/** The files to begin with, once it is decided whether to; undefined: with none. */
export type Ahead = Promise<EngineSetup['runtime'] | undefined>;

/**
 * Begins at once, in the engine's thread: in a page's, compiling takes tasks of 60 ms. In Node, where a file is read in
 * no time, nothing is gained by it.
 */
export function compileAhead({ wasm }: EngineSetup['runtime']): Compiling | undefined {
  if (isNode) return undefined;
  return compiled(wasm.wasm).catch(() => undefined);
}

async function compiled(url: string): Promise<WebAssembly.Module> {
  const response = await fetch(url, { credentials: 'same-origin' });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  const isWasm = response.headers.get('content-type')?.startsWith('application/wasm');
  return isWasm ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer());
}

/** Whether work is likely to need it. @param work as it is sent to the engine */
export async function aheadOf(setup: Pick<EngineSetup, 'device' | 'runtime'> & { models: readonly Pick<ModelSetup, 'model'>[] }, work: Promise<{ job: Job | Preload }>): Ahead {
  if (isNode || !runsOnCpu(setup)) return undefined;
  const { job } = await work;
  return 'preload' in job || (await isForNetwork(job)) ? setup.runtime : undefined;
}

/** Whether networks of the first model run on the CPU, so far as that is known without a worker. */
const runsOnCpu = ({ device, runtime, models }: Parameters<typeof aheadOf>[0]): boolean =>
  device === 'wasm' || !runtime.webgpu || (device === 'auto' && models[0]!.model.device === 'wasm');

/** Whether a network is likely to run: it is asked for, or the picture is a photograph. Asset types have rules of their own. */
async function isForNetwork({ mode, assetType, input }: Pick<Job, 'mode' | 'assetType' | 'input'>): Promise<boolean> {
  if (assetType !== undefined || (mode !== 'auto' && mode !== 'model')) return false;
  return mode === 'model' || ('bytes' in input && isJpeg(await headOf(input.bytes)));
}

const headOf = async (bytes: Uint8Array | Blob): Promise<Uint8Array> =>
  ArrayBuffer.isView(bytes) ? bytes : new Uint8Array(await bytes.slice(0, 2).arrayBuffer());

/** As photographs are. */
export const isJpeg = (file: Uint8Array): boolean => file[0] === 0xff && file[1] === 0xd8;
