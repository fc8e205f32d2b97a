// Each endpoint's request, sent with fetch to a server that answers as the contract says.
import assert from 'node:assert/strict';
import http from 'node:http';
import { after, before, test } from 'node:test';
import { createMediaKit, MediaError } from '@aurastream/media-wasm';
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

test('no text of a user stands for a number, whatever else the object holds', () => {
  for (const odd of [NaN, 12345678901234567890n, undefined]) {
    const metadata = { text: '\ue000number:[1]', '\ue000number:2': '"\ue000number:NaN"', odd };
    const verdict = kit.requests.updateMedia({ assetId: 'a1', metadata });
    if (Number.isNaN(odd)) {
      assert.equal(verdict.issues[0].type, 'finite_number');
      continue;
    }
    const body = new TextDecoder().decode(verdict.body);
    assert.equal(JSON.parse(body).metadata.text, metadata.text);
    assert.equal(JSON.parse(body).metadata['\ue000number:2'], metadata['\ue000number:2']);
    assert.equal(body.includes(':12345678901234567890'), typeof odd === 'bigint', body);
  }
});

test('values are written as JSON.stringify writes them, also beside a BigInt', () => {
  const value = {
    date: new Date(0),
    boxed: [Object(1), Object('x'), Object(false)],
    gone: undefined,
    call() {},
    list: [undefined, () => 1, Symbol('s'), -0],
    own: { toJSON: (key) => ({ key }) },
    null: null,
    '': '\ud800"\n',
  };
  const sent = (metadata) =>
    JSON.parse(new TextDecoder().decode(kit.requests.updateMedia({ assetId: 'a1', metadata }).body)).metadata;
  assert.deepEqual(sent({ ...value, big: 7n }), { ...JSON.parse(JSON.stringify(value)), big: 7 });
  assert.deepEqual(sent(value), JSON.parse(JSON.stringify(value)));
});

