import assert from 'node:assert/strict';
import test from 'node:test';
import { createMediaKit, MediaError } from '@aurastream/media-wasm';

const kit = await createMediaKit();
const canvas = { width: 100, height: 50 };

function plain(width, height, rgba) {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let i = 0; i < data.length; i++) data[i] = rgba[i % 4];
  return { width, height, data };
}
const red = plain(10, 10, [255, 0, 0, 255]);
const blue = plain(10, 10, [0, 0, 255, 255]);
const pixel = ({ width, data }, x, y) => [...data.subarray(4 * (y * width + x), 4 * (y * width + x) + 4)];
const refused = (code) => (error) => error instanceof MediaError && error.code === code;

test('percent and px sizes land where the placement says', () => {
  const image = kit.preview.render({
    canvas,
    placements: [
      { assetId: 'red', x: 25, y: 50, width: 10, height: 20 },
      { assetId: 'blue', x: 75, y: 50, width: 4, height: 4, sizeUnit: 'px' },
    ],
    images: { red, blue },
  });
  assert.deepEqual([image.width, image.height, image.data.length], [100, 50, 20000]);
  assert.ok(image.data instanceof Uint8ClampedArray);
  assert.deepEqual(pixel(image, 20, 20), [255, 0, 0, 255]);
  assert.deepEqual(pixel(image, 29, 29), [255, 0, 0, 255]);
  assert.deepEqual(pixel(image, 30, 29), [0, 0, 0, 0]);
  assert.deepEqual(pixel(image, 19, 20), [0, 0, 0, 0]);
  assert.deepEqual(pixel(image, 73, 23), [0, 0, 255, 255]);
  assert.deepEqual(pixel(image, 77, 25), [0, 0, 0, 0]);
  assert.deepEqual([image.missing, image.issues], [[], []]);
});

test('camelCase, snake_case and a mix give the same picture', () => {
  const camel = {
    assetId: 'red',
    x: 40,
    y: 60,
    width: 20,
    height: 10,
    sizeUnit: 'px',
    zIndex: 3,
    rotation: 30,
    opacity: 50,
  };
  const snake = {
    asset_id: 'red',
    x: 40,
    y: 60,
    width: 20,
    height: 10,
    size_unit: 'px',
    z_index: 3,
    rotation: 30,
    opacity: 50,
  };
  const mixed = {
    asset_id: 'red',
    x: 40,
    y: 60,
    width: 20,
    height: 10,
    sizeUnit: 'px',
    z_index: 3,
    rotation: 30,
    opacity: 50,
  };
  const [a, b, c] = [camel, snake, mixed].map((placement) =>
    kit.preview.render({ canvas, placements: [placement], images: { red } }),
  );
  assert.ok(a.data.some((value) => value > 0));
  assert.deepEqual(a.data, b.data);
  assert.deepEqual(a.data, c.data);
  const editor = {
    asset: { id: 'red' },
    position: { x: 40, y: 60, anchor: 'center' },
    size: { width: 20, height: 10, unit: 'px' },
    zIndex: 3,
    rotation: 30,
    opacity: 50,
  };
  assert.deepEqual(kit.preview.render({ canvas, placements: [editor], images: { red } }).data, a.data);
  const corner = { ...editor, position: { x: 30, y: 50, anchor: 'top-left' } };
  assert.deepEqual(kit.preview.render({ canvas, placements: [corner], images: { red } }).data, a.data);
});

test('a 0 is a value: the corner, no rotation, invisible', () => {
  const images = new Map([['red', red]]);
  const corner = kit.preview.render({
    canvas,
    placements: [{ assetId: 'red', x: 0, y: 0, width: 10, height: 20, rotation: 0 }],
    images,
  });
  assert.deepEqual(pixel(corner, 0, 0), [255, 0, 0, 255]);
  assert.deepEqual(pixel(corner, 5, 0), [0, 0, 0, 0]);
  const invisible = kit.preview.render({
    canvas,
    placements: [{ assetId: 'red', x: 50, y: 50, width: 10, height: 20, opacity: 0 }],
    images,
  });
  assert.ok(invisible.data.every((value) => value === 0));
});

