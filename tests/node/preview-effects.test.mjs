// Outline, glow and shadow around what a picture shows.
import assert from 'node:assert/strict';
import test from 'node:test';
import { createMediaKit } from '@aurastream/media-wasm';

const kit = await createMediaKit();
const canvas = { width: 200, height: 200 };
const side = 100;

/** A green disc of radius 30, its edge antialiased, in the middle of nothing. */
const disc = { width: side, height: side, data: new Uint8ClampedArray(side * side * 4) };
for (let i = 0; i < side * side; i++) {
  const far = Math.hypot((i % side) + 0.5 - side / 2, Math.floor(i / side) + 0.5 - side / 2);
  disc.data.set([0, 200, 0, Math.round(255 * Math.min(1, Math.max(0, 30.5 - far)))], 4 * i);
}

const box = { assetId: 'disc', x: 50, y: 50, width: 50, height: 50 };
const render = (effects) => kit.preview.render({ canvas, placements: [{ ...box, ...effects }], images: { disc } });
const pixel = ({ width, data }, x, y) => [...data.subarray(4 * (y * width + x), 4 * (y * width + x) + 4)];
/** Square pixels that are covered, by alpha. */
const area = ({ data }) => data.reduce((sum, value, i) => (i % 4 === 3 ? sum + value / 255 : sum), 0);
const near = (a, b, within) => assert.ok(Math.abs(a - b) <= within, `${a} is not ${b}`);

test('an outline is as wide as it says all around, antialiased, behind the picture', () => {
  for (const width of [1, 4, 10.5]) {
    const picture = render({ outline: { width, color: '#ff0000' } });
    near(area(picture), Math.PI * (30 + width) ** 2, 0.01 * Math.PI * (30 + width) ** 2);
    assert.deepEqual(pixel(picture, 100, 100), [0, 200, 0, 255]);
  }
  const picture = render({ outline: { width: 8, color: '#ff0000' } });
  for (const [x, y] of [[134, 100], [65, 100], [100, 134], [124, 124]]) assert.deepEqual(pixel(picture, x, y), [255, 0, 0, 255]);
  assert.deepEqual(pixel(picture, 140, 100), [0, 0, 0, 0]);
});

test('a glow fades outwards from the outline', () => {
  const picture = render({ outline: { width: 2, color: '#000000' }, glow: { size: 20, color: '#ffff00' } });
  const alphas = [134, 138, 142, 146, 150].map((x) => pixel(picture, x, 100)[3]);
  for (let i = 1; i < alphas.length; i++) assert.ok(alphas[i] < alphas[i - 1], alphas.join());
  assert.deepEqual(pixel(picture, 140, 100).slice(0, 3), [255, 255, 0]);
  assert.equal(pixel(picture, 155, 100)[3], 0);
});

test('a shadow lies where it is sent, as soft as it says, of the picture with its outline', () => {
  const hard = render({ shadow: { x: 20, y: 10, color: '#00000080' } });
  assert.deepEqual(pixel(hard, 145, 110), [0, 0, 0, 128]);
  assert.deepEqual(pixel(hard, 75, 100), [0, 200, 0, 255]);
  assert.equal(pixel(hard, 69, 90)[3], 0);
  const soft = render({ shadow: { x: 20, y: 10, blur: 12, color: '#000000' } });
  const edge = [140, 146, 152, 158].map((x) => pixel(soft, x, 110)[3]);
  assert.ok(edge[0] > edge[1] && edge[1] > edge[2] && edge[2] > 0, edge.join());
  const wide = render({ shadow: { x: 20, y: 10, color: '#000000' }, outline: { width: 6, color: '#ffffff' } });
  assert.equal(pixel(wide, 154, 110)[3], 255);
});

test('haze that is hardly seen has no outline', () => {
  const hazy = { ...disc, data: disc.data.slice() };
  hazy.data.set([9, 9, 9, 12], 4 * (5 * side + 5));
  const picture = kit.preview.render({ canvas, placements: [{ ...box, outline: { width: 5, color: '#ff0000' } }], images: { disc: hazy } });
  assert.equal(pixel(picture, 52, 55)[3], 0);
});

test('a session draws effects as a still does, turned, mirrored and moved, and clears where they were', () => {
  const session = kit.preview.createSession({ canvas, images: { disc } });
  const effects = { outline: { width: 5, color: '#ffffff' }, glow: { size: 9, color: '#8800ffcc' }, shadow: { x: -8, y: 14, blur: 6, color: '#000000aa' } };
  for (const change of [{}, { rotation: 30 }, { x: 20, y: 12, rotation: 30, flipX: true }, { x: 80 }, { ...effects, outline: null }, { ...effects, glow: undefined, shadow: null }]) {
    const placement = { ...box, ...effects, ...change };
    assert.ok(session.update([placement]).changed.width > 0);
    const still = render({ ...effects, ...change });
    assert.ok(Buffer.from(session.image.data).equals(Buffer.from(still.data)), JSON.stringify(change));
  }
  assert.ok(session.update([]).changed.width > 0);
  assert.ok(session.image.data.every((value) => value === 0), 'nothing is left behind');
  session.dispose();
});

test('effects that are none are issues, and the placement is not drawn', () => {
  for (const [wrong, key] of [
    [{ outline: { width: -1, color: '#fff' } }, 'outline'],
    [{ outline: { color: '#fff' } }, 'outline'],
    [{ glow: { size: 5, color: 'pink' } }, 'glow'],
    [{ shadow: { x: 4000, color: '#000' } }, 'shadow'],
    [{ shadow: 'soft' }, 'shadow'],
  ]) {
    const { issues, data } = render(wrong);
    assert.deepEqual([...new Set(issues.map(({ loc }) => loc.join('.')))], [`0.${key}`], JSON.stringify(wrong));
    assert.ok(data.every((value) => value === 0));
  }
});

test('effects of a box that is far larger than the canvas, and of an image without a shape', () => {
  const clear = { width: 8, height: 8, data: new Uint8ClampedArray(256) };
  const effects = { outline: { width: 40, color: '#ff0000' }, shadow: { x: 10, y: 10, blur: 30, color: '#000000' } };
  assert.ok(kit.preview.render({ canvas, placements: [{ ...box, ...effects }], images: { disc: clear } }).data.every((value) => value === 0));
  const large = render({ ...effects, width: 900, height: 900 });
  assert.equal(pixel(large, 100, 100)[3], 255);
});
