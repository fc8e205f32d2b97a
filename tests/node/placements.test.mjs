import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  createMediaKit,
  deserializePlacements,
  MediaError,
  serializePlacements,
} from '@aurastream/media-wasm';

let kit;
before(async () => {
  kit = await createMediaKit();
});
after(() => kit.dispose());

const asset = {
  id: 'a1',
  displayName: 'Face',
  assetType: 'face',
  url: 'https://cdn/raw.png',
  processedUrl: 'https://cdn/cut.png',
  width: 400,
  height: 200,
};
const editor = (changes = {}, size = {}, position = {}) => ({
  assetId: 'a1',
  asset,
  position: { x: 0, y: 50, anchor: 'center', ...position },
  size: { width: 20, height: 30, unit: 'percent', maintainAspectRatio: false, ...size },
  zIndex: 3,
  rotation: 0,
  opacity: 0,
  ...changes,
});
const flat = {
  assetId: 'a1',
  displayName: 'Face',
  assetType: 'face',
  url: 'https://cdn/cut.png',
  x: 0,
  y: 50,
  width: 20,
  height: 30,
  sizeUnit: 'percent',
  zIndex: 3,
  rotation: 0,
  opacity: 0,
};

test('an editor placement becomes the flat one, with the processed URL and every 0', () => {
  assert.deepEqual(serializePlacements([editor()]), [flat]);
  const raw = editor({ asset: { ...asset, processedUrl: null } });
  assert.equal(serializePlacements([raw])[0].url, 'https://cdn/raw.png');
  assert.deepEqual(
    kit.contract.validate('MediaAssetPlacement', serializePlacements([editor()])[0], { keys: 'camel' }).value,
    flat,
  );
});

test('snake_case and mixed keys are read at every level', () => {
  const mixed = {
    asset_id: 'a1',
    asset: {
      id: 'a1',
      display_name: 'Face',
      assetType: 'face',
      url: 'u',
      processed_url: 'https://cdn/cut.png',
    },
    position: { x: 0, y: 50 },
    size: { width: 20, height: 30, unit: 'percent', maintain_aspect_ratio: false },
    z_index: 3,
    rotation: 0,
    opacity: 0,
  };
  assert.deepEqual(serializePlacements([mixed]), [flat]);
  assert.deepEqual(serializePlacements(serializePlacements([mixed])), [flat]);
});

test('an anchor is resolved into the centre', () => {
  const at = (anchor, options, size) => {
    const [{ x, y }] = serializePlacements([editor({}, size, { x: 40, y: 50, anchor })], options);
    return [x, y];
  };
  assert.deepEqual(at('top-left'), [50, 65]);
  assert.deepEqual(at('bottom-right'), [30, 35]);
  assert.deepEqual(at('top'), [40, 65]);
  assert.deepEqual(
    at('left', { canvas: { width: 1000, height: 500 } }, { width: 100, height: 50, unit: 'px' }),
    [45, 50],
  );
  const refused = (error) => error instanceof MediaError && error.code === 'invalid_argument';
  assert.throws(() => at('left', {}, { unit: 'px' }), refused);
  assert.throws(() => at('moon'), refused);
});

test('a locked ratio is resolved into the box that the image fills', () => {
  const size = (given, options) => {
    const [{ width, height }] = serializePlacements(
      [editor({}, { maintainAspectRatio: true, ...given })],
      options,
    );
    return [width, height];
  };
  assert.deepEqual(size({ width: 300, height: 300, unit: 'px' }), [300, 150]);
  assert.deepEqual(size({ width: 300, height: 100, unit: 'px' }), [200, 100]);
  assert.deepEqual(size({ width: 20, height: 20 }, { canvas: { width: 1280, height: 720 } }), [
    20,
    (256 / 2 / 720) * 100,
  ]);
  assert.deepEqual(size({ width: 20, height: 20 }), [20, 20]); // without the canvas the ratio cannot be known
});

test('a round trip loses nothing that a request carries', () => {
  const there = deserializePlacements([flat], [asset]);
  assert.deepEqual(there, [editor()]);
  assert.deepEqual(serializePlacements(there), [flat]);
  const unknown = { ...flat, assetId: 'b', url: 'https://cdn/b.png', sizeUnit: 'px', rotation: 359.5 };
  assert.deepEqual(serializePlacements(deserializePlacements([unknown], [asset])), [unknown]);
  const otherUrl = { ...flat, url: 'https://cdn/signed.png?token=1' };
  assert.deepEqual(serializePlacements(deserializePlacements([otherUrl], [asset])), [otherUrl]);
  assert.equal(asset.processedUrl, 'https://cdn/cut.png');
});

test('editor placements can be described as they are', () => {
  const text = kit.prompt.describe([editor()], { width: 1280, height: 720 });
  assert.match(
    text,
    /Image 1: face "Face" at centre left \(x 0%, y 50%\), medium-sized \(20% of the canvas width\), 0% opaque/,
  );
});
