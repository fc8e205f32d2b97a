// TypeScript for the contract, written from the tables that the core prints.

const HEADER = '// Generated from src/contract/tables.cpp, vocabulary.h and endpoint.cpp.\n';

/** Constraints of a field in words, for its documentation. */
function limits(field) {
  const parts = [];
  const unit = field.type === 'list' ? 'items' : 'characters';
  if (field.minLength !== undefined && field.maxLength !== undefined)
    parts.push(`${field.minLength} to ${field.maxLength} ${unit}`);
  else if (field.maxLength !== undefined) parts.push(`at most ${field.maxLength} ${unit}`);
  if (field.type === 'integer') parts.push('whole');
  if (field.above !== undefined) parts.push(`above ${field.above}`);
  if (field.min !== undefined)
    parts.push(field.max === undefined ? `at least ${field.min}` : `${field.min} to ${field.max}`);
  if (field.pattern) parts.push(`matches \`${field.pattern}\``);
  if (field.default !== undefined) parts.push(`default \`${JSON.stringify(field.default)}\``);
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

const doc = (text, indent = '') => `${indent}/** ${text} */\n`;

/** How one interface family names its keys and nested models. */
const families = {
  value: { suffix: '', key: 'camel', optional: () => false },
  input: { suffix: 'Input', key: 'camel', optional: (field) => field.default !== undefined },
  wire: { suffix: 'Wire', key: 'name', optional: () => false },
  wireInput: { suffix: 'WireInput', key: 'name', optional: (field) => field.default !== undefined },
};

function typeOf(field, family) {
  const input = family.suffix.endsWith('Input');
  const plain = () => {
    switch (field.type) {
      case 'text':
        return 'string';
      case 'integer':
      case 'number':
        return 'number';
      case 'boolean':
        return 'boolean';
      case 'choice':
        return field.vocabulary;
      case 'model':
        return field.model + family.suffix;
      case 'list':
        return input ? `readonly ${typeOf(field.item, family)}[]` : `${typeOf(field.item, family)}[]`;
      default:
        return `Record<string, ${field.item ? typeOf(field.item, family) : 'unknown'}>`;
    }
  };
  return plain() + (field.nullable ? ' | null' : '');
}

function interfaceOf(model, family) {
  const note = {
    '': 'camelCase, complete.',
    Input: 'camelCase; what has a default may be left out.',
    Wire: 'As on the wire, complete.',
    WireInput: 'As on the wire; what has a default may be left out.',
  }[family.suffix];
  const lines = model.fields.map(
    (field) =>
      doc(field.about + limits(field), '  ') +
      `  ${field[family.key]}${family.optional(field) ? '?' : ''}: ${typeOf(field, family)}${family.optional(field) ? ' | undefined' : ''};\n`,
  );
  return (
    doc(`${model.about} ${note}`) + `export interface ${model.name}${family.suffix} {\n${lines.join('')}}\n`
  );
}

/** What each word of an issue's `ctx` means. */
const contextWords = {
  class_name: "The model's name.",
  error: 'What the reader of JSON says.',
  min_length: 'The fewest that are allowed.',
  max_length: 'The most that are allowed.',
  actual_length: 'How many there are.',
  field_type: "What is too long, in Pydantic's words: `List`.",
  pattern: 'The regular expression.',
  expected: 'The words that are known, each in quotes.',
  gt: 'The bound, itself not allowed.',
  ge: 'The bound, itself allowed.',
  le: 'The bound, itself allowed.',
  tier: "The user's subscription.",
  total: 'Assets in the library, all types together.',
  count: 'How many there are.',
  limit: 'How many are allowed.',
  size: 'Bytes of the file.',
  used: 'The key whose value counts.',
  ignored: 'The other key.',
};

/** The type of an issue's `ctx`. */
function contextOf(context) {
  const entries = Object.entries(context);
  if (entries.length === 0) return 'Record<string, never>';
  const members = entries.map(([key, type]) => {
    if (!(key in contextWords)) throw new Error(`Say what ${key} of an issue's ctx means.`);
    return `${doc(contextWords[key], '    ')}    ${key}: ${type};\n`;
  });
  return `{\n${members.join('')}  }`;
}

/** Models that a request's body or query is made of, nested ones included. */
function requestModels(tables) {
  const byName = new Map(tables.models.map((model) => [model.name, model]));
  const found = new Set();
  const visit = (name) => {
    if (!byName.has(name) || found.has(name)) return;
    found.add(name);
    for (const field of byName.get(name).fields) visit(field.model ?? field.item?.model);
  };
  for (const { body, query } of tables.endpoints) [body, query].forEach(visit);
  return found;
}

/** Models, vocabularies and the endpoints' parameters and answers, as TypeScript. */
export function contractTypes(tables) {
  const requests = requestModels(tables);
  const out = [HEADER];
  for (const { name, about, words } of tables.vocabularies) {
    out.push(doc(about) + `export type ${name} =\n${words.map((word) => `  | '${word}'`).join('\n')};\n`);
  }
  for (const model of tables.models) {
    out.push(interfaceOf(model, families.value), interfaceOf(model, families.wire));
    if (requests.has(model.name))
      out.push(interfaceOf(model, families.input), interfaceOf(model, families.wireInput));
  }
  out.push(
    doc('What `ctx` holds, by the type of the issue.') +
      `export interface IssueContexts {\n${tables.issues
        .map(({ name, about, context }) => `${doc(about, '  ')}  ${name}: ${contextOf(context)};\n`)
        .join('')}}\n`,
    doc("Pydantic's error types, and the server's and our own reasons in the same shape.") +
      'export type IssueType = keyof IssueContexts;\n',
    `/** @internal */\nexport const ISSUE_TYPES: readonly string[] = [\n${tables.issues.map(({ name }) => `  '${name}',\n`).join('')}];\n`,
  );
  const map = (name, about, suffixOf) =>
    doc(about) +
    `export interface ${name} {\n${tables.models.map((model) => `${doc(model.about, '  ')}  ${model.name}: ${model.name}${suffixOf(model)};\n`).join('')}}\n`;
  out.push(
    map('Models', 'Every model by its name, in camelCase.', () => ''),
    map('InputModels', 'Every model by its name, in camelCase, as it may be given: without what has a default, where it is of a request.', ({ name }) => (requests.has(name) ? 'Input' : '')),
    map('WireModels', 'Every model by its name, as on the wire.', () => 'Wire'),
  );
  out.push(doc('The name of a model.') + 'export type ModelName = keyof Models;\n');
  out.push(
    doc('The keys of a placement, in the order of the table.') +
      `export const PLACEMENT_KEYS = [${tables.models
        .find(({ name }) => name === 'MediaAssetPlacement')
        .fields.map(({ camel }) => `'${camel}'`)
        .join(', ')}] as const;\n`,
  );
  return out.join('\n');
}

function paramsOf(endpoint) {
  const { parameter, body, query } = endpoint;
  const camel = parameter.replace(/_(.)/g, (_, letter) => letter.toUpperCase());
  const type = parameter === 'asset_type' ? 'MediaAssetType' : 'string';
  const styles = (model) => `${model}Input | ${model}WireInput`;
  if (body === '[]') return 'params: readonly string[] | { ids: readonly string[] }';
  if (body === 'UploadMediaRequest') return 'params: UploadMediaParams';
  if (body && parameter)
    return `params: ({ ${camel}: ${type} } & ${body}Input) | ({ ${parameter}: ${type} } & ${body}WireInput)`;
  if (body) return `params: ${styles(body)}`;
  if (query) return `params?: ${styles(query)} | null`;
  if (parameter) return `params: ${type} | { ${camel}: ${type} } | { ${parameter}: ${type} }`;
  return 'params?: null | Record<string, never>';
}

/** The path as a template literal type. */
const pathOf = ({ path }) => (path.includes('{') ? `\`${path.replace(/\{\w+\}/g, '${string}')}\`` : `'${path}'`);

function responseOf({ response }) {
  if (response === '') return 'unknown';
  if (response.startsWith('[')) return `${response.slice(1, -1)}[]`;
  return response.endsWith('?') ? `${response.slice(0, -1)} | null` : response;
}

/** The methods of kit.requests and kit.responses. */
export function endpointTypes(tables) {
  const used = new Set();
  const note = (text) => (text.match(/\b[A-Z]\w+\b/g) ?? []).forEach((name) => used.add(name)) ?? text;
  // An endpoint's signatures, each with what is special about it.
  const methods = (signatures) =>
    tables.endpoints
      .flatMap((endpoint) =>
        signatures(endpoint).map(
          ([signature, remark = '']) =>
            doc(`\`${endpoint.method} ${endpoint.path}\`: ${endpoint.about}${remark && ` ${remark}`}`, '  ') +
            `  ${endpoint.name}${signature};\n`,
        ),
      )
      .join('');
  const requests = methods((endpoint) => {
    const params = paramsOf(endpoint);
    note(params);
    const result = `RequestResult<'${endpoint.method}', ${pathOf(endpoint)}, ${endpoint.body !== ''}>`;
    const signature = [`(${params}, context?: RequestContext | null): ${result}`];
    if (endpoint.body !== 'UploadMediaRequest') return [signature];
    const beside = `(params: UploadMediaFields, context: RequestContext & { image: UploadImage }): ${result}`;
    return [[beside, 'The image stands in the context.'], signature];
  });
  const responses = methods((endpoint) => {
    const response = responseOf(endpoint);
    note(response);
    return [
      [`(json: JsonText, options?: ResponseOptions & { tolerant?: false | undefined }): ${response}`],
      [`(json: JsonText, options: ResponseOptions): Tolerated<${response}>`, 'Of a server that may be newer.'],
    ];
  });
  const known = new Set([
    ...tables.models.flatMap(({ name }) => Object.values(families).map(({ suffix }) => name + suffix)),
    ...tables.vocabularies.map(({ name }) => name),
  ]);
  const imports = [...used].filter((name) => known.has(name)).sort();
  return `${HEADER}import type { JsonText } from '../json.js';
import type { RequestContext, RequestResult, UploadImage, UploadMediaFields, UploadMediaParams } from '../requests.js';
import type { ResponseOptions, Tolerated } from '../responses.js';
import type {\n${imports.map((name) => `  ${name},\n`).join('')}} from './contract.js';

${doc('The names of the endpoints.')}export const ENDPOINTS = [\n${tables.endpoints.map(({ name }) => `  '${name}',\n`).join('')}] as const;

${doc('The name of an endpoint.')}export type EndpointName = (typeof ENDPOINTS)[number];

${doc("One method an endpoint. Each takes its path parameter, query or body in either key style, and answers with the request or with the server's refusal.")}export interface RequestMethods {\n${requests}}

${doc("One method an endpoint. Each takes the JSON of the server's answer, as text or UTF-8 bytes, and returns it complete and in camelCase. Throws MediaError `invalid_response` when the answer breaks the contract, `invalid_json` when it is not JSON.")}export interface ResponseMethods {\n${responses}}
`;
}
