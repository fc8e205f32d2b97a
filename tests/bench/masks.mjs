// Masks with a known truth, and how near to it another one is; for the benches of removals.
import fs from 'node:fs';
import path from 'node:path';
import { shared } from '../shared.mjs';

/** One byte a pixel, at the size of the picture that it belongs to. */
function maskFile(kit, file, picture) {
  const { width, height } = kit.image.decode(fs.readFileSync(picture));
  const { data } = kit.image.resize(kit.image.decode(fs.readFileSync(file)), width, height, 'bilinear');
  return { width, height, data: Uint8Array.from({ length: width * height }, (_, i) => data[4 * i]) };
}

/** The pictures of a set, each with its truth. @param folder with `images` and, of the same names as PNG, `masks`; else that of the shared data */
export const inSet = (kit, kind, folder = shared(kind)) => fs.readdirSync(path.join(folder, 'images')).map((name) => {
  const file = path.join(folder, 'images', name);
  return { kind, name, file, truth: maskFile(kit, path.join(folder, 'masks', name.replace(/\.\w+$/, '.png')), file) };
});

const isSubject = (value) => value >= 128;

/** Intersection over union, mean absolute difference, and F of the two outlines within a two-hundredth of the diagonal. */
export function compare(mask, truth) {
  const { width, height } = truth;
  let both = 0, either = 0, difference = 0;
  for (let i = 0; i < truth.data.length; i++) {
    const [a, b] = [isSubject(mask.data[i]), isSubject(truth.data[i])];
    both += a && b;
    either += a || b;
    difference += Math.abs(mask.data[i] - truth.data[i]) / 255;
  }
  const near = Math.max(1, Math.round(Math.hypot(width, height) / 200));
  const [found, wanted] = [outline(mask), outline(truth)];
  const [precision, recall] = [share(found, grown(wanted, width, height, near)), share(wanted, grown(found, width, height, near))];
  const f = precision + recall > 0 ? (2 * precision * recall) / (precision + recall) : 0;
  return { iou: either ? both / either : 1, mae: difference / truth.data.length, f };
}

function outline({ width, height, data }) {
  const out = new Uint8Array(data.length);
  for (let y = 0; y < height - 1; y++) {
    for (let x = 0; x < width - 1; x++) {
      const i = y * width + x;
      const here = isSubject(data[i]);
      out[i] = here !== isSubject(data[i + 1]) || here !== isSubject(data[i + width]) ? 1 : 0;
    }
  }
  return out;
}

/** Grown by `r` pixels to all sides, rows first. */
function grown(marks, width, height, r) {
  const along = (source, stride, length, lines, step) => {
    const out = new Uint8Array(source.length);
    for (let line = 0; line < lines; line++) {
      let until = -1;
      for (let pass = 0; pass < 2; pass++) {
        until = -1;
        for (let k = 0; k < length; k++) {
          const at = line * step + (pass ? length - 1 - k : k) * stride;
          if (source[at]) until = k + r;
          if (k <= until) out[at] = 1;
        }
      }
    }
    return out;
  };
  return along(along(marks, 1, width, height, width), width, height, width, 1);
}

function share(marks, within) {
  let all = 0, inside = 0;
  for (let i = 0; i < marks.length; i++) if (marks[i]) all++, (inside += within[i]);
  return all ? inside / all : 0;
}
