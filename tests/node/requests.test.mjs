// Each endpoint's request, sent with fetch to a server that answers as the contract says.
import assert from 'node:assert/strict';
import http from 'node:http';
import { after, before, test } from 'node:test';
import { createMediaKit } from '@aurastream/media-wasm';
import { asset } from './contract-support.mjs';

const completeAsset = {
  id: 'a1',
  userId: 'u1',
  assetType: 'logo',
  displayName: 'Logo',
  description: null,
  url: 'https://cdn/a.png',
  storagePath: 'u1/a.png',
  thumbnailUrl: null,
  processedUrl: null,
  processedStoragePath: null,
  fileSize: null,
  mimeType: null,
  width: null,
  height: null,
  tags: [],
  isFavorite: false,
  isPrimary: false,
  hasBackgroundRemoved: false,
  metadata: {},
  usageCount: 0,
  lastUsedAt: null,
  createdAt: '2026-01-01T00:00:00Z',
  updatedAt: '2026-01-01T00:00:00Z',
};
const placement = {
  assetId: 'a1',
  displayName: 'Logo',
  assetType: 'logo',
  url: 'https://cdn/a.png',
  x: 50,
  y: 50,
  width: 20,
  height: 20,
};
const wirePlacement = {
  asset_id: 'a1',
  display_name: 'Logo',
  asset_type: 'logo',
  url: 'https://cdn/a.png',
  x: 50,
  y: 50,
  width: 20,
  height: 20,
};
const image = new Uint8Array([137, 80, 78, 71]);

/** Endpoint, parameters, the request that must arrive, the server's answer, and what it is read as. */
const exchanges = [
  [
    'getAccess',
    undefined,
    'GET /api/v1/media-library/access',
    undefined,
    { has_access: true, tier: 'pro', total_limit: 25, max_per_prompt: 2 },
    { hasAccess: true, tier: 'pro', totalLimit: 25, maxPerPrompt: 2, upgradeMessage: null },
  ],
  [
    'uploadMedia',
    { assetType: 'logo', displayName: 'Logo', image, removeBackground: false, metadata: { myKey: 1 } },
    'POST /api/v1/media-library',
    {
      asset_type: 'logo',
      display_name: 'Logo',
      image_base64: 'iVBORw==',
      remove_background: false,
      metadata: { myKey: 1 },
    },
    { asset },
    { asset: completeAsset, message: 'Asset uploaded successfully' },
  ],
  [
    'listMedia',
    {
      assetType: 'logo',
      tags: ['a b', 'ä&='],
      favoritesOnly: true,
      search: 'x+y',
      limit: 50,
      offset: 10,
      sortBy: 'created_at',
      sortOrder: 'asc',
    },
    'GET /api/v1/media-library?asset_type=logo&tags=a%20b,%C3%A4%26%3D&favorites_only=true&search=x%2By&offset=10&sort_order=asc',
    undefined,
    { assets: [asset], total: 1, limit: 50, offset: 10, has_more: false },
    { assets: [completeAsset], total: 1, limit: 50, offset: 10, hasMore: false },
  ],
  [
    'getSummary',
    {},
    'GET /api/v1/media-library/summary',
    undefined,
    {
      summaries: [{ asset_type: 'logo', total_count: 2, favorite_count: 1 }],
      total_assets: 2,
      storage_used_bytes: 900,
    },
    {
      summaries: [{ assetType: 'logo', totalCount: 2, favoriteCount: 1, latestUpload: null }],
      totalAssets: 2,
      storageUsedBytes: 900,
    },
  ],
  [
    'getAssetTypes',
    null,
    'GET /api/v1/media-library/types',
    undefined,
    { types: ['logo', 'game_skin'], descriptions: { game_skin: 'A skin', logo: 'A logo' } },
    { types: ['logo', 'game_skin'], descriptions: { game_skin: 'A skin', logo: 'A logo' } },
  ],
  ['getPrimaryAsset', 'game_skin', 'GET /api/v1/media-library/primary/game_skin', undefined, null, null],
  ['getMedia', 'a1?x=é', 'GET /api/v1/media-library/a1%3Fx%3D%C3%A9', undefined, asset, completeAsset],
  [
    'updateMedia',
    { assetId: 'a1', description: null, isPrimary: 'yes' },
    'PATCH /api/v1/media-library/a1',
    { description: null, is_primary: true },
    asset,
    completeAsset,
  ],
  [
    'deleteMedia',
    { asset_id: 'a1' },
    'DELETE /api/v1/media-library/a1',
    undefined,
    { success: true, message: 'Deleted' },
    { success: true, message: 'Deleted' },
  ],
  [
    'bulkDeleteMedia',
    ['a1', 'a2'],
    'POST /api/v1/media-library/bulk-delete',
    ['a1', 'a2'],
    { deleted_count: 2, message: 'Deleted' },
    { deletedCount: 2, failedIds: [], message: 'Deleted' },
  ],
  [
    'getMediaForPrompt',
    { ids: ['a1'] },
    'POST /api/v1/media-library/for-prompt',
    ['a1'],
    [{ id: 'a1', asset_type: 'logo', display_name: 'Logo', url: 'https://cdn/a.png' }],
    [{ id: 'a1', assetType: 'logo', displayName: 'Logo', url: 'https://cdn/a.png', metadata: {} }],
  ],
  [
    'toggleFavorite',
    { assetId: 'a1' },
    'POST /api/v1/media-library/a1/favorite',
    undefined,
    asset,
    completeAsset,
  ],
  ['setPrimary', 'a1', 'POST /api/v1/media-library/a1/set-primary', undefined, asset, completeAsset],
  [
    'startCoach',
    {
      assetType: 'youtube_thumbnail',
      mood: 'hype',
      description: 'A dragon',
      brandContext: { colors: [{ hex: '#FF5733', name: 'Fire' }] },
      media_asset_ids: ['a1'],
    },
    'POST /api/v1/coach/start',
    {
      asset_type: 'youtube_thumbnail',
      mood: 'hype',
      description: 'A dragon',
      brand_context: { colors: [{ hex: '#FF5733', name: 'Fire' }] },
      media_asset_ids: ['a1'],
    },
    { session_id: 's1' },
    { session_id: 's1' },
  ],
  [
    'generateFromSession',
    { sessionId: 's 1', includeLogo: true, mediaAssetPlacements: [placement] },
    'POST /api/v1/coach/sessions/s%201/generate',
    { include_logo: true, media_asset_placements: [wirePlacement] },
    { job: 1 },
    { job: 1 },
  ],
  [
    'generate',
    { assetType: 'banner', brandCustomization: { colors: { primaryIndex: 2 }, logo_size: 'large' } },
    'POST /api/v1/generate',
    { asset_type: 'banner', brand_customization: { colors: { primary_index: 2 }, logo_size: 'large' } },
    { job: 2 },
    { job: 2 },
  ],
];

