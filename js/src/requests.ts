// Requests as the web app would send them, or the server's refusal before sending.
import { isA, isBlob, nameOf } from './brands.js';
import type { ContractIssue } from './contract.js';
import type { Core } from './core.js';
import { MediaError } from './errors.js';
import type {
  ImageFileType,
  UploadMediaRequestInput,
  UploadMediaRequestWireInput,
} from './generated/contract.js';
import { ENDPOINTS, type EndpointName, type RequestMethods } from './generated/endpoints.js';
import { guarded } from './guard.js';
import { byteView, isBytes, objectBytes, refuseOpaque, textBytes } from './json.js';
import { bytesOf, type FileInput } from './pixels.js';

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
  /** Of uploadMedia: the file's type, told from its bytes; null when it is none of FILE_TYPES. */
  fileType?: ImageFileType | null;
  /** What the server takes but a person should know: a file of no known image type (`unknown_file_type`), a key given in
   * both styles with different values (`ambiguous_key`), a tag that a query cannot say (`unsearchable_tag`). */
  warnings?: ContractIssue[];
}

export interface RefusedRequest {
  ok: false;
  /** What the server would answer: 422, 403, 400 or 404. */
  status: number;
  /** At most 1000. */
  issues: ContractIssue[];
  /** How many there are, when there are more. */
  count?: number;
  truncated?: true;
  warnings?: ContractIssue[];
}

export type RequestResult = BuiltRequest | RefusedRequest;

/** The media file may stand as bytes in place of `imageBase64`: it is written into the body in base64. */
export type UploadMediaParams =
  | (Omit<UploadMediaRequestInput, 'imageBase64'> & {
      imageBase64?: string;
      image?: Uint8Array | ArrayBuffer;
    })
  | (Omit<UploadMediaRequestWireInput, 'image_base64'> & {
      image_base64?: string;
      image?: Uint8Array | ArrayBuffer;
    });

/** Builds each request, or says what the server would answer. */
export interface RequestsApi extends RequestMethods {
  /** uploadMedia() whose `image` may also be a Blob, a File or a Response. */
  uploadMediaAsync(
    params: Omit<UploadMediaParams, 'image'> & { image?: FileInput },
    context?: Omit<RequestContext, 'image'> & { image?: FileInput },
  ): Promise<RequestResult>;
}

const NOTHING = new Uint8Array(0);

/** The core's part of a context. */
function known(context: RequestContext | null | undefined): Record<string, unknown> {
  if (context === undefined || context === null) return {};
  if (typeof context !== 'object') throw new MediaError('invalid_argument', 'The context must be an object.');
  refuseOpaque(context);
  const { tier, counts, total, knownIds, known_ids } = context as RequestContext & { known_ids?: readonly string[] };
  return { tier, counts, total, knownIds, known_ids };
}

/** @throws MediaError `invalid_argument`, `out_of_memory` */
function build(
  core: Core,
  endpoint: EndpointName,
  params: unknown,
  context?: RequestContext | null,
): RequestResult {
  if (isBytes(params)) throw new MediaError('invalid_argument', 'The parameters must be an object.');
  let image: unknown;
  let fields = params ?? {};
  if (endpoint === 'uploadMedia') {
    if (typeof fields === 'object') refuseOpaque(fields);
    image = (fields as { image?: unknown }).image ?? context?.image;
    fields = { ...(fields as object), image: undefined };
  }
  if (isBlob(image) || isA(image, 'Response')) {
    throw new MediaError(
      'invalid_argument',
      `${nameOf(image)} gives its bytes later: use uploadMediaAsync(), or pass \`await file.arrayBuffer()\`.`,
    );
  }
  const bytes = image === undefined || image === null ? undefined : byteView(image, 'image');
  const inputs = [
    textBytes(endpoint, 'The endpoint'),
    objectBytes(fields),
    objectBytes(known(context)),
    bytes ?? NOTHING,
  ];
  const { text, data } = core.call('contract_request', inputs, bytes ? 1 : 0);
  const result = JSON.parse(text) as RequestResult;
  if (result.ok && data.length > 0) result.body = data;
  return result;
}

/** uploadMedia() whose image may give its bytes later. */
async function buildLater(core: Core, params: unknown, context?: RequestContext | null): Promise<RequestResult> {
  const given = (params ?? {}) as { image?: FileInput };
  const file = given.image ?? (context as { image?: FileInput } | null | undefined)?.image;
  const image = file == null ? undefined : await bytesOf(file, 'The image', Infinity);
  return build(core, 'uploadMedia', { ...given, image }, context);
}

/** @internal */
export function createRequests(core: Core): RequestsApi {
  const methods: Record<string, unknown> = {};
  for (const name of ENDPOINTS)
    methods[name] = guarded((params: unknown, context?: RequestContext) => build(core, name, params, context), `requests.${name}`);
  // Not one of the endpoints, which are what can be counted here.
  Object.defineProperty(methods, 'uploadMediaAsync', {
    value: guarded((params: unknown, context?: RequestContext) => buildLater(core, params, context), 'requests.uploadMediaAsync'),
  });
  return Object.freeze(methods) as unknown as RequestsApi;
}
