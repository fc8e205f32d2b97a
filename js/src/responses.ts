// The server's answers, checked and completed.
import type { ContractIssue, MessageOptions, ValidationResult } from './contract.js';
import type { Core } from './core.js';
import { MediaError } from './errors.js';
import { guarded } from './guard.js';
import { ENDPOINTS, type EndpointName, type ResponseMethods } from './generated/endpoints.js';
import { speaker } from './messages.js';
import { byteView, isBytes, type JsonText, parseAnswer, textOf } from './json.js';

/** An issue that only the server knows; its `type` is none of {@link ContractIssue}'s. */
export interface ServerIssue extends Omit<ContractIssue, 'type' | 'ctx'> {
  /** The server's own word; `server_error` where it gave none. */
  type: 'server_error' | (string & Record<never, never>);
  /** What the server sent along; often empty. */
  ctx: Record<string, unknown>;
}

/** How an answer is read. */
export interface ResponseOptions extends MessageOptions {
  /**
   * For a server that is newer than this package. Words and keys that the contract does not know are kept (keys in
   * camelCase, as the others), and an element of a list that breaks it is left out, instead of the whole answer.
   * `drift` of {@link Tolerated} lists them. What breaks the contract elsewhere is `invalid_response` all the same.
   */
  tolerant?: boolean | undefined;
}

/**
 * An answer that was read tolerantly. `drift`, which JSON.stringify and Object.keys do not show, lists what the contract
 * does not know: `unknown_key` and `unknown_word` were kept; any other issue is of an element that was left out of its
 * list. Their indices count the server's elements. Empty: the answer is as the contract says.
 */
export type Tolerated<T> = T extends object
  ? T & {
      /** At most 1000. */
      readonly drift: readonly ContractIssue[];
    }
  : T;

/** What the server said when it refused a request. */
export interface ServerError {
  /** A sentence for a person. */
  message: string;
  /** The same shape as our own issues; at least one. */
  issues: (ContractIssue | ServerIssue)[];
}

/** Reads each endpoint's answer. */
export interface ResponsesApi extends ResponseMethods {
  /**
   * Reads the body of an answer with an error status, FastAPI's or any other. Never throws for what the body
   * says.
   * @param status of the answer, e.g. 422
   */
  error(json: JsonText, status: number, options?: MessageOptions): ServerError;
}

function given(json: unknown): Uint8Array | string {
  return isBytes(json) ? byteView(json, 'the answer') : textOf(json, 'The answer');
}

function read(core: Core, endpoint: EndpointName, json: unknown, options: ResponseOptions | null | undefined): unknown {
  const tolerant = options?.tolerant ?? false;
  const say = speaker(options?.messages);
  if (typeof tolerant !== 'boolean') throw new MediaError('invalid_argument', '`tolerant` is true or false.');
  const inputs = [textOf(endpoint, 'The endpoint'), given(json)] as const;
  const { text } = core.call('contract_response', inputs, tolerant);
  const verdict = say(parseAnswer<ValidationResult & { drift?: ContractIssue[] }>(text));
  if (verdict.ok) {
    const { value, drift = [] } = verdict;
    if (tolerant && typeof value === 'object' && value !== null) Object.defineProperty(value, 'drift', { value: drift });
    return value;
  }
  const [{ path, message }] = verdict.issues as [ContractIssue];
  throw new MediaError(
    'invalid_response',
    `The answer of ${endpoint} breaks the contract at ${path.join('.') || 'its root'}: ${message}`,
    { issues: verdict.issues },
  );
}

function readError(core: Core, json: unknown, status: unknown, options?: MessageOptions | null): ServerError {
  const say = speaker(options?.messages);
  if (!Number.isInteger(status)) throw new MediaError('invalid_argument', 'The status must be an integer.');
  const { text } = core.call('contract_error_response', [given(json)], status as number);
  return say(JSON.parse(text) as ServerError);
}

/** @internal */
export function createResponses(core: Core): ResponsesApi {
  const methods: Record<string, unknown> = {
    error: guarded(
      (json: unknown, status: unknown, options?: MessageOptions) => readError(core, json, status, options),
      'responses.error',
    ),
  };
  for (const name of ENDPOINTS)
    methods[name] = guarded((json: unknown, options?: ResponseOptions) => read(core, name, json, options), `responses.${name}`);
  return Object.freeze(methods) as unknown as ResponsesApi;
}