let kit, server, base, seen, answer;
before(async () => {
  kit = await createMediaKit();
  server = http.createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    seen = {
      line: `${request.method} ${request.url}`,
      type: request.headers['content-type'],
      body: Buffer.concat(chunks).toString(),
    };
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer.body));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${server.address().port}`;
});
after(() => {
  kit.dispose();
  server.close();
});

async function send({ method, path, query, headers, body }) {
  return fetch(base + path + (query ? `?${query}` : ''), { method, headers, body });
}

test('the endpoints are those of the exchanges below', () => {
  assert.deepEqual(Object.keys(kit.requests).sort(), exchanges.map(([name]) => name).sort());
});

for (const [name, params, line, body, serverSays, readAs] of exchanges) {
  test(`${name} is sent as ${line.split('?')[0]} and its answer read`, async () => {
    const request = kit.requests[name](params, { tier: 'pro', knownIds: ['a1', 'a2', 'a1?x=é'] });
    assert.equal(request.ok, true, JSON.stringify(request));
    answer = { status: 200, body: serverSays };
    const response = await send(request);
    assert.equal(seen.line, line);
    assert.deepEqual(seen.body === '' ? undefined : JSON.parse(seen.body), body);
    assert.equal(seen.type, body === undefined ? undefined : 'application/json');
    assert.deepEqual(kit.responses[name](await response.text()), readAs);
  });
}

const outcome = (result) => [result.status, result.issues?.[0].type, result.issues?.[0].path];

test("a refusal names the server's status, schema first", () => {
  const context = { tier: 'free', knownIds: ['a1'] };
  const { requests } = kit;
  assert.deepEqual(outcome(requests.bulkDeleteMedia([])), [400, 'no_ids', []]);
  assert.deepEqual(outcome(requests.bulkDeleteMedia(Array(51).fill('a'))), [400, 'too_many_ids', []]);
  assert.equal(requests.bulkDeleteMedia(Array(50).fill('a')).ok, true);
  assert.deepEqual(outcome(requests.bulkDeleteMedia(['a', 7])), [422, 'string_type', [1]]);
  assert.deepEqual(outcome(requests.bulkDeleteMedia({})), [422, 'list_type', []]);
  assert.deepEqual(outcome(requests.getMediaForPrompt(['a1', 'a2', 'a3'], context)), [
    400,
    'too_many_ids',
    [],
  ]);
  assert.deepEqual(outcome(requests.getMediaForPrompt(['a2'], context)), [403, 'access_denied', []]);
  assert.deepEqual(outcome(requests.getMediaForPrompt(['a1', 'a2'], { ...context, tier: 'pro' })), [
    404,
    'unknown_asset',
    [1],
  ]);
  assert.deepEqual(outcome(requests.getMedia('a2', context)), [404, 'unknown_asset', ['assetId']]);
  assert.deepEqual(outcome(requests.updateMedia({ assetId: 'a2', displayName: '' }, context)), [
    422,
    'string_too_short',
    ['displayName'],
  ]);
  assert.deepEqual(outcome(requests.updateMedia({ assetId: 'a2' }, context)), [
    404,
    'unknown_asset',
    ['assetId'],
  ]);
  assert.deepEqual(outcome(requests.getPrimaryAsset('sofa')), [422, 'literal_error', ['assetType']]);
  assert.deepEqual(
    outcome(
      requests.generate(
        { assetType: 'banner', mediaAssetPlacements: [{ ...placement, assetId: 'a9' }] },
        { ...context, tier: 'pro' },
      ),
    ),
    [404, 'unknown_asset', ['mediaAssetPlacements', 0, 'assetId']],
  );
  assert.equal(
    requests.generate({ assetType: 'banner' }, context).ok,
    true,
    'no media assets, no need for access',
  );
  assert.deepEqual(outcome(requests.listMedia({ limit: 101, sort_by: 'size' })), [
    422,
    'less_than_equal',
    ['limit'],
  ]);
});

test('an id cannot leave its place in the path', () => {
  const withIds = [
    ...['getMedia', 'updateMedia', 'deleteMedia', 'toggleFavorite', 'setPrimary'].map((name) => [name, 'assetId']),
    ['generateFromSession', 'sessionId'],
  ];
  const misleading = [
    ...['.', '..', '...', '/', 'primary/logo', 'a\\b', 'a\nb', '\0', '\x7f', '\x85', '../../admin?x#y\\%2e\n"'],
    ...['summary', 'types', 'access', 'primary', 'bulk-delete', 'for-prompt', 'favorite', 'set-primary', 'start'],
    ...['primary%2Flogo', '%2e%2E', '%252e.', 'a%5cb', 'a%0Ab', 's%75mmary', 'primary%25252flogo', '%c0%af'],
  ];
  for (const [name, key] of withIds) {
    for (const id of misleading) {
      const { status, issues } = kit.requests[name]({ [key]: id });
      assert.deepEqual([status, issues?.[0].type, issues?.[0].path], [404, 'unknown_asset', [key]], `${name} ${id}`);
    }
    for (const id of ['a1', 'summary2', 'Ä?#&;=+ x', '100%', '%zz', '3f2504e0-4f89-41d3-9a0c-0305e82c3301']) {
      const { path } = kit.requests[name]({ [key]: id });
      assert.ok(path.split('/').includes(encodeURIComponent(id)), `${name} ${id} ${path}`);
    }
  }
  assert.equal(kit.requests.getMedia('').status, 422);
  assert.equal(kit.requests.getMedia({}).status, 422);
  assert.equal(kit.requests.getMedia({ assetId: 5 }).status, 422);
  assert.equal(kit.requests.getMedia('\ud800').status, 422);
});

test('query parameters are text to the server', () => {
  const list = (params) => {
    const { ok, query, issues, warnings } = kit.requests.listMedia(params);
    return ok ? [query, ...(warnings ?? []).map(({ type }) => type)] : issues.map(({ type }) => type);
  };
  for (const [params, expected] of [
    [{ limit: 5.5 }, ['int_parsing']],
    [{ limit: 5 }, ['limit=5']],
    [{ limit: '5.0' }, ['limit=5']],
    [{ limit: true }, ['int_parsing']],
    [{ limit: 1e21 }, ['int_parsing']],
    [{ limit: 101 }, ['less_than_equal']],
    [{ limit: [] }, ['int_type']],
    [{ favoritesOnly: 1 }, ['favorites_only=true']],
    [{ favoritesOnly: 2 }, ['bool_parsing']],
    [{ search: 5 }, ['search=5']],
    [{ search: false }, ['search=false']],
    [{ assetType: 5 }, ['literal_error']],
    [{ tags: ['a', 'b&c'] }, ['tags=a,b%26c']],
    [{ tags: 'a,b' }, ['tags=a%2Cb']],
    [{ tags: ['a,b'] }, ['tags=a%2Cb', 'unsearchable_tag']],
    [{ tags: ['', 'a'] }, ['tags=,a', 'unsearchable_tag']],
    [{ limit: 7, sort_by: 'usage_count', sortBy: 'created_at' }, ['limit=7&sort_by=usage_count', 'ambiguous_key']],
  ])
    assert.deepEqual(list(params), expected, JSON.stringify(params));
});
