// One file over HTTP, whole or not at all: a connection that breaks off is taken up again where it broke, a server
// that falls silent is given up.
import { MediaError, toMediaError, type MediaErrorCode } from '../errors.js';
import { numberOption } from '../pixels.js';

/** Pauses before each try, in ms. A first try that gets no answer at all is not repeated: the caller should know. */
const PAUSES = [0, 250, 1000];

/** Progress is told in steps of this fraction, so that a large file does not flood the page with messages. */
const PROGRESS_STEP = 1 / 256;

/** How long a server may send nothing, in ms. @throws MediaError `invalid_argument` for what no timer can wait */
export const stallTimeoutOption = (value: unknown): number => numberOption(value, 30_000, 'stallTimeout', 1, 2 ** 31 - 1);

/** What to call a failure, models and images having codes of their own, and how many bytes are read at most. */
export interface ReadErrors {
  what: string;
  notFound: MediaErrorCode;
  fetchFailed: MediaErrorCode;
  maxBytes: number;
}

/** @throws MediaError `input_too_large` */
export function refuseTooLarge(bytes: number, { what, maxBytes }: ReadErrors): void {
  if (bytes > maxBytes) throw new MediaError('input_too_large', `${what} has more than ${maxBytes} bytes, which is the limit.`);
}

export interface DownloadOptions {
  /** Told the fraction that has arrived, where the length is known beforehand. It only grows. */
  progress?: (fraction: number) => void;
  signal?: AbortSignal | undefined;
  /** ms without a byte after which the server is given up. */
  stallTimeout: number;
}

/** @throws MediaError `errors.fetchFailed`, `input_too_large`, `aborted`, `out_of_memory` */
export async function download(url: string, errors: ReadErrors, options: DownloadOptions): Promise<Uint8Array<ArrayBuffer>> {
  const line = new Line(options.signal, options.stallTimeout);
  const file = new PartialFile(errors, options.progress ?? (() => {}));
  try {
    for (const pause of PAUSES) {
      if (pause > 0) await line.wait(pause);
      if (await fetchInto(file, url, errors, line, pause === 0)) return file.whole();
    }
    throw new Error(`the connection broke off ${PAUSES.length} times, at last after ${file.length} bytes`);
  } catch (thrown) {
    if (line.stalled) throw new MediaError(errors.fetchFailed, `${errors.what} could not be fetched: ${url} sent nothing for ${line.stallTimeout} ms.`);
    throw toMediaError(thrown, errors.fetchFailed, `${errors.what} could not be fetched from ${url}.`);
  } finally {
    line.close();
  }
}

/** One try. False when the connection broke off, and another one may get the rest. */
async function fetchInto(file: PartialFile, url: string, errors: ReadErrors, line: Line, isFirst: boolean): Promise<boolean> {
  let response: Response;
  const headers = file.resumeHeaders();
  line.expect();
  try {
    response = await fetch(url, { signal: line.signal, headers });
  } catch (thrown) {
    if (isFirst || line.signal.aborted) throw thrown;
    return false;
  }
  if (!isFirst && response.status >= 500) return false;
  if (!isFirst && response.status === 416) return file.discard();
  if (response.status === 206 && headers.range) {
    if (!file.continuesWith(response)) return file.discard();
  } else if (response.ok && response.status !== 206) file.begin(response);
  else throw new MediaError(errors.fetchFailed, `${errors.what} could not be fetched: ${url} answered ${response.status}.`);

  const reader = response.body?.getReader();
  for (;;) {
    line.expect();
    let read: ReadableStreamReadResult<Uint8Array> | undefined;
    try {
      read = await reader?.read();
    } catch (thrown) {
      if (line.signal.aborted) throw thrown;
      return false;
    }
    // Not every browser calls it an error when less arrives than was announced.
    if (!read || read.done) return file.isComplete;
    file.append(read.value);
  }
}

/** The caller's signal and the server's silence, as one signal. */
class Line {
  readonly #controller = new AbortController();
  readonly #abort = (): void => this.#controller.abort();
  #timer: ReturnType<typeof setTimeout> | undefined;
  stalled = false;

  constructor(
    private readonly caller: AbortSignal | undefined,
    readonly stallTimeout: number,
  ) {
    if (caller?.aborted) this.#abort();
    caller?.addEventListener('abort', this.#abort);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** From now on something has to arrive within the time. */
  expect(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.stalled = true;
      this.#abort();
    }, this.stallTimeout);
  }

