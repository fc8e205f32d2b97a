// One instance of a WebAssembly module at a time, and the only place that touches its heap.
import { decoder, decoderFor, encoder } from './coders.js';
import { MediaError, toMediaError } from './errors.js';
import type { NumericOperation, Operation, Operations } from './generated/operations.js';
import { compile, instantiate, type Instance, type Room, type WasmSource } from './instance.js';
import { AroundText } from './json.js';

/**
 * What crosses as bytes, text as UTF-8: copied into the heap, unless they are there already. Float64Array elements stay aligned: the
 * heap's allocator aligns to 8.
 */
export type CoreInput = string | Uint8Array | Uint8ClampedArray | Float32Array | Float64Array | KeptBytes | AroundText;

/** A copy of what the core answered: it stays valid after further calls. */
export interface CoreReply {
  /** UTF-8 text, most often JSON. */
  text: string;
  /** Bytes: pixels, an encoded file, a request body. */
  data: Uint8Array<ArrayBuffer>;
}

/** Instances in which nothing can be trusted any more. */
const trapped = new WeakSet<Instance>();

/** Bytes that stay in the core's heap, for further calls to take without a copy, until they are freed. */
export class KeptBytes {
  #reply: number;

  constructor(
    private readonly owner: Instance,
    reply: number,
    private readonly address: number,
    readonly byteLength: number,
  ) {
    this.#reply = reply;
  }

