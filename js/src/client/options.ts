// What a client and each of its calls may be told.
import { isA } from '../brands.js';
import { MediaError } from '../errors.js';
import type { RequestMethods, ResponseMethods } from '../generated/endpoints.js';
import type { JsonText } from '../json.js';
import type { ContractKit } from '../kit-contract.js';
import { flagOption, numberOption } from '../pixels.js';
import type { RequestContext, RequestsApi } from '../requests.js';
import type { Tolerated } from '../responses.js';
import type { UploadProgress } from './transport.js';

/** Headers by name, or a function that gives them for one attempt. */
export type HeadersOption = Readonly<Record<string, string>> | (() => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>);

/** How {@link createMediaClient} reaches the server. */
export interface MediaClientOptions<Tolerant extends boolean = boolean> {
  /** Where the server is: what stands before `/api/v1`, e.g. `https://api.example.com`; in a page also a path, or `''`. */
  baseUrl: string | URL;
  /** In place of the platform's. It is called with a URL and an init, and must not follow redirects when told not to. */
  fetch?: typeof fetch | undefined;
  /** Sent with each request, to this server only. A function is asked before each attempt. */
  headers?: HeadersOption | undefined;
  /** Gives the token that is sent as `Authorization: Bearer …`, asked before each attempt; null or undefined: none. */
  getToken?: (() => string | null | undefined | Promise<string | null | undefined>) | undefined;
  /** Whether cookies are sent, as of fetch. Default: the platform's, `same-origin`. */
  credentials?: RequestCredentials | undefined;
  /** What is known of the user's library, so that refusals need no server. A function is asked at each call. */
  context?: RequestContext | (() => RequestContext | null | undefined) | undefined;
  /** How long a call may take, its retries included, in ms, 1 to 2³¹ − 1. Default 30000. */
  timeoutMs?: number | undefined;
  /** How often a GET is tried again that could not be sent or was answered with 408, 429, 502, 503 or 504; 0 to 10. Default 2. */
  retries?: number | undefined;
  /** How long to wait for another try, in ms, at most. An answer whose Retry-After is longer is final. Default 10000. */
  maxRetryDelayMs?: number | undefined;
  /** Bytes of an answer that are read at most; more is `input_too_large`. Default 16 MiB. */
  maxResponseBytes?: number | undefined;
  /** Answers are read as `kit.responses` does with `tolerant`: what a newer server adds is kept, and listed in `drift`. Default false. */
  tolerant?: Tolerant | undefined;
  /** A kit to work with; one of `/contract` is enough. By default the client loads one at its first call. */
  kit?: ContractKit | undefined;
}

/** What one call may be told. */
export interface CallOptions {
  /** Cancels it. */
  signal?: AbortSignal | undefined;
  /** In place of the client's. */
  timeoutMs?: number | undefined;
  /** In place of the client's. */
  context?: RequestContext | undefined;
  /** Told how much of the body has been sent. */
  onUploadProgress?: ((progress: UploadProgress) => void) | undefined;
}

type Params<Endpoint extends keyof RequestMethods> = Endpoint extends 'uploadMedia'
  ? Parameters<RequestsApi['uploadMediaAsync']>[0]
  : Parameters<RequestMethods[Endpoint]>[0];

/** What an answer is read as. */
type Read<Endpoint extends keyof ResponseMethods, Tolerant extends boolean> = ResponseMethods[Endpoint] extends {
  (json: JsonText, options?: never): infer Value;
  (...rest: never[]): unknown;
}
  ? Tolerant extends true ? Tolerated<Value> : Value
  : never;

/** One method an endpoint, as of `kit.requests` and `kit.responses`: builds, sends, reads. */
export type MediaClient<Tolerant extends boolean = false> = {
  readonly [Endpoint in keyof ResponseMethods]: undefined extends Params<Endpoint>
    ? (params?: Params<Endpoint>, options?: CallOptions) => Promise<Read<Endpoint, Tolerant>>
    : (params: Params<Endpoint>, options?: CallOptions) => Promise<Read<Endpoint, Tolerant>>;
};

/** The options, checked. @internal */
export interface Settings extends MediaClientOptions {
  base: string;
  timeoutMs: number;
  retries: number;
  tolerant: boolean;
  maxRetryDelayMs: number;
  maxResponseBytes: number;
}

const invalid = (message: string) => new MediaError('invalid_argument', message);

/** What stands before the paths, without a slash at its end. A page's own address completes it. */
function baseOf(baseUrl: unknown): string {
  if (typeof baseUrl !== 'string' && !isA(baseUrl, 'URL')) throw invalid('baseUrl must be a URL.');
  let url: URL;
  try {
    url = new URL(baseUrl as URL, typeof location === 'undefined' ? undefined : location.href);
  } catch (cause) {
    throw new MediaError('invalid_argument', `baseUrl is no URL that can be reached from here: ${String(baseUrl)}`, { cause });
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw invalid('baseUrl must begin with https:// or http://.');
  if (url.username || url.password) throw invalid('baseUrl must hold no user name: use getToken or headers.');
  // In a page '' is the server itself, whatever page of it is open.
  if (baseUrl === '') return url.origin;
  if (url.search || url.hash) throw invalid('baseUrl must have no query and no fragment.');
  return url.origin + url.pathname.replace(/\/+$/, '');
}

/** The options, checked. @throws MediaError `invalid_argument` @internal */
export function settingsOf(options: MediaClientOptions): Settings {
  if (typeof options !== 'object' || options === null) throw invalid('The options must be an object with a baseUrl.');
  for (const name of ['fetch', 'getToken'] as const)
    if (options[name] !== undefined && typeof options[name] !== 'function') throw invalid(`${name} must be a function.`);
  return {
    ...options,
    base: baseOf(options.baseUrl),
    timeoutMs: timeoutOption(options.timeoutMs, 30_000),
    retries: numberOption(options.retries, 2, 'retries', 0, 10, true),
    maxRetryDelayMs: numberOption(options.maxRetryDelayMs, 10_000, 'maxRetryDelayMs', 0, 2 ** 31 - 1),
    tolerant: flagOption(options.tolerant, false, 'tolerant'),
    maxResponseBytes: numberOption(options.maxResponseBytes, 16 * 2 ** 20, 'maxResponseBytes', 1, 2 ** 31 - 1),
  };
}

/** @throws MediaError `invalid_argument` */
export const timeoutOption = (value: number | undefined, fallback: number): number => numberOption(value, fallback, 'timeoutMs', 1, 2 ** 31 - 1);
