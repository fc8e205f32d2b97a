// Pictures that few think of: huge, without colour, in printing inks, of one pixel, empty, of one colour. Each gets a
// verdict or a stable code, and none that is empty or whole is called good.
import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { crc32, deflateSync } from 'node:zlib';
import { MediaError, createMediaKit } from '@aurastream/media-wasm';
import { createBackgroundRemover } from '@aurastream/media-wasm/background-removal';
import { needsShared, readShared } from '../shared.mjs';

const kit = await createMediaKit();
const remover = await createBackgroundRemover();
after(() => {
  kit.dispose();
  remover.dispose();
});

const uint32 = (value) => {
  const out = Buffer.alloc(4);
  out.writeUInt32BE(value);
  return out;
};

/** A PNG of grey bytes, a row at a time. */
function greyPng(width, height, row) {
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++) row(y, rows.subarray((width + 1) * y + 1, (width + 1) * (y + 1)));
  const chunk = (type, data) => {
    const named = Buffer.concat([Buffer.from(type), data]);
    return Buffer.concat([uint32(data.length), named, uint32(crc32(named))]);
  };
  const header = Buffer.concat([uint32(width), uint32(height), Buffer.from([8, 0, 0, 0, 0])]);
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', header), chunk('IDAT', deflateSync(rows, { level: 1 })), chunk('IEND', Buffer.alloc(0))]);
}

/** A dark disc on white. */
const disc = (side) => greyPng(side, side, (y, row) => {
  const half = Math.round(Math.sqrt(Math.max(0, (side / 4) ** 2 - (y - side / 2) ** 2)));
  row.fill(255).fill(40, side / 2 - half, side / 2 + half);
});

/** What a removal ends with: the result, or the code of its refusal. */
async function end(picture, options) {
  try {
    return await remover.remove(picture, { output: 'mask', ...options });
  } catch (error) {
    assert.ok(MediaError.is(error), `${error}`);
    return error.code;
  }
}

function check(outcome, name) {
  if (typeof outcome === 'string') assert.match(outcome, /^(no_subject|no_background|image_too_large|out_of_memory)$/, name);
  else if (outcome.verdict === 'good') assert.ok(outcome.coverage > 0.0005 && outcome.coverage < 0.9995, `${name}: ${outcome.coverage}`);
  else assert.ok(outcome.doubts.length > 0, name);
}

const plain = (width, height, colour) => ({ width, height, data: Uint8ClampedArray.from({ length: 4 * width * height }, (_, i) => colour[i % 4]) });

test('one pixel, nothing, one colour and grey are answered, by every way', async () => {
  const pictures = {
    'one pixel': plain(1, 1, [200, 100, 50, 255]),
    'one transparent pixel': plain(1, 1, [0, 0, 0, 0]),
    'all transparent': plain(64, 48, [10, 20, 30, 0]),
    'one colour': plain(64, 48, [90, 90, 90, 255]),
    'one screen': plain(64, 48, [0, 200, 40, 255]),
    grey: disc(64),
    'grey, one pixel': greyPng(1, 1, (_, row) => row.fill(90)),
    'grey, a ramp': greyPng(200, 150, (y, row) => row.forEach((_, x) => (row[x] = (x + y) / 2))),
  };
  for (const [name, picture] of Object.entries(pictures)) {
    for (const options of [{}, { mode: 'model' }, { assetType: 'logo' }, { assetType: 'face' }, { assetType: 'emote' }]) {
      check(await end(picture, options), `${name}, ${JSON.stringify(options)}`);
    }
  }
  const grey = await end(pictures.grey);
  assert.deepEqual([grey.method, grey.verdict], ['flat', 'good']);
  assert.ok(Math.abs(grey.coverage - Math.PI / 16) < 0.01, `${grey.coverage}`);
});

test('printing inks are answered as the same picture in light is', needsShared, async () => {
  const file = readShared('images/formats/cmyk.jpg');
  for (const mode of [undefined, 'model']) {
    const [inks, light] = [await end(file, { mode }), await end(kit.image.decode(file), { mode })];
    check(inks, `${mode}`);
    assert.equal(typeof inks === 'string' ? inks : inks.method, typeof light === 'string' ? light : light.method);
  }
});

test('64 megapixels are keyed, and the remover works on', async () => {
  const side = 8000;
  const outcome = await end(disc(side));
  check(outcome, 'huge');
  assert.deepEqual([outcome.method, outcome.verdict, outcome.mask.width], ['flat', 'good', side]);
  assert.ok(Math.abs(outcome.coverage - Math.PI / 16) < 0.001, `${outcome.coverage}`);
  assert.equal((await end(disc(64))).verdict, 'good');
});
