// The rules of src/placement's snapping in plain JavaScript, for comparison only: sorted lines, binary
// search, gaps among the assets beside the box, up to four rounds, a target that holds. Answers what
// SnapSession.move answers.
const KINDS = [
  'canvas-edge',
  'canvas-center',
  'safe-zone',
  'third',
  'asset-edge',
  'asset-center',
  'gap',
  'size',
  'grid',
];
const rank = Object.fromEntries(KINDS.map((kind, i) => [kind, i]));

export function bounds({ x, y, width, height, rotation }) {
  const angle = (rotation * Math.PI) / 180;
  const [sin, cos] = [Math.abs(Math.sin(angle)), Math.abs(Math.cos(angle))];
  const w = cos * width + sin * height;
  const h = sin * width + cos * height;
  return { left: x - w / 2, top: y - h / 2, width: w, height: h };
}

const along = (r, axis) =>
  axis === 0 ? { from: r.left, to: r.left + r.width } : { from: r.top, to: r.top + r.height };
const feature = (i, name) => (name === 'middle' ? (i.from + i.to) / 2 : i[name]);
const features = ['from', 'to', 'middle'];

function lowerBound(lines, position) {
  let [low, high] = [0, lines.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (lines[middle].position < position) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isBetter(a, b) {
  if (!b) return true;
  const difference = Math.abs(a.delta) - Math.abs(b.delta);
  if (Math.abs(difference) > 1e-9) return difference < 0;
  return rank[a.kind] - rank[b.kind] < 0 || (a.kind === b.kind && a.target < b.target);
}

export class PlainSnap {
  constructor(others, { canvas, threshold, hysteresis = 1.5 }) {
    this.threshold = threshold;
    this.release = threshold * hysteresis;
    this.held = [null, null];
    this.rects = others.map(bounds);
    this.axes = [canvas.width, canvas.height].map((length, axis) => {
      const across = { from: 0, to: axis === 0 ? canvas.height : canvas.width };
      const line = (position, kind, target = -1, extent = across) => ({
        position,
        kind,
        target,
        across: extent,
      });
      const edges = [
        line(0, 'canvas-edge'),
        line(length, 'canvas-edge'),
        line(length / 3, 'third'),
        line((length * 2) / 3, 'third'),
      ];
      const middles = [
        line(length / 2, 'canvas-center'),
        line(length / 3, 'third'),
        line((length * 2) / 3, 'third'),
      ];
      this.rects.forEach((rect, i) => {
        const [a, extent] = [along(rect, axis), along(rect, 1 - axis)];
        edges.push(line(a.from, 'asset-edge', i, extent), line(a.to, 'asset-edge', i, extent));
        middles.push(line((a.from + a.to) / 2, 'asset-center', i, extent));
      });
      const order = this.rects
        .map((_, i) => i)
        .sort((a, b) => along(this.rects[a], axis).from - along(this.rects[b], axis).from);
      const byPosition = (a, b) => a.position - b.position;
      return { edges: edges.sort(byPosition), middles: middles.sort(byPosition), order };
    });
  }

  search(axis, rect, held) {
    const box = along(rect, axis);
    if (held && held.kind !== 'gap') {
      const delta = held.position - feature(box, held.feature);
      if (Math.abs(delta) <= this.release) return { ...held, delta };
    }
    let best = null;
    for (const name of features) {
      const at = feature(box, name);
      const lines = name === 'middle' ? this.axes[axis].middles : this.axes[axis].edges;
      const next = lowerBound(lines, at);
      for (const i of [next, next > 0 ? lowerBound(lines, lines[next - 1].position) : -1]) {
        const line = lines[i];
        if (!line) continue;
        const candidate = {
          delta: line.position - at,
          kind: line.kind,
          target: line.target,
          feature: name,
          position: line.position,
        };
        if (Math.abs(candidate.delta) <= this.threshold && isBetter(candidate, best)) best = candidate;
      }
    }
    return this.gaps(axis, rect, held, best);
  }

  gaps(axis, rect, held, best) {
    const [box, beside] = [along(rect, axis), along(rect, 1 - axis)];
    const length = box.to - box.from;
    const row = this.axes[axis].order.filter((i) => {
      const extent = along(this.rects[i], 1 - axis);
      return extent.from < beside.to && extent.to > beside.from;
    });
    for (let k = 0; k + 1 < row.length; k++) {
      const [a, b] = [along(this.rects[row[k]], axis), along(this.rects[row[k + 1]], axis)];
      const gap = b.from - a.to;
      if (!(gap > 0)) continue;
      const offer = (place, begin) => {
        const candidate = {
          delta: begin - box.from,
          kind: 'gap',
          target: row[k],
          neighbour: row[k + 1],
          feature: 'from',
          place,
          position: begin,
        };
        const holds =
          held &&
          held.kind === 'gap' &&
          held.place === place &&
          held.target === row[k] &&
          held.neighbour === row[k + 1];
        if (Math.abs(candidate.delta) > (holds ? this.release : this.threshold)) return;
        if (
          place === 'after' &&
          k + 2 < row.length &&
          along(this.rects[row[k + 2]], axis).from < begin + length
        )
          return;
        if (place === 'before' && k > 0 && along(this.rects[row[k - 1]], axis).to > begin) return;
        if (isBetter(candidate, best)) best = candidate;
      };
      if (gap >= length) offer('between', a.to + (gap - length) / 2);
      offer('after', b.to + gap);
      offer('before', a.from - gap - length);
    }
    return best;
  }

  guides(axis, rect, hit) {
    const out = [];
    const [box, beside] = [along(rect, axis), along(rect, 1 - axis)];
    const name = axis === 0 ? 'x' : 'y';
    if (hit.kind === 'gap') {
      const [a, b] = [along(this.rects[hit.target], axis), along(this.rects[hit.neighbour], axis)];
      const position = (beside.from + beside.to) / 2;
      const add = (from, to, target) => out.push({ axis: name, kind: 'gap', position, from, to, target });
      if (hit.place === 'between') add(a.to, box.from, hit.target), add(box.to, b.from, hit.neighbour);
      else
        add(a.to, b.from, hit.target),
          hit.place === 'after' ? add(b.to, box.from, hit.neighbour) : add(box.to, a.from, hit.target);
    }
    for (const which of features) {
      const at = feature(box, which);
      const lines = which === 'middle' ? this.axes[axis].middles : this.axes[axis].edges;
      let guide = null;
      for (let i = lowerBound(lines, at - 1e-6); i < lines.length && lines[i].position <= at + 1e-6; i++) {
        const line = lines[i];
        guide ??= {
          axis: name,
          kind: line.kind,
          position: line.position,
          from: beside.from,
          to: beside.to,
          target: line.target,
        };
        guide.from = Math.min(guide.from, line.across.from);
        guide.to = Math.max(guide.to, line.across.to);
      }
      if (guide) out.push(guide);
    }
    return out;
  }

  move(wanted) {
    const start = bounds(wanted);
    const at = { ...start };
    const hits = [...this.held];
    const moves = (hit) => hit !== null && Math.abs(hit.delta) > 1e-9;
    let settled = false;
    for (let round = 0; round < 4 && !settled; round++) {
      hits[0] = this.search(0, at, hits[0]);
      hits[1] = this.search(1, at, hits[1]);
      settled = !moves(hits[0]) && !moves(hits[1]);
      if (moves(hits[0])) at.left += hits[0].delta;
      if (moves(hits[1])) at.top += hits[1].delta;
    }
    const moved = [at.left - start.left, at.top - start.top];
    const within = moved.every(
      (d, axis) => Math.abs(d) <= (this.held[axis] ? this.release : this.threshold) + 1e-9,
    );
    if (!settled || !within) {
      this.held = [null, null];
      return { box: wanted, x: null, y: null, guides: [] };
    }
    this.held = hits;
    const hitOf = (axis) =>
      hits[axis] && { kind: hits[axis].kind, target: hits[axis].target, moved: moved[axis] };
    return {
      box: { ...wanted, x: wanted.x + moved[0], y: wanted.y + moved[1] },
      x: hitOf(0),
      y: hitOf(1),
      guides: [0, 1].flatMap((axis) => (hits[axis] ? this.guides(axis, at, hits[axis]) : [])),
    };
  }
}
