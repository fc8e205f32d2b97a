// Requests as the web app would send them, or the server's refusal before sending.
import type { ContractIssue } from './contract.js';
import type { Core } from './core.js';
import { MediaError } from './errors.js';
import { byteView, isBytes, objectBytes, textBytes } from './json.js';

/** What the caller knows of the user's library. What is left out is not checked. */
export interface RequestContext {
  /** The user's subscription. */
  tier?: string;
  /** Assets in the library now, by media asset type. */
  counts?: Record<string, number>;
  /** Assets in the library now, all types together. Default: the sum of `counts`. */
  total?: number;
  /** The ids that exist; any other is answered with 404. */
  knownIds?: readonly string[];
  /** For uploadMedia: the image file, in place of `imageBase64`. */
  image?: Uint8Array | ArrayBuffer;
}

export interface BuiltRequest {
  ok: true;
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** E.g. `/api/v1/media-library`. Parameters are escaped. */
  path: string;
  /** Escaped, without the question mark; empty when there is none. */
  query: string;
  headers: Record<string, string>;
  /** UTF-8 JSON in snake_case with what the caller gave: defaults are left to the server. */
  body?: Uint8Array<ArrayBuffer>;
}

export interface RefusedRequest {
  ok: false;
  /** What the server would answer: 422, 403, 400 or 404. */
  status: number;
  issues: ContractIssue[];
}

export type RequestResult = BuiltRequest | RefusedRequest;

const NOTHING = new Uint8Array(0);

export class RequestsApi {
  readonly #core: Core;

  /** @internal */
  constructor(core: Core) {
    this.#core = core;
  }

  /**
   * A new asset for the library.
   * @param params UploadMediaRequest in either key style; `image` (the file's bytes) may stand in place of
   *   `imageBase64`, and is written into the body as base64 without a JavaScript string in between
   * @throws MediaError `invalid_argument`, `out_of_memory`
   */
  uploadMedia(params: object, context?: RequestContext): RequestResult {
    const { image, ...fields } = (params ?? {}) as { image?: unknown };
    const bytes = image ?? context?.image;
    return this.#build('uploadMedia', fields, context, bytes === undefined || bytes === null ? undefined : byteView(bytes, 'image'));
  }

  /** Makes an image. @param params GenerateRequest in either key style */
  generate(params: object, context?: RequestContext): RequestResult {
    return this.#build('generate', params, context);
  }

  #build(endpoint: string, params: unknown, context: RequestContext = {}, image?: Uint8Array): RequestResult {
    if (isBytes(params)) throw new MediaError('invalid_argument', 'The parameters must be an object.');
    const { image: _image, ...known } = context ?? {};
    const inputs = [textBytes(endpoint, 'The endpoint'), objectBytes(params ?? {}), objectBytes(known), image ?? NOTHING];
    const { text, data } = this.#core.call('contract_request', inputs, image ? 1 : 0);
    const result = JSON.parse(text) as RequestResult;
    if (result.ok && data.length > 0) result.body = data;
    return result;
  }
}
