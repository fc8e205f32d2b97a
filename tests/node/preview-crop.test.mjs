// Placements of cropped images with rounded corners: pixels, hit tests, what is refused.
import assert from 'node:assert/strict';
import test from 'node:test';
import { createMediaKit } from '@aurastream/media-wasm';

const kit = await createMediaKit();
const canvas = { width: 100, height: 100 };

/** Blue on the left half and red on the right; its uppermost quarter is transparent. */
const flag = { width: 40, height: 40, data: new Uint8ClampedArray(40 * 40 * 4) };
for (let i = 0; i < 1600; i++) flag.data.set([i % 40 < 20 ? 0 : 255, 0, i % 40 < 20 ? 255 : 0, i < 400 ? 0 : 255], 4 * i);

const box = { assetId: 'flag', x: 50, y: 50, width: 60, height: 60 };
const render = (look) => kit.preview.render({ canvas, placements: [{ ...box, ...look }], images: { flag } });
const pixel = ({ width, data }, x, y) => [...data.subarray(4 * (y * width + x), 4 * (y * width + x) + 4)];

test('what is cropped away is not drawn, and the rest fills the box', () => {
  const right = render({ crop: { left: 0.5, top: 0.25 } });
  for (const [x, y] of [[20, 20], [50, 50], [79, 79]]) assert.deepEqual(pixel(right, x, y), [255, 0, 0, 255]);
  assert.deepEqual(pixel(render({ crop: { right: 0.5, top: 0.25 }, flipX: true }), 50, 50), [0, 0, 255, 255]);
  assert.deepEqual(render({ crop: {}, cornerRadius: 0 }).data, render({}).data);
  assert.deepEqual(render({ crop: null, cornerRadius: null }).data, render({}).data);
});

test('corners are rounded, and effects follow them', () => {
  const round = render({ crop: { top: 0.25 }, cornerRadius: 30 });
  assert.equal(pixel(round, 21, 21)[3], 0);
  assert.equal(pixel(round, 50, 21)[3], 255);
  const outlined = render({ crop: { top: 0.25 }, cornerRadius: 30, outline: { width: 5, color: '#00ff00' } });
  assert.deepEqual(pixel(outlined, 50, 17), [0, 255, 0, 255]);
  assert.equal(pixel(outlined, 22, 22)[3], 0);
});

test('a session draws the same', () => {
  const placements = [{ ...box, rotation: 20, crop: { left: 0.1, bottom: 0.3 }, cornerRadius: 12 }];
  const session = kit.preview.createSession({ canvas, images: { flag } });
  session.update(placements);
  assert.deepEqual([...session.image.data], [...kit.preview.render({ canvas, placements, images: { flag } }).data]);
  session.dispose();
});

test('a hit test looks at the part that is shown', () => {
  const { query } = kit.placement;
  const hit = (look, point) => query.hitTest([{ ...box, ...look }], canvas, point, { images: { flag } });
  assert.equal(hit({}, { x: 50, y: 25 }), -1);
  assert.equal(hit({ crop: { top: 0.25 } }, { x: 50, y: 25 }), 0);
  assert.equal(hit({ crop: { bottom: 0.75 } }, { x: 50, y: 75 }), -1);
});

test('what is drawn is hit, and nothing else: beyond a rounded corner lies what is behind', () => {
  const { query } = kit.placement;
  const whole = { width: 2, height: 2, data: new Uint8ClampedArray(16).fill(255) };
  for (const look of [{ cornerRadius: 18 }, { cornerRadius: 2000, rotation: 30, height: 40 }]) {
    const placements = [{ assetId: 'behind', x: 50, y: 50, width: 90, height: 90, zIndex: 0 }, { ...box, ...look }];
    const { data } = kit.preview.render({ canvas, placements: placements.slice(1), images: { flag: whole } });
    for (let i = 0; i < 100 * 100; i++) {
      const alpha = data[4 * i + 3];
      const [x, y] = [i % 100, Math.floor(i / 100)];
      if ((alpha > 0 && alpha < 255) || x < 6 || y < 6 || x > 93 || y > 93) continue; // on an edge either is right
      const point = { x: x + 0.5, y: y + 0.5 };
      const front = alpha === 255 ? 1 : 0;
      assert.equal(query.hitTest(placements, canvas, point), front, JSON.stringify([look, point]));
      assert.equal(query.hits(placements, canvas, point)[0].index, front);
      assert.equal(query.hitTest(placements, canvas, point, { images: { flag: whole, behind: whole } }), front);
    }
  }
});

test('a crop that leaves nothing and a radius that is none are issues', () => {
  const wrong = [
    [{ crop: { left: 0.5, right: 0.5 } }, 'crop'], [{ crop: { top: 1 } }, 'crop'], [{ crop: { left: -0.1 } }, 'crop'], [{ crop: { left: NaN } }, 'crop'], [{ crop: { bottom: '0.5' } }, 'crop'],
    [{ cornerRadius: -1 }, 'cornerRadius'], [{ cornerRadius: 2001 }, 'cornerRadius'], [{ cornerRadius: '4' }, 'cornerRadius'],
  ];
  for (const [look, key] of wrong) {
    const { issues, data } = render(look);
    assert.deepEqual([...new Set(issues.map(({ loc }) => loc.join('.')))], [`0.${key}`], JSON.stringify(look));
    assert.ok(data.every((value) => value === 0));
  }
});
