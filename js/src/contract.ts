// What the backend accepts and allows.
import { accept, acceptBody, UNKNOWN } from './accept.js';
import type { EndpointRow } from './tables.js';
import type { Core } from './core.js';
import { MediaError } from './errors.js';
import type { ModelName } from './generated/contract.js';
import { askAboutAny, isBytes, objectBytes, parseAnswer, textOf } from './json.js';
import type { Access, BackgroundRemoval, Constants, PromptSelection, Room } from './limits.js';
import { members } from './members.js';
import { speaker } from './messages.js';
import { standardSchema, standardVerdict, type ModelSchema } from './standard-schema.js';
import type { EncodeResult, FieldName, KeyStyle, MessageOptions, ModelOrList, ValidateOptions, Validated, ValidationResult } from './verdicts.js';

export type * from './limits.js';
export type * from './verdicts.js';

/** A JSON Schema 2020-12 document. */
export interface JsonSchema {
  /** The address of the dialect. */
  $schema: string;
  /** The name of the model. */
  title: string;
  /** A schema a field, by its name in snake_case. */
  properties: Record<string, unknown>;
  /** The fields that have no default. */
  required: string[];
  /** Nested models, by their names. */
  $defs?: Record<string, unknown>;
  [keyword: string]: unknown;
}

/** `kit.contract`: what the backend accepts and allows. */
export class ContractApi {
  readonly #core: Core;
  #constants: Constants | undefined;
  #endpoints: readonly EndpointRow[] | undefined;

  /** @internal */
  constructor(core: Core) {
    this.#core = core;
  }

  /**
   * Pydantic's verdict on a request or response.
   * @param model e.g. `UploadMediaRequest`, see {@link models}; with `[]` after it, a list of it
   * @param value an object with camelCase or snake_case keys, also mixed, or JSON as text or UTF-8 bytes.
   *   Unknown keys are ignored; what `metadata` holds is left as it is. NaN in an object is an issue, for it
   *   cannot be sent.
   * @returns the value with all defaults filled in, or the issues in the order of the fields. Integers beyond
   *   2⁵³ are rounded in the value (they are kept in request bodies).
   * @throws MediaError `unknown_model`, `invalid_json`, `json_too_deep` (950 levels), `input_too_large` (64
   *   MiB), `invalid_argument` for an object that JSON cannot hold
   */
  validate<M extends ModelOrList, Keys extends KeyStyle = 'snake', Only extends FieldName<M> = never>(
    model: M,
    value: unknown,
    options?: ValidateOptions<M, Keys, Only>,
  ): ValidationResult<Validated<M, Keys, Only>>;
  validate(model: string, value: unknown, options: ValidateOptions = {}): ValidationResult {
    const keys = options?.keys ?? 'snake';
    const only = options?.only ?? undefined;
    if (keys !== 'snake' && keys !== 'camel') throw new MediaError('invalid_argument', 'keys is snake or camel.');
    const camel = keys === 'camel';
    const say = speaker(options?.messages);
    this.#core.assertUsable();
    if (only === undefined) {
      const accepted = accept(model, value, camel ? 'camel' : 'snake');
      if (accepted !== UNKNOWN) return { ok: true, value: accepted };
    }
    const given = only === undefined ? value : members(value, only);
    const lines = only === undefined ? '' : only.map((name) => `${String(name)}\n`).join('');
    const isObject = typeof given !== 'string' && !isBytes(given);
    const { text, late } = askAboutAny(given, (json, raw) =>
      this.#core.ask('contract_validate', [textOf(model, 'The model'), json, lines], camel, isObject, only !== undefined, ...raw),
    );
    return say(parseAnswer<ValidationResult>(text, late));
  }

  /**
   * A value as the wire's JSON: snake_case, coerced, without unknown keys and without what was left out.
   * @param model as for {@link validate}
   * @param value an object in either key style, or JSON as text or bytes
   * @throws MediaError as {@link validate}, and `out_of_memory`
   */
  encode(model: ModelOrList, value: unknown, options: MessageOptions = {}): EncodeResult {
    const say = speaker(options?.messages);
    this.#core.assertUsable();
    const body = acceptBody(model, value);
    if (body) return { ok: true, body };
    const { text, data } = askAboutAny(value, (json, raw) =>
      this.#core.call('contract_encode', [textOf(model, 'The model'), json], ...raw),
    );
    const result = parseAnswer<EncodeResult>(text || '{"ok":true}');
    if (result.ok) result.body = data;
    return say(result);
  }

