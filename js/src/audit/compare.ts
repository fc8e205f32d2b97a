// One row of the tables beside the schema that the server has for it. A request must not hold more than the server
// takes, a response not more than the tables take; whatever is compared below is one of these two questions.
import type { Difference, Direction, Effect } from './difference.js';
import type { Schemas, Shape } from './shape.js';
import type { FieldRow, ModelRow, Tables } from '../tables.js';

/** Where a comparison stands. */
export interface Place {
  direction: Direction;
  /** The table's row. */
  row: string;
  /** The operation in the document. */
  where: string;
}

/** How the server's side of something relates to ours. */
type Relation = 'narrower' | 'wider';

export class Comparison {
  readonly differences: Difference[] = [];
  readonly notChecked: string[] = [];
  /** Models of the tables that were compared, each with what the document calls it. */
  readonly names = new Map<string, string | undefined>();
  readonly #models: ReadonlyMap<string, ModelRow>;
  readonly #words: ReadonlyMap<string, readonly string[]>;
  /** Pairs of model and schema that were compared or are being compared: models may refer to themselves. */
  readonly #seen = new Set<string>();

  constructor(
    private readonly schemas: Schemas,
    tables: Tables,
  ) {
    this.#models = new Map(tables.models.map((model) => [model.name, model]));
    this.#words = new Map(tables.vocabularies.map(({ name, words }) => [name, words]));
  }

  report(place: Place, effect: Effect, kind: string, ours: unknown, theirs: unknown, message: string): void {
    this.differences.push({ effect, kind, row: place.row, where: place.where, ours: ours ?? null, theirs: theirs ?? null, message });
  }

  /** A model beside a schema. Says nothing of what the document leaves open. */
  model(name: string, shape: Shape, place: Place): void {
    const model = this.#models.get(name);
    if (!model) return;
    if (shape.kind !== 'object') return this.#kind(place, 'object', shape);
    // Models are matched by where they are used, so that another name for one is no difference.
    const key = `${place.direction} ${name} ${shape.name ?? place.row}`;
    if (this.#seen.has(key)) return undefined;
    this.#seen.add(key);
    this.names.set(name, this.names.get(name) ?? shape.name);
    const { fields } = shape;
    if (!fields) return this.skip(`${place.where}: the document does not list the fields of ${name}.`);
    const at = { direction: place.direction, where: shape.name ?? place.where };
    for (const field of model.fields) this.#named(field, shape, { ...at, row: `${name}.${field.name}` });
    const known = new Set(model.fields.map((field) => field.name));
    for (const [field, inner] of fields) {
      if (!known.has(field)) this.extra(field, this.schemas.shape(inner), shape.required.has(field), { ...at, row: `${name}.${field}` });
    }
    return undefined;
  }

  /** A field of a model beside the field of that name. */
  #named(field: FieldRow, owner: Shape, place: Place): void {
    const schema = owner.fields!.get(field.name);
    if (schema === undefined) {
      const [effect, consequence] = place.direction === 'request'
        ? ['breaks_requests', owner.closed ? 'the server refuses it' : 'the server ignores it'] as const
        : ['breaks_responses', field.default === undefined ? 'answers are refused' : 'it always has its default'] as const;
      return this.report(place, effect, 'field_gone', describe(field), null, `The server has no such field: ${consequence}.`);
    }
    const shape = this.schemas.shape(schema);
    this.required(field, owner.required.has(field.name), place);
    this.value(field, shape, place);
    // Of an answer's defaults the document says some, also of fields that are always there.
    if (place.direction === 'request' || shape.default !== undefined) this.default(field, shape, place.direction === 'request' && owner.required.has(field.name), place);
    return undefined;
  }

  /** A field, or a parameter of the query, that the tables do not have. */
  extra(name: string, shape: Shape, required: boolean, place: Place): void {
    const theirs = shape.name ?? shape.kind;
    if (place.direction === 'response') return this.report(place, 'information', 'field_new', null, theirs, `The server also answers "${name}", which is left out.`);
    if (required) return this.report(place, 'breaks_requests', 'field_new_required', null, theirs, `The server wants "${name}", which is never sent.`);
    return this.report(place, 'more_permissive', 'field_new', null, theirs, `The server also takes "${name}".`);
  }

