// What the placement tests share: repeatable random boxes, and two assertions.
import assert from 'node:assert/strict';
import { MediaError } from '@aurastream/media-wasm';

/** For assert.throws: refused as `invalid_argument`. */
export const invalid = (error) => error instanceof MediaError && error.code === 'invalid_argument';
export const near = (a, b, within = 1e-9) => assert.ok(Math.abs(a - b) <= within, `${a} is not ${b}`);

/** The same boxes and points for the same seed. */
export function random(seed) {
  let state = seed;
  const between = (from, to) => from + ((state = (state * 48271) % 2147483647) / 2147483647) * (to - from);
  const box = () => ({
    x: between(-300, 1600),
    y: between(-300, 1000),
    width: between(2, 600),
    height: between(2, 600),
    rotation: between(-400, 400),
  });
  return {
    between,
    box,
    boxes: (n) => Array.from({ length: n }, box),
    point: () => ({ x: between(-300, 1600), y: between(-300, 1000) }),
  };
}
