// Values for a model, drawn from its JSON Schema, and what spoils them.

/** mulberry32: a small generator with a good spread. */
function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const ODD = [
  null,
  true,
  false,
  0,
  -0,
  1,
  5,
  100,
  101,
  -1,
  0.5,
  1e19,
  1e308,
  2 ** 53,
  '',
  ' ',
  '5',
  ' 5 ',
  '+5',
  '1_000',
  '5.0',
  '1e2',
  'inf',
  'nan',
  'true',
  'off',
  'x'.repeat(101),
  '😀'.repeat(50),
  '\ud800',
  '\0',
  '"\n',
  '#FF5733',
  '#ff5733\n',
  [],
  {},
  [null],
  ['a', 'b', 'c'],
  { a: 1 },
  'logo',
  'percent',
  'banner',
];

const camelKey = (key) =>
  /^[a-z]+(_[a-z0-9]+)+$/.test(key) ? key.replace(/_(.)/g, (_, c) => c.toUpperCase()) : key;

/** Generators over one seed. */
export function createRandom(seed) {
  const next = random(seed);
  const below = (count) => Math.floor(next() * count);
  const one = (items) => items[below(items.length)];

  /** A value that the schema accepts. */
  function valid(schema, definitions) {
    if (schema.$ref) return valid(definitions[schema.$ref.slice('#/$defs/'.length)], definitions);
    if (schema.anyOf) return next() < 0.3 ? null : valid(schema.anyOf[0], definitions);
    if (schema.enum) return one(schema.enum);
    const type = Array.isArray(schema.type) ? one(schema.type) : schema.type;
    switch (type) {
      case 'string':
        return schema.pattern
          ? '#0aF9b2'
          : 'é'.repeat(Math.max(schema.minLength ?? 0, Math.min(schema.maxLength ?? 20, below(20))));
      case 'integer':
      case 'number': {
        const low = schema.minimum ?? (schema.exclusiveMinimum ?? -1000) + 1;
        const value = low + next() * ((schema.maximum ?? low + 1000) - low);
        return type === 'integer' ? Math.floor(value) : value;
      }
      case 'boolean':
        return next() < 0.5;
      case 'array':
        return Array.from({ length: below(Math.min(schema.maxItems ?? 3, 3) + 1) }, () =>
          valid(schema.items, definitions),
        );
      case 'object': {
        if (!schema.properties)
          return schema.additionalProperties
            ? { k: valid(schema.additionalProperties, definitions) }
            : { some_key: 1, someKey: [0] };
        const keys = Object.keys(schema.properties).filter(
          (key) => schema.required.includes(key) || next() < 0.6,
        );
        return Object.fromEntries(keys.map((key) => [key, valid(schema.properties[key], definitions)]));
      }
      default:
        return null;
    }
  }

  /** One change somewhere inside. */
  function mutate(value, isRoot = false) {
    if (typeof value !== 'object' || value === null || (!isRoot && next() < 0.1)) return one(ODD);
    const copy = Array.isArray(value) ? [...value] : { ...value };
    const keys = Object.keys(copy);
    if (keys.length === 0 || next() < 0.1) {
      if (Array.isArray(copy)) copy.push(one(ODD));
      else copy[one(['extra', 'X', '__proto__x', 'asset__id', 'constructor'])] = one(ODD);
      return copy;
    }
    const key = one(keys);
    if (!Array.isArray(copy) && next() < 0.2) delete copy[key];
    else copy[key] = mutate(copy[key]);
    return copy;
  }

  /** The same value with each known key in a style drawn at random. */
  function restyle(value, schema, definitions) {
    if (schema.$ref) return restyle(value, definitions[schema.$ref.slice('#/$defs/'.length)], definitions);
    if (schema.anyOf) return restyle(value, schema.anyOf[0], definitions);
    if (Array.isArray(value))
      return schema.items ? value.map((item) => restyle(item, schema.items, definitions)) : value;
    if (typeof value !== 'object' || value === null || !schema.properties) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => {
        const known = schema.properties[key];
        return [
          known && next() < 0.5 ? camelKey(key) : key,
          known ? restyle(inner, known, definitions) : inner,
        ];
      }),
    );
  }

  return { next, below, one, valid, mutate, restyle };
}
