// Subjects whose true alpha and colours are known, photographed as it were: over a screen with uneven light, shadows
// and sensor noise, or over any ground. Everything is generated, and the same each time.

/** A small generator of pseudo-random numbers from 0 to 1. */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Normally distributed, with standard deviation 1. */
export function normal(next) {
  return () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}

/** A subject: alpha from 0 to 1 and the colour of its own, red, green and blue of each pixel. */
class Matte {
  constructor(width, height) {
    Object.assign(this, { width, height, alpha: new Float32Array(width * height), colour: new Float32Array(3 * width * height) });
  }

  /** Alpha and colour of each pixel by a function of its middle. */
  each(at) {
    for (let i = 0; i < this.alpha.length; i++) {
      const [alpha, colour] = at((i % this.width) + 0.5, Math.floor(i / this.width) + 0.5);
      this.alpha[i] = alpha;
      this.colour.set(colour, 3 * i);
    }
    return this;
  }

  /** A stroke with round ends over what is there, `radius` in pixels, antialiased over a pixel. */
  stroke(points, radius, colour) {
    for (let k = 1; k < points.length; k++) {
      const [[ax, ay], [bx, by]] = [points[k - 1], points[k]];
      const [dx, dy] = [bx - ax, by - ay];
      const square = dx * dx + dy * dy || 1;
      const reach = radius + 1;
      for (let y = Math.max(0, Math.floor(Math.min(ay, by) - reach)); y < Math.min(this.height, Math.max(ay, by) + reach); y++) {
        for (let x = Math.max(0, Math.floor(Math.min(ax, bx) - reach)); x < Math.min(this.width, Math.max(ax, bx) + reach); x++) {
          const t = Math.min(1, Math.max(0, ((x + 0.5 - ax) * dx + (y + 0.5 - ay) * dy) / square));
          const away = Math.hypot(x + 0.5 - ax - t * dx, y + 0.5 - ay - t * dy);
          // Thinner than a pixel: a part of its alpha.
          const cover = Math.min(1, Math.max(0, radius + 0.5 - away)) * Math.min(1, 2 * radius);
          this.over(y * this.width + x, cover, colour);
        }
      }
    }
  }

  over(i, alpha, colour) {
    if (alpha <= 0) return;
    const below = this.alpha[i] * (1 - alpha);
    const sum = alpha + below;
    for (let c = 0; c < 3; c++) this.colour[3 * i + c] = (alpha * colour[c] + below * this.colour[3 * i + c]) / sum;
    this.alpha[i] = sum;
  }
}

const disc = (x, y, cx, cy, rx, ry) => Math.min(1, Math.max(0, (1 - Math.hypot((x - cx) / rx, (y - cy) / ry)) * Math.min(rx, ry) + 0.5));
const shade = (colour, by) => colour.map((value) => Math.min(255, Math.max(0, value * by)));

/** A head with hair that stands off it in single strands of about a pixel. */
function hair(width, height) {
  const [cx, cy, r] = [width / 2, height * 0.55, Math.min(width, height) * 0.24];
  const next = random(11);
  const matte = new Matte(width, height);
  const unit = Math.min(width, height) / 480;
  for (let k = 0; k < 700; k++) {
    const angle = Math.PI * (0.9 + 1.2 * next());
    const points = [];
    let [x, y, heading] = [cx + 0.9 * r * Math.cos(angle), cy + 0.9 * r * Math.sin(angle), angle + 0.5 * (next() - 0.5)];
    const length = r * (0.5 + 0.9 * next());
    const bend = 0.25 * (next() - 0.5);
    for (let s = 0; s <= 14; s++) {
      points.push([x, y]);
      heading += bend;
      x += (length / 14) * Math.cos(heading);
      y += (length / 14) * Math.sin(heading);
    }
    matte.stroke(points, unit * (0.3 + 0.5 * next()), shade([70, 45, 28], 0.6 + 0.9 * next()));
  }
  for (let i = 0; i < matte.alpha.length; i++) {
    const [x, y] = [(i % width) + 0.5, Math.floor(i / width) + 0.5];
    matte.over(i, disc(x, y, cx, cy, r, 1.15 * r), shade([60, 40, 26], 0.8 + 0.4 * Math.abs(Math.sin(x / 3 + y / 17))));
    matte.over(i, disc(x, y, cx, cy + 0.25 * r, 0.72 * r, 0.85 * r), shade([214, 164, 138], 1.08 - 0.3 * Math.abs((x - cx) / r)));
    matte.over(i, disc(x, y, cx, height * 1.12, 1.7 * r, height * 0.42), [124, 112, 104]);
  }
  return matte;
}

/** Five fingers of a hand, apart by no more than their own width. */
function fingers(width, height) {
  const matte = new Matte(width, height);
  const unit = Math.min(width, height) / 480;
  const skin = [208, 150, 122];
  matte.stroke([[width / 2, height * 0.75], [width / 2, height]], 95 * unit, skin);
  for (let k = 0; k < 5; k++) {
    const x = width / 2 + (k - 2) * 42 * unit;
    const tip = height * [0.42, 0.24, 0.18, 0.22, 0.36][k];
    matte.stroke([[x, height * 0.7], [x + (k - 2) * 14 * unit, tip]], (k === 4 ? 13 : 16) * unit, shade(skin, 0.94 + 0.03 * k));
  }
  return matte;
}

