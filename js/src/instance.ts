// How a module of the package is compiled and started. It has plain exports and needs nothing of us: there is no glue.
import { isA, isBuffer } from './brands.js';
import { MediaError, toMediaError } from './errors.js';

/** Where the module comes from: its bytes, a compiled module, or a response to compile while it streams in. */
export type WasmSource = BufferSource | WebAssembly.Module | Response | PromiseLike<BufferSource | WebAssembly.Module | Response>;

/** What modules hold: the contract, placement, or `pixels`: images, cut-outs and previews. */
export type Room = 'contract' | 'placement' | 'pixels';

/** An operation that only modules with the room have. */
const PROOF: Record<Room, string> = { contract: 'contract_validate', placement: 'placement_to_boxes', pixels: 'image_probe' };

type Operation = (...args: number[]) => number;

/** One running module and its memory. */
export class Instance {
  #heap = new Uint8Array();

  constructor(private readonly exports: Record<string, unknown>) {}

  /** The memory's bytes. To be read anew after every call, which may have made the memory grow. */
  get heap(): Uint8Array<ArrayBuffer> {
    const { buffer } = this.exports.memory as { buffer: ArrayBuffer };
    if (this.#heap.buffer !== buffer) this.#heap = new Uint8Array(buffer);
    return this.#heap;
  }

  /** An address, above 2 GiB too, where a wasm function's answer is a negative number; 0 where there is no memory. */
  allocate(bytes: number): number {
    return this.operation('malloc')(bytes) >>> 0;
  }

  free(address: number): void {
    this.operation('free')(address);
  }

  freeReply(reply: number): void {
    this.operation('reply_free')(reply);
  }

  operation(name: string): Operation {
    return this.exports[name] as Operation;
  }

  /** @throws MediaError `wasm_unavailable` */
  assertHas(room: Room): void {
    if (PROOF[room] in this.exports) return;
    throw new MediaError('wasm_unavailable', `This module of the package has no "${room}", or is of another version.`);
  }
}

/** A compiled module, of any realm. */
function isModule(value: unknown): value is WebAssembly.Module {
  try {
    WebAssembly.Module.exports(value as WebAssembly.Module);
    return true;
  } catch {
    return false;
  }
}

/** @throws MediaError `wasm_unavailable` @internal */
export async function compile(source: WasmSource): Promise<WebAssembly.Module> {
  try {
    const settled = await source;
    if (isModule(settled)) return settled;
    // Bytes first: to look whether they are a Response loads Node's fetch, which takes four times as long as all else here.
    if (!ArrayBuffer.isView(settled) && !isBuffer(settled) && isA(settled, 'Response')) {
      const response = settled as Response;
      if (!response.ok) throw new Error(`${response.url} answered ${response.status}`);
      const isWasm = response.headers.get('content-type')?.startsWith('application/wasm');
      return isWasm ? await WebAssembly.compileStreaming(response) : await WebAssembly.compile(await response.arrayBuffer());
    }
    return await WebAssembly.compile(settled as BufferSource);
  } catch (thrown) {
    throw toMediaError(thrown, 'wasm_unavailable', 'The media module could not be loaded. Is WebAssembly allowed here?');
  }
}

/** What a module asks for: to be told that its memory has grown, which is seen anyway, and to end when it gives up. */
function importsOf(module: WebAssembly.Module): WebAssembly.Imports {
  const imports: Record<string, Record<string, () => void>> = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    (imports[from] ??= {})[name] = name === 'emscripten_notify_memory_growth' ? () => {} : () => {
      throw new WebAssembly.RuntimeError(name);
    };
  }
  return imports;
}

/** @throws MediaError `wasm_unavailable` @internal */
export async function instantiate(module: WebAssembly.Module): Promise<Instance> {
  try {
    const instance = new Instance((await WebAssembly.instantiate(module, importsOf(module))).exports);
    instance.operation('_initialize')();
    return instance;
  } catch (thrown) {
    throw toMediaError(thrown, 'wasm_unavailable', 'The media module could not be started.');
  }
}
