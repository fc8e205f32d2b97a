// A live backend's OpenAPI document beside the contract's tables: what differs, and what that does.
import { MediaError } from '../errors.js';
import { Comparison, describe, type Place } from './compare.js';
import { EFFECTS, isBreaking, type Difference, type Direction, type Effect } from './difference.js';
import { isObject, Schemas, type Json, type Shape } from './shape.js';
import type { EndpointRow, FieldRow, Tables } from '../tables.js';

export interface AuditReport {
  /** Nothing breaks requests or responses. */
  aligned: boolean;
  /** The document's title and version. */
  server: string;
  /** How many differences have each effect. */
  counts: Record<Effect, number>;
  /** By effect, worst first; then in the order of the tables. */
  differences: Difference[];
  /** What the document leaves open, and what no such document can tell. */
  notChecked: string[];
  /** What the document calls a model, where it has another name. */
  aliases: Record<string, string>;
  /** The endpoints that the document has. */
  endpoints: string[];
}

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'] as const;

interface Operation {
  method: string;
  path: string;
  /** `POST /api/v1/generate`. */
  title: string;
  node: Json;
  /** Of the path and of the operation. */
  parameters: Json[];
}

/**
 * @param document an OpenAPI 3.0 or 3.1 document, parsed
 * @throws MediaError `invalid_argument` when it is none
 */
export function auditOpenApi(document: unknown, tables: Tables): AuditReport {
  if (!isObject(document) || typeof document.openapi !== 'string' || !/^3\.[01](\.|$)/.test(document.openapi) || !isObject(document.paths)) {
    const found = isObject(document) && (document.openapi ?? document.swagger) !== undefined ? `: it says version ${String(document.openapi ?? document.swagger)}` : '';
    throw new MediaError('invalid_argument', `This is not an OpenAPI 3.0 or 3.1 document${found}.`);
  }
  const schemas = new Schemas(document);
  const comparison = new Comparison(schemas, tables);
  const operations = operationsOf(document, schemas);
  const used = new Set<Operation>();
  const endpoints: string[] = [];
  for (const endpoint of tables.endpoints) {
    const operation = find(endpoint, operations, comparison);
    if (!operation) continue;
    used.add(operation);
    endpoints.push(endpoint.name);
    new EndpointAudit(endpoint, operation, schemas, comparison, tables).run();
  }
  for (const operation of operations) {
    if (used.has(operation)) continue;
    const place: Place = { direction: 'request', row: '', where: operation.title };
    comparison.report(place, 'information', 'endpoint_new', null, operation.title, 'The tables have no such endpoint.');
  }
  compareUnusedModels(document, tables, schemas, comparison);
  return report(document, comparison, endpoints);
}

function report(document: Json, comparison: Comparison, endpoints: string[]): AuditReport {
  const { info } = document;
  const order = (difference: Difference): number => EFFECTS.indexOf(difference.effect);
  const differences = comparison.differences
    .map((difference, index) => ({ difference, index }))
    .sort((a, b) => order(a.difference) - order(b.difference) || a.index - b.index)
    .map(({ difference }) => difference);
  const counts = Object.fromEntries(EFFECTS.map((effect) => [effect, differences.filter((one) => one.effect === effect).length]));
  const aliases = [...comparison.names].filter(([ours, theirs]) => theirs !== undefined && theirs !== ours) as [string, string][];
  return {
    aligned: !differences.some(({ effect }) => isBreaking(effect)),
    server: isObject(info) ? [info.title, info.version].filter((part) => typeof part === 'string').join(' ') : '',
    counts: counts as Record<Effect, number>,
    differences,
    notChecked: [...comparison.notChecked, ...UNTOLD],
    aliases: Object.fromEntries(aliases),
    endpoints,
  };
}

/** What OpenAPI has no words for. */
const UNTOLD = [
  'Limits that are not in a schema (assets in a library and of a type, bytes of a file, ids of a bulk delete, tiers) and the order of checks.',
  'How text becomes numbers and booleans, and which asset types lose their background.',
  'What an answer with an error holds, apart from FastAPI\'s own two models.',
];

function operationsOf(document: Json, schemas: Schemas): Operation[] {
  const prefix = serverPath(document);
  const found: Operation[] = [];
  for (const [path, given] of Object.entries(document.paths as Json)) {
    const item = isObject(given) && typeof given.$ref === 'string' ? schemas.find(given.$ref) : given;
    if (!isObject(item)) continue;
    for (const method of METHODS) {
      const node = item[method];
      if (!isObject(node)) continue;
      const parameters = [item.parameters, node.parameters].flatMap((list) => (Array.isArray(list) ? list : []))
        .map((parameter) => (isObject(parameter) && typeof parameter.$ref === 'string' ? schemas.find(parameter.$ref) : parameter))
        .filter(isObject);
      found.push({ method: method.toUpperCase(), path: prefix + path, title: `${method.toUpperCase()} ${prefix}${path}`, node, parameters });
    }
  }
  return found;
}

