// The server's endpoints as methods: what kit.requests builds is sent, and what comes back read by kit.responses.
import { callOptions, told } from '../calls.js';
import { abortedBy, MediaError, toMediaError } from '../errors.js';
import { ENDPOINTS, type EndpointName } from '../generated/endpoints.js';
import { guarded } from '../guard.js';
import type { ContractKit } from '../kit-contract.js';
import type { BuiltRequest, RequestResult } from '../requests.js';
import { sharedContractKit } from '../shared-kit.js';
import { settingsOf, timeoutOption, type CallOptions, type MediaClient, type MediaClientOptions, type Settings } from './options.js';
import { send, type Answer, type UploadProgress } from './transport.js';

/** Statuses after which a GET is worth another try. */
const passing = [408, 429, 502, 503, 504];
/** Milliseconds before the first further try, at most; doubled each time. */
const FIRST_DELAY = 300;

/**
 * A client of the media library's server.
 *
 * Each method builds its request first: what the server would refuse ends with `request_refused`, with `issues` and
 * `status`, before a byte is sent. An error of the server is `http_error`, with the same two. Further codes of a call:
 * `timeout`, `aborted`, `fetch_failed` (unreachable, broken off, redirected), `invalid_response` and `invalid_json` (an
 * answer that is not what the contract says), `input_too_large`, `invalid_argument`, `wasm_unavailable`.
 * @throws MediaError `invalid_argument`
 * @function
 */
export const createMediaClient = guarded(create, 'createMediaClient');

function create<Tolerant extends boolean = false>(options: MediaClientOptions<Tolerant>): MediaClient<Tolerant> {
  const settings = settingsOf(options);
  const methods = ENDPOINTS.map((name) => [name, guarded((params?: unknown, call?: CallOptions) => run(settings, name, params, call ?? {}), `client.${name}`)]);
  return Object.freeze(Object.fromEntries(methods)) as MediaClient<Tolerant>;
}

async function run(settings: Settings, endpoint: EndpointName, params: unknown, options: CallOptions): Promise<unknown> {
  const { signal, onProgress } = callOptions<(progress: UploadProgress) => void>({
    signal: options.signal ?? null, onProgress: options.onUploadProgress ?? null,
  });
  const timeoutMs = timeoutOption(options.timeoutMs, settings.timeoutMs);
  const ending = new AbortController();
  const stop = () => ending.abort(abortedBy(signal!, 'The request'));
  if (signal?.aborted) throw abortedBy(signal, 'The request');
  signal?.addEventListener('abort', stop);
  const timer = setTimeout(() => ending.abort(new MediaError('timeout', `The server took longer than ${timeoutMs} ms.`, {
    cause: new DOMException('The operation timed out.', 'TimeoutError'),
  })), timeoutMs);
  try {
    const kit = settings.kit ?? (await until(sharedContractKit(), ending.signal));
    const request = await until(Promise.resolve(build(kit, settings, endpoint, params, options)), ending.signal);
    if (!request.ok) throw refusedRequest(request);
    return await attempts(kit, settings, endpoint, request, ending.signal, onProgress && told(onProgress));
  } catch (thrown) {
    // What was going on when the call ended says less than why it ended.
    throw ending.signal.aborted ? ending.signal.reason : thrown;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
  }
}

/** A promise's value, unless the signal is aborted first. */
function until<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

function build(kit: ContractKit, { context: known }: Settings, endpoint: EndpointName, params: unknown, call: CallOptions): RequestResult | Promise<RequestResult> {
  const context = call.context ?? (typeof known === 'function' ? known() : known) ?? undefined;
  if (endpoint === 'uploadMedia') return kit.requests.uploadMediaAsync(params as never, context);
  return (kit.requests[endpoint] as (params: unknown, context: unknown) => RequestResult)(params, context);
}