/** A ball of short, dense fur in two colours. */
function fur(width, height) {
  const matte = new Matte(width, height);
  const next = random(5);
  const unit = Math.min(width, height) / 480;
  const [cx, cy, r] = [width / 2, height / 2, 130 * unit];
  for (let i = 0; i < matte.alpha.length; i++) {
    matte.over(i, disc((i % width) + 0.5, Math.floor(i / width) + 0.5, cx, cy, r, r), [196, 170, 130]);
  }
  for (let k = 0; k < 2600; k++) {
    const angle = 2 * Math.PI * next();
    const from = r * Math.sqrt(next());
    const length = unit * (14 + 26 * next());
    const lean = angle + 0.8 * (next() - 0.5);
    const [x, y] = [cx + from * Math.cos(angle), cy + from * Math.sin(angle)];
    const colour = shade(next() < 0.3 ? [120, 90, 60] : [214, 192, 156], 0.8 + 0.4 * next());
    matte.stroke([[x, y], [x + length * Math.cos(lean), y + length * Math.sin(lean)]], unit * (0.4 + 0.6 * next()), colour);
  }
  return matte;
}

/** A hard disc and a bar, moved during the exposure: a long soft edge at two sides, a sharp one at the others. */
function motionBlur(width, height) {
  const unit = Math.min(width, height) / 480;
  const [cx, cy] = [width / 2, height / 2];
  const steps = 24;
  return new Matte(width, height).each((x, y) => {
    let alpha = 0;
    const sum = [0, 0, 0];
    for (let k = 0; k < steps; k++) {
      const u = x - (k / (steps - 1) - 0.5) * 44 * unit;
      const ball = disc(u, y, cx, cy, 110 * unit, 110 * unit);
      const bar = Math.min(1, Math.max(0, 0.5 + 18 * unit - Math.abs(y - cy - 170 * unit))) * Math.min(1, Math.max(0, 0.5 + 90 * unit - Math.abs(u - cx)));
      const colour = ball >= bar ? ((u - cx) * (y - cy) > 0 ? [210, 50, 60] : [236, 236, 230]) : [40, 44, 60];
      const cover = Math.max(ball, bar);
      alpha += cover / steps;
      for (let c = 0; c < 3; c++) sum[c] += (cover * colour[c]) / steps;
    }
    return [alpha, alpha > 0 ? sum.map((value) => value / alpha) : sum];
  });
}

/** A drinking glass: a body that lets through much, a rim, a foot and highlights that let through little. */
function glass(width, height) {
  const unit = Math.min(width, height) / 480;
  const [cx, cy] = [width / 2, height / 2];
  return new Matte(width, height).each((x, y) => {
    const [u, v] = [(x - cx) / unit, (y - cy) / unit];
    const side = 80 + 0.12 * v;
    const body = Math.min(1, Math.max(0, (side - Math.abs(u)) * unit + 0.5)) * Math.min(1, Math.max(0, (150 - Math.abs(v)) * unit + 0.5));
    if (body === 0) return [0, [0, 0, 0]];
    const wall = Math.max(0, 1 - (side - Math.abs(u)) / 9);
    const foot = Math.min(1, Math.max(0, (v - 128) / 8));
    const light = Math.exp(-(((u + 45) / 9) ** 2)) * (Math.abs(v) < 110 ? 1 : 0);
    const inner = 0.16 + 0.55 * wall + 0.7 * foot + 0.5 * light;
    const grey = 150 + 100 * light - 60 * wall;
    return [body * Math.min(1, inner), [grey, grey + 4, grey + 8]];
  });
}

/** Each by its name; sizes in pixels. */
export const mattes = { hair, fingers, fur, 'motion blur': motionBlur, glass };

/** PyMatting's lemur, from its true alpha and foreground (decoded pictures). */
export function matteOf(alpha, foreground) {
  const { width, height } = alpha;
  return new Matte(width, height).each((x, y) => {
    const i = 4 * (Math.floor(y) * width + Math.floor(x));
    return [alpha.data[i] / 255, [...foreground.data.subarray(i, i + 3)]];
  });
}

/** A lit screen of cloth: brighter on one side, darker to the corners, two creases and a soft shadow. */
export function screen([r, g, b], { shadow = true } = {}) {
  return (x, y, width, height) => {
    const [u, v] = [x / width - 0.5, y / height - 0.5];
    let light = 1.04 - 0.3 * u - 0.5 * (u * u + v * v);
    light *= 1 + 0.07 * Math.exp(-(((u - 0.3 * v - 0.28) / 0.03) ** 2)) - 0.08 * Math.exp(-(((u - 0.3 * v - 0.33) / 0.03) ** 2));
    if (shadow) light *= 1 - 0.3 / (1 + Math.exp((0.3 - v - 0.5 * Math.abs(u + 0.1)) / 0.05));
    return [r * light, g * light, b * light];
  };
}

/** The subject over a ground, as a picture, with noise of the given standard deviation in each channel. */
export function compose(matte, ground, { sigma = 0, seed = 3 } = {}) {
  const { width, height, alpha, colour } = matte;
  const grain = normal(random(seed));
  const data = new Uint8ClampedArray(4 * width * height);
  for (let i = 0; i < alpha.length; i++) {
    const behind = ground((i % width) + 0.5, Math.floor(i / width) + 0.5, width, height);
    for (let c = 0; c < 3; c++) {
      data[4 * i + c] = alpha[i] * colour[3 * i + c] + (1 - alpha[i]) * behind[c] + (sigma > 0 ? sigma * grain() : 0);
    }
    data[4 * i + 3] = 255;
  }
  return { width, height, data };
}

/** Mean absolute difference of alphas, each from 0 to 1. */
export function alphaError({ data }, { alpha }) {
  const [step, offset] = data.length === alpha.length ? [1, 0] : [4, 3];
  return alpha.reduce((sum, value, i) => sum + Math.abs(data[step * i + offset] / 255 - value), 0) / alpha.length;
}