/** The path that the document's server address puts before every path. */
function serverPath({ servers }: Json): string {
  const [first] = Array.isArray(servers) ? servers : [];
  if (!isObject(first) || typeof first.url !== 'string') return '';
  try {
    return new URL(first.url, 'http://server.invalid').pathname.replace(/\/+$/, '');
  } catch {
    return '';
  }
}

/** A path by its shape: what its parameters are called does not matter. */
const template = (path: string): string => path.replace(/\{[^}]*\}/g, '{}');

function find(endpoint: EndpointRow, operations: readonly Operation[], comparison: Comparison): Operation | undefined {
  const wanted = template(endpoint.path);
  const place: Place = { direction: 'request', row: endpoint.name, where: `${endpoint.method} ${endpoint.path}` };
  const exact = operations.find(({ method, path }) => method === endpoint.method && template(path) === wanted);
  if (exact) return exact;
  const withoutSlash = (path: string): string => template(path).replace(/\/+$/, '');
  const slashed = operations.find(({ method, path }) => method === endpoint.method && withoutSlash(path) === withoutSlash(endpoint.path));
  if (slashed) {
    comparison.report(place, 'breaks_requests', 'path_slash', endpoint.path, slashed.path, 'The paths differ in a slash at the end: the server redirects, and a body or a header can be lost.');
    return slashed;
  }
  const others = operations.filter(({ path }) => template(path) === wanted).map(({ method }) => method);
  if (others.length > 0) {
    comparison.report(place, 'breaks_requests', 'method', endpoint.method, others.join(', '), 'The server has this path under another method.');
  } else {
    comparison.report(place, 'breaks_requests', 'endpoint_gone', `${endpoint.method} ${endpoint.path}`, null, 'The server has no such endpoint.');
  }
  return undefined;
}

class EndpointAudit {
  constructor(
    private readonly endpoint: EndpointRow,
    private readonly operation: Operation,
    private readonly schemas: Schemas,
    private readonly comparison: Comparison,
    private readonly tables: Tables,
  ) {}

  run(): void {
    this.#path();
    this.#parameters();
    this.#body();
    this.#answer();
  }

  #place(direction: Direction, row = this.endpoint.name): Place {
    return { direction, row, where: this.operation.title };
  }

  #path(): void {
    const names = (path: string): string => (path.match(/\{[^}]*\}/g) ?? []).join(', ');
    const [ours, theirs] = [names(this.endpoint.path), names(this.operation.path)];
    if (ours !== theirs) this.comparison.report(this.#place('request'), 'information', 'path_parameter', ours, theirs, 'The path\'s parameter has another name.');
    const { parameter } = this.endpoint;
    const given = this.operation.parameters.find((one) => one.in === 'path');
    if (parameter === '' || !given) return;
    const field = this.#pathField(parameter);
    this.comparison.value(field, this.schemas.shape(given.schema), this.#place('request', `${this.endpoint.name}.${parameter}`));
  }

  /** A type in a path is one of the words that a request's field of that name takes; anything else is text. */
  #pathField(parameter: string): FieldRow {
    const alike = this.tables.models.flatMap(({ fields }) => fields).find(({ name, type }) => name === parameter && type === 'choice');
    return alike ? { ...alike, nullable: false } : { name: parameter, type: 'text', nullable: false };
  }

  #parameters(): void {
    const query = new Map(this.operation.parameters.filter((one) => one.in === 'query').map((one) => [String(one.name), one]));
    const model = this.tables.models.find(({ name }) => name === this.endpoint.query);
    for (const field of model?.fields ?? []) {
      const place = this.#place('request', `${model!.name}.${field.name}`);
      const given = query.get(field.name);
      if (!given) {
        this.comparison.report(place, 'breaks_requests', 'parameter_gone', describe(field), null, 'The server has no such parameter: it ignores it.');
        continue;
      }
      const shape = this.schemas.shape(given.schema);
      // A query has no null: what is null is left out. A list is one text, with commas between its items.
      const asText: FieldRow = field.type === 'list' ? { name: field.name, type: 'text', nullable: false, default: field.default } : { ...field, nullable: false };
      this.comparison.required(field, given.required === true, place);
      this.comparison.value(asText, { ...shape, nullable: false }, place);
      this.comparison.default(field, shape, given.required === true, place);
    }
    const known = new Set(model?.fields.map(({ name }) => name));
    for (const [name, given] of query) {
      if (!known.has(name)) this.comparison.extra(name, this.schemas.shape(given.schema), given.required === true, this.#place('request', `${model?.name ?? this.endpoint.name}.${name}`));
    }
    for (const one of this.operation.parameters) {
      if (one.in !== 'header' && one.in !== 'cookie') continue;
      const what = `${String(one.in)} ${String(one.name)}`;
      if (one.required === true) this.comparison.report(this.#place('request'), 'breaks_requests', 'parameter_new_required', null, what, `The server wants the ${what}, which is not part of the contract.`);
      else this.comparison.skip(`${this.operation.title}: the optional ${what}.`);
    }
  }

  #body(): void {
    const { body } = this.endpoint;
    const { requestBody } = this.operation.node;
    const given = isObject(requestBody) && typeof requestBody.$ref === 'string' ? this.schemas.find(requestBody.$ref) : requestBody;
    const place = this.#place('request');
    if (!isObject(given)) {
      if (body !== '') this.comparison.report(place, 'breaks_requests', 'body_gone', body, null, 'The server takes no body: it ignores it.');
      return;
    }
    if (body === '') {
      const required = given.required === true;
      this.comparison.report(place, required ? 'breaks_requests' : 'more_permissive', 'body_new', null, this.#schemaName(given.content),
        required ? 'The server wants a body, which is never sent.' : 'The server also takes a body.');
      return;
    }
    const schema = jsonSchema(given.content);
    if (schema === undefined) {
      this.comparison.report(place, 'breaks_requests', 'content_type', 'application/json', Object.keys(isObject(given.content) ? given.content : {}).join(', ') || null, 'The server does not take JSON here.');
      return;
    }
    this.#whole(body, schema, place);
  }

  #answer(): void {
    const { response } = this.endpoint;
    const responses = isObject(this.operation.node.responses) ? this.operation.node.responses : {};
    const statuses = Object.keys(responses);
    const success = statuses.find((status) => /^2/.test(status));
    const place = this.#place('response');
    if (success !== undefined && success !== '200') {
      const empty = success === '204' && response !== '';
      this.comparison.report(place, empty ? 'breaks_responses' : 'information', 'status', '200', success, empty ? 'The server answers nothing.' : 'The server says success with another status.');
      if (empty) return;
    }
    // 422 is what FastAPI adds to whatever has parameters.
    const further = statuses.filter((status) => status !== success && status !== '422' && status !== 'default');
    if (further.length > 0) this.comparison.report(place, 'information', 'status', null, further.join(', '), 'The document names further statuses.');
    if (response === '') return;
    const answer = success === undefined ? responses.default : responses[success];
    const found = isObject(answer) && typeof answer.$ref === 'string' ? this.schemas.find(answer.$ref) : answer;
    const schema = isObject(found) ? jsonSchema(found.content) : undefined;
    if (schema === undefined && isObject(found) && isObject(found.content) && Object.keys(found.content).length > 0) {
      this.comparison.report(place, 'breaks_responses', 'content_type', 'application/json', Object.keys(found.content).join(', '), 'The server does not answer JSON.');
      return;
    }
    this.#whole(response, schema, place);
  }

  /** A whole body or answer beside its schema. */
  #whole(model: string, schema: unknown, place: Place): void {
    const shape = this.schemas.shape(schema);
    if (shape.kind === 'any') {
      this.comparison.skip(`${this.operation.title}: the document does not describe ${place.direction === 'request' ? 'the body' : 'the answer'}.`);
      return;
    }
    this.comparison.value(wholeField(model), shape, place);
  }

  #schemaName(content: unknown): string {
    const shape = this.schemas.shape(jsonSchema(content));
    return shape.name ?? shape.kind;
  }
}

