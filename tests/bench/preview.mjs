// A still preview of 10 scaled and turned assets of 1024 × 1024 on 1280 × 720, beside the same in Pillow
// (apt: python3-pil) on one thread, and a drag frame of one of them in a session.
//   node tests/bench/preview.mjs
import { spawnSync } from 'node:child_process';
import { createMediaKit } from '@aurastream/media-wasm';

const kit = await createMediaKit();
const canvas = { width: 1280, height: 720 };
const side = 1024;

/** A disc of smooth colours with a soft edge, transparent around it: what a cut-out is like. */
function asset(seed) {
  const data = new Uint8ClampedArray(side * side * 4);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const at = 4 * (y * side + x);
      data[at] = (x * seed) >> 3;
      data[at + 1] = y >> 2;
      data[at + 2] = 255 - (x >> 2);
      data[at + 3] = 4 * (side / 2 - Math.hypot(x - side / 2, y - side / 2));
    }
  }
  return { width: side, height: side, data };
}

const images = new Map(Array.from({ length: 10 }, (_, i) => [`asset ${i}`, asset(i + 1)]));
const placements = [...images.keys()].map((assetId, i) => ({
  assetId,
  x: 10 + 9 * i,
  y: 30 + 5 * (i % 9),
  width: 220 + 20 * i,
  height: 220 + 20 * i,
  sizeUnit: 'px',
  rotation: 7 + 33 * i,
  zIndex: i + 1,
}));

const median = (list) => list.sort((a, b) => a - b)[list.length >> 1];
function measure(run, rounds) {
  for (let i = 0; i < 3; i++) run(i);
  return median(
    Array.from({ length: rounds }, (_, i) => {
      const start = performance.now();
      run(i);
      return performance.now() - start;
    }),
  );
}

const still = measure(() => kit.preview.render({ canvas, background: '#203040', placements, images }), 15);
const session = kit.preview.createSession({ canvas, background: '#203040', images });
session.update(placements);
const drag = measure(
  (i) => session.update(placements.map((p, k) => (k === 5 ? { ...p, x: 30 + ((i * 7) % 400) / 10 } : p))),
  60,
);
console.log(
  `still ${still.toFixed(1)} ms, drag frame in a session ${drag.toFixed(1)} ms: ${(drag / still).toFixed(2)} of the still`,
);

const pillow = `
import json, sys, time
from PIL import Image
side, canvas, placements = json.loads(sys.argv[1])
images = {}
raw = sys.stdin.buffer
for p in placements: images[p['assetId']] = Image.frombytes('RGBA', (side, side), raw.read(side * side * 4))
def draw():
    out = Image.new('RGBA', (canvas['width'], canvas['height']), (32, 48, 64, 255))
    for p in placements:
        scaled = images[p['assetId']].resize((p['width'], p['height']), Image.LANCZOS)
        turned = scaled.rotate(-p['rotation'], Image.BICUBIC, expand=True)
        layer = Image.new('RGBA', out.size)
        left, top = p['x'] / 100 * out.width - turned.width / 2, p['y'] / 100 * out.height - turned.height / 2
        layer.paste(turned, (round(left), round(top)))
        out = Image.alpha_composite(out, layer)
    return out
times = []
for _ in range(18):
    start = time.perf_counter(); draw(); times.append(time.perf_counter() - start)
print(sorted(times[3:])[7] * 1000, Image.__version__)
`;
const { status, stdout } = spawnSync(
  '/usr/bin/python3',
  ['-c', pillow, JSON.stringify([side, canvas, placements])],
  {
    input: Buffer.concat([...images.values()].map(({ data }) => Buffer.from(data.buffer))),
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  },
);
if (status === 0) {
  const [time, version] = stdout.trim().split(' ');
  console.log(
    `Pillow ${version}: ${Number(time).toFixed(1)} ms; ours is ${(Number(time) / still).toFixed(2)} times as fast`,
  );
} else {
  console.log('Pillow is not installed: apt-get install python3-pil');
}
