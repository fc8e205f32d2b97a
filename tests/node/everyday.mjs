// What people cut out every day, drawn with its true alpha: a logo, a frog, an emote, a text. Antialiased by 5 × 5 samples a pixel.
import { draw } from './drawings.mjs';

const SIDE = 320;

const disc = (cx, cy, r, ry = r) => (x, y) => ((x - cx) / r) ** 2 + ((y - cy) / ry) ** 2 < 1;
const box = (x0, y0, x1, y1) => (x, y) => x > x0 && x < x1 && y > y0 && y < y1;
const bar = (x0, y0, x1, y1, width) => (x, y) => {
  const [dx, dy] = [x1 - x0, y1 - y0];
  const t = Math.min(1, Math.max(0, ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy)));
  return Math.hypot(x - x0 - t * dx, y - y0 - t * dy) < width / 2;
};
const ring = (cx, cy, r, width) => (x, y) => Math.abs(Math.hypot(x - cx, y - cy) - r) < width / 2;
const any = (...of) => (x, y) => of.some((covers) => covers(x, y));
const both = (...of) => (x, y) => of.every((covers) => covers(x, y));
const not = (covers) => (x, y) => !covers(x, y);

const [white, ink] = [[255, 255, 255], [24, 22, 30]];
const eyes = (cx, cy, apart, r) => [
  [any(disc(cx - apart, cy, r), disc(cx + apart, cy, r)), white],
  [any(disc(cx - apart + r / 5, cy + r / 6, r / 2), disc(cx + apart + r / 5, cy + r / 6, r / 2)), ink],
  [any(disc(cx - apart, cy - r / 8, r / 7), disc(cx + apart, cy - r / 8, r / 7)), white],
];

/** Layers from the back to the front: what each covers, and its colour. */
export const everyday = {
  logo: {
    type: 'logo',
    layers: [
      [ring(160, 130, 90, 26), [230, 40, 60]],
      [both((x, y) => Math.hypot(x - 160, y - 130) < 40 + 16 * Math.cos(5 * Math.atan2(y - 130, x - 160))), [250, 170, 20]],
      [any(box(60, 250, 80, 300), box(60, 280, 110, 300), ring(145, 275, 17, 16), box(180, 250, 260, 266), box(210, 250, 230, 300)), [250, 120, 30]],
    ],
  },
  frog: {
    type: 'emote',
    layers: [
      [any(disc(160, 185, 120, 95), disc(100, 95, 48), disc(220, 95, 48)), [70, 150, 50]],
      ...eyes(160, 92, 60, 34),
      [both(disc(160, 200, 80, 45), (_, y) => y > 205), [150, 40, 50]],
      [disc(160, 238, 34, 10), [230, 110, 120]],
    ],
  },
  'frog with outlines': {
    type: 'emote',
    layers: [
      [any(disc(160, 185, 126, 101), disc(100, 95, 54), disc(220, 95, 54)), ink],
      [any(disc(160, 185, 120, 95), disc(100, 95, 48), disc(220, 95, 48)), [96, 190, 70]],
      [any(disc(100, 92, 38), disc(220, 92, 38)), ink],
      ...eyes(160, 92, 60, 34),
      [both(ring(160, 150, 70, 8), (_, y) => y > 185), ink],
    ],
  },
  emote: {
    type: 'emote',
    layers: [
      [disc(160, 160, 130), [250, 205, 50]],
      ...eyes(160, 125, 48, 30),
      [both(disc(160, 185, 85, 75), (_, y) => y > 190), [110, 25, 30]],
      [both(disc(160, 185, 76, 66), (_, y) => y > 194 && y < 214), white],
      [both(disc(160, 250, 40, 22), disc(160, 185, 76, 66)), [235, 90, 100]],
    ],
  },
  'laughing emote': {
    type: 'emote',
    layers: [
      [disc(160, 160, 130), [250, 205, 50]],
      [any(bar(85, 135, 110, 110, 10), bar(110, 110, 135, 135, 10), bar(185, 135, 210, 110, 10), bar(210, 110, 235, 135, 10)), ink],
      [both(disc(160, 180, 90, 80), (_, y) => y > 180), [110, 25, 30]],
      [both(disc(160, 180, 80, 70), (_, y) => y > 184 && y < 208), white],
    ],
  },
  text: {
    type: 'logo',
    // B O A R in heavy strokes, with counters of all sizes.
    layers: [
      [any(
        box(20, 110, 38, 210), both(not(box(0, 0, 37, 400)), any(ring(42, 134, 19, 18), ring(44, 185, 20, 18))), both(box(30, 110, 46, 210), any(box(0, 110, 90, 124), box(0, 152, 90, 166), box(0, 196, 90, 210))),
        ring(118, 160, 38, 20),
        bar(172, 205, 192, 118, 18), bar(192, 118, 212, 205, 18), bar(180, 182, 204, 182, 14),
        box(232, 110, 250, 210), both(ring(254, 138, 20, 18), (x) => x > 240), bar(250, 165, 285, 205, 18),
      ), [240, 130, 40]],
    ],
  },
  'text with outlines': {
    type: 'logo',
    layers: [
      [any(ring(80, 160, 45, 40), ring(180, 160, 45, 40), any(bar(240, 200, 270, 115, 36), bar(270, 115, 300, 200, 36), bar(250, 180, 290, 180, 30))), [255, 200, 40]],
      [any(ring(80, 160, 45, 26), ring(180, 160, 45, 26), any(bar(240, 200, 270, 115, 22), bar(270, 115, 300, 200, 22), bar(250, 180, 290, 180, 16))), [190, 30, 140]],
    ],
  },
};

export const everydayGrounds = { white, green: [0, 177, 64], navy: [16, 24, 64] };

/** @returns the picture over one colour, and its true alpha, 0 to 1 */
export function drawEveryday({ layers }, ground) {
  const colourAt = (x, y) => layers.findLast(([covers]) => covers(x, y))?.[1];
  return draw({ covers: colourAt, paint: colourAt }, () => ground, { width: SIDE, height: SIDE, side: 5 });
}
