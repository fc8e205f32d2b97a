// Everything that a page can hand over as an image, its own and an iframe's.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inEachBrowser } from './removal-page.mjs';

/** Defines `kinds` in the page: each makes an image of a dark square on white, with the classes of a window. */
function defineKinds() {
  const [width, height] = [96, 64];
  const draw = (win) => {
    const canvas = win.document.createElement('canvas');
    Object.assign(canvas, { width, height });
    const context = canvas.getContext('2d');
    context.fillStyle = '#fff';
    context.fillRect(0, 0, width, height);
    context.fillStyle = '#124';
    context.fillRect(32, 16, 32, 32);
    return canvas;
  };
  const png = (win) => new Promise((resolve) => draw(win).toBlob(resolve));
  const buffer = async (win) => {
    const bytes = new Uint8Array(await (await png(window)).arrayBuffer());
    const theirs = new win.ArrayBuffer(bytes.length);
    new win.Uint8Array(theirs).set(bytes);
    return theirs;
  };
  globalThis.kinds = {
    Blob: png,
    File: async (win) => new win.File([await buffer(win)], 'square.png', { type: 'image/png' }),
    ArrayBuffer: buffer,
    Uint8Array: async (win) => new win.Uint8Array(await buffer(win)),
    DataView: async (win) => new win.DataView(await buffer(win)),
    Response: async (win) => new win.Response(await buffer(win)),
    URL: async (win) => new win.URL(URL.createObjectURL(await png(win))),
    ImageData: (win) => draw(win).getContext('2d').getImageData(0, 0, width, height),
    ImageBitmap: (win) => win.createImageBitmap(draw(win)),
    canvas: draw,
    OffscreenCanvas: (win) => {
      const canvas = new win.OffscreenCanvas(width, height);
      canvas.getContext('2d').drawImage(draw(win), 0, 0);
      return canvas;
    },
    img: async (win) => {
      const image = win.document.createElement('img');
      image.src = URL.createObjectURL(await png(win));
      await image.decode();
      return image;
    },
    video: async (win) => {
      const video = win.document.createElement('video');
      const canvas = draw(win);
      const stream = canvas.captureStream(0);
      Object.assign(video, { muted: true, srcObject: stream });
      win.document.body.append(video);
      const shown = new Promise((resolve) => video.addEventListener('loadeddata', resolve, { once: true }));
      void video.play();
      stream.getVideoTracks()[0].requestFrame?.();
      stream.requestFrame?.();
      canvas.getContext('2d').fillRect(32, 16, 32, 32);
      await shown;
      return video;
    },
    VideoFrame: (win) => new win.VideoFrame(draw(win), { timestamp: 0 }),
  };
  globalThis.windows = async () => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    return { page: window, iframe: frame.contentWindow };
  };
}

inEachBrowser((open) => {
  test('each kind of image is taken, of the page and of an iframe', async (t) => {
    const { page } = await open(t);
    await page.evaluate(defineKinds);
    const ends = await page.evaluate(async () => {
      const remover = await removal.createBackgroundRemover();
      const out = {};
      for (const [where, win] of Object.entries(await windows())) {
        for (const [kind, make] of Object.entries(kinds)) {
          out[`${kind} of the ${where}`] = await (async () => {
            const { width, height, reason, mask } = await remover.remove(await make(win), { output: 'mask' });
            return [width, height, reason, mask.data[0], mask.data[32 * 96 + 48]].join(' ');
          })().catch((thrown) => String(thrown?.code ?? thrown));
        }
      }
      remover.dispose();
      return out;
    });
    const wrong = Object.entries(ends).filter(([, end]) => end !== '96 64 flat 0 255');
    assert.equal(Object.keys(ends).length, 28);
    assert.deepEqual(wrong, []);
  });

  test("an iframe's signal cancels, and what is no image is named", async (t) => {
    const { page } = await open(t);
    await page.evaluate(defineKinds);
    const ends = await page.evaluate(async () => {
      const { iframe } = await windows();
      const remover = await removal.createBackgroundRemover();
      const codeOf = (promise) => promise.then(() => 'none', ({ code, message }) => [code, message]);
      const controller = new iframe.AbortController();
      const cancelled = codeOf(remover.remove(await kinds.Blob(window), { signal: controller.signal }));
      controller.abort(new Error('enough'));
      return [await cancelled, await codeOf(remover.remove(new iframe.Map())), await codeOf(remover.remove(document.body)), await codeOf(remover.remove(window))];
    });
    assert.equal(ends[0][0], 'aborted');
    for (const [code, message] of ends.slice(1)) assert.deepEqual([code, /Map|HTMLBodyElement|Window/.test(message)], ['invalid_argument', true], message);
  });

  test("the kit takes an iframe's buffers, views and ImageData", async (t) => {
    const { page } = await open(t);
    await page.evaluate(defineKinds);
    const sizes = await page.evaluate(async () => {
      const { iframe } = await windows();
      const kit = await createMediaKit();
      const pixels = kinds.ImageData(iframe);
      return [
        kit.image.decode(await kinds.ArrayBuffer(iframe)).width,
        kit.image.decode(await kinds.Uint8Array(iframe)).width,
        (await kit.image.decodeAsync(await kinds.File(iframe))).width,
        kit.image.resize(pixels, 48, 32).width,
        kit.image.probe(kit.image.encodePng(pixels)).width,
      ];
    });
    assert.deepEqual(sizes, [96, 96, 96, 48, 96]);
  });
});