  required(field: FieldRow, theirs: boolean, place: Place): void {
    const ours = field.default === undefined;
    if (ours === theirs) return;
    const request = place.direction === 'request';
    const words = (required: boolean) => (required ? 'required' : 'optional');
    // An answer that is written by a model has every field: "required" of one with a default is FastAPI's habit.
    if (!request && theirs) return;
    if (request) {
      this.report(place, theirs ? 'breaks_requests' : 'more_permissive', 'required', words(ours), words(theirs),
        theirs ? 'The server wants it; the tables let it be left out.' : 'The server can do without it.');
    } else {
      this.report(place, 'breaks_responses', 'required', words(ours), words(theirs), 'The server may leave it out; the tables need it.');
    }
  }

  /** Defaults that are null, empty or made by a function are not in every FastAPI's document. */
  default(field: FieldRow, shape: Shape, theirsRequired: boolean, place: Place): void {
    if (field.default === undefined || theirsRequired) return;
    const isContainer = typeof field.default === 'object' && field.default !== null;
    if (shape.default === undefined && (field.default === null || isContainer)) return;
    if (same(field.default, shape.default)) return;
    this.report(place, 'information', 'default', field.default, shape.default, 'What is left out means something else to the server.');
  }

  /** Everything about a value but whether it is there. */
  value(field: FieldRow, shape: Shape, place: Place): void {
    if (shape.kind === 'any' || shape.kind === 'union') return this.skip(`${place.row} (${place.where}): the document allows ${shape.kind === 'any' ? 'anything' : 'several types'}.`);
    this.#nullable(field, shape, place);
    if (shape.kind === 'null') return this.#kind(place, kindName(field), shape);
    switch (field.type) {
      case 'model':
        return this.model(field.model!, shape, place);
      case 'list':
        if (shape.kind !== 'list') return this.#kind(place, 'list', shape);
        this.#bounds(field, shape, place);
        if (shape.item !== undefined) this.value(field.item!, this.schemas.shape(shape.item), { ...place, row: `${place.row}[]` });
        break;
      case 'object':
        if (shape.kind !== 'object') return this.#kind(place, 'object', shape);
        if (field.item && shape.item !== undefined) this.value(field.item, this.schemas.shape(shape.item), { ...place, row: `${place.row}{}` });
        break;
      case 'choice':
        if (shape.kind !== 'text') return this.#kind(place, 'text', shape);
        this.#choice(field, shape, place);
        break;
      default:
        if (shape.kind !== field.type) return this.#kind(place, field.type, shape);
        if (shape.words) this.#relation(place, 'enum', 'narrower', null, shape.words, 'any text', shape.words.join(', '));
        this.#bounds(field, shape, place);
        this.#pattern(field, shape, place);
    }
    for (const keyword of shape.others) this.#relation(place, keyword, 'narrower', null, keyword, 'no such rule', keyword);
    return undefined;
  }

