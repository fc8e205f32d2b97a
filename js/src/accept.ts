// Accepted values do not cross to the core: a generated copy of its tables takes what is plain and valid. The engine
// stays the only judge of everything else, and of every refusal.
import { encoder } from './coders.js';
import { isTier, READERS, REQUESTS } from './generated/accept.js';
import { LONG_TEXT } from './json.js';
import { refill, type Style, UNKNOWN } from './plain.js';

export { UNKNOWN };

const nothing = {};

/** The value as the engine would write it, or UNKNOWN where the engine must be asked. */
export function accept(model: unknown, value: unknown, style: Style): unknown {
  const reader = typeof value === 'object' ? READERS.get(model as string) : undefined;
  if (!reader) return UNKNOWN;
  for (const _ in nothing) return UNKNOWN; // a page has given all objects a member of its own
  refill();
  return reader(value, style);
}

/** The wire's bytes of a value, or undefined where the engine must be asked. */
export function acceptBody(model: unknown, value: unknown): Uint8Array<ArrayBuffer> | undefined {
  const accepted = accept(model, value, 'given');
  if (accepted === UNKNOWN) return undefined;
  // A long text crosses as it stands, which takes less than to look for what JSON escapes and to copy it twice.
  if (!Array.isArray(accepted) && Object.values(accepted as object).some((member) => typeof member === 'string' && member.length >= LONG_TEXT)) return undefined;
  return encoder.encode(JSON.stringify(accepted));
}

// As the server makes ids: no word of a route is one. All other ids the engine looks at.
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** What JSON.stringify would write of a member, if it is a text. */
const textOf = (holder: object, key: string): unknown => {
  const value = (holder as Record<string, unknown>)[key];
  return value === undefined || Object.prototype.propertyIsEnumerable.call(holder, key) ? value : UNKNOWN;
};

/** Whether nothing that a caller knows could be a reason to refuse one of REQUESTS: a tier with access, or nothing. */
const harmless = (facts: Record<string, unknown>): boolean =>
  Object.entries(facts).every(([name, fact]) => fact === undefined || (name === 'tier' && isTier(fact)));

/** A request that nothing is said against, or undefined where the engine must be asked. */
export function acceptRequest(endpoint: string, params: unknown, facts: Record<string, unknown>) {
  const row = harmless(facts) ? REQUESTS.get(endpoint) : undefined;
  const body = row && acceptBody(row.model, params);
  if (!body) return undefined;
  const { method, path, parameter, headers } = row;
  const answer = { ok: true as const, method, path, query: '', url: path, headers: { ...headers }, body };
  if (parameter === '') return answer;
  const [id, ...others] = parameter.map((name) => textOf(params as object, name)).filter((given) => given !== undefined);
  if (others.length > 0 || typeof id !== 'string' || !UUID.test(id)) return undefined;
  answer.path = answer.url = path.replace(/\{\w+\}/, id);
  return answer;
}