  async wait(ms: number): Promise<void> {
    clearTimeout(this.#timer);
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
    });
    this.signal.throwIfAborted();
  }

  /** Ends whatever is still under way. */
  close(): void {
    clearTimeout(this.#timer);
    this.caller?.removeEventListener('abort', this.#abort);
    this.#abort();
  }
}

/** What has arrived of a file, and how to ask for the rest. */
class PartialFile {
  #bytes = new Uint8Array(0);
  #total: number | undefined; // as announced; undefined where the server does not say, or packs what it sends
  #validator: string | undefined;
  #told = 0;
  length = 0;

  constructor(
    private readonly errors: ReadErrors,
    private readonly progress: (fraction: number) => void,
  ) {}

  get isComplete(): boolean {
    return this.#total === undefined || this.length >= this.#total;
  }

  /** Range and If-Range (RFC 9110, 13.1.5 and 14.2), when a part is there and the server named its version. */
  resumeHeaders(): Record<string, string> {
    if (this.length === 0 || this.#validator === undefined) return {};
    return { range: `bytes=${this.length}-`, 'if-range': this.#validator };
  }

  /** A whole file is on its way: what was there of an earlier try is dropped. */
  begin(response: Response): void {
    const { headers } = response;
    this.discard();
    // A packed answer's length is not that of its content, nor can it be resumed.
    const isPacked = headers.has('content-encoding');
    const announced = headers.get('content-length');
    if (!isPacked && announced !== null && /^\d+$/.test(announced)) {
      this.#total = Number(announced);
      refuseTooLarge(this.#total, this.errors);
      this.#reserve(this.#total);
    }
    // To another origin If-Range would take a preflight, and its Content-Range is hidden.
    this.#validator = isPacked || response.type === 'cors' ? undefined : strongValidator(headers);
  }

  /** Whether the answer is exactly what is missing of the same version. */
  continuesWith({ headers }: Response): boolean {
    const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers.get('content-range') ?? '');
    const total = range?.[2] === '*' ? this.#total : Number(range?.[2]);
    const etag = headers.get('etag');
    return range !== null && this.length > 0 && Number(range[1]) === this.length && total === (this.#total ?? total)
      && !headers.has('content-encoding') && (etag === null || !this.#validator?.startsWith('"') || etag === this.#validator);
  }

  append(chunk: Uint8Array): void {
    const length = this.length + chunk.length;
    refuseTooLarge(length, this.errors);
    if (length > this.#bytes.length) this.#reserve(Math.min(this.errors.maxBytes, Math.max(length, 2 * this.#bytes.length, 65536)));
    this.#bytes.set(chunk, this.length);
    this.length = length;
    const fraction = this.#total ? Math.min(1, length / this.#total) : 0;
    if (fraction >= this.#told + PROGRESS_STEP || (fraction === 1 && this.#told < 1)) this.progress((this.#told = fraction));
  }

  /** Nothing of what arrived can be used. @returns false: another try has to begin afresh */
  discard(): false {
    this.#bytes = new Uint8Array(0);
    this.#total = undefined;
    this.#validator = undefined;
    this.length = 0;
    return false;
  }

  whole(): Uint8Array<ArrayBuffer> {
    return this.length === this.#bytes.length ? this.#bytes : this.#bytes.slice(0, this.length);
  }

  #reserve(bytes: number): void {
    try {
      const larger = new Uint8Array(bytes);
      larger.set(this.#bytes.subarray(0, this.length));
      this.#bytes = larger;
    } catch (thrown) {
      throw new MediaError('out_of_memory', `There is no memory for the ${bytes} bytes of a file.`, { cause: thrown });
    }
  }
}

/** What tells a version of a file byte for byte (RFC 9110, 8.8): a strong ETag, or a date that was past when sent. */
function strongValidator(headers: Headers): string | undefined {
  const etag = headers.get('etag');
  if (etag?.startsWith('"')) return etag;
  const modified = headers.get('last-modified');
  const age = Date.parse(headers.get('date') ?? '') - Date.parse(modified ?? '');
  return modified !== null && age >= 1000 ? modified : undefined;
}
