// One file over HTTP, whole or not at all: a connection that breaks off is taken up again where it broke, a server
// that falls silent is given up.
import { abortedBy, MediaError, toMediaError, type MediaErrorCode } from '../errors.js';
import { numberOption } from '../pixels.js';

/** Connections in a row that may end without getting further than the ones before, and the pauses between them, in ms. */
const PAUSES = [250, 1000];

/** Answers that ask to be tried again; later ones may also be any 5xx. */
const TRANSIENT = [408, 425, 429, 502, 503, 504];

/** What Node says of a connection that may work at the next try. Browsers do not say, so there it is tried. */
const BROKEN = ['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN', 'UND_ERR_SOCKET', 'UND_ERR_CONNECT_TIMEOUT'];

/** Progress is told in steps of this fraction, or of this many bytes, so that a large file does not flood the page with messages. */
const PROGRESS_STEP = 1 / 256;
const PROGRESS_BYTES = 2 ** 18;

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
  /** Told the bytes that have arrived, which only grow, and of how many where that is known beforehand. */
  progress?: (loaded: number, total: number | undefined) => void;
  /** Called when the rest of a file is taken from another connection. */
  onResume?: () => void;
  /** Whether a file that broke off is resumed, or fetched anew. Default true. */
  resume?: boolean;
  signal?: AbortSignal | undefined;
  /** ms without a byte after which the server is given up. */
  stallTimeout: number;
}

/** @throws MediaError `errors.fetchFailed`, `input_too_large`, `aborted`, `out_of_memory` */
export async function download(url: string, errors: ReadErrors, options: DownloadOptions): Promise<Uint8Array<ArrayBuffer>> {
  const line = new Line(options.signal, options.stallTimeout);
  const file = new PartialFile(errors, options);
  try {
    let fruitless = 0;
    for (let isFirst = true; ; isFirst = false) {
      const { furthest } = file;
      const outcome = await fetchInto(file, url, errors, line, isFirst);
      if (outcome === 'whole') return file.whole();
      fruitless = file.furthest > furthest ? 1 : fruitless + 1;
      if (fruitless > PAUSES.length) {
        throw new Error(`the connection broke off ${fruitless} times without getting further, at last after ${file.furthest} bytes`);
      }
      // Never all clients at the same moment.
      const pause = PAUSES[fruitless - 1]! * (0.5 + Math.random());
      await line.wait(Math.max(pause, outcome.retryAfter));
    }
  } catch (thrown) {
    if (line.stalled) throw new MediaError(errors.fetchFailed, `${errors.what} could not be fetched: ${url} sent nothing for ${line.stallTimeout} ms.`);
    if (options.signal?.aborted) throw abortedBy(options.signal, 'The download');
    throw toMediaError(thrown, errors.fetchFailed, `${errors.what} could not be fetched from ${url}.`);
  } finally {
    line.close();
  }
}

/** How a try ended: with the whole file, or so that another may get the rest, after so many ms at least. */
type Outcome = 'whole' | { retryAfter: number };
const again: Outcome = { retryAfter: 0 };

/** Of a first try: whether another may do better. A host that is not there at all the caller should know of at once. */
function mayWork(thrown: unknown): boolean {
  const { cause } = thrown as { cause?: { code?: string } };
  return cause === undefined || BROKEN.includes(cause.code ?? '');
}

async function fetchInto(file: PartialFile, url: string, errors: ReadErrors, line: Line, isFirst: boolean): Promise<Outcome> {
  let response: Response;
  const headers = file.resumeHeaders();
  line.expect();
  try {
    response = await fetch(url, { signal: line.signal, headers });
  } catch (thrown) {
    if (line.signal.aborted || (isFirst && !mayWork(thrown))) throw thrown;
    // Another origin may not allow a part to be asked for.
    if (headers.range && file.isForeign) file.beginAnew();
    return again;
  }
  const { status } = response;
  if (TRANSIENT.includes(status) || (!isFirst && status >= 500)) {
    void response.body?.cancel().catch(() => {});
    const retryAfter = retryTime(response.headers);
    if (retryAfter > line.stallTimeout) {
      throw new MediaError(errors.fetchFailed, `${errors.what} could not be fetched: ${url} answered ${status} and asks for patience of ${Math.round(retryAfter / 1000)} s.`);
    }
    return { retryAfter };
  }
  if (!isFirst && status === 416) return file.beginAnew();
  if (status === 206 && headers.range) {
    if (!file.continuesWith(response)) {
      void response.body?.cancel().catch(() => {});
      return file.beginAnew();
    }
  } else if (response.ok && status !== 206) file.begin(response);
  else throw new MediaError(errors.fetchFailed, `${errors.what} could not be fetched: ${url} answered ${status}.`);

  const reader = response.body?.getReader();
  for (;;) {
    line.expect();
    let read: ReadableStreamReadResult<Uint8Array> | undefined;
    try {
      read = await reader?.read();
    } catch (thrown) {
      if (line.signal.aborted) throw thrown;
      return again;
    }
    // Not every browser calls it an error when less arrives than was announced.
    if (!read || read.done) return file.isTooLong ? file.beginAnew() : file.isComplete ? 'whole' : again;
    file.append(read.value);
  }
}

