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

test('a change and its opposite make no patch', () => {
  const there = diff([{ assetId: 'a', x: 1, y: 1 }], [{ assetId: 'a', x: 2, note: 'new' }]);
  assert.deepEqual(compose(there, invert(there)), { items: [] });
});

test('what a patch does not know stays behind the one that it followed', () => {
  const [a, b, fresh] = ['a', 'b', 'fresh'].map((assetId) => ({ assetId }));
  assert.deepEqual(apply([a, fresh, b], diff([a, b], [b, a])), [b, a, fresh]);
  assert.deepEqual(apply([fresh, a, b], diff([a, b], [b, a])), [fresh, b, a]);
});

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
  assert.throws(() => diff([{ id: 'a' }, { id: 'a' }], []), invalid);
  assert.throws(() => diff([{ assetId: 'a' }, { assetId: 'a' }], [], 'assetId'), invalid);
  for (const patch of [{ items: [null] }, { items: [{ id: 'a', changed: 7 }] }, { items: [], order: {} }, { items: [{ id: 'a', changed: { x: null } }] }]) {
    for (const use of [(it) => apply([], it), invert, (it) => compose(it, { items: [] })]) assert.throws(() => use(patch), invalid);
  }
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

test('one asset may lie on the canvas several times: its placements are told apart by id, or by their order', () => {
  const [a, b, c] = [{ assetId: 'a', x: 1 }, { assetId: 'b', x: 2 }, { assetId: 'a', x: 3 }];
  const lists = [
    [], [a], [a, c], [c, a], [a, b, c], [c, b, a], [b, a], [a, a], [a, a, a], [{ ...c, x: 9 }, b, { ...a, x: 8 }, c],
    // Named like the second of an asset.
    [{ assetId: 'a#2', x: 5 }, a, c], [a, { assetId: 'a#2', x: 5 }, c],
    [{ ...a, id: '1' }, { ...a, id: '2' }, b], [{ ...a, id: '2' }, b, { ...a, id: '1', x: 7 }],
  ];
  for (const from of lists) {
    for (const to of lists) {
      const patch = diff(from, to);
      assert.deepEqual(apply(from, patch), to, JSON.stringify([from, to]));
      assert.deepEqual(apply(to, invert(patch)), from, JSON.stringify([to, from]));
      for (const last of lists) assert.deepEqual(apply(from, compose(patch, diff(to, last))), last, JSON.stringify([from, to, last]));
    }
  }
  const moved = diff([{ ...a, id: '1' }, { ...a, id: '2' }], [{ ...a, id: '1' }, { ...a, id: '2', x: 7 }]);
  assert.deepEqual(moved, { items: [{ id: '2', changed: { x: { before: 1, after: 7 } } }] });
});

test('a patch shares nothing with the lists that it was made from or applied to', () => {
  const before = [{ assetId: 'a', asset: { tags: ['one'] } }];
  const after = [{ assetId: 'a', asset: { tags: ['two'] } }, { assetId: 'b', asset: { tags: ['new'] } }];
  const patch = diff(before, after);
  const kept = structuredClone(patch);
  after[0].asset.tags.push('later');
  after[1].asset.tags.push('later');
  before[0].asset.tags.push('later');
  assert.deepEqual(patch, kept);
  const result = apply([{ assetId: 'a', asset: { tags: ['one'] } }], patch);
  result[0].asset.tags.push('later');
  result[1].asset.tags.push('later');
  assert.deepEqual(patch, kept);
  const removal = diff(result, []);
  const restored = apply([], invert(removal));
  restored[0].asset.tags.push('again');
  assert.deepEqual(apply([], invert(removal))[0].asset.tags, ['two', 'later']);
});
