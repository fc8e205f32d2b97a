// A user who corrects a selection, simulated: deterministic, and the same for every contender. Masks are
// {width, height, data} with one byte a pixel; what counts as selected is 128 and above.

/** Rounds that a person would make. */
export const CORRECTIONS = 10;

const inside = (mask) => Uint8Array.from(mask.data, (value) => Number(value >= 128));

/** Of two masks of one size. */
export function iou(mask, truth) {
  let both = 0;
  let either = 0;
  for (let i = 0; i < truth.data.length; i++) {
    const [a, b] = [mask.data[i] >= 128, truth.data[i] >= 128];
    both += Number(a && b);
    either += Number(a || b);
  }
  return either === 0 ? 1 : both / either;
}

/** The truth's bounds and 2 % more of its size on each side, within the picture. */
export function boxAround(truth) {
  const { width, height } = truth;
  let [left, top, right, bottom] = [width, height, 0, 0];
  inside(truth).forEach((value, i) => {
    if (!value) return;
    const [x, y] = [i % width, Math.floor(i / width)];
    [left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x + 1), Math.max(bottom, y + 1)];
  });
  const [more, taller] = [0.02 * (right - left), 0.02 * (bottom - top)].map(Math.round);
  [left, top] = [Math.max(0, left - more), Math.max(0, top - taller)];
  return { x: left, y: top, width: Math.min(width, right + more) - left, height: Math.min(height, bottom + taller) - top };
}

/** Chamfer distance (3-4, in thirds of a pixel) of each pixel of a region from the nearest outside it. */
function depths(region, width, height) {
  const far = 1 << 28;
  const depth = Int32Array.from(region, (value) => (value ? far : 0));
  const pass = (ys, xs, steps) => {
    for (const y of ys) {
      for (const x of xs) {
        const at = y * width + x;
        for (const [dx, dy, cost] of steps) {
          const [u, v] = [x + dx, y + dy];
          const before = u < 0 || v < 0 || u >= width || v >= height ? 0 : depth[v * width + u];
          if (before + cost < depth[at]) depth[at] = before + cost;
        }
      }
    }
  };
  const [ys, xs] = [[...Array(height).keys()], [...Array(width).keys()]];
  pass(ys, xs, [[-1, -1, 4], [0, -1, 3], [1, -1, 4], [-1, 0, 3]]);
  pass(ys.reverse(), xs.reverse(), [[1, 1, 4], [0, 1, 3], [-1, 1, 4], [1, 0, 3]]);
  return depth;
}

/** The largest connected part of a region (4 neighbours); undefined when it is empty. */
function largestPart(region, width) {
  const seen = new Uint8Array(region.length);
  let best = [];
  for (let start = 0; start < region.length; start++) {
    if (!region[start] || seen[start]) continue;
    const part = [start];
    seen[start] = 1;
    for (let i = 0; i < part.length; i++) {
      const at = part[i];
      const x = at % width;
      for (const [next, ok] of [[at - 1, x > 0], [at + 1, x < width - 1], [at - width, at >= width], [at + width, at + width < region.length]]) {
        if (ok && region[next] && !seen[next]) seen[next] = 1, part.push(next);
      }
    }
    if (part.length > best.length) best = part;
  }
  if (best.length === 0) return undefined;
  const out = new Uint8Array(region.length);
  for (const at of best) out[at] = 1;
  return out;
}

/** Farthest pixel of `allowed` from `start`, walking inside it, and the way there. */
function walk(allowed, width, start) {
  const from = new Int32Array(allowed.length).fill(-1);
  from[start] = start;
  const queue = [start];
  for (let i = 0; i < queue.length; i++) {
    const at = queue[i];
    const x = at % width;
    for (const [next, ok] of [[at - 1, x > 0], [at + 1, x < width - 1], [at - width, at >= width], [at + width, at + width < allowed.length]]) {
      if (ok && allowed[next] && from[next] < 0) from[next] = at, queue.push(next);
    }
  }
  const way = [queue.at(-1)];
  while (from[way.at(-1)] !== way.at(-1)) way.push(from[way.at(-1)]);
  return way;
}

/**
 * A stroke through the thick parts of a region: the longest way between two points that lie at least half as deep
 * as the deepest, of its largest part.
 */
export function strokeThrough(region, width, height, kind) {
  const part = largestPart(region, width);
  if (!part) return undefined;
  const depth = depths(part, width, height);
  let deepest = 0;
  depth.forEach((value, i) => { if (value > depth[deepest]) deepest = i; });
  const thick = Uint8Array.from(depth, (value) => Number(value > depth[deepest] / 2));
  const way = walk(thick, width, walk(thick, width, deepest)[0]);
  const points = way.filter((_, i) => i % 4 === 0 || i === way.length - 1).map((at) => ({ x: (at % width) + 0.5, y: Math.floor(at / width) + 0.5 }));
  const radius = Math.max(1, Math.min(0.01 * Math.max(width, height), depth[deepest] / 3 / 3));
  return { kind, points, radius };
}

/** A stroke on the subject and one on the background inside the box. */
export function firstStrokes(truth, box) {
  const { width, height } = truth;
  const subject = inside(truth);
  const inBox = (i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    return x >= box.x && y >= box.y && x < box.x + box.width && y < box.y + box.height;
  };
  const ground = subject.map((value, i) => Number(!value && inBox(i)));
  return [strokeThrough(subject, width, height, 'keep'), strokeThrough(ground, width, height, 'remove')].filter(Boolean);
}

/** A stroke through the largest wrong region; undefined when nothing is wrong. */
export function correction(mask, truth) {
  const { width, height } = truth;
  const [is, should] = [inside(mask), inside(truth)];
  const parts = ['keep', 'remove'].map((kind) => {
    const part = largestPart(is.map((value, i) => Number(kind === 'keep' ? !value && should[i] : value && !should[i])), width);
    return { kind, part, area: part ? part.reduce((sum, value) => sum + value, 0) : 0 };
  });
  const { kind, part, area } = parts[0].area >= parts[1].area ? parts[0] : parts[1];
  return area === 0 ? undefined : strokeThrough(part, width, height, kind);
}
