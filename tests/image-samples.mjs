// The files of tests/images.json.
import fs from 'node:fs';

const { pictures, files, avif, webp } = JSON.parse(
  fs.readFileSync(new URL('images.json', import.meta.url), 'utf8'),
);
const bytes = (base64) => new Uint8Array(Buffer.from(base64, 'base64'));
const samples = (list) =>
  list.map(({ name, file, picture, within }) => ({
    name,
    file: bytes(file),
    picture: bytes(pictures[picture]),
    within,
  }));

/** Those that the core decodes: what each shows (a PNG), and how far a channel may be from that on average. */
export const fileSamples = samples(files);

/** Those that browsers decode. */
export const avifSamples = samples(avif);
export const webpSamples = samples(webp);

/** The mean difference of a channel, colours weighted by their alpha; Infinity for other sizes. */
export function difference(a, b) {
  if (a.width !== b.width || a.height !== b.height) return Infinity;
  let sum = 0;
  for (let i = 0; i < a.data.length; ++i) {
    const weight = ({ data }) => (i % 4 === 3 ? 1 : data[i | 3] / 255);
    sum += Math.abs(a.data[i] * weight(a) - b.data[i] * weight(b));
  }
  return sum / a.data.length;
}
