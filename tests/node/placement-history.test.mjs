import assert from 'node:assert/strict';
import test from 'node:test';
import { createMediaKit, MediaError } from '@aurastream/media-wasm';

const { placement } = await createMediaKit();
const { diff, apply, invert, compose } = placement;

function random(seed) {
  let state = seed;
  return (n) => (state = (state * 48271) % 2147483647) % n;
}

/** Some placements out of ten ids, in some order, with some keys missing. */
function list(below) {
  const ids = Array.from({ length: 10 }, (_, i) => `asset-${i}`).filter(() => below(3) > 0);
  for (let i = ids.length - 1; i > 0; i--) {
    const j = below(3) === 0 ? below(i + 1) : i;
    [ids[i], ids[j]] = [ids[j], ids[i]];
  }
  return ids.map((assetId) => ({
    assetId,
    x: below(3),
    y: below(2),
    ...(below(2) && { rotation: below(4) * 90 }),
    ...(below(3) === 0 && { size: { width: below(2), unit: 'px' } }),
  }));
}

test('a patch leads from one list to another, and its inverse back', () => {
  const below = random(7);
  for (let i = 0; i < 2000; i++) {
    const [before, after] = [list(below), list(below)];
    const kept = structuredClone(before);
    const patch = JSON.parse(JSON.stringify(diff(before, after)));
    assert.deepEqual(apply(before, patch), after);
    assert.deepEqual(apply(after, invert(patch)), before);
    assert.deepEqual(before, kept);
    assert.deepEqual(invert(invert(patch)), patch);
  }
});

test('two patches compose into one', () => {
  const below = random(11);
  for (let i = 0; i < 2000; i++) {
    const [a, b, c] = [list(below), list(below), list(below)];
    const both = compose(diff(a, b), diff(b, c));
    assert.deepEqual(apply(a, both), c);
    assert.deepEqual(apply(c, invert(both)), a);
  }
});

test('a patch is no larger than what changed', () => {
  const before = [
    { assetId: 'a', x: 1, y: 2, tags: ['s'] },
    { assetId: 'b', x: 0, y: 0 },
  ];
  assert.deepEqual(diff(before, structuredClone(before)), { items: [] });
  assert.deepEqual(diff(before, [{ ...before[0], x: 0 }, before[1]]), {
    items: [{ id: 'a', changed: { x: { before: 1, after: 0 } } }],
  });
  assert.deepEqual(compose(diff(before, [before[0]]), diff([before[0]], before)), { items: [] });
});

test('patches of two people meet: different keys both hold, a removed item stays removed', () => {
  const base = [
    { assetId: 'a', x: 1, y: 2 },
    { assetId: 'b', x: 0, y: 0 },
  ];
  const mine = diff(base, [{ ...base[0], x: 9 }, base[1]]);
  const theirs = diff(base, [{ ...base[0], y: 7 }, base[1]]);
  assert.deepEqual(apply(apply(base, mine), theirs), apply(apply(base, theirs), mine));
  const removed = diff(base, [base[1]]);
  assert.deepEqual(apply(apply(base, removed), mine), [base[1]]);
  const added = diff(base, [base[0], { assetId: 'c', x: 5, y: 5 }, base[1]]);
  assert.deepEqual(
    apply(apply(base, removed), added).map((item) => item.assetId),
    ['c', 'b'],
  );
});

test('what is no list of placements, or no patch, is refused', () => {
  const invalid = (error) => error instanceof MediaError && error.code === 'invalid_argument';
  assert.throws(() => diff('x', []), invalid);
  assert.throws(() => diff([{ x: 1 }], []), invalid);
  assert.throws(() => diff([{ assetId: 'a' }, { assetId: 'a' }], []), invalid);
  assert.throws(() => apply([], null), invalid);
  assert.throws(() => apply([], { items: 5 }), invalid);
  assert.throws(() => invert(undefined), invalid);
  assert.deepEqual(
    apply(
      [{ asset_id: 'a', x: 1 }],
      diff([{ asset_id: 'a', x: 1 }], [{ asset_id: 'a', x: 2 }], 'asset_id'),
      'asset_id',
    ),
    [{ asset_id: 'a', x: 2 }],
  );
});
