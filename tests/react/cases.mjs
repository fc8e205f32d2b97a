// Cases for one version of React, over the reference back end.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { createElement as h, useEffect, version as reactVersion } from 'react';
import { renderToString } from 'react-dom/server';
import { act, cleanup, configure, renderHook, waitFor } from '@testing-library/react';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createMediaKit } from '@aurastream/media-wasm';
import { BackgroundRemover } from '@aurastream/media-wasm/background-removal';
import { createMediaClient } from '@aurastream/media-wasm/client';
import * as hooks from '@aurastream/media-wasm/react';
import { startBackend } from '../backend/server.mjs';

const { MediaProvider, mediaKeys, useBackgroundRemover, useMediaKit } = hooks;

// However busy the machine is; and in StrictMode at the root: below a component of no StrictMode, React 19 runs no effect twice.
configure({ asyncUtilTimeout: 30_000, reactStrictMode: true });

export const register = (version) => describe(`React ${version}`, () => {
  let kit, backend, folder, client, cache, hold, png;
  before(async () => {
    assert.equal(reactVersion.split('.')[0], version);
    kit = await createMediaKit();
    png = kit.image.encodePng({ width: 8, height: 8, data: new Uint8ClampedArray(256).fill(200) });
  });
  after(() => kit.dispose());
  beforeEach(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'media-react-'));
    backend = await startBackend({ folder });
    hold = async () => {};
    client = createMediaClient({ baseUrl: backend.address, kit, retries: 0, fetch: async (url, init) => (await hold(`${init.method} ${url}`, init)) ?? fetch(url, init) });
    cache = new QueryClient({ defaultOptions: { queries: { gcTime: Infinity }, mutations: { gcTime: Infinity } } });
  });
  afterEach(async () => {
    cleanup();
    cache.clear();
    await backend.close();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  const wrapper = ({ children }) => h(QueryClientProvider, { client: cache }, h(MediaProvider, { client }, children));
  const show = (hook) => renderHook(hook, { wrapper });
  const upload = async (displayName, more) => (await client.uploadMedia({ assetType: 'background', displayName, image: png, ...more })).asset;
  const refused = () => new Response('{"detail":"Not now."}', { status: 503, headers: { 'content-type': 'application/json' } });

  test('the thirteen hooks of the endpoints, and what they answer', async () => {
    const asset = await upload('Sky', { setAsPrimary: true });
    const names = kit.contract.endpoints.map(({ hook }) => hook).filter(Boolean);
    assert.equal(names.length, 13);
    assert.deepEqual(names.filter((name) => typeof hooks[name] !== 'function'), []);
    const { result } = show(() => ({
      access: hooks.useMediaAccess(), list: hooks.useMediaLibrary({ assetType: 'background' }), pages: hooks.useInfiniteMediaLibrary({ limit: 1 }), summary: hooks.useMediaSummary(),
      types: hooks.useAssetTypes({ select: ({ types }) => types.length }), primary: hooks.usePrimaryAsset('background'), asset: hooks.useMediaAsset(asset.id),
      prompt: hooks.useMediaForPrompt([asset.id]), none: hooks.useMediaAsset(undefined, { enabled: true }), off: hooks.useMediaLibrary({ limit: 3 }, { enabled: false }),
    }));
    const { none, off, ...rest } = result.current;
    await waitFor(() => assert.deepEqual(Object.keys(rest).filter((name) => !result.current[name].isSuccess), []));
    const { access, list, pages, summary, types, primary, prompt } = result.current;
    assert.equal(access.data.tier, 'pro');
    assert.deepEqual([list.data.assets[0].id, pages.data.pages[0].assets[0].id, primary.data.id, result.current.asset.data.id, prompt.data[0].id], Array(5).fill(asset.id));
    assert.equal(summary.data.totalAssets, 1);
    assert.equal(types.data, 14);
    assert.equal(none.fetchStatus, 'idle');
    assert.equal(off.fetchStatus, 'idle');
  });

  test('changes arrive in what is shown, and the callbacks of the caller come after', async () => {
    const told = [];
    const { result } = show(() => ({
      list: hooks.useMediaLibrary(), summary: hooks.useMediaSummary(), primary: hooks.usePrimaryAsset('background'),
      upload: hooks.useUploadMedia({ onSuccess: ({ asset }) => told.push(asset.displayName, cache.getQueryData(mediaKeys.list()).total), onSettled: () => told.push('settled') }),
      update: hooks.useUpdateMedia(), remove: hooks.useDeleteMedia(), removeMany: hooks.useBulkDeleteMedia(), setPrimary: hooks.useSetPrimary(),
    }));
    await waitFor(() => assert.ok(result.current.list.isSuccess && result.current.summary.isSuccess && result.current.primary.isSuccess));
    const ids = [];
    for (const displayName of ['A', 'B', 'C']) {
      await act(async () => ids.push((await result.current.upload.mutateAsync({ assetType: 'background', displayName, image: png })).asset.id));
    }
    assert.deepEqual(told, ['A', 1, 'settled', 'B', 2, 'settled', 'C', 3, 'settled']);
    const shown = () => [result.current.list.data.assets.map(({ displayName }) => displayName).sort().join(''), result.current.summary.data.totalAssets, result.current.primary.data?.displayName];
    await waitFor(() => assert.deepEqual(shown(), ['ABC', 3, undefined]));
    assert.ok(result.current.upload.progress.loaded > 0);
    await act(() => result.current.setPrimary.mutateAsync(ids[0]));
    await act(() => result.current.update.mutateAsync({ assetId: ids[0], displayName: 'D' }));
    await waitFor(() => assert.deepEqual(shown(), ['BCD', 3, 'D']));
    await act(() => result.current.remove.mutateAsync(ids[0]));
    await waitFor(() => assert.deepEqual(shown(), ['BC', 2, undefined]));
    await act(() => result.current.removeMany.mutateAsync(ids.slice(1)));
    await waitFor(() => assert.deepEqual(shown(), ['', 0, undefined]));
  });

  test('a favourite shows at once and is taken back; the error is there', async () => {
    const asset = await upload('A');
    const errors = [];
    const { result } = show(() => ({ asset: hooks.useMediaAsset(asset.id), toggle: hooks.useToggleFavorite({ onError: ({ code }) => errors.push(code) }) }));
    await waitFor(() => assert.equal(result.current.asset.data?.isFavorite, false));
    let answer;
    hold = (request) => request.includes('/favorite') && new Promise((resolve) => (answer = () => resolve(refused())));
    act(() => result.current.toggle.mutate(asset.id));
    await waitFor(() => assert.ok(answer && result.current.asset.data.isFavorite));
    await act(async () => answer());
    await waitFor(() => assert.ok(result.current.toggle.isError));
    assert.equal(result.current.asset.data.isFavorite, false);
    assert.equal(result.current.toggle.error.status, 503);
    assert.deepEqual(errors, ['http_error']);
  });

  test('an upload is cancelled', async () => {
    const { result } = show(() => hooks.useUploadMedia());
    let arrived;
    const came = new Promise((resolve) => (arrived = resolve));
    hold = (_, { signal }) => new Promise((__, reject) => (arrived(), signal.addEventListener('abort', () => reject(signal.reason))));
    act(() => result.current.mutate({ assetType: 'background', displayName: 'A', image: png }));
    await came;
    act(() => result.current.cancel());
    await waitFor(() => assert.equal(result.current.error?.code, 'aborted'));
    hold = async () => {};
    assert.equal((await client.listMedia()).total, 0);
  });

  test("a caller's signal ends an upload and a removal, in browsers without AbortSignal.any too", async () => {
    const { any } = AbortSignal;
    delete AbortSignal.any;
    try {
      const caller = new AbortController();
      const { result } = show(() => [hooks.useUploadMedia({ call: { signal: caller.signal } }), useBackgroundRemover({ worker: false })]);
      let arrived;
      const came = new Promise((resolve) => (arrived = resolve));
      hold = (_, { signal }) => new Promise((__, reject) => (arrived(), signal.addEventListener('abort', () => reject(signal.reason))));
      let removal;
      act(() => {
        result.current[0].mutate({ assetType: 'background', displayName: 'A', image: png });
        removal = result.current[1].remove(picture(), { mode: 'flat', signal: caller.signal });
      });
      await came;
      const reason = new Error('changed my mind');
      await act(async () => {
        caller.abort(reason);
        await assert.rejects(removal, { code: 'aborted', cause: reason });
      });
      await waitFor(() => assert.equal(result.current[0].error?.code, 'aborted'));
      assert.equal(result.current[0].error.cause, reason);
      assert.equal(result.current[1].status, 'idle');
      await act(() => assert.rejects(result.current[1].remove(picture(), { signal: caller.signal }), { code: 'aborted', cause: reason }));
    } finally {
      AbortSignal.any = any;
    }
  });

  test('without a provider the hooks say so', () => {
    const quiet = console.error;
    console.error = () => {};
    try {
      assert.throws(() => renderHook(() => hooks.useMediaLibrary(), { wrapper: ({ children }) => h(QueryClientProvider, { client: cache }, children) }), { code: 'invalid_argument' });
    } finally {
      console.error = quiet;
    }
  });

  test('a provider in another one: what it is not given is that of the one above', () => {
    const seen = () => [hooks.useMediaClient(), useMediaKit().kit];
    const within = (props) => ({ wrapper: ({ children }) => h(MediaProvider, { client, kit }, h(MediaProvider, props, children)) });
    const [otherClient, otherKit] = [{ ...client }, { ...kit }];
    assert.deepEqual(renderHook(seen, within({})).result.current, [client, kit]);
    assert.equal(renderHook(seen, within({ kit: otherKit })).result.current[0], client);
    assert.equal(renderHook(seen, within({ kit: otherKit })).result.current[1], otherKit);
    assert.equal(renderHook(seen, within({ client: otherClient })).result.current[0], otherClient);
  });

  test('a kit: the one that is given, else one that loads', async () => {
    const given = renderHook(() => useMediaKit(), { wrapper: ({ children }) => h(MediaProvider, { kit }, children) });
    assert.equal(given.result.current.kit, kit);
    const seen = [];
    const { result } = renderHook(() => (seen.push(useMediaKit().status), useMediaKit()));
    await waitFor(() => assert.equal(result.current.status, 'ready'));
    assert.equal(seen[0], 'loading');
    assert.equal(result.current.kit.contract.validate('UpdateMediaRequest', {}).ok, true);
  });

  test('kits of less are the one that is given, or are loaded once and are parts of the same', async () => {
    const names = ['useContractKit', 'usePlacementKit', 'useCoreKit'];
    const all = () => names.map((name) => hooks[name]());
    const given = renderHook(all, { wrapper: ({ children }) => h(MediaProvider, { kit }, children) });
    for (const state of given.result.current) assert.equal(state.kit, kit);
    const { result } = renderHook(all);
    await waitFor(() => assert.deepEqual(result.current.map(({ status }) => status), ['ready', 'ready', 'ready']));
    const [contract, placement, core] = result.current.map(({ kit: loaded }) => loaded);
    assert.deepEqual([contract, placement, core].map((loaded) => ['contract', 'placement', 'image'].filter((part) => part in loaded)), [['contract'], ['placement'], ['contract', 'placement']]);
    assert.equal(core.memoryBytes, contract.memoryBytes + placement.memoryBytes);
    const again = renderHook(all);
    assert.deepEqual(again.result.current.map(({ kit: loaded }) => loaded), [contract, placement, core]);
  });

  /** A red square on white. */
  function picture(size = 64) {
    const data = new Uint8ClampedArray(size * size * 4).fill(255);
    for (let y = size / 4; y < (size * 3) / 4; y++) for (let x = size / 4; x < (size * 3) / 4; x++) data.set([200, 30, 30, 255], (y * size + x) * 4);
    return { width: size, height: size, data };
  }

  /** How many removers have been disposed of meanwhile, and which. */
  function watchDisposal() {
    const { dispose } = BackgroundRemover.prototype;
    const disposed = [];
    BackgroundRemover.prototype.dispose = function () {
      disposed.push(this);
      return dispose.call(this);
    };
    return { disposed, end: () => (BackgroundRemover.prototype.dispose = dispose) };
  }

  test('a background is removed in StrictMode, with progress; the remover goes with the component', async () => {
    const { disposed, end } = watchDisposal();
    try {
      const shown = [];
      // Options written anew at each rendering are the same options.
      const { result, unmount } = renderHook(() => {
        const removal = useBackgroundRemover({ output: 'mask', cache: { maxBytes: 1000 } });
        shown.push([removal.status, removal.progress?.fraction]);
        return removal;
      });
      const { remove } = result.current;
      // Within act() only the end would be seen.
      globalThis.IS_REACT_ACT_ENVIRONMENT = false;
      const cut = await remove(picture(), { mode: 'flat' });
      await waitFor(() => assert.equal(result.current.status, 'done'));
      globalThis.IS_REACT_ACT_ENVIRONMENT = true;
      assert.equal(result.current.result, cut);
      assert.equal(cut.mask.width, 64);
      assert.ok(shown.some(([status, fraction]) => status === 'running' && fraction > 0), JSON.stringify(shown));
      assert.equal(result.current.remove, remove);
      await act(() => result.current.remove(picture(), { mode: 'chroma' }).catch((error) => error));
      assert.equal(result.current.status, 'failed');
      assert.equal(result.current.error.code, 'not_chroma');
      await act(() => result.current.remove(picture(), { mode: 'flat' }));
      assert.equal(disposed.length, 0);
      act(() => result.current.reset());
      assert.deepEqual([result.current.status, result.current.result], ['idle', undefined]);
      unmount();
      await waitFor(() => assert.equal(disposed.length, 1));
      assert.equal(disposed[0].state, 'stopped');
      await assert.rejects(remove(picture()), { code: 'disposed' });
    } finally {
      end();
    }
  });

  test('an effect may remove: what StrictMode starts twice ends once; cancel, a newer call and the end abort', async () => {
    const { disposed, end } = watchDisposal();
    try {
      const ends = [];
      const started = renderHook(() => {
        const removal = useBackgroundRemover({ worker: false });
        const { remove } = removal;
        useEffect(() => void remove(picture(), { mode: 'flat' }).then(() => ends.push('done'), ({ code }) => ends.push(code)), [remove]);
        return removal;
      });
      await waitFor(() => assert.equal(started.result.current.status, 'done'));
      assert.equal(ends.length, 2);
      assert.ok(['aborted', 'disposed'].includes(ends[0]));
      assert.equal(ends[1], 'done');

      let older, newer, cancelled;
      await act(async () => {
        older = started.result.current.remove(picture(), { mode: 'flat' });
        newer = started.result.current.remove(picture(32), { mode: 'flat' });
        await assert.rejects(older, { code: 'aborted' });
        await newer;
      });
      assert.equal(started.result.current.result.width, 32);
      await act(async () => {
        cancelled = started.result.current.remove(picture(), { mode: 'flat' });
        started.result.current.cancel();
        await assert.rejects(cancelled, { code: 'aborted' });
      });
      assert.equal(started.result.current.status, 'idle');
      const before = disposed.length;
      let last;
      act(() => void (last = started.result.current.remove(picture(), { mode: 'flat' })));
      started.unmount();
      await assert.rejects(last, ({ code }) => code === 'aborted' || code === 'disposed');
      await waitFor(() => assert.equal(disposed.length, before + 1));
    } finally {
      end();
    }
  });

  test('other options begin with the next call', async () => {
    const { disposed, end } = watchDisposal();
    try {
      const { result, rerender } = renderHook(({ output, threads }) => useBackgroundRemover({ worker: false, output, threads }), { initialProps: { output: 'png', threads: 1 } });
      await act(() => result.current.remove(picture(), { mode: 'flat' }));
      assert.ok(result.current.result.png);
      rerender({ output: 'mask', threads: 1 });
      await act(() => result.current.remove(picture(), { mode: 'flat' }));
      assert.ok(result.current.result.mask);
      assert.equal(disposed.length, 0);
      rerender({ output: 'mask', threads: 2 });
      await act(() => result.current.remove(picture(), { mode: 'flat' }));
      assert.equal(disposed.length, 1);
    } finally {
      end();
    }
  });

  test('server rendering: nothing is fetched, nothing loads, and what was fetched before is shown', async () => {
    const asked = [];
    hold = async (request) => void asked.push(request);
    const Page = () => {
      const list = hooks.useMediaLibrary();
      const toggle = hooks.useToggleFavorite();
      const upload = hooks.useUploadMedia();
      return h('p', null, [list.status, list.data?.total, toggle.status, upload.status, useMediaKit().status, useBackgroundRemover().status].join(' '));
    };
    assert.match(renderToString(wrapper({ children: h(Page) })), /<p>pending {2}idle idle loading idle<\/p>/);
    assert.deepEqual(asked, []);
    cache.setQueryData(mediaKeys.list(), { assets: [], total: 7, limit: 50, offset: 0, hasMore: false });
    assert.match(renderToString(wrapper({ children: h(Page) })), /<p>success 7 idle idle loading idle<\/p>/);
  });
});
