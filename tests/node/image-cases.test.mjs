// Odd and damaged files, rule by rule: the right picture or a refusal, never a wrong picture.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createMediaKit } from '@aurastream/media-wasm';
import { imageCases } from '../image-cases.mjs';

let kit;
before(async () => (kit = await createMediaKit()));
after(() => kit.dispose());

function attempt(file) {
  try {
    return kit.image.decode(file);
  } catch (error) {
    return error.code;
  }
}

test('every odd file shows its picture or is refused', () => {
  const cases = imageCases(kit);
  assert.ok(cases.length > 100, `${cases.length}`);
  for (const { name, file, pixels, like, refused, orRefused } of cases) {
    const found = attempt(file);
    if (refused) {
      assert.equal(found, refused, name);
    } else if (!orRefused || found !== orRefused) {
      assert.ok(found.data, `${name}: ${found}`);
      const expected = pixels ?? kit.image.decode(like).data;
      assert.deepEqual(Buffer.from(found.data), Buffer.from(expected), name);
    }
  }
});

test('damaged JPEGs give what there is of them when asked, the rest is grey', () => {
  const cases = imageCases(kit);
  const whole = kit.image.decode(cases.find(({ name }) => name === 'JPEG: two pictures').like);
  const firstRow = ({ width, data }) => Buffer.from(data.subarray(0, width * 4));
  const lastPixel = ({ data }) => [...data.subarray(-4)];
  for (const name of ['half of the data', 'a restart in the data', 'a second SOI before the end']) {
    const { file } = cases.find((one) => one.name === `JPEG: ${name}`);
    const there = kit.image.decode(file, { allowTruncated: true });
    assert.deepEqual(firstRow(there), firstRow(whole), name);
    assert.deepEqual(lastPixel(there), name.includes('end') ? lastPixel(whole) : [128, 128, 128, 255], name);
  }
});
