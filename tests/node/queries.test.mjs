// The options for TanStack Query with its own core, over the reference back end: what is fetched, shown early, taken back.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test, { after, afterEach, before, beforeEach } from 'node:test';
import { createMediaKit } from '@aurastream/media-wasm';
import { createMediaClient } from '@aurastream/media-wasm/client';
import { mediaKeys, mediaMutations, mediaQueries } from '@aurastream/media-wasm/queries';
import { InfiniteQueryObserver, MutationObserver, QueryClient, QueryObserver } from '@tanstack/query-core';
import { startBackend } from '../backend/server.mjs';

let kit, backend, folder, client, queries, mutations, cache, seen, hold, observers, png;
before(async () => {
  kit = await createMediaKit();
  png = kit.image.encodePng({ width: 8, height: 8, data: new Uint8ClampedArray(256).fill(200) });
});
after(() => kit.dispose());
beforeEach(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'media-queries-'));
  backend = await startBackend({ folder });
  seen = [];
  hold = async () => {};
  observers = [];
  client = createMediaClient({
    baseUrl: backend.address, kit, retries: 0,
    async fetch(url, init) {
      const request = `${init.method} ${new URL(url).pathname.replace('/api/v1/media-library', '')}`;
      seen.push(request);
      return (await hold(request, init)) ?? fetch(url, init);
    },
  });
  cache = new QueryClient();
  cache.mount();
  queries = mediaQueries(client);
  mutations = mediaMutations(client, cache);
});
afterEach(async () => {
  observers.forEach((end) => end());
  cache.unmount();
  cache.clear();
  await backend.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

/** Something on the page that shows a query. */
async function show(options, Observer = QueryObserver) {
  const observer = new Observer(cache, options);
  observers.push(observer.subscribe(() => {}));
  await cache.fetchQuery({ ...options, staleTime: Infinity });
  return observer;
}
const data = (observer) => observer.getCurrentResult().data;
const mutate = (options, variables) => new MutationObserver(cache, options).mutate(variables);
const upload = async (displayName, more) => (await client.uploadMedia({ assetType: 'background', displayName, image: png, ...more })).asset;
const refused = async () => new Response('{"detail":"Not now."}', { status: 503, headers: { 'content-type': 'application/json' } });

/** A stop that requests of a kind wait at, once they have come. */
function barrier(pattern, answer = async () => {}) {
  let arrived, go;
  const reached = new Promise((resolve) => (arrived = resolve));
  const opened = new Promise((resolve) => (go = resolve));
  const before = hold;
  hold = async (request, init) => {
    if (!pattern.test(request)) return before(request, init);
    arrived();
    await opened;
    return answer();
  };
  return { reached, go };
}

test('every reading endpoint is fetched under its key of the one factory', async () => {
  const asset = await upload('Sky');
  const all = {
    getAccess: [], getSummary: [], getAssetTypes: [], listMedia: [{ assetType: 'background' }], getPrimaryAsset: ['background'],
    getMedia: [asset.id], getMediaForPrompt: [[asset.id]],
  };
  const keys = [];
  for (const [name, given] of Object.entries(all)) {
    const options = queries[name](...given);
    assert.deepEqual(await cache.fetchQuery(options), await client[name](...given).then((value) => (name === 'getMediaForPrompt' ? cache.getQueryData(options.queryKey) : value)), name);
    assert.deepEqual(options.queryKey.slice(0, 1), mediaKeys.all);
    keys.push(JSON.stringify(options.queryKey));
  }
  assert.equal(new Set(keys).size, keys.length);
  assert.deepEqual(cache.getQueryCache().findAll({ queryKey: mediaKeys.lists() }).map(({ queryKey }) => queryKey), [mediaKeys.list({ assetType: 'background' })]);
  // A use is counted each time that it is asked: no second asking by itself.
  await cache.fetchQuery(queries.getMediaForPrompt([asset.id]));
  assert.equal((await client.getMedia(asset.id)).usageCount, 2);
});

test('what is not known yet waits, and a wrong client is refused', async () => {
  for (const options of [queries.getMedia(undefined), queries.getPrimaryAsset(null), queries.getMediaForPrompt([])]) {
    const observer = new QueryObserver(cache, options);
    observers.push(observer.subscribe(() => {}));
    assert.equal(observer.getCurrentResult().fetchStatus, 'idle');
  }
  assert.deepEqual(seen, []);
  assert.throws(() => mediaQueries({}), { code: 'invalid_argument' });
  assert.throws(() => mediaMutations(undefined, cache), { code: 'invalid_argument' });
});

test("a query's end cancels its request, and a failure is not tried over and over", async () => {
  hold = (_, { signal }) => new Promise((__, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  const observer = new QueryObserver(cache, queries.getSummary());
  const stop = observer.subscribe(() => {});
  while (seen.length === 0) await new Promise(setImmediate);
  stop();
  assert.equal(cache.getQueryState(mediaKeys.summary()).fetchStatus, 'idle');
  hold = refused;
  seen = [];
  await assert.rejects(cache.fetchQuery(queries.getMedia('00000000-0000-4000-8000-000000000009')), { code: 'http_error', status: 503 });
  assert.equal(seen.length, 1);
});

test('pages follow one another, and a change reaches all of them', async () => {
  for (const name of ['A', 'B', 'C']) await upload(name);
  const options = queries.listMediaPages({ limit: 2, sortBy: 'display_name', sortOrder: 'asc' });
  const observer = new InfiniteQueryObserver(cache, options);
  observers.push(observer.subscribe(() => {}));
  await cache.fetchInfiniteQuery({ ...options, staleTime: Infinity });
  assert.equal(observer.getCurrentResult().hasNextPage, true);
  await observer.fetchNextPage();
  const names = () => observer.getCurrentResult().data.pages.map(({ assets }) => assets.map(({ displayName, isFavorite }) => displayName + (isFavorite ? '*' : '')));
  assert.deepEqual(names(), [['A', 'B'], ['C']]);
  assert.equal(observer.getCurrentResult().hasNextPage, false);
  await mutate(mutations.toggleFavorite(), observer.getCurrentResult().data.pages[1].assets[0].id);
  assert.deepEqual(names(), [['A', 'B'], ['C*']]);
  assert.equal(options.getNextPageParam({ assets: [], total: 9, limit: 2, offset: 2, hasMore: true }), undefined);
});

test('an upload appears in lists, summary and as the main asset', async () => {
  const first = await upload('First', { setAsPrimary: true });
  const shown = await Promise.all([queries.listMedia(), queries.getSummary(), queries.getPrimaryAsset('background'), queries.getMedia(first.id)].map((options) => show(options)));
  const [list, summary, primary, detail] = shown;
  const told = [];
  const { asset } = await mutate(mutations.uploadMedia({ onUploadProgress: ({ loaded }) => told.push(loaded) }), {
    assetType: 'background', displayName: 'Second', image: new Blob([png]), setAsPrimary: true,
  });
  assert.deepEqual(data(list).assets.map(({ displayName }) => displayName).sort(), ['First', 'Second']);
  assert.equal(data(summary).totalAssets, 2);
  assert.equal(data(primary).id, asset.id);
  assert.equal(data(detail).isPrimary, false);
  assert.ok(told.length > 0);
  seen = [];
  assert.equal((await cache.fetchQuery({ ...queries.getMedia(asset.id), staleTime: Infinity })).displayName, 'Second');
  assert.deepEqual(seen, []);
});

test('a change reaches lists, detail, main asset and selections for a prompt; in either key style', async () => {
  const asset = await upload('Old', { setAsPrimary: true });
  const shown = await Promise.all([queries.listMedia(), queries.getPrimaryAsset('background'), queries.getMedia(asset.id), queries.getMediaForPrompt([asset.id])].map((options) => show(options)));
  const [list, primary, detail, prompt] = shown;
  for (const change of [{ assetId: asset.id, displayName: 'New' }, { asset_id: asset.id, display_name: 'Newer' }]) {
    await mutate(mutations.updateMedia(), change);
    const name = change.displayName ?? change.display_name;
    assert.deepEqual([data(list).assets[0], data(primary), data(detail), data(prompt)[0]].map(({ displayName }) => displayName), [name, name, name, name]);
  }
});

test('what is deleted is gone from all of them, and is not asked for again', async () => {
  const assets = [];
  for (const name of ['A', 'B', 'C']) assets.push(await upload(name, { setAsPrimary: name === 'A' }));
  const ids = assets.map(({ id }) => id);
  const [list, summary, primary] = await Promise.all([queries.listMedia(), queries.getSummary(), queries.getPrimaryAsset('background')].map((options) => show(options)));
  for (const id of ids) await cache.fetchQuery(queries.getMedia(id));
  await cache.fetchQuery(queries.getMediaForPrompt([ids[0]]));
  await mutate(mutations.deleteMedia(), ids[0]);
  assert.deepEqual([data(list).total, data(summary).totalAssets, data(primary)], [2, 2, null]);
  assert.equal(cache.getQueryState(mediaKeys.detail(ids[0])), undefined);
  assert.equal(cache.getQueryState(mediaKeys.forPrompt([ids[0]])), undefined);
  const gone = '00000000-0000-4000-8000-000000000009';
  const answer = await mutate(mutations.bulkDeleteMedia(), { ids: [ids[1], gone] });
  assert.deepEqual(answer.failedIds, [gone]);
  assert.deepEqual(data(list).assets.map(({ id }) => id), [ids[2]]);
  assert.ok(cache.getQueryState(mediaKeys.detail(ids[2])));
  assert.ok(!seen.includes(`GET /${gone}`));
});

test('a deletion shows before the lists have been fetched again', async () => {
  const asset = await upload('A');
  const list = await show(queries.listMedia());
  const { reached, go } = barrier(/^GET $/);
  const done = mutate(mutations.deleteMedia(), { assetId: asset.id });
  await reached;
  assert.deepEqual([data(list).assets, data(list).total], [[], 0]);
  go();
  await done;
});

test('a favourite shows at once, and stays', async () => {
  const asset = await upload('A', { setAsPrimary: true });
  const [list, detail, primary, summary] = await Promise.all([queries.listMedia(), queries.getMedia(asset.id), queries.getPrimaryAsset('background'), queries.getSummary()].map((options) => show(options)));
  const { reached, go } = barrier(/favorite$/);
  const done = mutate(mutations.toggleFavorite(), asset.id);
  await reached;
  const flags = () => [data(list).assets[0], data(detail), data(primary)].map(({ isFavorite }) => isFavorite);
  assert.deepEqual(flags(), [true, true, true]);
  go();
  await done;
  assert.deepEqual(flags(), [true, true, true]);
  assert.equal(data(summary).summaries.find(({ assetType }) => assetType === 'background').favoriteCount, 1);
});

test('a favourite that the server refuses is taken back, before anything is fetched', async () => {
  const asset = await upload('A');
  const [list, detail] = await Promise.all([queries.listMedia(), queries.getMedia(asset.id)].map((options) => show(options)));
  const { reached, go } = barrier(/^GET /);
  const { reached: sent, go: refuse } = barrier(/favorite$/, refused);
  const done = mutate(mutations.toggleFavorite(), asset.id);
  done.catch(() => {});
  await sent;
  assert.equal(data(detail).isFavorite, true);
  refuse();
  await reached;
  assert.deepEqual([data(list).assets[0].isFavorite, data(detail).isFavorite], [false, false]);
  go();
  await assert.rejects(done, { code: 'http_error', status: 503 });
  assert.equal(data(detail).isFavorite, false);
});

test('favourites toggled together: one that fails takes back itself only, and only the last fetches', async () => {
  const [a, b] = [await upload('A'), await upload('B')];
  const list = await show(queries.listMedia());
  const flags = () => Object.fromEntries(data(list).assets.map(({ displayName, isFavorite }) => [displayName, isFavorite]));
  const first = barrier(new RegExp(`${a.id}/favorite$`), refused);
  const second = barrier(new RegExp(`${b.id}/favorite$`));
  seen = [];
  const failing = mutate(mutations.toggleFavorite(), a.id);
  const working = mutate(mutations.toggleFavorite(), b.id);
  await Promise.all([first.reached, second.reached]);
  assert.deepEqual(flags(), { A: true, B: true });
  first.go();
  await assert.rejects(failing);
  assert.deepEqual(flags(), { A: false, B: true });
  assert.ok(!seen.includes('GET '));
  second.go();
  await working;
  assert.deepEqual(flags(), { A: false, B: true });
  assert.equal(seen.filter((request) => request === 'GET ').length, 1);
});

test('a list that is being fetched does not undo what is shown early', async () => {
  const asset = await upload('A');
  const list = await show(queries.listMedia());
  const old = barrier(/^GET $/);
  const refetch = cache.invalidateQueries({ queryKey: mediaKeys.lists() });
  await old.reached;
  const sent = barrier(/favorite$/);
  const done = mutate(mutations.toggleFavorite(), asset.id);
  await sent.reached;
  old.go();
  await refetch;
  assert.equal(data(list).assets[0].isFavorite, true);
  sent.go();
  await done;
});

/** Holds back the server's next answer to a GET, which it has already given. */
function slowAnswer() {
  let arrived, go;
  const reached = new Promise((resolve) => (arrived = resolve));
  const opened = new Promise((resolve) => (go = resolve));
  hold = async (request, init) => {
    if (!/^GET /.test(request)) return undefined;
    hold = async () => {};
    const answer = await fetch(`${backend.address}/api/v1/media-library${request.slice('GET '.length)}`, { headers: init.headers });
    arrived();
    await opened;
    return answer;
  };
  return { reached, opened, go };
}

const changes = {
  upload: () => mutate(mutations.uploadMedia(), { assetType: 'background', displayName: 'B', image: png, setAsPrimary: true }),
  update: (id) => mutate(mutations.updateMedia(), { assetId: id, displayName: 'C' }),
  favourite: (id) => mutate(mutations.toggleFavorite(), id),
  'main asset': (id) => mutate(mutations.setPrimary(), id),
  deletion: (id) => mutate(mutations.deleteMedia(), id),
  'deletion of several': (id) => mutate(mutations.bulkDeleteMedia(), [id]),
};
const answers = { list: () => queries.listMedia(), detail: (id) => queries.getMedia(id), 'main asset': () => queries.getPrimaryAsset('background') };

for (const [change, make] of Object.entries(changes)) {
  for (const [answer, optionsOf] of Object.entries(answers)) {
    // What is deleted has no detail any more.
    if (change.startsWith('deletion') && answer === 'detail') continue;
    const name = `an answer that is older than the change is not kept: ${change}, ${answer}`;

    test(`${name}, the first that something shows`, async () => {
      const { id } = await upload('A');
      const options = { ...optionsOf(id), staleTime: Infinity };
      const slow = slowAnswer();
      const observer = new QueryObserver(cache, options);
      observers.push(observer.subscribe(() => {}));
      await slow.reached;
      // The old answer comes when the new one is being asked for; where nothing is, with the change's own.
      const watch = cache.getQueryCache().subscribe(({ type, action }) => type === 'updated' && action.type === 'invalidate' && slow.go());
      const done = make(id);
      await Promise.race([done, slow.opened]);
      slow.go();
      await done;
      watch();
      assert.deepEqual(data(observer), await options.queryFn({}));
    });

    test(`${name}, one that a caller waits for`, async () => {
      const { id } = await upload('A');
      const options = { ...optionsOf(id), staleTime: Infinity };
      const slow = slowAnswer();
      const loaded = cache.fetchQuery(options);
      await slow.reached;
      await make(id);
      slow.go();
      await loaded;
      await new Promise(setImmediate);
      assert.deepEqual(await cache.fetchQuery(options), await options.queryFn({}));
    });
  }
}

test('the main asset changes at once, for all assets of its type; and is taken back', async () => {
  const [a, b] = [await upload('A', { setAsPrimary: true }), await upload('B')];
  const other = await upload('C', { assetType: 'overlay', setAsPrimary: true });
  const shown = await Promise.all([queries.listMedia(), queries.getMedia(a.id), queries.getPrimaryAsset('background'), queries.getPrimaryAsset('overlay')].map((options) => show(options)));
  const [list, detail, primary, overlay] = shown;
  const state = () => [data(list).assets.filter(({ isPrimary }) => isPrimary).map(({ displayName }) => displayName).sort().join(''), data(detail).isPrimary, data(primary).id, data(overlay).id];
  const [byA, byB] = [['AC', true, a.id, other.id], ['BC', false, b.id, other.id]];
  assert.deepEqual(state(), byA);

  const fetching = barrier(/^GET /);
  const sent = barrier(/set-primary$/, refused);
  const failing = mutate(mutations.setPrimary(), b.id);
  failing.catch(() => {});
  await sent.reached;
  assert.deepEqual(state(), byB);
  assert.equal(data(primary).isPrimary, true);
  sent.go();
  await fetching.reached;
  assert.deepEqual(state(), byA);
  fetching.go();
  await assert.rejects(failing, { status: 503 });

  hold = async () => {};
  await mutate(mutations.setPrimary(), { assetId: b.id });
  assert.deepEqual(state(), byB);
});

test('main assets chosen in haste: the last choice stands, and an earlier failure does not take it back', async () => {
  const [a, b, c] = [await upload('A', { setAsPrimary: true }), await upload('B'), await upload('C')];
  await show(queries.listMedia());
  const primary = await show(queries.getPrimaryAsset('background'));
  const sent = barrier(new RegExp(`${b.id}/set-primary$`), refused);
  const slow = barrier(new RegExp(`${c.id}/set-primary$`));
  const failing = mutate(mutations.setPrimary(), b.id);
  failing.catch(() => {});
  await sent.reached;
  const working = mutate(mutations.setPrimary(), c.id);
  while (data(primary).id !== c.id) await new Promise(setImmediate);
  for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
  assert.ok(!seen.includes(`POST /${c.id}/set-primary`), 'one after the other');
  sent.go();
  await slow.reached;
  await assert.rejects(failing);
  assert.equal(data(primary).id, c.id);
  slow.go();
  await working;
  assert.equal(data(primary).id, c.id);
  assert.equal((await client.getPrimaryAsset('background')).id, c.id);
  assert.notEqual(a.id, c.id);
});

test('an asset that no query knows is toggled and chosen all the same', async () => {
  const asset = await upload('A');
  assert.equal((await mutate(mutations.toggleFavorite(), asset.id)).isFavorite, true);
  assert.equal((await mutate(mutations.setPrimary(), asset.id)).isPrimary, true);
});