test('what JSON.stringify would empty is refused', () => {
  const refused = (error) => error instanceof MediaError && error.code === 'invalid_argument';
  const form = new FormData();
  form.set('displayName', 'x');
  for (const opaque of [new Map([['a', 1]]), form, new Blob(['x']), new Set([1]), new URLSearchParams('a=1')]) {
    for (const params of [opaque, { assetId: 'a1', metadata: opaque }, { assetId: 'a1', metadata: { in: [opaque] } }])
      assert.throws(() => kit.requests.updateMedia(params), refused);
    assert.throws(() => kit.requests.uploadMedia(opaque), refused);
    assert.throws(() => kit.requests.getMedia('a1', opaque), refused);
    assert.throws(() => kit.contract.validate('UpdateMediaRequest', opaque), refused);
  }
  assert.equal(kit.requests.updateMedia({ assetId: 'a1', metadata: {} }).ok, true);
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

test('a wrong argument ends in invalid_argument, never in a TypeError', () => {
  const refused = (error) => error instanceof MediaError && error.code === 'invalid_argument';
  assert.throws(() => kit.requests.uploadMedia({ image: 5 }), refused);
  assert.throws(() => kit.requests.generate(new Uint8Array(3)), refused);
  assert.throws(() => kit.requests.generate({}, 'pro'), refused);
  assert.throws(
    () => kit.requests.uploadMedia({ image: new Blob(['x']) }),
    (error) => refused(error) && /arrayBuffer/.test(error.message),
  );
  const gone = new Uint8Array(4);
  structuredClone(gone.buffer, { transfer: [gone.buffer] });
  const upload = () => kit.requests.uploadMedia({ assetType: 'logo', displayName: 'x', image: gone });
  try {
    assert.equal(upload().issues[0].type, 'empty_file'); // a detached view is empty
  } catch (error) {
    assert.ok(refused(error));
  }
  for (const params of [null, undefined, 5, true, 'text', []]) {
    assert.equal(kit.requests.uploadMedia(params).status, 422);
    assert.equal(kit.requests.generate(params).status, 422);
  }
});

test('an upload says what its file is, told from the bytes', () => {
  const files = {
    'image/png': [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10],
    'image/jpeg': [0xff, 0xd8, 0xff, 0xe0],
    'image/gif': [...Buffer.from('GIF89a')],
    'image/webp': [...Buffer.from('RIFF\0\0\0\0WEBPVP8 ')],
    'image/svg+xml': [
      ...Buffer.from('\ufeff<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>'),
    ],
  };
  const params = { assetType: 'logo', displayName: 'Logo' };
  for (const [type, bytes] of Object.entries(files)) {
    for (const given of [
      { image: new Uint8Array(bytes) },
      { imageBase64: Buffer.from(bytes).toString('base64') },
    ]) {
      const { fileType, warnings } = kit.requests.uploadMedia({ ...params, ...given });
      assert.deepEqual([fileType, warnings], [type, undefined]);
    }
  }
  const pdf = kit.requests.uploadMedia({ ...params, image: Buffer.from('%PDF-1.7') });
  assert.deepEqual(
    [pdf.ok, pdf.fileType, pdf.warnings[0].type, pdf.warnings[0].path],
    [true, null, 'unknown_file_type', ['imageBase64']],
  );
});

test('a long text is the same wherever it stands, whatever is in it', () => {
  const long = 'QUJD'.repeat(20_000);
  const texts = [
    long,
    `"${long}`,
    `${long}"`,
    `${long}\\`,
    `${long}","is_favorite":true,"display_name":"Other","x":"`,
    `${long}\\","x":"\\`,
    `${long}\n${long}`,
    `\0${long}`,
    `\x7f${long}`,
    `${long}é`,
    `${long}😀`,
    `${long}\ud800`,
    `\udc00${long}`,
    `é${long}"`,
    `${long}null{}`,
    `${long}AB`,
  ];
  const plain = (result) => ({ ...result, body: result.body && new TextDecoder().decode(result.body) });
  let taken = 0;
  for (const text of texts) {
    for (const params of [
      { image_base64: text, asset_type: 'logo', display_name: 'Logo', metadata: { n: 12345678901234567890n, none: null } },
      { assetType: 'logo', imageBase64: text, displayName: 'Logo' },
      { assetType: 'logo', displayName: 'Logo', tags: ['a'], description: undefined, imageBase64: text },
      { assetType: 'logo', displayName: 'Logo', imageBase64: text, image_base64: `${long}QUJD` },
      { assetType: 'logo', displayName: text, imageBase64: 'QUJD' },
      { assetType: 'logo', displayName: 'Logo', imageBase64: 'QUJD', ['__proto__']: 1, [text]: 2, '"': text },
      { imageBase64: text },
    ]) {
      const answer = plain(kit.requests.uploadMedia(params));
      // An object with a toJSON is written by JSON.stringify's rules as one.
      const whole = plain(kit.requests.uploadMedia({ toJSON: () => params }));
      const what = `${Object.keys(params).map((name) => name.slice(0, 20))} ${JSON.stringify(text.slice(0, 4))}…${JSON.stringify(text.slice(-60))}`;
      assert.ok(JSON.stringify(answer) === JSON.stringify(whole), what);
      taken += answer.ok ? 1 : 0;
      if (answer.ok && params.imageBase64 === text) assert.ok(JSON.parse(answer.body).image_base64 === text || params.image_base64, what);
    }
  }
  assert.ok(taken > texts.length);
  assert.throws(() => kit.requests.uploadMedia({ imageBase64: long, tags: new Map([[1, 2]]) }), { code: 'invalid_argument' });
  const loop = { imageBase64: long };
  loop.metadata = loop;
  assert.throws(() => kit.requests.uploadMedia(loop), { code: 'invalid_argument' });
});

test('megabytes of base64 given as text go into the body as they are', () => {
  const imageBase64 = 'QUJD'.repeat(3_000_000);
  const { body } = kit.requests.uploadMedia({
    displayName: 'Big',
    imageBase64: imageBase64.slice(0, 13_000_000),
    assetType: 'logo',
    tags: [],
  });
  const sent = JSON.parse(new TextDecoder().decode(body));
  assert.deepEqual(Object.keys(sent), ['asset_type', 'display_name', 'image_base64', 'tags']);
  assert.ok(sent.image_base64 === imageBase64.slice(0, 13_000_000));
  assert.equal(
    kit.requests.uploadMedia({ displayName: 'Big', imageBase64: 'A'.repeat(16_000_000), assetType: 'logo' })
      .status,
    400,
  );
  assert.equal(
    kit.requests.uploadMedia({ displayName: 'x', imageBase64: 5, assetType: 'logo' }).issues[0].type,
    'string_type',
  );
  assert.equal(
    kit.requests.uploadMedia({ displayName: 'x', imageBase64: 'a"\n', assetType: 'logo' }).issues[0].type,
    'invalid_base64',
  );
});
