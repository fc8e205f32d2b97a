// PNGs whose data zlib compressed in each of its ways: codes of all lengths, alone, in pairs, beside matches, up to a
// picture's last byte; and streams that end too soon or hold too much.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import zlib from 'node:zlib';
import { createPixelsKit } from '@aurastream/media-wasm/pixels';
import { png } from '../image-cases.mjs';

const kit = await createPixelsKit();
after(() => kit.dispose());

let seed = 1;
const random = () => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) / 2 ** 32;

/** Bytes by how often each comes, from one value alone to all alike. */
const CONTENTS = {
  'one value': () => 7,
  'two values': () => (random() < 0.9 ? 3 : 200),
  'few, the shortest codes': () => Math.floor(6 * random() ** 3),
  'a camera’s noise': () => 128 + Math.round(5 * (random() + random() + random() - 1.5)),
  'codes from one bit to fifteen': () => Math.min(255, Math.floor(-Math.log2(random() + 1e-9) * 1.4)),
  'all alike': () => Math.floor(256 * random()),
  'runs and noise': (i) => (i % 97 < 40 ? 50 : Math.floor(16 * random())),
};
const { Z_DEFAULT_STRATEGY, Z_FILTERED, Z_HUFFMAN_ONLY, Z_RLE, Z_FIXED } = zlib.constants;
const WAYS = [{ level: 0 }, { level: 1 }, { level: 9 }, ...[Z_DEFAULT_STRATEGY, Z_FILTERED, Z_HUFFMAN_ONLY, Z_RLE, Z_FIXED].map((strategy) => ({ level: 6, strategy }))];
const SIZES = [[1, 1], [5, 3], [61, 17], [300, 1], [401, 211]];

function scanlines(width, height, content) {
  const rows = new Uint8Array((width + 1) * height);
  for (let i = 0; i < rows.length; ++i) if (i % (width + 1) !== 0) rows[i] = content(i);
  return rows;
}

const file = (width, height, data) => png({ width, height, depth: 8, colour: 0, rows: [], data });

for (const [name, content] of Object.entries(CONTENTS)) {
  test(`${name}: every way to compress it gives the same pixels`, () => {
    for (const [width, height] of SIZES) {
      const rows = scanlines(width, height, content);
      for (const way of WAYS) {
        const { data } = kit.image.decode(file(width, height, zlib.deflateSync(rows, way)));
        for (let y = 0; y < height; ++y) {
          for (let x = 0; x < width; ++x) {
            const at = 4 * (y * width + x);
            if (data[at] !== rows[y * (width + 1) + x + 1]) assert.fail(`${width} × ${height}, ${JSON.stringify(way)}: ${x}, ${y} is ${data[at]}`);
          }
        }
      }
    }
  });

  test(`${name}: a stream that ends too soon or holds more than the picture is told as one that is stored is`, () => {
    const [width, height] = [61, 17];
    const rows = scanlines(width, height, content);
    const codeOf = (data, tall = height) => {
      try {
        kit.image.decode(file(width, tall, data));
        return 'decoded';
      } catch ({ code }) {
        return code;
      }
    };
    const stored = zlib.deflateSync(rows, { level: 0 });
    assert.equal(codeOf(stored), 'decoded');
    for (const way of WAYS) {
      const data = zlib.deflateSync(rows, way);
      for (const tall of [1, 8, 16, 18, 40]) assert.equal(codeOf(data, tall), codeOf(stored, tall), `${JSON.stringify(way)}, ${tall} rows`);
      for (let i = 1; i <= 12; ++i) assert.equal(codeOf(data.subarray(0, data.length - i)), codeOf(stored.subarray(0, stored.length - i)), `${JSON.stringify(way)}, ${i} bytes less`);
    }
  });
}
