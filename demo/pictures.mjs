// Pictures of other sites, which the page's own policy keeps it from asking for: the demo's server fetches what a person
// has pasted or dropped as an address. Only for its own page, and only what anybody on the open network could see.
import dns from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { isOwnPage } from './own-page.mjs';

const MOST = { bytes: 64 * 2 ** 20, addressBytes: 16 * 2 ** 10, redirects: 5, ms: 30_000 };

/** What no stranger could reach (the registries of RFC 6890 and its successors). */
const inner = new net.BlockList();
for (const [from, bits] of [['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['169.254.0.0', 16], ['172.16.0.0', 12], ['192.0.0.0', 24], ['192.168.0.0', 16], ['198.18.0.0', 15], ['224.0.0.0', 3]]) inner.addSubnet(from, bits, 'ipv4');
for (const [from, bits] of [['::', 96], ['64:ff9b::', 96], ['fc00::', 7], ['fe80::', 10], ['fec0::', 10], ['ff00::', 8], ['2002::', 16]]) inner.addSubnet(from, bits, 'ipv6');

/** Whether it is one of the open network. */
export const isOpen = (address) => net.isIP(address) > 0 && !inner.check(address, net.isIP(address) === 6 ? 'ipv6' : 'ipv4');

class Refused extends Error {}

/** Names are looked up once, and what is connected to is what was looked at. */
const lookingAt = (isAllowed) => (name, options, callback) =>
  dns.lookup(name, { ...options, all: true }, (error, found) => {
    if (error) return callback(error);
    const allowed = found.filter(({ address }) => isAllowed(address));
    if (allowed.length === 0) return callback(new Refused('This address is not of the open network.'));
    if (options.all) callback(null, allowed);
    else callback(null, allowed[0].address, allowed[0].family);
  });

/** The answer to a GET, without a body yet. */
function ask(url, isAllowed, signal) {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (net.isIP(host) > 0 && !isAllowed(host)) throw new Refused('This address is not of the open network.');
  const { get } = { 'http:': http, 'https:': https }[url.protocol] ?? {};
  if (!get) throw new Refused('Only addresses of http and https can be fetched.');
  return new Promise((resolve, reject) => {
    get(url, { signal, lookup: lookingAt(isAllowed), headers: { accept: 'image/*', 'accept-encoding': 'identity' } }, resolve).on('error', reject);
  });
}

async function fetchPicture(address, isAllowed, signal) {
  let url = new URL(address);
  for (let i = 0; i <= MOST.redirects; i++) {
    const answer = await ask(url, isAllowed, signal);
    const { statusCode, headers } = answer;
    if (statusCode >= 300 && statusCode < 400 && headers.location) {
      answer.destroy();
      url = new URL(headers.location, url);
      continue;
    }
    const type = (headers['content-type'] ?? '').split(';')[0].trim().toLowerCase();
    const wrong = statusCode !== 200 ? `The site answers with ${statusCode}.` : type.startsWith('image/') ? '' : 'There is no picture at this address.';
    if (wrong) {
      answer.destroy();
      throw new Refused(wrong);
    }
    return { type, bytes: await whole(answer, MOST.bytes, 'The picture is too large.') };
  }
  throw new Refused('The address leads to another one again and again.');
}

async function whole(stream, most, otherwise) {
  const chunks = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > most) throw new Refused(otherwise);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/**
 * Answers POST /picture with `{ "address": … }`.
 * @param options.isAllowed which IP addresses may be asked; by default those of the open network
 * @returns a function that answers a request or gives false
 */
export function pictureFetcher({ isAllowed = isOpen } = {}) {
  return async (request, response, headers) => {
    if (request.method !== 'POST' || request.url !== '/picture') return false;
    const refuse = (status, message) => response.writeHead(status, { ...headers, 'content-type': 'application/json' }).end(JSON.stringify({ message }));
    if (!isOwnPage(request)) return refuse(403, 'Only the page itself may ask for pictures.'), true;
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    try {
      const { address } = JSON.parse(await whole(request, MOST.addressBytes, 'The address is too long.'));
      const { type, bytes } = await fetchPicture(address, isAllowed, AbortSignal.any([gone.signal, AbortSignal.timeout(MOST.ms)]));
      // As it is: it is never a page of this server.
      response.writeHead(200, { ...headers, 'content-type': type, 'content-length': bytes.length, 'content-disposition': 'attachment' }).end(bytes);
    } catch (thrown) {
      if (!response.headersSent && !response.destroyed) refuse(502, thrown instanceof Refused ? thrown.message : 'The site does not answer.');
    }
    return true;
  };
}
