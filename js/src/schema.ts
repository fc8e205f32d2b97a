// The entry of schemas that cost next to nothing until one is asked: the contract is loaded then.
import { MediaError } from './errors.js';
import type { ModelName } from './generated/contract.js';
import { sharedContractKit } from './shared-kit.js';
import { standardSchema, standardVerdict, type LazyModelSchema } from './standard-schema.js';

export { MediaError, type MediaErrorCode } from './errors.js';
export type * from './generated/contract.js';
export type { LazyModelSchema, SchemaIssue, SchemaResult, StandardSchema } from './standard-schema.js';

/**
 * A model's schema of Standard Schema v1. Its `validate` answers with a promise, for the first one loads the contract.
 * @param model e.g. `UploadMediaRequest`; one that there is none of is refused by `validate` (`unknown_model`)
 * @throws MediaError `invalid_argument`
 */
export function schema<M extends ModelName>(model: M): LazyModelSchema<M> {
  if (typeof model !== 'string') throw new MediaError('invalid_argument', 'The model must be a string.');
  return standardSchema(async (value) => standardVerdict((await sharedContractKit()).contract, model, value));
}