  /** Every endpoint: its method, the template of its path, what it takes and answers, and the web app's hook for it. */
  get endpoints(): readonly EndpointRow[] {
    return (this.#endpoints ??= freeze(JSON.parse(this.#core.call('contract_endpoints').text) as EndpointRow[]));
  }

  /** The names of all models. */
  models(): ModelName[] {
    return JSON.parse(this.#core.call('contract_models').text) as ModelName[];
  }

  /**
   * A model as Standard Schema v1, for the libraries that take one: react-hook-form, TanStack Form, tRPC, Hono and others.
   * Values and paths are in camelCase. It works as long as the kit does.
   * @throws MediaError `unknown_model`
   */
  schema<M extends ModelName>(model: M): ModelSchema<M> {
    this.jsonSchema(model);
    return standardSchema((value) => standardVerdict(this, model, value));
  }

  /**
   * JSON Schema 2020-12 of a model in snake_case, nested models in `$defs`. It describes the value without
   * coercion: what Pydantic would convert (`"5"` for 5, `"yes"` for true) it refuses.
   * @throws MediaError `unknown_model`
   */
  jsonSchema(model: ModelName): JsonSchema {
    return JSON.parse(this.#core.call('contract_schema', [textOf(model, 'The model')]).text) as JsonSchema;
  }

  /** Limits, vocabularies and canvas sizes. */
  get constants(): Constants {
    return (this.#constants ??= freeze(JSON.parse(this.#core.call('contract_constants').text) as Constants));
  }

  /** What a subscription allows. Tiers that are not in ALLOWED_TIERS have no access, and every limit 0. */
  accessFor(tier: string): Access {
    return JSON.parse(this.#core.call('contract_access', [textOf(tier, 'The tier')]).text) as Access;
  }

  /**
   * How many assets the library still takes: together, and of each type (never more than together).
   * @param counts assets in the library now, by media asset type
   * @param total all of them; default: the sum of `counts`
   */
  room(tier: string, counts: Readonly<Record<string, number>>, total?: number): Room {
    const inputs = [textOf(tier, 'The tier'), objectBytes({ counts, total })] as const;
    return JSON.parse(this.#core.call('contract_room', inputs).text) as Room;
  }

  /**
   * Which assets of a selection go into one prompt, and which are too many for the tier.
   * @throws MediaError `invalid_argument` when `assetIds` is not an array
   */
  promptSelection(tier: string, assetIds: readonly string[]): PromptSelection {
    if (!Array.isArray(assetIds)) throw new MediaError('invalid_argument', 'assetIds must be an array.');
    const limit = this.accessFor(tier).maxPerPrompt;
    return { limit, allowed: assetIds.slice(0, limit), exceeding: assetIds.slice(limit) };
  }

  /**
   * Whether an upload loses its background.
   * @param requested `remove_background` of the request; null or left out means the type's default
   * @throws MediaError `invalid_argument` for an unknown media asset type
   */
  backgroundRemoval(assetType: string, requested?: boolean | null): BackgroundRemoval {
    return backgroundRemoval(this.#core, assetType, requested);
  }
}

/** {@link ContractApi.backgroundRemoval} without the rest of the contract. @internal */
export function backgroundRemoval(core: Core, assetType: string, requested?: boolean | null): BackgroundRemoval {
  if (requested != null && typeof requested !== 'boolean') {
    throw new MediaError('invalid_argument', 'remove_background is true, false or null.');
  }
  const asked = requested == null ? 0 : requested ? 2 : 1;
  const { text } = core.call('contract_background_removal', [textOf(assetType, 'The asset type')], asked);
  return JSON.parse(text) as BackgroundRemoval;
}

function freeze<T extends object>(value: T): T {
  for (const inner of Object.values(value)) if (typeof inner === 'object' && inner !== null) freeze(inner);
  return Object.freeze(value);
}
