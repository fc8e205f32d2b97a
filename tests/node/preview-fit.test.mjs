// How previews lay an image into a box of other proportions.
import assert from 'node:assert/strict';
import test from 'node:test';
import { createMediaKit } from '@aurastream/media-wasm';

const kit = await createMediaKit();
const canvas = { width: 200, height: 200 };
const RED = [255, 0, 0, 255];
const GREEN = [0, 255, 0, 255];
const CLEAR = [0, 0, 0, 0];

/** Columns, the middle third red between green ones, or as `colour` says. */
function columns(width, height, colour = (x) => (x >= width / 3 && x < (2 * width) / 3 ? RED : GREEN)) {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let i = 0; i < width * height; i++) data.set(colour(i % width), 4 * i);
  return { width, height, data };
}

const wide = columns(300, 100);
const box = { assetId: 'wide', x: 50, y: 50, width: 60, height: 60 };
const render = (placement, images = { wide }) => kit.preview.render({ canvas, placements: [placement], images });
const pixel = ({ width, data }, x, y) => [...data.subarray(4 * (y * width + x), 4 * (y * width + x) + 4)];

test('fill stretches the image over the box, and is what happens unasked', () => {
  const picture = render({ ...box, fit: 'fill' });
  assert.deepEqual([pixel(picture, 45, 45), pixel(picture, 100, 155), pixel(picture, 155, 100)], [GREEN, RED, GREEN]);
  assert.deepEqual(picture.data, render(box).data);
});

test('contain shows the whole image, as large as goes into the box', () => {
  const picture = render({ ...box, fit: 'contain' });
  assert.deepEqual([pixel(picture, 100, 45), pixel(picture, 100, 155)], [CLEAR, CLEAR]);
  assert.deepEqual([pixel(picture, 45, 100), pixel(picture, 100, 100), pixel(picture, 155, 100)], [GREEN, RED, GREEN]);
  assert.deepEqual(picture.data, render({ ...box, height: 20 }).data);
});

test('cover fills the box with the middle of the image', () => {
  const picture = render({ ...box, fit: 'cover' });
  for (const [x, y] of [[40, 40], [159, 40], [100, 100], [40, 159], [159, 159]]) assert.deepEqual(pixel(picture, x, y), RED);
  assert.deepEqual(pixel(picture, 39, 100), CLEAR);
  const tall = columns(100, 300, () => RED);
  assert.deepEqual(render({ ...box, fit: 'cover' }, { wide: tall }).data, picture.data);
});

test('a session draws each fit as a still does, turned too, and again when only the fit has changed', () => {
  const session = kit.preview.createSession({ canvas, images: { wide } });
  const changes = [];
  for (const rotation of [0, 30]) {
    for (const fit of ['fill', 'contain', 'cover', 'contain']) {
      const placement = { ...box, rotation, fit };
      changes.push(session.update([placement]).changed.width > 0);
      assert.ok(Buffer.from(session.image.data).equals(Buffer.from(render(placement).data)), `${fit} at ${rotation}°`);
    }
  }
  assert.deepEqual(new Set(changes), new Set([true]));
  session.dispose();
});

test('boxes far larger than the canvas, and images of one pixel, fit as well', () => {
  for (const fit of ['fill', 'contain', 'cover']) {
    const huge = render({ ...box, width: 900, height: 3000, fit });
    assert.deepEqual(pixel(huge, 100, 100), RED, fit);
    const dot = columns(1, 1, () => RED);
    assert.deepEqual(pixel(render({ ...box, width: 1, height: 90, sizeUnit: 'px', fit }, { wide: dot }), 100, 100), RED, fit);
  }
});

test('another fit is reported, and the placement not drawn', () => {
  const { data, issues } = render({ ...box, fit: 'stretch' });
  assert.deepEqual(issues.map(({ type, loc }) => [type, loc]), [['literal_error', [0, 'fit']]]);
  assert.ok(data.every((value) => value === 0));
});

/** Red on the left, else transparent above and green below. */
const corner = columns(90, 90, () => GREEN);
for (let i = 0; i < 90 * 90; i++) corner.data.set(i % 90 < 30 ? RED : Math.floor(i / 90) < 45 ? CLEAR : GREEN, 4 * i);

test('a placement is mirrored, as a still, in a session and for the hit test', () => {
  const images = { corner };
  const square = { assetId: 'corner', x: 50, y: 50, width: 60, height: 60 };
  const drawn = (flips) => render({ ...square, ...flips }, images);
  const seen = (picture) => [[45, 45], [45, 155], [155, 45], [155, 155]].map(([x, y]) => ({ [RED]: 'red', [GREEN]: 'green', [CLEAR]: 'clear' })[pixel(picture, x, y)]);
  assert.deepEqual(seen(drawn()), ['red', 'red', 'clear', 'green']);
  assert.deepEqual(seen(drawn({ flipX: true })), ['clear', 'green', 'red', 'red']);
  assert.deepEqual(seen(drawn({ flipY: true, flipX: false })), ['red', 'red', 'green', 'clear']);
  assert.deepEqual(seen(drawn({ flipX: true, flipY: true })), ['green', 'clear', 'red', 'red']);
  const session = kit.preview.createSession({ canvas, images });
  for (const flips of [{}, { flipX: true }, { flipX: true, flipY: true }, { flipY: null }]) {
    assert.ok(session.update([{ ...square, ...flips }]).changed.width > 0);
    assert.ok(Buffer.from(session.image.data).equals(Buffer.from(drawn(flips).data)));
  }
  session.dispose();
  const hit = (flips, x, y) => kit.placement.query.hitTest([{ ...square, ...flips }], canvas, { x, y }, { images });
  assert.deepEqual([hit({}, 155, 45), hit({ flipY: true }, 155, 45), hit({ flipX: true }, 45, 45), hit({ flipX: true }, 155, 45)], [-1, 0, -1, 0]);
});

test('what says neither true nor false is an issue, and nothing is drawn', () => {
  const { issues, data } = render({ ...box, flipX: 'yes' });
  assert.deepEqual(issues, [{ type: 'bool_type', loc: [0, 'flipX'], message: 'must be true or false' }]);
  assert.ok(data.every((value) => value === 0));
});
