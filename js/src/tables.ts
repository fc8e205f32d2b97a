// The contract's tables as the core prints them (src/contract/schema.cpp).

/** One row: a field of a model, the items of a list, or the values of an object. */
export interface FieldRow {
  name: string;
  /** The name in camelCase, for the generator. */
  camel?: string;
  /** The same. */
  about?: string;
  type: 'text' | 'integer' | 'number' | 'boolean' | 'choice' | 'list' | 'model' | 'object';
  nullable: boolean;
  /** Left out where the field is required. */
  default?: unknown;
  min?: number;
  /** The minimum itself is refused. */
  above?: number;
  max?: number;
  /** Characters, or items of a list. */
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  /** Name of the words that a choice takes. */
  vocabulary?: string;
  model?: string;
  item?: FieldRow;
}

export interface ModelRow {
  name: string;
  about: string;
  fields: FieldRow[];
}

/** An endpoint as the tables have it; see {@link ContractApi.endpoints}. */
export interface EndpointRow {
  /** The name of its methods in `kit.requests` and `kit.responses`. */
  name: string;
  /** What it does, in a sentence. */
  about: string;
  /** Of the web app's that reaches it; empty where there is none. */
  hook: string;
  /** `GET`, `POST`, `PATCH` or `DELETE`. */
  method: string;
  /** With `{parameter}` in it. */
  path: string;
  /** Name of the parameter in the path, in snake_case; empty where there is none. */
  parameter: string;
  /** A model, `[]` for a list of ids, or nothing. */
  body: string;
  /** The model of the query; empty where there is none. */
  query: string;
  /** A model, `[Model]`, `Model?`, or nothing. */
  response: string;
  /** What the server checks after the schema: `upload`, `bulk`, `prompt_ids`, `prompt_media`, or nothing. */
  guard: string;
  /** What a request is sent with. */
  headers: Record<string, string>;
}

interface VocabularyRow {
  name: string;
  about: string;
  words: string[];
}

/** A type of issue. */
interface IssueRow {
  name: string;
  about: string;
  /** What `ctx` holds: names and types of TypeScript. */
  context: Record<string, string>;
}

export interface Tables {
  vocabularies: VocabularyRow[];
  models: ModelRow[];
  issues: IssueRow[];
  endpoints: EndpointRow[];
}
