// Values that no caller should hand over, and what is done with them: whatever comes, a MediaError is all that comes out.
import { MediaError } from '@aurastream/media-wasm';

export const image = { width: 4, height: 4, data: new Uint8ClampedArray(64).fill(200) };
export const box = { x: 1, y: 2, width: 3, height: 4, rotation: 5 };
export const placement = { id: 'p', assetId: 'a', displayName: 'A', assetType: 'logo', url: 'https://media.example/a.png', x: 50, y: 50, width: 10, height: 10 };

/** An object each of whose uses throws something of its own. */
export const trap = () => {
  const handler = Object.fromEntries(['get', 'has', 'ownKeys', 'getOwnPropertyDescriptor', 'getPrototypeOf', 'set', 'apply'].map((name) => [name, () => {
    throw new RangeError(`trap ${name}`);
  }]));
  return new Proxy(function trap() {}, handler);
};
const revoked = (target) => {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
};
export const throwing = (key) => Object.defineProperty({}, key, { enumerable: true, get() { throw new TypeError(`getter ${key}`); } });
const detached = () => {
  const bytes = new Uint8Array(8);
  structuredClone(bytes, { transfer: [bytes.buffer] });
  return bytes;
};

export const values = {
  undefined: () => undefined, null: () => null, true: () => true, '-1': () => -1, NaN: () => NaN, 1e300: () => 1e300, bigint: () => 7n,
  symbol: () => Symbol('s'), text: () => 'text', 'lone surrogate': () => '\ud800', empty: () => '', function: () => () => { throw new TypeError('called'); },
  'an object': () => ({}), 'no prototype': () => Object.create(null), array: () => [], 'array of null': () => [null], 'array of symbols': () => [Symbol('s')],
  'sparse array': () => new Array(3), 'array-like': () => ({ length: 2 ** 31 }), date: () => new Date(NaN), map: () => new Map([[{}, null]]),
  bytes: () => new Uint8Array([1, 2, 3]), detached, 'shared bytes': () => new Uint8Array(new SharedArrayBuffer(8)), floats: () => new Float64Array(5), view: () => new DataView(new ArrayBuffer(3)),
  blob: () => new Blob(['x']), response: () => new Response('x'), signal: () => AbortSignal.abort(), promise: () => Promise.resolve(1), error: () => new Error('e'),
  trap, 'revoked object': () => revoked({}), 'revoked array': () => revoked([]),
  cyclic: () => { const value = { items: [] }; value.items.push(value); return value; },
  ...Object.fromEntries(['width', 'data', 'x', 'items', 'canvas', 'length', 'keys', 'signal', 'assetId', 'id', 'toJSON', 'image', 'model', 'then'].map((key) => [`getter of ${key}`, () => throwing(key)])),
  'patch of null': () => ({ items: [null] }), 'patch of traps': () => ({ items: [trap()] }), 'half a patch': () => ({ items: [{ id: 'a', changed: 7 }], order: 7 }),
  'image of a lie': () => ({ width: 2, height: 2, data: revoked(new Uint8ClampedArray(16)) }), 'image of symbols': () => ({ width: Symbol('w'), height: 1, data: [] }),
  'placement of symbols': () => ({ assetId: Symbol('a'), x: Symbol('x'), y: {}, width: [], height: 1n, fit: trap() }),
  image: () => image, box: () => box, canvas: () => ({ width: 10, height: 10 }), placements: () => [placement], 'trapped placements': () => [trap()],
};

/** Which of them got through: the call, and what came out. */
export async function ofCall(call, what, wrong) {
  try {
    const answer = call();
    if (answer instanceof Promise) await answer;
    else answer?.dispose?.();
  } catch (thrown) {
    if (!(thrown instanceof MediaError)) wrong.push(`${what}: ${thrown?.name}: ${thrown?.message}`);
    else if (thrown.code === 'internal_error') wrong.push(`${what}: ${thrown.code}: ${thrown.message}`);
  }
}

/** Every function of an object and what it holds, by name. */
export function functionsOf(object, path, found = new Map(), seen = new Set()) {
  if (seen.has(object)) return found;
  seen.add(object);
  for (let holder = object; holder && holder !== Object.prototype; holder = Object.getPrototypeOf(holder)) {
    for (const [key, { value }] of Object.entries(Object.getOwnPropertyDescriptors(holder))) {
      if (key === 'constructor' || key === 'dispose') continue;
      if (typeof value === 'function') found.set(`${path}.${key}`, value.bind(object));
      else if (typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value)) functionsOf(value, `${path}.${key}`, found, seen);
    }
  }
  return found;
}

/** Good arguments in whose places one hostile value at a time is put; a call of two hostile ones finds most else. */
export async function attack(functions) {
  const wrong = [];
  let calls = 0;
  for (const [name, call] of functions) {
    for (const [first, make] of Object.entries(values)) {
      for (const others of [[], [image, {}, {}], [[placement], { width: 10, height: 10 }, { x: 1, y: 1 }], [box, { x: 0, y: 0 }, { x: 1, y: 1 }]]) {
        for (let place = 0; place <= Math.min(others.length, 3); place++) {
          const args = [...others];
          args[place] = make();
          calls += 1;
          await ofCall(() => call(...args), `${name}(…${first} at ${place})`, wrong);
        }
      }
      await ofCall(() => call(make(), make(), make(), make()), `${name}(${first}, …)`, wrong);
    }
  }
  return { wrong, calls };
}
