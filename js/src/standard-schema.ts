// The contract as Standard Schema v1 (https://standardschema.dev), which form, query and server libraries take as it is.
import type { ContractApi } from './contract.js';
import { MediaError } from './errors.js';
import type { InputModels, ModelName, Models } from './generated/contract.js';
import { isBytes } from './json.js';

/** What a Standard Schema says of one value. */
export interface SchemaIssue {
  /** A sentence to show beside the field. */
  readonly message: string;
  /** Where, in camelCase, e.g. `['mediaAssetPlacements', 0, 'zIndex']`; empty at the root. */
  readonly path: readonly PropertyKey[];
}

/** A Standard Schema's verdict: the value with its defaults, or what is wrong. */
export type SchemaResult<Output> =
  | {
      /** Complete and in camelCase. */
      readonly value: Output;
      /** None: the value is valid. */
      readonly issues?: undefined;
    }
  | {
      /** At least one. */
      readonly issues: readonly SchemaIssue[];
    };

/** A schema of Standard Schema v1, by which other libraries know it. */
export interface StandardSchema<Input, Output, Result> {
  /** What the standard asks for. */
  readonly '~standard': {
    /** Of the standard. */
    readonly version: 1;
    /** Who made the schema. */
    readonly vendor: 'aurastream';
    /** The verdict on any value. Keys may be in either style; the value's and the paths are in camelCase. */
    readonly validate: (value: unknown) => Result;
    /** Types for inference; never there when it runs. */
    readonly types?:
      | {
          /** What may be given. */
          readonly input: Input;
          /** What a verdict's value is. */
          readonly output: Output;
        }
      | undefined;
  };
}

/** A model's schema, whose verdict is there at once. */
export type ModelSchema<M extends ModelName> = StandardSchema<InputModels[M], Models[M], SchemaResult<Models[M]>>;

/** A model's schema, whose verdict comes as a promise: the core is loaded when it is first asked. */
export type LazyModelSchema<M extends ModelName> = StandardSchema<InputModels[M], Models[M], Promise<SchemaResult<Models[M]>>>;

/** Codes that are about the value: for a form they are issues of its root. */
const aboutTheValue: readonly string[] = ['invalid_argument', 'input_too_large', 'json_too_deep'];

/** @internal */
export function standardVerdict<M extends ModelName>(contract: ContractApi, model: M, value: unknown): SchemaResult<Models[M]> {
  // A text is a value here, and not JSON to be read; so are bytes, which no model is.
  const plain = typeof value === 'string' ? JSON.stringify(value) : value === undefined || isBytes(value) ? null : value;
  try {
    const verdict = contract.validate(model, plain, { keys: 'camel' });
    return verdict.ok ? { value: verdict.value as Models[M] } : { issues: verdict.issues.map(({ message, path }) => ({ message, path })) };
  } catch (thrown) {
    if (!(thrown instanceof MediaError) || !aboutTheValue.includes(thrown.code)) throw thrown;
    return { issues: [{ message: thrown.message, path: [] }] };
  }
}

/** @internal */
export function standardSchema<Input, Output, Result>(validate: (value: unknown) => Result): StandardSchema<Input, Output, Result> {
  return Object.freeze({ '~standard': Object.freeze({ version: 1, vendor: 'aurastream', validate }) });
}
