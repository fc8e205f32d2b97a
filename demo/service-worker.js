// Lets the page start without a network. What has its hash in its name never changes and comes from the cache; all
// else is asked for first, so that a new build is seen at once, and comes from the cache only where nothing answers.
// build.mjs writes the two constants.
const VERSION = '__VERSION__';
/** What the page starts with, and what it loads later by itself; `kept` is large and kept once it was used. */
const { first, kept } = __FILES__;

const PREFIX = 'studio-';
const NAME = PREFIX + VERSION;
const own = new URL('./', self.location.href);
const addresses = (files) => files.map((file) => new URL(file, own).href);
const isAsset = (url) => url.startsWith(new URL('assets/', own).href);

self.addEventListener('install', (event) => {
  event.waitUntil(fill());
});

async function fill() {
  const cache = await caches.open(NAME);
  // What an earlier build has left is the same: not asked for again.
  await Promise.all(
    addresses(first).map(async (url) => {
      const there = isAsset(url) ? await caches.match(url) : undefined;
      if (there) await cache.put(url, there);
      else await cache.add(url);
    }),
  );
}

self.addEventListener('activate', (event) => {
  event.waitUntil(takeOver());
});

/** Runtime and model stay, if they are still those of this build. */
async function takeOver() {
  const cache = await caches.open(NAME);
  for (const url of addresses(kept)) {
    const there = (await cache.match(url)) ?? (await caches.match(url));
    if (there) await cache.put(url, there);
  }
  for (const name of await caches.keys()) if (name.startsWith(PREFIX) && name !== NAME) await caches.delete(name);
  await self.clients.claim();
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = request.url.split(/[?#]/, 1)[0];
  if (request.method !== 'GET' || !url.startsWith(own.href)) return;
  const rest = url.slice(own.href.length);
  // The API and its reference are the server's alone.
  if (/^(api|docs|media)\//.test(rest) || request.headers.has('range')) return;
  event.respondWith(isAsset(url) ? cacheFirst(request) : networkFirst(request, rest));
});

async function cacheFirst(request) {
  const there = await caches.match(request, { ignoreVary: true });
  if (there) return there;
  return keep(request, await fetch(request));
}

async function networkFirst(request, rest) {
  try {
    return await keep(request, await fetch(request));
  } catch (thrown) {
    // No server, so no library.
    if (rest === 'backend.json') return Response.json({ there: false });
    const there = await caches.match(request, { ignoreSearch: true, ignoreVary: true });
    if (there) return there;
    throw thrown;
  }
}

async function keep(request, answer) {
  if (answer.status !== 200 || answer.type !== 'basic') return answer;
  const copy = answer.clone();
  try {
    await (await caches.open(NAME)).put(request, copy);
  } catch {
    // No room: it is asked for again the next time.
  }
  return answer;
}
