// Drawn logos and pixel art whose true alpha is known, on grounds of one colour or a gentle gradient.

const WIDTH = 240;
const HEIGHT = 180;
const [CENTRE_X, CENTRE_Y] = [WIDTH / 2, HEIGHT / 2];

/** What covers a point: a function of x and y in pixels, and the colour there. */
export const subjects = {
  ring: {
    covers: (x, y) => Math.abs(Math.hypot(x - CENTRE_X, y - CENTRE_Y) - 50) < 16,
    paint: (x) => (x < CENTRE_X ? [230, 40, 60] : [30, 60, 200]),
  },
  star: {
    covers: (x, y) => {
      const angle = Math.atan2(y - CENTRE_Y, x - CENTRE_X);
      return Math.hypot(x - CENTRE_X, y - CENTRE_Y) < 45 + 25 * Math.cos(5 * angle);
    },
    paint: (x, y) => [255, 160 + y / 3, 20],
  },
  letters: {
    // An H, an O and an I with strokes of 9 pixels.
    covers: (x, y) => y > 50 && y < 130 && ((x > 40 && x < 49) || (x > 80 && x < 89) || (x > 40 && x < 89 && Math.abs(y - 90) < 4.5)
      || Math.abs(Math.hypot((x - 135) / 0.8, y - 90) - 35) < 4.5 || (x > 190 && x < 199)),
    paint: () => [20, 24, 40],
  },
  stripes: {
    covers: (x, y) => x > 30 && x < 210 && y > 30 && y < 150 && Math.floor((x + y) / 11) % 2 === 0,
    paint: () => [240, 240, 250],
  },
  pixelArt: {
    hard: true,
    covers: (x, y) => x > 48 && x < 192 && y > 24 && y < 156 && (Math.floor(x / 6) * 7 + Math.floor(y / 6) * 3) % 5 !== 0,
    paint: (x, y) => [[200, 60, 40], [90, 30, 120], [250, 210, 90]][(Math.floor(x / 6) + Math.floor(y / 6)) % 3],
  },
};

export const grounds = {
  white: () => [255, 255, 255],
  black: () => [0, 0, 0],
  grey: () => [128, 130, 126],
  green: () => [0, 200, 40],
  blue: () => [20, 60, 220],
  cream: () => [250, 235, 200],
  'linear gradient': (x, y) => [60 + x / 3, 90 + y / 4, 200 - x / 4],
  'round gradient': (x, y) => {
    const fall = ((x - CENTRE_X) ** 2 + (y - CENTRE_Y) ** 2) / 400;
    return [200 - fall, 230 - fall, 240 - fall / 2];
  },
};

/** @returns the picture, antialiased by `side` × `side` samples a pixel, and its true alpha from 0 to 1 */
export function draw({ covers, paint, hard = false }, ground, { width, height, side } = { width: WIDTH, height: HEIGHT, side: hard ? 1 : 8 }) {
  const image = { width, height, data: new Uint8ClampedArray(width * height * 4) };
  const alpha = new Float64Array(width * height);
  for (let i = 0; i < alpha.length; i++) {
    const sum = [0, 0, 0];
    for (let k = 0; k < side * side; k++) {
      const x = (i % width) + ((k % side) + 0.5) / side;
      const y = Math.floor(i / width) + (Math.floor(k / side) + 0.5) / side;
      const inside = covers(x, y);
      const colour = (inside ? paint : ground)(x, y);
      for (let c = 0; c < 3; c++) sum[c] += colour[c];
      if (inside) alpha[i] += 1;
    }
    image.data.set([...sum.map((value) => Math.round(value / side ** 2)), 255], 4 * i);
    alpha[i] /= side ** 2;
  }
  return { image, alpha };
}

/** By how many levels, in the channel that differs most, the subject stands out where it does least. */
export function leastContrast({ covers, paint }, ground) {
  let least = 255;
  for (let y = 0.5; y < HEIGHT; y++) {
    for (let x = 0.5; x < WIDTH; x++) {
      if (!covers(x, y)) continue;
      const under = ground(x, y);
      least = Math.min(least, Math.max(...paint(x, y).map((value, c) => Math.abs(value - under[c]))));
    }
  }
  return least;
}

/** Mean absolute difference of a cut-out's alpha from the true one, both from 0 to 1. */
export function alphaError({ data }, alpha) {
  return alpha.reduce((sum, value, i) => sum + Math.abs(data[4 * i + 3] / 255 - value), 0) / alpha.length;
}
