// What a JSON Schema of an OpenAPI document says of one value, in the terms of the contract's tables. FastAPI writes
// the same thing in several ways (anyOf with null, allOf around a $ref, `nullable`, enum classes); here they are one.

export type Json = Record<string, unknown>;

/** One value as the document describes it. What it leaves open is undefined. */
export interface Shape {
  /** `any`: nothing is said. `union`: several kinds other than null. */
  kind: 'text' | 'integer' | 'number' | 'boolean' | 'list' | 'object' | 'null' | 'any' | 'union';
  nullable: boolean;
  words?: string[];
  min?: number;
  above?: number;
  max?: number;
  below?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  /** Left out where the schema has none. */
  default?: unknown;
  /** Of a list, or of an object's values. */
  item?: unknown;
  /** Of an object with named fields. */
  fields?: ReadonlyMap<string, unknown>;
  required: ReadonlySet<string>;
  /** Fields that are not named are refused. */
  closed: boolean;
  /** Name of the component, where it is one. */
  name?: string;
  /** Keywords that narrow the value and that the tables know nothing of. */
  others: string[];
}

export const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

const kinds: Readonly<Record<string, Shape['kind']>> = {
  string: 'text', integer: 'integer', number: 'number', boolean: 'boolean', array: 'list', object: 'object', null: 'null',
};

const number = (value: unknown): number | undefined => (typeof value === 'number' && Number.isFinite(value) ? value : undefined);
const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Keywords that make a schema refuse more, and have no counterpart in the tables. */
const NARROWING = ['multipleOf', 'uniqueItems', 'not', 'if', 'contains', 'minProperties', 'maxProperties', 'propertyNames', 'prefixItems', 'dependentRequired'];

/** References lead to references; more of them than this are a circle. */
const MAX_REFERENCES = 32;

/** An OpenAPI document, for its references. */
export class Schemas {
  constructor(private readonly document: Json) {}

  /** What a `$ref` into this document names. */
  find(reference: string): unknown {
    if (!reference.startsWith('#/')) return undefined;
    let at: unknown = this.document;
    for (const part of reference.slice(2).split('/')) {
      const key = decodePointer(part);
      at = isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined;
    }
    return at;
  }

  shape(schema: unknown): Shape {
    const { found, name, defaults } = this.#resolve(schema);
    const { options, nullable } = this.#alternatives(found);
    const [only] = options;
    if (options.length === 1 && only !== found) {
      const inner = this.shape(only);
      return { ...inner, nullable: inner.nullable || nullable, ...defaults, ...defaultOf(found) };
    }
    const kind = options.length > 1 ? unionOf(options.map((option) => this.shape(option))) : kindOf(found);
    const properties = isObject(found.properties) ? new Map(Object.entries(found.properties)) : undefined;
    return {
      ...defaultOf(found),
      ...defaults,
      kind,
      nullable: nullable || kind === 'null',
      words: wordsOf(found),
      // OpenAPI 3.0 writes an exclusive bound as a flag beside the bound.
      min: found.exclusiveMinimum === true ? undefined : number(found.minimum),
      above: found.exclusiveMinimum === true ? number(found.minimum) : number(found.exclusiveMinimum),
      max: found.exclusiveMaximum === true ? undefined : number(found.maximum),
      below: found.exclusiveMaximum === true ? number(found.maximum) : number(found.exclusiveMaximum),
      minLength: number(found.minLength ?? found.minItems),
      maxLength: number(found.maxLength ?? found.maxItems),
      pattern: text(found.pattern),
      item: kind === 'list' ? found.items : isObject(found.additionalProperties) ? found.additionalProperties : undefined,
      fields: properties,
      required: new Set(Array.isArray(found.required) ? found.required.filter((key) => typeof key === 'string') : []),
      closed: found.additionalProperties === false,
      name,
      others: NARROWING.filter((keyword) => found[keyword] !== undefined && found[keyword] !== false),
    };
  }

  /** Follows references, and `allOf` with a single member, which older FastAPIs put around them. */
  #resolve(schema: unknown): { found: Json; name?: string; defaults: Pick<Shape, 'default'> } {
    let found = isObject(schema) ? schema : {};
    let name: string | undefined;
    let defaults: Pick<Shape, 'default'> = {};
    for (let i = 0; i < MAX_REFERENCES; i++) {
      const [single, ...more] = Array.isArray(found.allOf) ? found.allOf : [];
      const reference = text(found.$ref);
      if (reference === undefined && (single === undefined || more.length > 0 || found.properties !== undefined)) return { found, name, defaults };
      defaults = { ...defaultOf(found), ...defaults };
      const next = reference === undefined ? single : this.find(reference);
      if (reference !== undefined) name = plainName(decodePointer(reference.slice(reference.lastIndexOf('/') + 1)));
      if (!isObject(next)) return { found: {}, name, defaults };
      found = next;
    }
    return { found: {}, name, defaults };
  }

  /** The schemas that a value may meet, null apart. */
  #alternatives(schema: Json): { options: Json[]; nullable: boolean } {
    const given = Array.isArray(schema.anyOf) ? schema.anyOf : Array.isArray(schema.oneOf) ? schema.oneOf : undefined;
    const types = Array.isArray(schema.type) ? schema.type : undefined;
    const nullable = schema.nullable === true;
    if (given) {
      const others = given.filter((option) => isObject(option) && option.type !== 'null') as Json[];
      // What stands beside anyOf holds for each of its members.
      const { anyOf: _, oneOf: __, default: ___, ...beside } = schema;
      return { options: others.map((option) => ({ ...beside, ...option })), nullable: nullable || others.length < given.length };
    }
    if (types) {
      const others = types.filter((type) => type !== 'null');
      return { options: others.map((type) => ({ ...schema, type, default: undefined })), nullable: nullable || others.length < types.length };
    }
    return { options: [schema], nullable };
  }
}

const defaultOf = (schema: Json): Pick<Shape, 'default'> => (schema.default === undefined ? {} : { default: schema.default });

/** FastAPI splits a model in two when what it reads and what it writes differ. */
const plainName = (name: string): string => name.replace(/-(Input|Output)$/, '');

function decodePointer(part: string): string {
  const unescaped = part.replaceAll('~1', '/').replaceAll('~0', '~');
  try {
    return decodeURIComponent(unescaped);
  } catch {
    return unescaped;
  }
}

function kindOf(schema: Json): Shape['kind'] {
  if (typeof schema.type === 'string') return kinds[schema.type] ?? 'any';
  if (isObject(schema.properties)) return 'object';
  const words = wordsOf(schema);
  return words === undefined ? 'any' : 'text';
}

function wordsOf(schema: Json): string[] | undefined {
  const given = Array.isArray(schema.enum) ? schema.enum : schema.const === undefined ? undefined : [schema.const];
  return given?.every((word) => typeof word === 'string') ? given as string[] : undefined;
}

function unionOf(shapes: readonly Shape[]): Shape['kind'] {
  const found = new Set(shapes.map(({ kind }) => kind));
  const [first] = found;
  if (found.size === 1) return first!;
  return found.size === 2 && found.has('integer') && found.has('number') ? 'number' : 'union';
}