/** `Model`, `Model?`, `[Model]` or `[]` as a field. */
function wholeField(model: string): FieldRow {
  const field = { name: '', type: 'model', nullable: model.endsWith('?'), model: model.replace(/[?[\]]/g, '') } as const;
  if (!model.startsWith('[')) return field;
  const item: FieldRow = field.model === '' ? { name: 'id', type: 'text', nullable: false } : field;
  return { name: '', type: 'list', nullable: false, item };
}

/** The schema of JSON among the contents of a body or an answer. */
function jsonSchema(content: unknown): unknown {
  if (!isObject(content)) return undefined;
  const type = Object.keys(content).find((name) => /^application\/(json|[\w.+-]+\+json)\b|^\*\/\*|^application\/\*/i.test(name));
  const media = type === undefined ? undefined : content[type];
  return isObject(media) ? (media.schema ?? {}) : undefined;
}

/** Models that no described operation leads to are still compared with the component of their name. */
function compareUnusedModels(document: Json, tables: Tables, schemas: Schemas, comparison: Comparison): void {
  const components = isObject(document.components) && isObject(document.components.schemas) ? document.components.schemas : {};
  const sent = requestModels(tables);
  for (const { name } of tables.models) {
    if (comparison.names.has(name)) continue;
    const component = [name, `${name}-Output`, `${name}-Input`].find((key) => Object.hasOwn(components, key));
    if (component === undefined) {
      if (!tables.endpoints.some(({ query }) => query === name)) comparison.skip(`${name}: the document has no such model, nor an operation with it.`);
      continue;
    }
    const shape: Shape = schemas.shape({ $ref: `#/components/schemas/${component}` });
    comparison.model(name, shape, { direction: sent.has(name) ? 'request' : 'response', row: name, where: component });
  }
}

function requestModels({ endpoints, models }: Tables): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (name: string | undefined): void => {
    const model = models.find((one) => one.name === name);
    if (!model || found.has(model.name)) return;
    found.add(model.name);
    for (const field of model.fields) visit(field.model ?? field.item?.model);
  };
  for (const { body, query } of endpoints) [body, query].forEach(visit);
  return found;
}
