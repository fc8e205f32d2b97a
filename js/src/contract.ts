// What the backend accepts and allows.
import { accept, acceptBody, UNKNOWN } from './accept.js';
import type { EndpointRow, Tables } from './tables.js';
import type { Core } from './core.js';
import { MediaError } from './errors.js';
import type {
  CoachAssetType,
  GenerationAssetType,
  ImageFileType,
  IssueContexts,
  IssueType,
  MediaAssetType,
  MediaSubject,
  ModelName,
  Models,
  Tier,
  WireModels,
} from './generated/contract.js';
import { askAboutAny, isBytes, objectBytes, parseAnswer, textOf } from './json.js';
import { members } from './members.js';
import { type IssueMessages, speaker } from './messages.js';
import { standardSchema, standardVerdict, type ModelSchema } from './standard-schema.js';

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

/** What a subscription allows. */
export interface Access {
  /** Whether the tier has a media library at all. */
  hasAccess: boolean;
  /** As it was given. */
  tier: string;
  /** Assets allowed, all types together. */
  totalLimit: number;
  /** Assets allowed in one prompt. */
  maxPerPrompt: number;
  /** Invites a user without access to upgrade; null with access. */
  upgradeMessage: string | null;
  /** Assets allowed of each type. */
  assetLimits: Record<MediaAssetType, number>;
}

/** Whether an upload of an asset type loses its background. */
export interface BackgroundRemoval {
  /** What null means for the type. */
  default: boolean;
  /** Whether the type ever loses its background. */
  allowed: boolean;
  /** What the server will do. */
  effective: boolean;
  /** What pictures of the type show, which decides the model that finds it; null where the background stays. */
  subject: MediaSubject | null;
}

/** Assets allowed, there, and still possible. */
export interface RoomLeft {
  /** Allowed by the tier. */
  limit: number;
  /** There now. */
  used: number;
  /** Still possible, at least 0. */
  left: number;
}

/** What a library still takes. */
export interface Room {
  /** All types together. */
  total: RoomLeft;
  /** By media asset type. */
  types: Record<MediaAssetType, RoomLeft>;
}

/** A selection, divided at the limit of the tier. */
export interface PromptSelection {
  /** Assets that fit into one prompt. */
  limit: number;
  /** The first ones, up to the limit, in their order. */
  allowed: string[];
  /** Those after them. */
  exceeding: string[];
}

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

/** Pixels. */
export interface CanvasSize {
  /** Above 0. */
  width: number;
  /** Above 0. */
  height: number;
}

/** The backend's limits and vocabularies, under its names. */
export interface Constants {
  /** In the order of the backend. */
  readonly MEDIA_ASSET_TYPES: readonly MediaAssetType[];
  /** What each type is for, in a sentence. */
  readonly MEDIA_ASSET_TYPE_DESCRIPTIONS: Readonly<Record<MediaAssetType, string>>;
  /** Types that lose their background unless a request says otherwise. */
  readonly BG_REMOVAL_DEFAULT_TYPES: readonly MediaAssetType[];
  /** Types that keep their background whatever a request says. */
  readonly BG_REMOVAL_EXCLUDED_TYPES: readonly MediaAssetType[];
  /** The same as BG_REMOVAL_DEFAULT_TYPES. */
  readonly BACKGROUND_REMOVED_BY_DEFAULT: readonly MediaAssetType[];
  /** The same as BG_REMOVAL_EXCLUDED_TYPES. */
  readonly BACKGROUND_NEVER_REMOVED: readonly MediaAssetType[];
  /** Assets in one library, all types together. */
  readonly TOTAL_ASSET_LIMIT: number;
  /** Assets of each type in one library. */
  readonly ASSET_LIMITS: Readonly<Record<MediaAssetType, number>>;
  /** Assets in one prompt. */
  readonly MAX_PROMPT_INJECTION_ASSETS: number;
  /** Ids in one request to delete. */
  readonly MAX_BULK_DELETE: number;
  /** Of one file, after base64 decoding. */
  readonly MAX_FILE_BYTES: number;
  /** Subscriptions with a media library. */
  readonly ALLOWED_TIERS: readonly Tier[];
  /** Image types that are told from the bytes of an upload. */
  readonly FILE_TYPES: readonly ImageFileType[];
  /** What `generate` can be asked for. */
  readonly GENERATION_ASSET_TYPES: readonly GenerationAssetType[];
  /** What a coach session can be about. */
  readonly COACH_ASSET_TYPES: readonly CoachAssetType[];
  /** Of each kind of picture that is made. */
  readonly CANVAS_SIZES: Readonly<Record<GenerationAssetType | CoachAssetType, CanvasSize>>;
  /** Of any asset type that CANVAS_SIZES does not name. */
  readonly DEFAULT_CANVAS_SIZE: CanvasSize;
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
    const flags = [camel, typeof given !== 'string' && !isBytes(given), only !== undefined].map(Number);
    const { text, late } = askAboutAny(given, (json, raw) =>
      this.#core.ask('contract_validate', [textOf(model, 'The model'), json, lines], ...flags, ...raw),
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

  /** The tables themselves. @internal */
  tables(): Tables {
    return JSON.parse(this.#core.call('contract_tables').text) as Tables;
  }

  /** Every endpoint: its method, the template of its path, what it takes and answers, and the web app's hook for it. */
  get endpoints(): readonly EndpointRow[] {
    return (this.#endpoints ??= freeze(this.tables().endpoints));
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
    const inputs = [textOf(tier, 'The tier'), objectBytes({ counts, total })];
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
