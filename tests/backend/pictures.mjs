// What happens to a file that was uploaded, and the picture that stands in for the image model's.
import { createHash } from 'node:crypto';
import { createBackgroundRemover } from '@aurastream/media-wasm/background-removal';

const THUMBNAIL = 256;
const MAX_PIXELS = 40_000_000;
const EXTENSIONS = { 'image/png': 'png', 'image/jpeg': 'jpg', 'image/webp': 'webp', 'image/gif': 'gif', 'image/svg+xml': 'svg' };

export const extensionOf = (mime) => EXTENSIONS[mime] ?? 'bin';

/** What the kit makes of it, or undefined where it cannot: a file that is damaged or of another kind is kept all the same. */
function attempt(work) {
  try {
    return work();
  } catch (error) {
    if (error.name !== 'MediaError') throw error;
    return undefined;
  }
}

export function createPictures(kit) {
  let remover;
  const decode = (bytes) => attempt(() => kit.image.decode(bytes, { maxPixels: MAX_PIXELS }));

  return {
    /** The file's type by its bytes, and its size where it can be told. */
    look(bytes) {
      const info = attempt(() => kit.image.probe(bytes));
      return { mime: info?.mime ?? 'application/octet-stream', width: info?.width || null, height: info?.height || null };
    },
    decode,
    /** A PNG of at most 256 pixels a side, or undefined. */
    thumbnail(bytes) {
      const image = decode(bytes);
      if (!image) return undefined;
      const scale = Math.min(1, THUMBNAIL / Math.max(image.width, image.height));
      const side = (length) => Math.max(1, Math.round(length * scale));
      return kit.image.encodePng(kit.image.resize(image, side(image.width), side(image.height), 'lanczos3'));
    },
    /** The subject as a PNG; undefined where nothing can be cut out. */
    async cutOut(bytes, assetType) {
      try {
        remover ??= createBackgroundRemover();
        const { png } = await (await remover).remove(bytes, { assetType, output: 'png' });
        return png;
      } catch (error) {
        if (error.name !== 'MediaError') throw error;
        return undefined;
      }
    },
    /** Placements on a ground whose colours come from the words. @param files each asset's bytes, by id */
    compose({ assetType, words, placements, files }) {
      const canvas = kit.placement.canvasSize(assetType);
      const images = {};
      for (const [id, bytes] of files) {
        const image = decode(bytes);
        if (image) images[id] = image;
      }
      const picture = kit.preview.render({ canvas, background: ground(canvas, words), placements, images });
      return { ...canvas, png: kit.image.encodePng(picture) };
    },
    async close() {
      (await remover?.catch(() => undefined))?.dispose();
    },
  };
}

/** A gradient from top to bottom. */
function ground({ width, height }, words) {
  const hash = createHash('sha256').update(words).digest();
  const [from, to] = [hash.subarray(0, 3), hash.subarray(3, 6)];
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let y = 0; y < height; y++) {
    const at = y / Math.max(1, height - 1);
    const colour = [0, 1, 2].map((i) => 24 + 0.6 * (from[i] * (1 - at) + to[i] * at));
    for (let x = 0; x < width; x++) data.set(colour, (y * width + x) * 4);
  }
  return { width, height, data };
}
