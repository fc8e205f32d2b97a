// The accept path: straight-line TypeScript that takes plain, valid objects without crossing to the core, written
// from the tables that the core prints. What is in any way unusual it leaves to the engine, which alone refuses.

const HEADER = `// Generated from src/contract/tables.cpp, vocabulary.h and endpoint.cpp.
import { choice, data, list, listOf, map, plain, type Reader, type RequestRow, restIsIgnored, spend, type Style, text, UNKNOWN, wellFormed } from '../plain.js';

`;

const words = (vocabulary) => `is${vocabulary}`;

/** Statements that check \`v\` and put it into \`local\`; `return UNKNOWN` leaves it to the engine. */
function take(field, local) {
  const unless = (condition, value = 'v') => `if (!(${condition})) return UNKNOWN; ${local} = ${value};`;
  switch (field.type) {
    case 'text': {
      // UTF-16 units bound the code points: at most as many, and at least half as many.
      const { minLength = 0, maxLength } = field;
      const conditions = [`typeof v === 'string'`, 'spend(v)'];
      if (minLength > 0) conditions.push(`v.length >= ${2 * minLength - 1}`);
      if (maxLength !== undefined) conditions.push(`v.length <= ${maxLength}`);
      if (field.pattern) conditions.push(`/${field.pattern}/.test(v)`);
      else if (minLength > 0 || maxLength !== undefined) conditions.push('wellFormed(v)');
      return unless(conditions.join(' && '));
    }
    case 'choice':
      return unless(`${words(field.vocabulary)}(v)`);
    case 'boolean':
      return unless(`typeof v === 'boolean'`);
    case 'integer':
    case 'number': {
      const bounded = field.above !== undefined || field.min !== undefined;
      const conditions = [field.type === 'integer' ? 'Number.isSafeInteger(v)' : `typeof v === 'number'`];
      if (field.above !== undefined) conditions.push(`v > ${field.above}`);
      if (field.min !== undefined) conditions.push(`v >= ${field.min}`);
      if (field.max !== undefined) conditions.push(`v <= ${field.max}`);
      else if (field.type === 'number') conditions.push(bounded ? 'v < Infinity' : 'Number.isFinite(v)');
      const value = field.type === 'integer' ? '(v as number)' : 'v';
      // JSON.stringify writes -0 as 0. (v + 0 would do, but makes small integers doubles, which are slow to print.)
      const zero = !(field.above >= 0 || field.min > 0);
      return unless(conditions.join(' && ').replace(/\bv (?=[<>])/g, `${value} `), zero ? 'v === 0 ? 0 : v' : 'v');
    }
    case 'list': {
      const item = field.item;
      const most = field.maxLength ?? 'Infinity';
      return `if ((${local} = list(v, ${most}, ${itemTaker(item)}, style)) === UNKNOWN) return UNKNOWN;`;
    }
    case 'model':
      return `if ((${local} = ${field.model}(v, style)) === UNKNOWN) return UNKNOWN;`;
    default:
      return field.item
        ? `if ((${local} = map(v, ${itemTaker(field.item)}, style)) === UNKNOWN) return UNKNOWN;`
        : `if ((${local} = data(v)) === UNKNOWN) return UNKNOWN;`;
  }
}

/** A function of an item's value and the style. */
function itemTaker(item) {
  if (item.nullable || item.minLength || item.maxLength || item.pattern || item.min !== undefined || item.max !== undefined || item.above !== undefined)
    throw new Error(`Items with bounds have no accept path yet: ${item.name}`);
  if (item.type === 'model') return item.model;
  if (item.type === 'choice') return `choice(${words(item.vocabulary)})`;
  if (item.type === 'text') return 'text';
  throw new Error(`Items of this type have no accept path yet: ${item.type}`);
}

/** The default as an expression. */
function fallback(field, byName) {
  if (field.type !== 'model' || field.default === null) return JSON.stringify(field.default);
  const inner = (key) =>
    `{ ${byName.get(field.model).fields.map((f) => `${f[key]}: ${JSON.stringify(f.default)}`).join(', ')} }`;
  return `style === 'camel' ? ${inner('camel')} : ${inner('name')}`;
}

