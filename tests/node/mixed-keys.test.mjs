// One rule for keys that are given in both styles, for all that reads placements: snake_case wins, as on the server.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createMediaKit, serializePlacements } from '@aurastream/media-wasm';

let kit;
before(async () => {
  kit = await createMediaKit();
});
after(() => kit.dispose());

const wire = {
  asset_id: 'a1',
  display_name: 'Snake',
  asset_type: 'face',
  url: 'https://cdn/a.png',
  x: 30,
  y: 40,
  width: 50,
  height: 20,
  size_unit: 'px',
  z_index: 3,
  rotation: 0,
  opacity: 100,
};
const both = {
  assetId: 'b2',
  displayName: 'Camel',
  assetType: 'logo',
  sizeUnit: 'percent',
  zIndex: 9,
  ...wire,
};
const canvas = { width: 200, height: 100 };
const camel = (key) => key.replace(/_(.)/g, (_, letter) => letter.toUpperCase());
const flat = Object.fromEntries(Object.entries(wire).map(([key, value]) => [camel(key), value]));
const json = (bytes) => JSON.parse(new TextDecoder().decode(bytes));

const readers = {
  validate: (placement) => kit.contract.validate('MediaAssetPlacement', placement).value,
  encode: (placement) => json(kit.contract.encode('MediaAssetPlacement', placement).body),
  requests: (placement) =>
    json(kit.requests.generate({ assetType: 'thumbnail', mediaAssetPlacements: [placement] }).body),
  prompt: (placement) => kit.prompt.describe([placement], canvas),
  serializePlacements: (placement) => serializePlacements([placement]),
  toBox: (placement) => kit.placement.toBox(placement, canvas),
  preview: (placement) =>
    Buffer.from(kit.preview.render({ canvas, placements: [placement], images: {} }).data).toString('base64'),
};

for (const [name, read] of Object.entries(readers)) {
  test(`snake_case wins in ${name}`, () => {
    const expected = read(wire);
    assert.deepEqual(read(both), expected);
    assert.deepEqual(read(Object.fromEntries(Object.entries(both).reverse())), expected);
    assert.deepEqual(read(flat), expected);
    assert.notDeepEqual(read({ ...both, size_unit: undefined }), expected); // and camelCase counts where it is alone
  });
}

test('keys that differ are told, equal ones are not', () => {
  const verdict = kit.contract.validate('MediaAssetPlacement', both);
  assert.equal(verdict.ok, true);
  assert.deepEqual(
    verdict.warnings.map(({ type, loc }) => [type, ...loc]),
    ['asset_id', 'display_name', 'asset_type', 'size_unit', 'z_index'].map((key) => ['ambiguous_key', key]),
  );
  assert.deepEqual(verdict.warnings[4], {
    type: 'ambiguous_key',
    loc: ['z_index'],
    path: ['zIndex'],
    message: 'Given as z_index and as zIndex, which differ: z_index counts.',
    ctx: { used: 'z_index', ignored: 'zIndex' },
    input: 9,
  });
  assert.equal(kit.contract.validate('MediaAssetPlacement', { ...wire, zIndex: 3 }).warnings, undefined);
  assert.equal(kit.contract.validate('MediaAssetPlacement', { ...both, z_index: 0 }).warnings.length, 5);
  assert.equal(kit.contract.encode('MediaAssetPlacement', both).warnings.length, 5);
  const request = kit.requests.generate({ assetType: 'thumbnail', mediaAssetPlacements: [wire, both] });
  assert.deepEqual(request.warnings[4].loc, ['media_asset_placements', 1, 'z_index']);
  const update = kit.requests.updateMedia({ asset_id: 'a1', assetId: 'b2', isFavorite: true, is_favorite: false });
  assert.equal(update.path, '/api/v1/media-library/a1');
  assert.deepEqual(
    update.warnings.map(({ loc }) => loc),
    [['asset_id'], ['is_favorite']],
  );
});

test('of a million issues the first thousand are kept, and all are counted', () => {
  const text = `[${'{},'.repeat(300_000)}{}]`;
  const { ok, issues, count, truncated } = kit.contract.validate('MediaAssetPlacement[]', text);
  assert.deepEqual([ok, issues.length, count, truncated], [false, 1000, 300_001 * 8, true]);
  assert.deepEqual(issues[999].loc, [124, 'height']);
  const few = kit.contract.validate('MediaAssetPlacement[]', '[{}]');
  assert.deepEqual([few.issues.length, few.count, few.truncated], [8, undefined, undefined]);
});