test('layers go by z, and of equals the later is in front', () => {
  const at = { x: 50, y: 50, width: 10, height: 20 };
  const front = (placements) =>
    pixel(kit.preview.render({ canvas, placements, images: { red, blue } }), 50, 25);
  assert.deepEqual(
    front([
      { ...at, assetId: 'red', zIndex: 2 },
      { ...at, assetId: 'blue', z_index: 1 },
    ]),
    [255, 0, 0, 255],
  );
  assert.deepEqual(
    front([
      { ...at, assetId: 'red', zIndex: 1 },
      { ...at, assetId: 'blue', z_index: 1 },
    ]),
    [0, 0, 255, 255],
  );
  assert.deepEqual(
    front([
      { ...at, assetId: 'red', zIndex: 0 },
      { ...at, assetId: 'blue', zIndex: -1 },
    ]),
    [255, 0, 0, 255],
  );
});

test('the background is transparent, a colour, or an image', () => {
  const corner = (background) =>
    pixel(kit.preview.render({ canvas, background, placements: [], images: {} }), 0, 0);
  assert.deepEqual(corner(undefined), [0, 0, 0, 0]);
  assert.deepEqual(corner('transparent'), [0, 0, 0, 0]);
  assert.deepEqual(corner('#1a2B3c'), [26, 43, 60, 255]);
  assert.deepEqual(corner('#f00'), [255, 0, 0, 255]);
  assert.deepEqual(corner('#ff000080'), [255, 0, 0, 128]);
  assert.deepEqual(corner(blue), [0, 0, 255, 255]);
  assert.deepEqual(corner({ image: blue, fit: 'contain' }), [0, 0, 0, 0]);
  assert.throws(() => corner('red'), refused('invalid_argument'));
  assert.throws(() => corner({ image: blue, fit: 'squash' }), refused('invalid_argument'));
});

test('opacity blends source-over', () => {
  const half = { assetId: 'red', x: 50, y: 50, width: 10, height: 20, opacity: 50 };
  const [r, g, b, a] = pixel(
    kit.preview.render({ canvas, background: '#0000ff', placements: [half], images: { red } }),
    50,
    25,
  );
  assert.ok(Math.abs(r - 127.5) <= 1 && g === 0 && Math.abs(b - 127.5) <= 1 && a === 255, `${[r, g, b, a]}`);
});

test('a missing image draws a box in its place and is reported once', () => {
  const at = { x: 50, y: 50, width: 30, height: 60, rotation: 20 };
  const image = kit.preview.render({
    canvas,
    placements: [{ ...at, assetId: 'gone' }, { ...at, asset_id: 'gone' }, { ...at }],
    images: { red },
  });
  assert.deepEqual(image.missing, ['gone', '']);
  assert.notEqual(pixel(image, 50, 25)[3], 0);
  assert.equal(pixel(image, 0, 0)[3], 0);
});

test('the box of a missing image bears its name, or its id, in stills and sessions alike', () => {
  const at = { assetId: 'gone', x: 50, y: 50, width: 90, height: 80 };
  const drawn = (placement) => kit.preview.render({ canvas, placements: [placement], images: {} }).data;
  const named = { ...at, displayName: 'Hero' };
  assert.deepEqual(drawn({ ...at, assetId: 'Hero' }), drawn(named));
  assert.deepEqual(drawn({ ...at, display_name: 'Hero' }), drawn(named));
  assert.deepEqual(drawn({ ...at, displayName: '' }), drawn(at));
  assert.notDeepEqual(drawn(at), drawn(named));
  const session = kit.preview.createSession({ canvas });
  for (const placement of [at, named, { ...at, displayName: 'a\0b' }, { ...at, displayName: 'Ä\ud800' }]) {
    const lower = { ...at, assetId: 'below', y: 20, height: 20 };
    session.update([lower, placement]);
    const both = kit.preview.render({ canvas, placements: [lower, placement], images: {} });
    assert.deepEqual(session.image.data, both.data, placement.displayName);
  }
  session.dispose();
});