  #nullable(field: FieldRow, shape: Shape, place: Place): void {
    if (field.nullable === shape.nullable) return;
    const words = (nullable: boolean) => (nullable ? 'null is allowed' : 'null is refused');
    this.#relation(place, 'nullable', field.nullable ? 'narrower' : 'wider', words(field.nullable), words(shape.nullable), words(field.nullable), words(shape.nullable));
  }

  /** Two types that are not the same. */
  #kind(place: Place, ours: string, shape: Shape): void {
    const theirs = shape.kind;
    if (ours === 'number' && theirs === 'integer') return this.#relation(place, 'type', 'narrower', ours, theirs, 'numbers', 'whole numbers');
    if (ours === 'integer' && theirs === 'number') return this.#relation(place, 'type', 'wider', ours, theirs, 'whole numbers', 'numbers');
    return this.report(place, breaking(place), 'type', ours, theirs, `It is ${ours} to the tables and ${theirs} to the server.`);
  }

  #choice(field: FieldRow, shape: Shape, place: Place): void {
    const ours = this.#words.get(field.vocabulary!) ?? [];
    if (!shape.words) return this.#relation(place, 'enum', 'wider', ours, null, `one of ${ours.join(', ')}`, 'any text');
    const gone = ours.filter((word) => !shape.words!.includes(word));
    const fresh = shape.words.filter((word) => !ours.includes(word));
    if (gone.length > 0) this.#relation(place, 'enum', 'narrower', gone, null, gone.join(', '), `not ${gone.join(', ')}`);
    if (fresh.length > 0) this.#relation(place, 'enum', 'wider', null, fresh, `not ${fresh.join(', ')}`, fresh.join(', '));
    return undefined;
  }

  #bounds(field: FieldRow, shape: Shape, place: Place): void {
    const whole = field.type === 'integer';
    this.#bound(place, 'minimum', lower(field.min, field.above, whole), lower(shape.min, shape.above, whole), 1);
    this.#bound(place, 'maximum', upper(field.max, undefined, whole), upper(shape.max, shape.below, whole), -1);
    const sized = field.type === 'list' ? ['min_items', 'max_items'] as const : ['min_length', 'max_length'] as const;
    this.#bound(place, sized[0], plain(field.minLength || undefined), plain(shape.minLength || undefined), 1);
    this.#bound(place, sized[1], plain(field.maxLength), plain(shape.maxLength), -1);
  }

  /** @param sign 1 where a greater bound leaves less, −1 where a smaller one does */
  #bound(place: Place, kind: string, ours: Bound | undefined, theirs: Bound | undefined, sign: 1 | -1): void {
    const order = (bound: Bound | undefined): number => (bound === undefined ? -Infinity : sign * bound.value);
    const [a, b] = [order(ours), order(theirs)];
    const strictness = Number(theirs?.open ?? false) - Number(ours?.open ?? false);
    const narrower = a === b ? strictness : b - a;
    if (narrower === 0 || (a === b && a === -Infinity)) return;
    this.#relation(place, kind, narrower > 0 ? 'narrower' : 'wider', ours?.text, theirs?.text, ours?.text ?? 'no bound', theirs?.text ?? 'no bound');
  }

  #pattern(field: FieldRow, shape: Shape, place: Place): void {
    if (field.pattern === shape.pattern) return;
    // Which of two patterns lets more through cannot be told: the worse is assumed.
    this.#relation(place, 'pattern', shape.pattern === undefined ? 'wider' : 'narrower', field.pattern, shape.pattern, field.pattern ?? 'any text', shape.pattern ?? 'any text');
  }

  /** The server takes, or answers, less or more than the tables have. */
  #relation(place: Place, kind: string, relation: Relation, ours: unknown, theirs: unknown, oursText: string, theirsText: string): void {
    const effects: Record<Direction, Record<Relation, Effect>> = {
      request: { narrower: 'breaks_requests', wider: 'more_permissive' },
      response: { narrower: 'information', wider: 'breaks_responses' },
    };
    this.report(place, effects[place.direction][relation], kind, ours, theirs, `The tables have ${oursText}, the server ${theirsText}.`);
  }

  skip(what: string): void {
    if (!this.notChecked.includes(what)) this.notChecked.push(what);
  }
}

const breaking = ({ direction }: Place): Effect => (direction === 'request' ? 'breaks_requests' : 'breaks_responses');

interface Bound {
  value: number;
  /** The bound itself is outside. */
  open: boolean;
  text: string;
}

const plain = (value: number | undefined): Bound | undefined => (value === undefined ? undefined : { value, open: false, text: String(value) });

/** The stronger of an inclusive and an exclusive bound; of whole numbers an exclusive one is the next inclusive one. */
function lower(at: number | undefined, above: number | undefined, whole: boolean): Bound | undefined {
  if (whole && above !== undefined) return lower(Math.max(at ?? -Infinity, Math.floor(above) + 1), undefined, false);
  if (above !== undefined && (at === undefined || above >= at)) return { value: above, open: true, text: `> ${above}` };
  return at === undefined ? undefined : { value: at, open: false, text: `>= ${at}` };
}

function upper(at: number | undefined, below: number | undefined, whole: boolean): Bound | undefined {
  if (whole && below !== undefined) return upper(Math.min(at ?? Infinity, Math.ceil(below) - 1), undefined, false);
  if (below !== undefined && (at === undefined || below <= at)) return { value: below, open: true, text: `< ${below}` };
  return at === undefined ? undefined : { value: at, open: false, text: `<= ${at}` };
}

const kindName = ({ type }: FieldRow): string => (type === 'model' ? 'object' : type === 'choice' ? 'text' : type);

/** A field's type in words. */
export function describe(field: FieldRow): string {
  const inner = field.type === 'list' ? `list of ${describe(field.item!)}` : (field.model ?? field.vocabulary ?? field.type);
  return field.nullable ? `${inner} or null` : inner;
}

/** Equal as JSON, whatever the order of keys. */
function same(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length
    && keys.every((key) => Object.hasOwn(b, key) && same((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]));
}
