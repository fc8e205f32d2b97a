// What FastAPI does around an endpoint: reads a body, answers JSON, and says errors its way.

/** An answer that is not the endpoint's: FastAPI's `{"detail": …}`. */
export class Refusal extends Error {
  constructor(status, detail, headers = {}) {
    super(typeof detail === 'string' ? detail : `${status}`);
    Object.assign(this, { status, detail, headers });
  }
}

/** Issues of the kit as FastAPI lists them. @param place 'body', 'query' or 'path' */
export const detailOf = (issues, place) =>
  issues.map(({ type, loc, message, ctx, input }) => {
    // A body is validated from attributes: another type, and no class name.
    const isModel = type === 'model_type' && place === 'body';
    return {
      type: isModel ? 'model_attributes_type' : type,
      loc: loc[0] === place ? loc : [place, ...loc],
      msg: message,
      input: input ?? null,
      ...(ctx && !isModel && Object.keys(ctx).length > 0 && { ctx }),
    };
  });

/** @throws Refusal 413 beyond the limit, before the rest is read */
export async function readBody(request, limit) {
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limit);
  const parts = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size > limit) throw tooLarge(limit);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

const tooLarge = (limit) => new Refusal(413, `The body is larger than ${limit} bytes.`, { connection: 'close' });

/** FastAPI takes a body as JSON only when it is said to be; anything else is not an object to it. */
export const isJson = (request) => /^application\/([\w.-]+\+)?json\s*(;|$)/i.test(request.headers['content-type'] ?? '');

export function answer(response, status, value, headers = {}) {
  const body = Buffer.from(JSON.stringify(value));
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': body.length,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...headers,
  });
  response.end(body);
}