test('numbers that cannot be drawn become issues, and the rest is drawn', () => {
  const at = { assetId: 'red', x: 50, y: 50, width: 10, height: 20 };
  const placements = [
    { ...at, x: NaN },
    { ...at, width: 0 },
    { ...at, rotation: Infinity },
    { ...at, height: '20', y: '50' },
    { ...at, size_unit: 'em' },
    { assetId: 'red' },
    null,
    { ...at, width: 100000, height: 100000, rotation: 3, zIndex: -5, opacity: 1e6 },
  ];
  const image = kit.preview.render({ canvas, placements, images: { red } });
  const found = image.issues.map(({ type, loc }) => `${loc.join('.')} ${type}`).sort();
  assert.deepEqual(
    found,
    [
      '0.x finite_number',
      '1.width greater_than',
      '2.rotation finite_number',
      '4.sizeUnit literal_error',
      ...['height', 'width', 'x', 'y'].map((key) => `5.${key} finite_number`),
      ...['height', 'width', 'x', 'y'].map((key) => `6.${key} finite_number`),
    ].sort(),
  );
  assert.deepEqual(pixel(image, 50, 25), [255, 0, 0, 255]);
});

test('hostile options are refused with a code and leave the kit usable', () => {
  const placements = [];
  const bad = [
    undefined,
    null,
    5,
    {},
    { canvas, placements: 'x', images: {} },
    { canvas, placements, images: null },
    { canvas: { width: 0, height: 5 }, placements, images: {} },
    { canvas: { width: NaN, height: 5 }, placements, images: {} },
    { canvas: { width: 1.5, height: 5 }, placements, images: {} },
    { canvas, placements, images: {}, background: 7 },
    { canvas, placements, images: {}, background: { width: 5, height: 5, data: new Uint8Array(3) } },
    {
      canvas,
      placements: [{ assetId: 'a', x: 1, y: 1, width: 1, height: 1 }],
      images: { a: { width: 1e9, height: 1e9, data: new Uint8Array(4) } },
    },
    { canvas, placements: [{ assetId: 'a', x: 1, y: 1, width: 1, height: 1 }], images: { a: 'x' } },
  ];
  for (const options of bad)
    assert.throws(() => kit.preview.render(options), refused('invalid_argument'), JSON.stringify(options));
  assert.throws(
    () => kit.preview.render({ canvas: { width: 1e5, height: 1e5 }, placements, images: {} }),
    refused('image_too_large'),
  );
  const proto = kit.preview.render({
    canvas,
    placements: [{ assetId: 'toString', x: 50, y: 50, width: 5, height: 5 }],
    images: {},
  });
  assert.deepEqual(proto.missing, ['toString']);
});

test('random hostile numbers never trap', () => {
  const odd = [
    0,
    -0,
    1,
    -1,
    50,
    100,
    0.1,
    1e-300,
    1e5,
    1e9,
    -1e9,
    1e308,
    NaN,
    Infinity,
    -Infinity,
    '7',
    null,
    undefined,
    {},
    [],
  ];
  let seed = 1;
  const pick = () => odd[(seed = (seed * 48271) % 2147483647) % odd.length];
  for (let i = 0; i < 300; i++) {
    const one = () => ({
      assetId: 'red',
      x: pick(),
      y: pick(),
      width: pick(),
      height: pick(),
      zIndex: pick(),
      rotation: pick(),
      opacity: pick(),
      sizeUnit: seed % 3 ? 'px' : 'percent',
    });
    const image = kit.preview.render({
      canvas: { width: 30, height: 20 },
      placements: [one(), one()],
      images: seed % 2 ? { red } : {},
    });
    assert.equal(image.data.length, 2400);
  }
});