function reader(model, byName) {
  const { fields } = model;
  const local = (i) => `f${i}`;
  const reads = fields.map((field, i) => {
    // Both styles of one key: the engine says which counts.
    const read =
      field.name === field.camel
        ? `v = o.${field.name};`
        : `v = o.${field.camel}; if (v === undefined) v = o.${field.name}; else if (o.${field.name} !== undefined) return UNKNOWN;`;
    const nothing = field.nullable ? `if (v === null) ${local(i)} = v; else ` : '';
    return `  ${read}\n  if (v !== undefined) { n++; ${nothing}{ ${take(field, local(i))} } }${field.default === undefined ? ' else return UNKNOWN;' : ''}\n`;
  });
  const defaults = fields.flatMap((field, i) =>
    field.default === undefined ? [] : [`    if (${local(i)} === undefined) ${local(i)} = ${fallback(field, byName)};\n`],
  );
  const object = (key) => `{ ${fields.map((field, i) => `${field[key]}: ${local(i)}`).join(', ')} }`;
  const keys = [...new Set(fields.flatMap((field) => [field.name, field.camel]))];
  return `const keysOf${model.name} = /* @__PURE__ */ new Set(${JSON.stringify(keys)});
function ${model.name}(o: unknown, style: Style): unknown {
  if (!plain(o)) return UNKNOWN;
  let v: unknown, n = 0, ${fields.map((_, i) => `${local(i)}: unknown`).join(', ')};
${reads.join('')}  for (const _ in o) n--;
  if (n !== 0 && !restIsIgnored(o, n, keysOf${model.name})) return UNKNOWN;
${defaults.length > 0 ? `  if (style !== 'given') {\n${defaults.join('')}  }\n` : ''}  return style === 'camel' ? ${object('camel')} : ${object('name')};
}
`;
}

/** What a request whose body is one of these models is made of, where the server checks no more than the caller's facts. */
function requests(endpoints, byName) {
  const rows = endpoints
    .filter(({ body, guard }) => byName.has(body) && guard !== 'upload')
    .map(({ name, method, path, parameter, body, headers }) => {
      const camel = parameter.replace(/_(.)/g, (_, letter) => letter.toUpperCase());
      return `  ['${name}', ${JSON.stringify({ method, path, parameter: parameter && [parameter, camel], model: body, headers })}],\n`;
    });
  return `export const REQUESTS: ReadonlyMap<string, RequestRow> = /* @__PURE__ */ new Map<string, RequestRow>([\n${rows.join('')}]);\n`;
}

/** The module with one reader a model. */
export function acceptPath({ models, vocabularies, endpoints }) {
  const byName = new Map(models.map((model) => [model.name, model]));
  const used = new Set();
  const note = (field) => {
    if (field.vocabulary) used.add(field.vocabulary);
    if (field.item) note(field.item);
  };
  models.forEach((model) => model.fields.forEach(note));
  used.add('Tier'); // of the caller's facts, see accept.ts
  const out = [HEADER];
  for (const { name, words: list } of vocabularies.filter(({ name: known }) => used.has(known))) {
    out.push(
      list.length < 5
        ? `const ${words(name)} = (v: unknown) => ${list.map((word) => `v === '${word}'`).join(' || ')};\n`
        : `const all${name} = /* @__PURE__ */ new Set<unknown>(${JSON.stringify(list)});\nconst ${words(name)} = (v: unknown) => all${name}.has(v);\n`,
    );
  }
  out.push(...models.map((model) => reader(model, byName)));
  out.push(`export const READERS: ReadonlyMap<string, Reader> = /* @__PURE__ */ new Map<string, Reader>([\n${models.map(({ name }) => `  ['${name}', ${name}],\n  ['${name}[]', listOf(${name})],\n`).join('')}]);\n`);
  out.push(`export { ${words('Tier')} };\n`, requests(endpoints, byName));
  return out.join('\n');
}