  /** Where they are in the heap of an instance. @throws MediaError `internal_error` when they went with another, or are freed */
  in(instance: Instance): number {
    if (this.owner === instance && this.#reply !== 0 && !trapped.has(instance)) return this.address;
    throw new MediaError('internal_error', 'The media module was restarted after a failure; try again.');
  }

  copy(): Uint8Array<ArrayBuffer> {
    const address = this.in(this.owner);
    return this.owner.heap.slice(address, address + this.byteLength);
  }

  /** A copy with bytes of the same heap put in at an offset. */
  copyAround(at: number, late: Uint8Array): Uint8Array<ArrayBuffer> {
    const bytes = this.owner.heap.subarray(this.in(this.owner), this.address + this.byteLength);
    const copy = new Uint8Array(bytes.length + late.length);
    copy.set(bytes.subarray(0, at));
    copy.set(late, at);
    copy.set(bytes.subarray(at), at + late.length);
    return copy;
  }

  /** May be called twice. */
  free(): void {
    if (this.#reply !== 0 && !trapped.has(this.owner)) this.owner.freeReply(this.#reply);
    this.#reply = 0;
  }
}

interface Scratch {
  owner: Instance | undefined;
  address: number;
  count: number;
}

const noScratch: Scratch = { owner: undefined, address: 0, count: 0 };

export class Core {
  #instance: Instance | undefined;
  /** Memory of the instance for {@link compute}, and the heap as doubles. */
  #scratch = noScratch;
  #doubles = new Float64Array();
  #generation = 0;
  /** Why the last attempt to start a fresh instance failed, if it did. */
  #failure: unknown;
  #disposed = false;

  private constructor(
    /** For others who need the same. */
    readonly module: WebAssembly.Module,
    instance: Instance,
  ) {
    this.#instance = instance;
  }

  /** @param rooms what it must hold @throws MediaError `wasm_unavailable` */
  static async create(source: WasmSource, ...rooms: Room[]): Promise<Core> {
    const module = await compile(source);
    const instance = await instantiate(module);
    for (const room of rooms) instance.assertHas(room);
    return new Core(module, instance);
  }

  /** Bytes of wasm memory held now. It grows with the largest image and goes back only by dispose(). */
  get memoryBytes(): number {
    return this.#instance?.heap.length ?? 0;
  }

  /** Lets the instance and its memory go. May be called twice. */
  dispose(): void {
    this.#disposed = true;
    this.#instance = undefined;
    this.#scratch = noScratch;
    this.#doubles = new Float64Array();
  }

  /**
   * Calls an operation of the core: each input's address and byte length, then the numbers.
   * @throws MediaError with the core's code, or `disposed`, or `internal_error` after a trap
   */
  call<Name extends Operation>(operation: Name, ...args: Operations[Name]): CoreReply {
    return this.#run(operation, args, readReply);
  }

  /** The same for an answer in text; `late`: a text that was not copied into it. */
  ask<Name extends Operation>(operation: Name, ...args: Operations[Name]): { text: string; late: string | undefined } {
    return this.#run(operation, args, readTexts);
  }

  /** The same as {@link call}, with the answer's bytes left in the heap. */
  keep<Name extends Operation>(operation: Name, ...args: Operations[Name]): { text: string; data: KeptBytes } {
    return this.#run(operation, args, keepReply);
  }

  #run<Reply>(operation: Operation, args: Operations[Operation], read: (instance: Instance, reply: number) => Reply): Reply {
    const [inputs = [], ...numbers] = args as [inputs?: readonly CoreInput[], ...numbers: (number | boolean)[]];
    const instance = this.#live();
    // Looked at before anything is done: what is none ends here, and not as a failure of the instance.
    const views = inputs.map((input) => (typeof input === 'string' || input instanceof KeptBytes || input instanceof AroundText ? input : new Uint8Array(input.buffer, input.byteOffset, input.byteLength)));
    const plain = numbers.map(Number);
    const addresses: number[] = [];
    try {
      const words: number[] = [];
      for (const input of views) {
        if (input instanceof KeptBytes) {
          words.push(input.in(instance), input.byteLength);
          continue;
        }
        const room = (bytes: number): Uint8Array => {
          const address = instance.allocate(Math.max(1, bytes));
          if (address === 0) throw new MediaError('out_of_memory', 'There is not enough memory for this input.');
          addresses.push(address);
          words.push(address, bytes);
          // The heap is read anew each time: the allocation may have replaced the memory's buffer.
          return instance.heap.subarray(address, address + bytes);
        };
        if (typeof input === 'string') {
          if (encoder.encodeInto(input, room(input.length)).read === input.length) continue;
          words.length -= 2; // what is not ASCII takes more
          const bytes = encoder.encode(input);
          room(bytes.length).set(bytes);
        } else if (input instanceof AroundText) input.write(room(input.byteLength));
        else room(input.byteLength).set(input);
      }
      return read(instance, instance.operation(operation)(...words, ...plain) >>> 0);
    } catch (thrown) {
      if (thrown instanceof MediaError || isRefusal(thrown)) throw thrown;
      addresses.length = 0; // they went with the instance
      throw this.#restart(thrown);
    } finally {
      for (const address of addresses) instance.free(address);
    }
  }

  /**
   * Calls a numeric operation (see wasm/numbers.h): doubles in, doubles out, through memory that is kept between calls.
   * @param head its options, before `rows`
   * @param room the most doubles that it can answer
   * @returns a view that is valid until the next call
   * @throws MediaError as {@link call}
   */
  compute(operation: NumericOperation, head: readonly number[], rows: Float64Array | readonly number[], room: number): Float64Array<ArrayBuffer> {
    const instance = this.#live();
    try {
      const count = head.length + rows.length;
      const address = this.#scratchOf(instance, count + room);
      const doubles = this.#heapOf(instance);
      doubles.set(head, address / 8);
      doubles.set(rows, address / 8 + head.length);
      const out = address + 8 * count;
      const answered = instance.operation(operation)(address, count, out, room);
      if (answered < 0) readReply(instance, -answered);
      return this.#heapOf(instance).subarray(out / 8, out / 8 + answered);
    } catch (thrown) {
      throw thrown instanceof MediaError || isRefusal(thrown) ? thrown : this.#restart(thrown);
    }
  }

  /** The heap as doubles. The view is made anew when the memory has grown. */
  #heapOf(instance: Instance): Float64Array<ArrayBuffer> {
    const { buffer } = instance.heap;
    if (this.#doubles.buffer !== buffer) this.#doubles = new Float64Array(buffer, 0, buffer.byteLength >>> 3);
    return this.#doubles;
  }

  /** The address of at least `count` doubles. */
  #scratchOf(instance: Instance, count: number): number {
    if (this.#scratch.owner !== instance || this.#scratch.count < count) {
      if (this.#scratch.owner === instance) instance.free(this.#scratch.address);
      const room = Math.max(256, 2 ** Math.ceil(Math.log2(count)));
      this.#scratch = { owner: instance, address: instance.allocate(8 * room), count: room };
      if (this.#scratch.address === 0) {
        this.#scratch = noScratch;
        throw new MediaError('out_of_memory', 'There is not enough memory for these numbers.');
      }
    }
    return this.#scratch.address;
  }

  /** For what is answered without a call, which must end with the kit as well. @throws MediaError `disposed` */
  assertUsable(): void {
    if (this.#disposed) throw new MediaError('disposed', 'This kit was disposed; create another with createMediaKit().');
  }

  #live(): Instance {
    this.assertUsable();
    if (this.#instance) return this.#instance;
    if (this.#failure === undefined) {
      throw new MediaError('internal_error', 'The media module is restarting after a failure; try again in a moment.');
    }
    const cause = this.#failure;
    this.#start();
    throw new MediaError('wasm_unavailable', 'The media module failed and could not be started again; another attempt has begun.', { cause });
  }

  /** Grows by one whenever a fresh instance takes over: what lived in the one before is gone. */
  get generation(): number {
    return this.#generation;
  }

  #start(): void {
    this.#failure = undefined;
    instantiate(this.module).then((fresh) => {
      if (!this.#disposed) this.#instance = fresh;
    }, (thrown: unknown) => {
      this.#failure = thrown;
    });
  }

  /** After a trap nothing in the instance can be trusted: a fresh one takes its place. */
  #restart(thrown: unknown): MediaError {
    if (this.#instance) trapped.add(this.#instance);
    this.#instance = undefined;
    this.#generation++;
    this.#start();
    return toMediaError(thrown, 'internal_error', 'The media module failed and was restarted');
  }
}

/** JavaScript's own complaint of an argument that is none: the instance has not even seen it. */
const isRefusal = (thrown: unknown): boolean => thrown instanceof TypeError;

/** Copies a reply out of the heap and frees it. */
function readReply(instance: Instance, address: number): CoreReply {
  const { text, data, late } = keepReply(instance, address);
  try {
    return { text, data: late.length === 0 ? data.copy() : data.copyAround(late.at, instance.heap.subarray(late.address, late.address + late.length)) };
  } finally {
    data.free();
  }
}

// A text of a caller's may begin with what elsewhere is a byte order mark.
const exactDecoder = /* @__PURE__ */ decoderFor('utf-8', { ignoreBOM: true });

/** The same of text alone. */
function readTexts(instance: Instance, address: number): { text: string; late: string | undefined } {
  const { text, data, late } = keepReply(instance, address);
  try {
    return { text, late: late.length === 0 ? undefined : exactDecoder.decode(instance.heap.subarray(late.address, late.address + late.length)) };
  } finally {
    data.free();
  }
}

/** A reply (see wasm/bridge.h) whose bytes stay where they are. @throws MediaError that the core answered with */
function keepReply(instance: Instance, address: number): { text: string; data: KeptBytes; late: { at: number; address: number; length: number } } {
  const words = new Uint32Array(instance.heap.buffer, address, 8);
  type Words = [number, number, number, number, number, number, number, number];
  const [ok, textAddress, textLength, dataAddress, dataLength, at, lateAddress, length] = words as unknown as Words;
  const text = decoder.decode(instance.heap.subarray(textAddress, textAddress + textLength));
  const data = new KeptBytes(instance, address, dataAddress, dataLength);
  if (ok) return { text, data, late: { at, address: lateAddress, length } };
  data.free();
  const newline = text.indexOf('\n');
  throw new MediaError(text.slice(0, newline) as MediaError['code'], text.slice(newline + 1));
}

/** UTF-8 bytes of a string; bytes as they are. */
export function utf8(text: string | Uint8Array): Uint8Array {
  return typeof text === 'string' ? encoder.encode(text) : text;
}