/** ms from now on (RFC 9110, 10.2.3). */
function retryTime(headers: Headers): number {
  const after = headers.get('retry-after');
  if (after === null) return 0;
  const ms = /^\d+$/.test(after) ? 1000 * Number(after) : Date.parse(after) - Date.now();
  return ms > 0 ? ms : 0;
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
  #resumed = false;
  #mayResume: boolean;
  /** From another origin, which tells little of its answers. */
  isForeign = false;
  length = 0;
  /** The most that any try has got. */
  furthest = 0;

  constructor(
    private readonly errors: ReadErrors,
    private readonly options: DownloadOptions,
  ) {
    this.#mayResume = options.resume ?? true;
  }

  get isComplete(): boolean {
    return this.#total === undefined || this.length >= this.#total;
  }

  /** More came than the parts may have together: they are not of one file. */
  get isTooLong(): boolean {
    return this.#resumed && this.#total !== undefined && this.length > this.#total;
  }

  /**
   * Range and If-Range (RFC 9110, 13.1.5 and 14.2), when a part is there and the server named its version. To another
   * origin If-Range would take a preflight: there the answer has to show that it is of the same version.
   */
  resumeHeaders(): Record<string, string> {
    if (!this.#mayResume || this.length === 0 || this.#validator === undefined) return {};
    return { range: `bytes=${this.length}-`, ...(!this.isForeign && { 'if-range': this.#validator }) };
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
    this.isForeign = response.type === 'cors';
    this.#validator = isPacked ? undefined : strongValidator(headers);
  }

  /** Whether the answer is exactly what is missing of the same version. */
  continuesWith({ headers }: Response): boolean {
    const range = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(headers.get('content-range') ?? '');
    if (!range || this.length === 0 || headers.has('content-encoding')) return false;
    const [from, to] = [Number(range[1]), Number(range[2])];
    const total = range[3] === '*' ? this.#total : Number(range[3]);
    if (from !== this.length || total !== (this.#total ?? total) || (total !== undefined && to >= total)) return false;
    const named = headers.get(this.#validator!.startsWith('"') ? 'etag' : 'last-modified');
    // Without If-Range only the same name shows that it is the same version.
    if (named === null ? this.isForeign : named !== this.#validator) return false;
    this.#total = total;
    this.#resumed = true;
    this.options.onResume?.();
    return true;
  }

  append(chunk: Uint8Array): void {
    const length = this.length + chunk.length;
    refuseTooLarge(length, this.errors);
    if (length > this.#bytes.length) this.#reserve(Math.min(this.errors.maxBytes, Math.max(length, 2 * this.#bytes.length, 65536)));
    this.#bytes.set(chunk, this.length);
    this.length = length;
    this.furthest = Math.max(this.furthest, length);
    const isEnd = length === this.#total;
    const step = this.#total === undefined ? PROGRESS_BYTES : Math.max(1, this.#total * PROGRESS_STEP);
    if (length < this.#told + step && !(isEnd && this.#told < length)) return;
    this.#told = length;
    // Of what is packed unseen, more may come than was announced.
    const total = this.#total !== undefined && length > this.#total ? undefined : this.#total;
    this.options.progress?.(length, total);
  }

  /** The parts cannot be put together: another try gets the whole. */
  beginAnew(): Outcome {
    this.#mayResume = false;
    this.discard();
    return again;
  }

  /** Nothing of what arrived can be used. */
  discard(): void {
    this.#bytes = new Uint8Array(0);
    this.#total = undefined;
    this.#validator = undefined;
    this.#resumed = false;
    this.length = 0;
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
  // Another origin hides its own date: a day by this clock is as good.
  const date = headers.get('date');
  const age = (date === null ? Date.now() - 86_400_000 : Date.parse(date)) - Date.parse(modified ?? '');
  return modified !== null && age >= 1000 ? modified : undefined;
}