function refusedRequest({ status, issues }: Extract<RequestResult, { ok: false }>): MediaError {
  const [first] = issues;
  const where = first?.path.join('.');
  return new MediaError('request_refused', `${where ? `${where}: ` : ''}${first?.message ?? 'The server would refuse this request.'}`, { issues, status });
}

async function attempts(kit: ContractKit, settings: Settings, endpoint: EndpointName, request: BuiltRequest, signal: AbortSignal,
  onUploadProgress: ((progress: UploadProgress) => void) | undefined): Promise<unknown> {
  const { base, credentials, retries, maxRetryDelayMs, maxResponseBytes: most, fetch } = settings;
  const url = base + request.url;
  const { method, body } = request;
  for (let tried = 0; ; tried++) {
    const last = method !== 'GET' || tried >= retries;
    const jitter = Math.random() * Math.min(maxRetryDelayMs, FIRST_DELAY * 2 ** tried);
    const headers = await until(headersOf(settings, request), signal);
    let delay = jitter;
    try {
      const answer = await send({ url, method, headers, body, credentials, signal, most, fetch, onUploadProgress });
      const asked = waitOf(answer.retryAfter);
      if (last || !passing.includes(answer.status) || asked > maxRetryDelayMs) return read(kit, endpoint, answer, settings.tolerant);
      delay = Math.max(asked, jitter);
    } catch (thrown) {
      const lost = thrown instanceof MediaError && thrown.code === 'fetch_failed' && thrown.status === undefined;
      if (last || !lost || signal.aborted) throw thrown;
    }
    await pause(delay, signal);
  }
}

/** The milliseconds of a Retry-After: seconds or a date; 0 where there is none. */
function waitOf(retryAfter: string | null): number {
  if (retryAfter === null) return 0;
  if (/^\s*\d+\s*$/.test(retryAfter)) return Number(retryAfter) * 1000;
  const date = Date.parse(retryAfter);
  return Number.isNaN(date) ? 0 : Math.max(0, date - Date.now());
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  let timer: ReturnType<typeof setTimeout>;
  return until(new Promise<void>((resolve) => (timer = setTimeout(resolve, ms))), signal).finally(() => clearTimeout(timer));
}

async function headersOf({ headers: given, getToken }: Settings, request: BuiltRequest): Promise<Headers> {
  const own = typeof given === 'function' ? await given() : given;
  const token = await getToken?.();
  try {
    const headers = new Headers({ accept: 'application/json', ...own });
    for (const [name, value] of Object.entries(request.headers)) headers.set(name, value);
    if (token != null) headers.set('authorization', `Bearer ${token}`);
    return headers;
  } catch (thrown) {
    throw toMediaError(thrown, 'invalid_argument', 'These headers or this token cannot be sent.');
  }
}

function read(kit: ContractKit, endpoint: EndpointName, { status, contentType, body }: Answer, tolerant: boolean): unknown {
  if (status < 200 || status > 299) {
    const { message, issues } = kit.responses.error(body, status);
    throw new MediaError('http_error', message, { issues, status });
  }
  if (body.length === 0) {
    const { response } = kit.contract.endpoints.find(({ name }) => name === endpoint)!;
    // Nothing is an answer where nothing else is promised, or nothing is.
    if (response === '' || response.endsWith('?')) return null;
    throw new MediaError('invalid_response', `The server answered ${endpoint} with nothing (status ${status}).`, { status });
  }
  if (contentType && !/^(application|text)\/([\w.-]+\+)?json\s*(;|$)/i.test(contentType))
    throw new MediaError('invalid_response', `The server answered ${endpoint} with ${contentType.slice(0, 100)} in place of JSON.`, { status });
  try {
    return kit.responses[endpoint](body, { tolerant });
  } catch (thrown) {
    if (!(thrown instanceof MediaError)) throw thrown;
    throw new MediaError(thrown.code, thrown.message, { cause: thrown, status, ...(thrown.issues && { issues: thrown.issues }) });
  }
}
