// Sends one request and reads its answer, within limits. Redirects are never followed: none of the endpoints has one, and
// a token or a picture must not go where a redirect points.
import { MediaError } from '../errors.js';
import { isNode } from '../node.js';

/** How much of a request's body has been handed to the network. */
export interface UploadProgress {
  /** Bytes. */
  loaded: number;
  /** Bytes of the whole body. */
  total: number;
}

/** One attempt. */
export interface Sending {
  url: string;
  method: string;
  headers: Headers;
  body: Uint8Array<ArrayBuffer> | undefined;
  credentials: RequestCredentials | undefined;
  signal: AbortSignal;
  /** Bytes of the answer that are read at most. */
  most: number;
  fetch: typeof fetch | undefined;
  onUploadProgress: ((progress: UploadProgress) => void) | undefined;
}

/** What came back. */
export interface Answer {
  status: number;
  contentType: string;
  retryAfter: string | null;
  body: Uint8Array<ArrayBuffer>;
}

const failed = (message: string, cause?: unknown) => new MediaError('fetch_failed', message, { cause });
const tooLarge = (most: number, status: number) =>
  new MediaError('input_too_large', `The server's answer is larger than ${most} bytes.`, { status });

/** @throws MediaError `fetch_failed`, `input_too_large`; what the signal's abort throws */
export function send(sending: Sending): Promise<Answer> {
  // Of an upload the platform's fetch tells nothing in a page; XMLHttpRequest does, but follows redirects, with which a
  // browser takes away Authorization and no other header. So one of the host's own stays with fetch.
  const own = [...sending.headers.keys()].some((name) => !['accept', 'authorization', 'content-type'].includes(name));
  const tells = sending.onUploadProgress && sending.body && !sending.fetch && !own && typeof XMLHttpRequest === 'function';
  return tells ? sendByXhr(sending) : sendByFetch(sending);
}

async function sendByFetch(sending: Sending): Promise<Answer> {
  const { url, method, headers, body, credentials, signal, onUploadProgress } = sending;
  const streamed = body && onUploadProgress && isNode && !sending.fetch;
  const init: RequestInit & { duplex?: 'half' } = {
    method, headers, signal, redirect: 'manual', cache: 'no-store',
    ...(credentials && { credentials }),
    ...(body && { body: streamed ? told(body, onUploadProgress) : body }),
    ...(streamed && { duplex: 'half' }),
  };
  let response: Response;
  try {
    response = await (sending.fetch ?? globalThis.fetch)(url, init);
  } catch (cause) {
    throw failed('The server could not be reached.', cause);
  }
  if (response.type === 'opaqueredirect' || response.redirected || (response.status >= 300 && response.status < 400)) {
    void response.body?.cancel().catch(() => {});
    throw new MediaError('fetch_failed', 'The server redirects to another address, which is not followed: see baseUrl.', {
      ...(response.status > 0 && { status: response.status }),
    });
  }
  if (body && onUploadProgress && !streamed) onUploadProgress({ loaded: body.length, total: body.length });
  return {
    status: response.status,
    contentType: response.headers.get('content-type') ?? '',
    retryAfter: response.headers.get('retry-after'),
    body: await bodyOf(response, sending.most),
  };
}

/** The body in parts, each told of when it is taken. */
function told(body: Uint8Array<ArrayBuffer>, tell: (progress: UploadProgress) => void): ReadableStream<Uint8Array> {
  const PART = 65_536;
  let loaded = 0;
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      const part = body.subarray(loaded, loaded + PART);
      loaded += part.length;
      controller.enqueue(part);
      tell({ loaded, total: body.length });
      if (loaded === body.length) controller.close();
    },
  }, { highWaterMark: 0 });
}

async function bodyOf(response: Response, most: number): Promise<Uint8Array<ArrayBuffer>> {
  const { status } = response;
  const reader = response.body?.getReader();
  if (!reader) return new Uint8Array();
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      size += value.length;
      if (size > most) throw tooLarge(most, status);
      parts.push(value);
    }
  } catch (thrown) {
    void reader.cancel().catch(() => {});
    throw thrown instanceof MediaError ? thrown : new MediaError('fetch_failed', "The server's answer broke off.", { cause: thrown, status });
  }
  const body = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    body.set(part, at);
    at += part.length;
  }
  return body;
}

function sendByXhr({ url, method, headers, body, credentials, signal, most, onUploadProgress }: Sending): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const stop = () => request.abort();
    const end = (error: MediaError) => {
      signal.removeEventListener('abort', stop);
      reject(error);
    };
    request.open(method, url);
    request.responseType = 'arraybuffer';
    request.withCredentials = credentials === 'include';
    headers.forEach((value, name) => request.setRequestHeader(name, value));
    request.upload.onprogress = ({ loaded, total }) => onUploadProgress?.({ loaded, total });
    request.onprogress = ({ loaded }) => {
      if (loaded <= most) return;
      end(tooLarge(most, request.status));
      request.abort();
    };
    request.onerror = () => end(failed('The server could not be reached.'));
    request.onabort = () => end(failed('The request was ended.', signal.reason));
    request.onload = () => {
      if (request.responseURL.split('#')[0] !== new URL(url, location.href).href)
        return end(failed('The server redirects to another address: see baseUrl.'));
      signal.removeEventListener('abort', stop);
      resolve({
        status: request.status,
        contentType: request.getResponseHeader('content-type') ?? '',
        retryAfter: request.getResponseHeader('retry-after'),
        body: new Uint8Array((request.response as ArrayBuffer | null) ?? new ArrayBuffer(0)),
      });
    };
    signal.addEventListener('abort', stop);
    if (signal.aborted) return end(failed('The request was ended.', signal.reason));
    request.send(body ?? null);
  });
}