test('a session shows what a still shows, and says where it changed', () => {
  const images = { red, blue };
  const session = kit.preview.createSession({ canvas, background: '#102030', images });
  const placements = [
    { assetId: 'red', x: 25, y: 50, width: 20, height: 40, rotation: 30 },
    { assetId: 'blue', x: 75, y: 50, width: 10, height: 20, opacity: 60 },
    { assetId: 'gone', x: 50, y: 50, width: 10, height: 10 },
    { assetId: 'red', x: NaN, y: 50, width: 10, height: 10 },
  ];
  const check = (expected) => {
    const still = kit.preview.render({ canvas, background: '#102030', placements, images });
    const update = session.update(placements);
    session.image.data.forEach((value, i) => assert.ok(Math.abs(value - still.data[i]) <= 1, `byte ${i}`));
    assert.deepEqual([update.missing, update.issues], [still.missing, still.issues]);
    if (expected) assert.deepEqual(update.changed, expected);
  };
  check({ left: 0, top: 0, width: 100, height: 50 });
  check({ left: 0, top: 0, width: 0, height: 0 });
  placements[1].x = 77;
  check({ left: 70, top: 20, width: 12, height: 10 });
  placements[0].rotation = 75;
  check();
  placements.pop();
  placements[2].width = 100000;
  check();
  session.dispose();
  session.dispose();
  assert.throws(() => session.update(placements), refused('disposed'));
});

test("a session draws into the caller's ImageData and takes images as they come", () => {
  const target = plain(100, 50, [9, 9, 9, 9]);
  const session = kit.preview.createSession({ canvas, target });
  const placements = [{ assetId: 'red', x: 50, y: 50, width: 10, height: 20 }];
  assert.deepEqual(session.update(placements).missing, ['red']);
  session.setImage('red', red);
  assert.deepEqual(session.update(placements).changed, { left: 45, top: 20, width: 10, height: 10 });
  assert.deepEqual(pixel(target, 50, 25), [255, 0, 0, 255]);
  session.setImage('red', blue);
  session.update(placements);
  assert.deepEqual(pixel(target, 50, 25), [0, 0, 255, 255]);
  session.removeImage('red');
  assert.deepEqual(session.update(placements).missing, ['red']);
  session.setBackground(blue);
  session.update([]);
  assert.deepEqual(pixel(target, 0, 0), [0, 0, 255, 255]);
  session.dispose();
  for (const options of [
    null,
    {},
    { canvas, target: red },
    { canvas, images: 5 },
    { canvas, images: { a: 'x' } },
    { canvas: { width: -1, height: 1 } },
  ]) {
    assert.throws(
      () => kit.preview.createSession(options),
      refused('invalid_argument'),
      JSON.stringify(options),
    );
  }
});

test('sessions give their memory back', () => {
  const cycle = () => {
    const session = kit.preview.createSession({ canvas: { width: 400, height: 300 }, images: { red } });
    session.update([{ assetId: 'red', x: 50, y: 50, width: 90, height: 90, rotation: 20 }]);
    session.dispose();
  };
  for (let i = 0; i < 5; i++) cycle();
  const before = kit.memoryBytes;
  for (let i = 0; i < 100; i++) cycle();
  assert.equal(kit.memoryBytes, before);
});

test('an image that is none is named by its asset, in stills, sessions and hit tests', () => {
  const placements = [{ assetId: 'hero', x: 50, y: 50, width: 50, height: 50 }];
  const broken = { width: 2, height: 2, data: new Uint8ClampedArray(3) };
  const wide = { width: 70_000, height: 1, data: new Uint8ClampedArray(280_000) };
  const readers = {
    still: (images) => kit.preview.render({ canvas, placements, images }),
    session: (images) => kit.preview.createSession({ canvas, images }).dispose(),
    'hit test': (images) => kit.placement.query.hitTest(placements, canvas, { x: 50, y: 25 }, { images }),
  };
  for (const [name, read] of Object.entries(readers)) {
    for (const holder of [(hero) => ({ hero }), (hero) => new Map([['hero', hero]])]) {
      for (const [hero, code] of [[broken, 'invalid_argument'], ['x', 'invalid_argument'], [wide, 'image_too_large']]) {
        assert.throws(() => read(holder(hero)), (error) => error.code === code && error.message.startsWith('images["hero"] '), `${name} ${code}`);
      }
      read(holder(null)); // is missing
      read(holder(red));
    }
  }
  const session = kit.preview.createSession({ canvas });
  assert.throws(() => session.setImage('hero', broken), /^\w*Error: images\["hero"\] |^images\["hero"\]/);
  session.dispose();
});
