// What a verdict on a value is: the value, or its issues in Pydantic's words.
import type { IssueContexts, IssueType, ModelName, Models, WireModels } from './generated/contract.js';
import type { IssueMessages } from './messages.js';

/** What is wrong with one value, as Pydantic v2 says it, or why the server would refuse it. */
export interface IssueOf<T extends IssueType> {
  /** E.g. `string_too_long`; of a refused request also the server's reason, e.g. `access_denied`. */
  type: T;
  /** Where, in the wire's snake_case, e.g. `['media_asset_placements', 0, 'z_index']`. */
  loc: (string | number)[];
  /** The same in camelCase, for a form. */
  path: (string | number)[];
  /** A sentence to show beside the field. */
  message: string;
  /** The bound or length that was passed, e.g. `{ max_length: 100 }`. */
  ctx: IssueContexts[T];
  /** The offending value; for a missing field, the object without it. Left out when over 64 KB. */
  input?: unknown;
}

/** An issue of any type: `type` says what `ctx` holds. */
export type ContractIssue = { [T in IssueType]: IssueOf<T> }[IssueType];

/** A verdict on a value that the server would refuse. */
export interface InvalidResult {
  /** Never true. */
  ok: false;
  /** At most 1000, in the order of the fields. */
  issues: ContractIssue[];
  /** How many there are, when there are more. */
  count?: number;
  /** There, where `count` is. */
  truncated?: true;
  /** What a person should know besides. */
  warnings?: ContractIssue[];
}

/**
 * A verdict: the value with its defaults, or what is wrong: at most 1000 issues, with their `count` when there are more.
 * `warnings` names keys that are given in both styles with different values (`ambiguous_key`); snake_case counts.
 */
export type ValidationResult<T = unknown> =
  | {
      /** The server would accept it. */
      ok: true;
      /** Complete, in the key style that was asked for. */
      value: T;
      /** What a person should know. */
      warnings?: ContractIssue[];
    }
  | InvalidResult;

/** The body of a request, or what is wrong. */
export type EncodeResult =
  | {
      /** The server would accept it. */
      ok: true;
      /** UTF-8 JSON in snake_case. */
      body: Uint8Array<ArrayBuffer>;
      /** What a person should know. */
      warnings?: ContractIssue[];
    }
  | InvalidResult;

/** A model, or a list of it. */
export type ModelOrList = ModelName | `${ModelName}[]`;

/** The names of a model's fields in both styles. */
export type FieldName<M> = M extends ModelName ? keyof Models[M] | keyof WireModels[M] : never;

/** In whose words issues speak. */
export interface MessageOptions {
  /** Other sentences, e.g. in another language. */
  messages?: IssueMessages | undefined;
}

/** What of a value is looked at, and how the verdict is written. */
export interface ValidateOptions<
  M extends ModelOrList = ModelOrList,
  Keys extends KeyStyle = KeyStyle,
  Only extends FieldName<M> = FieldName<M>,
> extends MessageOptions {
  /** Keys of the answer's value. Default: `snake`, as on the wire. */
  keys?: Keys | undefined;
  /**
   * Fields of the model, in either key style: the others are neither read nor missed, nor in the answer. For one field
   * while a user types, beside an image of 10 MB. Not for lists.
   */
  only?: readonly Only[] | undefined;
}

/** Keys as on the wire, or as in the web app. */
export type KeyStyle = 'snake' | 'camel';

type ValueOf<M extends ModelName, Keys extends KeyStyle> = Keys extends 'camel' ? Models[M] : WireModels[M];

/** The value of a verdict: a model in the key style of the options, or a list of it; with `only`, a part of it. */
export type Validated<M extends ModelOrList, Keys extends KeyStyle = 'snake', Only = never> =
  M extends `${infer N extends ModelName}[]`
    ? ValueOf<N, Keys>[]
    : M extends ModelName
      ? [Only] extends [never]
        ? ValueOf<M, Keys>
        : Partial<ValueOf<M, Keys>>
      : never;
