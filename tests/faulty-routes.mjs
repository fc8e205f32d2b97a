// How servers fail in the middle of a file: request listeners for the tests of downloads, in Node and in browsers.
import { setTimeout as pause } from 'node:timers/promises';

const ETAG = '"version-1"';

/**
 * Serves a file, but breaks the first connections off after a third of what was asked for.
 * @param options.cuts how many
 * @param options.headers of every whole answer; by default a strong ETag
 * @param options.resume what answers a request for the rest, ignoring it by default
 * @param options.received as of breakOff
 * @returns a listener; its `asked` has each request's [Range, If-Range]
 */
export function breakingOff(body, { cuts = 1, headers = { etag: ETAG }, resume, received } = {}) {
  const asked = [];
  const listener = (request, response) => {
    const { range, 'if-range': ifRange } = request.headers;
    asked.push([range, ifRange]);
    const from = resume && range ? Number(/\d+/.exec(range)[0]) : 0;
    if (from > 0) resume(response, { from, body });
    else response.writeHead(200, { ...headers, 'content-length': body.length });
    if (response.writableEnded) return;
    const rest = body.subarray(from);
    if (asked.length > cuts) response.end(rest);
    else breakOff(response, rest.subarray(0, Math.ceil(rest.length / 3)), received);
  };
  return Object.assign(listener, { asked });
}

/**
 * Sends these bytes and then closes the connection.
 * @param received resolves when the client has some of them: a browser drops what its page has not read by then
 */
export function breakOff(response, bytes, received = () => pause(50)) {
  response.write(bytes, () => void received().then(() => response.destroy()));
}

/** Answers of `resume`: the rest as it should be, or with another start than was asked for. */
export const theRest = (response, { from, body }) => response.writeHead(206, {
  etag: ETAG, 'content-length': body.length - from, 'content-range': `bytes ${from}-${body.length - 1}/${body.length}`,
});
export const anotherPart = (response, { from, body }) => response.writeHead(206, {
  etag: ETAG, 'content-length': body.length - from, 'content-range': `bytes ${from - 1}-${body.length - 2}/${body.length}`,
});

/** Answers of `resume` without a part: a status alone. */
export const refusing = (status) => (response) => response.writeHead(status).end();

/** Sends a beginning, or nothing at all, and then keeps silent. */
export const fallingSilent = (body) => (_, response) => {
  if (body) response.writeHead(200, { 'content-length': 2 * body.length }).write(body);
};

/** Says that the file is so large, and sends the beginning of it. */
export const announcing = (bytes) => (_, response) => response.writeHead(200, { 'content-length': bytes }).write(new Uint8Array(1000));

/** Sends without end, and without saying how much. `sent()` is how much it was. */
export function endless() {
  let sent = 0;
  const chunk = new Uint8Array(1 << 20);
  const listener = (_, response) => {
    response.writeHead(200);
    const more = () => {
      if (response.destroyed) return;
      sent += chunk.length;
      response.write(chunk, more);
    };
    more();
  };
  return Object.assign(listener, { sent: () => sent });
}
