// The server's answers, checked and completed.
import type { ContractIssue, ValidationResult } from './contract.js';
import type { Core } from './core.js';
import { MediaError } from './errors.js';
import { guarded } from './guard.js';
import { ENDPOINTS, type EndpointName, type ResponseMethods } from './generated/endpoints.js';
import { byteView, isBytes, type JsonText, parseAnswer, textBytes } from './json.js';

/** What the server said when it refused a request. */
export interface ServerError {
  /** A sentence for a person. */
  message: string;
  /** The same shape as our own issues; at least one. */
  issues: ContractIssue[];
}

/** Reads each endpoint's answer. */
export interface ResponsesApi extends ResponseMethods {
  /**
   * Reads the body of an answer with an error status, FastAPI's or any other. Never throws for what the body
   * says.
   * @param status of the answer, e.g. 422
   */
  error(json: JsonText, status: number): ServerError;
}

function jsonBytes(json: unknown): Uint8Array {
  return isBytes(json) ? byteView(json, 'the answer') : textBytes(json, 'The answer');
}

function read(core: Core, endpoint: EndpointName, json: unknown): unknown {
  const { text } = core.call('contract_response', [textBytes(endpoint, 'The endpoint'), jsonBytes(json)]);
  const verdict = parseAnswer<ValidationResult>(text);
  if (verdict.ok) return verdict.value;
  const [{ path, message }] = verdict.issues as [ContractIssue];
  throw new MediaError(
    'invalid_response',
    `The answer of ${endpoint} breaks the contract at ${path.join('.') || 'its root'}: ${message}`,
    { issues: verdict.issues },
  );
}

function readError(core: Core, json: unknown, status: unknown): ServerError {
  if (!Number.isInteger(status)) throw new MediaError('invalid_argument', 'The status must be an integer.');
  return JSON.parse(
    core.call('contract_error_response', [jsonBytes(json)], status as number).text,
  ) as ServerError;
}

/** @internal */
export function createResponses(core: Core): ResponsesApi {
  const methods: Record<string, unknown> = {
    error: guarded((json: unknown, status: unknown) => readError(core, json, status), 'responses.error'),
  };
  for (const name of ENDPOINTS) methods[name] = guarded((json: unknown) => read(core, name, json), `responses.${name}`);
  return Object.freeze(methods) as unknown as ResponsesApi;
}
