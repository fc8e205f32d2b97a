// Requests as the web app would send them, or the server's refusal before sending.
import { acceptRequest } from './accept.js';
import { isA, isBlob, nameOf } from './brands.js';
import type { ContractIssue, MessageOptions } from './contract.js';
import type { Core } from './core.js';
import { MediaError } from './errors.js';
import type {
  ImageFileType,
  UploadMediaRequestInput,
  UploadMediaRequestWireInput,
} from './generated/contract.js';
import { ENDPOINTS, type EndpointName, type RequestMethods } from './generated/endpoints.js';
import { guarded } from './guard.js';
import { speaker } from './messages.js';
import { askAbout, byteView, isBytes, objectBytes, parseAnswer, refuseOpaque } from './json.js';
import { bytesOf, type FileInput } from './pixels.js';

/** What the caller knows of the user's library. What is left out is not checked. */
export interface RequestContext extends MessageOptions {
  /** The user's subscription. */
  tier?: string | undefined;
  /** Assets in the library now, by media asset type. */
  counts?: Readonly<Record<string, number>> | undefined;
  /** Assets in the library now, all types together. Default: the sum of `counts`. */
  total?: number | undefined;
  /** The ids that exist; any other is answered with 404. */
  knownIds?: readonly string[] | undefined;
  /** For uploadMedia: the image file, in place of `imageBase64`. */
  image?: UploadImage | undefined;
}

/** What every request has, with a body or without. */
export interface RequestParts<Method extends string, Path extends string> {
  /** It can be sent. */
  ok: true;
  /** Of HTTP. */
  method: Method;
  /** E.g. `/api/v1/media-library`. Parameters are escaped. */
  path: Path;
  /** Escaped, without the question mark; empty when there is none. */
  query: string;
  /** Path and query, to be put behind the server's address. */
  url: Path | `${Path}?${string}`;
  /** `accept`, and with a body `content-type`; add your own, such as `authorization`. */
  headers: Record<string, string>;
  /** Of uploadMedia: the file's type, told from its bytes; null when it is none of FILE_TYPES. */
  fileType?: ImageFileType | null;
  /** What the server takes but a person should know: a file of no known image type (`unknown_file_type`), a key given in
   * both styles with different values (`ambiguous_key`), a tag that a query cannot say (`unsearchable_tag`). */
  warnings?: ContractIssue[];
}

/** UTF-8 JSON in snake_case with what the caller gave, where the endpoint takes a body: defaults are left to the server. */
export type RequestBody<HasBody extends boolean> = HasBody extends true
  ? {
      /** UTF-8 JSON. */
      body: Uint8Array<ArrayBuffer>;
    }
  : {
      /** This endpoint takes none. */
      body?: never;
    };

/**
 * A request, for fetch or any other client: `fetch(baseUrl + request.url, request)`. Each endpoint's has its own method
 * and path, and a body or none: `kit.requests.getMedia('a')` has the method `GET` and no body.
 */
export type BuiltRequest<
  Method extends string = 'GET' | 'POST' | 'PATCH' | 'DELETE',
  Path extends string = string,
  HasBody extends boolean = boolean,
> = RequestParts<Method, Path> & RequestBody<HasBody>;

/** A request that the server would refuse: nothing was built. */
export interface RefusedRequest {
  /** It is of no use to send it. */
  ok: false;
  /** What the server would answer: 422, 403, 400 or 404. */
  status: 400 | 403 | 404 | 422;
  /** At most 1000. */
  issues: ContractIssue[];
  /** How many there are, when there are more. */
  count?: number;
  /** There, where `count` is: more issues than are listed. */
  truncated?: true;
  /** As of {@link BuiltRequest}. */
  warnings?: ContractIssue[];
}

/** The request, or the server's refusal; `ok` says which. */
export type RequestResult<
  Method extends string = 'GET' | 'POST' | 'PATCH' | 'DELETE',
  Path extends string = string,
  HasBody extends boolean = boolean,
> = BuiltRequest<Method, Path, HasBody> | RefusedRequest;

/** The bytes of an image file. */
export type UploadImage = Uint8Array | ArrayBuffer;

/** An upload without its image, which then stands in the context. */
export type UploadMediaFields =
  Omit<UploadMediaRequestInput, 'imageBase64'> | Omit<UploadMediaRequestWireInput, 'image_base64'>;

/** An upload with its image: as base64, or as bytes, which are written into the body in base64. */
export type UploadMediaParams =
  | UploadMediaRequestInput
  | UploadMediaRequestWireInput
  | (UploadMediaFields & {
      /** The bytes of the file. */
      image: UploadImage;
      /** Not beside `image`. */
      imageBase64?: undefined;
      /** Not beside `image`. */
      image_base64?: undefined;
    });

/** Builds each request, or says what the server would answer. */
export interface RequestsApi extends RequestMethods {
  /** uploadMedia() whose `image` may also be a Blob, a File or a Response. */
  uploadMediaAsync(
    params: UploadMediaParams | (UploadMediaFields & { image?: FileInput }),
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
  const say = speaker(context?.messages);
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
  const facts = known(context);
  core.assertUsable();
  const accepted = acceptRequest(endpoint, fields, facts);
  if (accepted) return accepted as BuiltRequest;
  const bytes = image === undefined || image === null ? undefined : byteView(image, 'image');
  const { text, data } = askAbout(fields, (params, raw) =>
    core.call('contract_request', [endpoint, params, objectBytes(facts), bytes ?? NOTHING], bytes !== undefined, ...raw),
  );
  const result = parseAnswer<RequestResult>(text);
  if (result.ok && data.length > 0) Object.assign(result, { body: data });
  return say(result);
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
