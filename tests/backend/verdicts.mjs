// The verdicts on a request: the kit's own, in the order in which the back end gives them.
import { detailOf, Refusal } from './http.mjs';

/** Python reads no integer of more than 4300 digits. */
const TOO_MANY_DIGITS = /\d{4301}/;

/** Keys in camelCase, which the server does not know, taken out; what `metadata` holds is left as it is. */
function snakeOnly(value) {
  if (Array.isArray(value)) return value.map(snakeOnly);
  if (value === null || typeof value !== 'object') return value;
  const known = Object.entries(value).filter(([key]) => !/[A-Z]/.test(key));
  return Object.fromEntries(known.map(([key, inner]) => [key, key === 'metadata' ? inner : snakeOnly(inner)]));
}

/** The body without what only the kit would read. The bytes themselves, digits and all, where there is no such key. */
function asServerReads(bytes) {
  let value;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (TOO_MANY_DIGITS.test(text)) return bytes; // for the kit to see
    value = JSON.parse(text);
  } catch {
    return bytes; // NaN and the like, or no JSON at all: the kit says which
  }
  const snake = JSON.stringify(snakeOnly(value));
  return snake === JSON.stringify(value) ? bytes : Buffer.from(snake);
}

/** What a body may be, e.g. 'UpdateMediaRequest'. @returns its JSON bytes. @throws Refusal 400, 422 */
export function checkedBody(kit, model, bytes, saysJson) {
  // To FastAPI a body of null is none.
  if (/^\s*(null\s*)?$/.test(bytes.subarray(0, 64).toString('latin1')) && bytes.length <= 64) throw new Refusal(422, [{ type: 'missing', loc: ['body'], msg: 'Field required', input: null }]);
  if (!saysJson) throw new Refusal(422, [{ type: 'model_attributes_type', loc: ['body'], msg: 'This must be an object.', input: null }]);
  const body = asServerReads(bytes);
  let verdict;
  try {
    verdict = kit.contract.validate(model, body);
  } catch (error) {
    if (error.code === 'input_too_large') throw new Refusal(413, error.message);
    if (error.code !== 'invalid_json') throw new Refusal(400, 'There was an error parsing the body');
    // Python turns neither what is not UTF-8 nor such an integer into a value.
    if (!isUtf8(bytes) || TOO_MANY_DIGITS.test(new TextDecoder().decode(bytes))) throw new Refusal(400, 'There was an error parsing the body');
    throw new Refusal(422, [{ type: 'json_invalid', loc: ['body', 0], msg: 'JSON decode error', input: {}, ctx: { error: error.message } }]);
  }
  if (!verdict.ok) throw new Refusal(422, detailOf(verdict.issues, 'body'));
  return body;
}

function isUtf8(bytes) {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** The query of a list: text, as it came. @throws Refusal 422 */
export function checkedQuery(kit, query) {
  const value = {};
  for (const [key, text] of query) if (!/[A-Z]/.test(key)) value[key] = text;
  if (value.tags !== undefined) value.tags = value.tags.split(',').filter((tag) => tag !== '');
  const verdict = kit.contract.validate('ListMediaRequest', value);
  if (!verdict.ok) throw new Refusal(422, detailOf(verdict.issues, 'query'));
  return verdict.value;
}

/** What the kit says before sending, with all that the server knows. @throws Refusal 422, 403, 400, 404 */
export function preflight(kit, endpoint, params, context, place = 'body') {
  const verdict = kit.requests[endpoint](params, context);
  if (verdict.ok) return;
  const { status, issues } = verdict;
  throw new Refusal(status, status === 422 ? detailOf(issues, place) : issues[0].message);
}
