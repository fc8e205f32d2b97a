// The worker's side: the kit, once; each file becomes a JPEG of at most 100 kB.
import { createMediaKit } from '@aurastream/media-wasm';

const MOST = 100_000;
const starting = createMediaKit();

self.onmessage = async ({ data: file }) => {
  try {
    const { image } = await starting;
    const picture = await image.decodeAsync(file);
    const scale = Math.min(1, 1280 / Math.max(picture.width, picture.height));
    const smaller = image.resize(picture, Math.max(1, Math.round(picture.width * scale)), Math.max(1, Math.round(picture.height * scale)));
    const { bytes } = image.encodeWithin(smaller, { type: 'image/jpeg', maxBytes: MOST });
    self.postMessage({ bytes, width: smaller.width, height: smaller.height }, [bytes.buffer]);
  } catch ({ code = 'internal_error', message }) {
    self.postMessage({ error: { code, message } });
  }
};
