// The live preview, off the page's thread: images are registered once, then only placements cross, and only the
// part of the picture that they changed comes back.
import {
  createPixelsKit,
  type MediaImage,
  type PixelsKit,
  type PreviewOptions,
  type PreviewSession,
} from '@aurastream/media-wasm/url';

export interface Scene extends Pick<PreviewOptions, 'placements'> {
  canvas: { width: number; height: number };
  /** A colour, or `transparent`. */
  background: string;
}

export type PreviewJob =
  | { register: { id: string; image: MediaImage } }
  | { forget: string }
  | { render: Scene };

/** Pixels for a place on the canvas; whole if the canvas is another than before. */
export interface PreviewPart {
  canvas: { width: number; height: number };
  left: number;
  top: number;
  pixels: MediaImage;
}

export type PreviewAnswer = { part: PreviewPart } | { error: string };

const starting = createPixelsKit();
const images = new Map<string, MediaImage>();
let session: PreviewSession | undefined;
/** What the session was made for. */
let ground = '';

self.addEventListener('message', async ({ data }: MessageEvent<PreviewJob>) => {
  try {
    const kit = await starting;
    if ('register' in data) {
      images.set(data.register.id, data.register.image);
      session?.setImage(data.register.id, data.register.image);
    } else if ('forget' in data) {
      images.delete(data.forget);
      session?.removeImage(data.forget);
    } else {
      const part = draw(kit, data.render);
      self.postMessage({ part } satisfies PreviewAnswer, { transfer: [part.pixels.data.buffer] });
    }
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown.message : String(thrown);
    self.postMessage({ error } satisfies PreviewAnswer);
  }
});

function draw(kit: PixelsKit, { canvas, background, placements }: Scene): PreviewPart {
  const wanted = JSON.stringify([canvas, background]);
  const isNew = session === undefined || wanted !== ground;
  if (isNew) {
    session?.dispose();
    session = kit.preview.createSession({ canvas, background, images });
    ground = wanted;
  }
  const { image } = session!;
  const { changed } = session!.update(placements);
  const { left, top, width, height } = isNew ? { left: 0, top: 0, ...canvas } : changed;
  const data = new Uint8ClampedArray(width * height * 4);
  for (let row = 0; row < height; row++) {
    const from = ((top + row) * image.width + left) * 4;
    data.set(image.data.subarray(from, from + width * 4), row * width * 4);
  }
  return { canvas, left, top, pixels: { width, height, data } };
}
