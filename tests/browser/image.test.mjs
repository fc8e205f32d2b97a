// Formats that the browser decodes for the package, in the page and in a worker, under a strict policy.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { createMediaKit } from '@aurastream/media-wasm';
import { avifSamples, difference, fileSamples, webpSamples } from '../image-samples.mjs';
import { imageCases } from '../image-cases.mjs';
import { needsShared, readShared, shared } from '../shared.mjs';
import { servePackage } from './package-server.mjs';
import { launchChromium, launchFirefox, whenSet } from './support.mjs';

const WORKER = `
import { createMediaKit } from '/dist/index.js';
onmessage = async ({ data: [file, options] }) => {
  const kit = await createMediaKit();
  postMessage(await kit.image.decodeAsync(file, options).catch(({ code }) => ({ code })));
};
`;

const browsers = { Chromium: launchChromium, Firefox: launchFirefox };
const pages = {};
const opened = [];
let server;
let kit;
before(async () => {
  kit = await createMediaKit();
  const worker = (_, response) => response.writeHead(200, { 'content-type': 'text/javascript' }).end(WORKER);
  server = await servePackage({ routes: { '/worker.js': worker } });
  for (const [name, launch] of Object.entries(browsers)) {
    const browser = await launch();
    opened.push(browser);
    pages[name] = await browser.newPage();
    await pages[name].goto(server.address);
    await whenSet(pages[name], 'ready');
  }
});
after(async () => {
  kit?.dispose();
  for (const browser of opened) await browser.close();
  await server?.close();
});

/** What decodeAsync gives for a file (bytes or text), or the error's code: in the page, and in a worker. */
async function decodeBoth(page, file, options = {}) {
  const base64 = Buffer.from(file).toString('base64');
  const results = await page.evaluate(
    async (text, given) => {
      const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
      const ownKit = await createMediaKit();
      const inPage = await ownKit.image.decodeAsync(bytes, given).catch(({ code }) => ({ code }));
      ownKit.dispose();
      const worker = new Worker('/worker.js', { type: 'module' });
      const inWorker = await new Promise((resolve) => {
        worker.onmessage = ({ data }) => resolve(data);
        worker.postMessage([bytes, given]);
      });
      worker.terminate();
      const asText = (pixels) =>
        new Promise((resolve) => {
          const reader = new FileReader();
          reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(',') + 1));
          reader.readAsDataURL(new Blob([pixels]));
        });
      return Promise.all(
        [inPage, inWorker].map(async (result) => ({
          ...result,
          data: result.data && (await asText(result.data)),
        })),
      );
    },
    base64,
    options,
  );
  const [inPage, inWorker] = results.map(({ data, ...rest }) => ({
    ...rest,
    data: data && new Uint8ClampedArray(Buffer.from(data, 'base64')),
  }));
  return { inPage, inWorker };
}

/** How the browser itself shows files: pixels in base64, or undefined where it refuses. Profiles are not applied. */
async function shownBy(page, files) {
  const shown = [];
  for (let i = 0; i < files.length; i += 40) {
    shown.push(
      ...(await page.evaluate(
        async (texts) => {
          const draw = async (text) => {
            const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
            const options = { premultiplyAlpha: 'none', colorSpaceConversion: 'none' };
            const bitmap = await createImageBitmap(new Blob([bytes]), options).catch(() => undefined);
            if (!bitmap) return undefined;
            const { width, height } = bitmap;
            const context = new OffscreenCanvas(width, height).getContext('2d');
            context.drawImage(bitmap, 0, 0);
            const { data } = context.getImageData(0, 0, width, height);
            let letters = '';
            for (let at = 0; at < data.length; at += 4096) letters += String.fromCharCode(...data.subarray(at, at + 4096));
            return { width, height, data: btoa(letters) };
          };
          return Promise.all(texts.map(draw));
        },
        files.slice(i, i + 40).map((file) => Buffer.from(file).toString('base64')),
      )),
    );
  }
  return shown.map((one) => one && { ...one, data: new Uint8ClampedArray(Buffer.from(one.data, 'base64')) });
}

/** What the core makes of a file; undefined where it refuses. */
function decoded(file) {
  try {
    return kit.image.decode(file);
  } catch {
    return undefined;
  }
}

const pixel = ({ data }) => [...data.subarray(0, 4)];

for (const browser of Object.keys(browsers)) {
  test(`${browser}: a WebP is decoded in the page and in a worker`, needsShared, async () => {
    const { inPage, inWorker } = await decodeBoth(
      pages[browser],
      readShared('images/formats/webp/lossless_images/simple.webp'),
    );
    assert.equal(inPage.info.mime, 'image/webp');
    assert.ok(inPage.width > 1 && inPage.height > 1);
    assert.deepEqual(inWorker, inPage);
  });

  test(`${browser}: a WebP is turned upright by its EXIF, unless asked not to`, async () => {
    const [{ file, picture }] = webpSamples;
    const stored = kit.image.decode(picture);
    const [w, h] = [stored.width, stored.height];
    const goesTo = [
      (x, y) => [x, y],
      (x, y) => [w - 1 - x, y],
      (x, y) => [w - 1 - x, h - 1 - y],
      (x, y) => [x, h - 1 - y],
      (x, y) => [y, x],
      (x, y) => [h - 1 - y, x],
      (x, y) => [h - 1 - y, w - 1 - x],
      (x, y) => [y, w - 1 - x],
    ];
    for (const [i, place] of goesTo.entries()) {
      const turned = file.slice();
      turned[file.length - 8] = i + 1;
      const upright = {
        width: i < 4 ? w : h,
        height: i < 4 ? h : w,
        data: new Uint8ClampedArray(stored.data.length),
      };
      for (let at = 0; at < w * h; at++) {
        const [x, y] = place(at % w, Math.floor(at / w));
        upright.data.set(stored.data.subarray(at * 4, at * 4 + 4), (y * upright.width + x) * 4);
      }
      const { inPage, inWorker } = await decodeBoth(pages[browser], turned);
      assert.equal(inPage.info.orientation, i + 1);
      assert.equal(difference(inPage, upright), 0, `orientation ${i + 1}`);
      assert.deepEqual([inPage.info.width, inPage.info.height], [upright.width, upright.height]);
      assert.deepEqual(inWorker, inPage);
    }
    const { inPage } = await decodeBoth(pages[browser], file, { orient: false });
    assert.equal(difference(inPage, stored), 0);
  });

  test(`${browser}: AVIFs show their pictures: translucent, turned, the first of several frames`, async () => {
    for (const { name, file, picture, within } of avifSamples) {
      const { inPage, inWorker } = await decodeBoth(pages[browser], file);
      const found = difference(inPage, kit.image.decode(picture));
      // Chromium 156 takes the alpha of AVIFs, which has all 256 levels, for one of 16 to 235.
      const spoilt = browser === 'Chromium' && name === 'AVIF, translucent' ? 2 : 0;
      assert.ok(found <= Math.max(within, spoilt, 0.5), `${name}: off by ${found}`);
      assert.deepEqual(inWorker, inPage, name);
      const { mime, hasAlpha, frameCount, width, height } = inPage.info;
      assert.deepEqual([mime, width, height], ['image/avif', inPage.width, inPage.height], name);
      assert.equal(hasAlpha, name.includes('translucent'), name);
      assert.equal(frameCount, name.includes('three frames') ? 3 : 1, name);
    }
  });

  test(`${browser}: a damaged AVIF is refused with its code`, async () => {
    const [{ file }] = avifSamples;
    const { inPage, inWorker } = await decodeBoth(pages[browser], file.subarray(0, file.length - 20));
    assert.deepEqual([inPage.code, inWorker.code], ['corrupt_image', 'corrupt_image']);
  });

  test(`${browser}: an SVG is drawn in the page, and refused by name in a worker`, async () => {
    const violations = await pages[browser].evaluateHandle(() => {
      const found = [];
      document.addEventListener('securitypolicyviolation', ({ violatedDirective }) =>
        found.push(violatedDirective),
      );
      return found;
    });
    const rect =
      '<style>rect { fill: #0a64c8 }</style><rect width="30" height="20" style="stroke: none"/></svg>';
    for (const size of [
      'viewBox="0 0 30 20"',
      'width="30" height="20"',
      'width="100%" viewBox="0 0 30 20"',
      'width="30px" viewBox="0 0 60 40"',
    ]) {
      const { inPage, inWorker } = await decodeBoth(
        pages[browser],
        `<?xml version="1.0" encoding="utf-8"?><svg xmlns="http://www.w3.org/2000/svg" ${size}>${rect}`,
      );
      assert.deepEqual([inPage.width, inPage.height, pixel(inPage)], [30, 20, [10, 100, 200, 255]], size);
      assert.equal(inWorker.code, 'unsupported_format');
    }
    assert.deepEqual(await violations.jsonValue(), []);
  });

  test(`${browser}: a damaged SVG is refused with its code`, async () => {
    for (const start of ['', '<?xml version="1.0" encoding="none-such"?>']) {
      const { inPage } = await decodeBoth(
        pages[browser],
        `${start}<svg xmlns="http://www.w3.org/2000/svg" width="5" height="5"><g></svg>`,
      );
      assert.equal(inPage.code, 'corrupt_image');
    }
  });

  test(`${browser}: a JPEG goes through the core, upright`, needsShared, async () => {
    const { inPage, inWorker } = await decodeBoth(pages[browser], readShared('images/exif/Portrait_6.jpg'));
    assert.ok(inPage.height > inPage.width);
    assert.deepEqual(inWorker, inPage);
  });

  test(`${browser}: the core reads files as the browser itself does`, async () => {
    // Chromium enlarges the screen of a GIF whose frame leaves it, and blackens what run lengths leave out;
    // Firefox does as the core does. What to make of a BMP without its last padding each decides by itself, and
    // Chromium 150 still took an alpha channel of zeros for none.
    const differs =
      browser === 'Chromium'
        ? /over the edge|the same, interlaced|run lengths|unpadded|channel of zeros/
        : /unpadded/;
    const known = fileSamples.filter(({ name }) => !differs.test(name));
    const ours = known.map(({ file }) => kit.image.decode(file));
    const theirs = await shownBy(
      pages[browser],
      known.map(({ file }) => file),
    );
    known.forEach(({ name }, i) => {
      if (theirs[i])
        assert.ok(difference(ours[i], theirs[i]) <= 0.5, `${name}: off by ${difference(ours[i], theirs[i])}`);
    });
    assert.ok(theirs.filter(Boolean).length > known.length - 4, 'few are refused by the browser');
  });
}

test('Chromium: odd and damaged files come out as the browser shows them, but where the guide says otherwise', async () => {
  const cases = imageCases(kit).filter(({ differs }) => !differs);
  const theirs = await shownBy(
    pages.Chromium,
    cases.map(({ file }) => file),
  );
  cases.forEach(({ name, file, within = 0.5 }, i) => {
    const ours = decoded(file);
    assert.equal(Boolean(ours), Boolean(theirs[i]), `${name}: ${ours ? 'Chromium refuses it' : 'we refuse it'}`);
    if (ours) assert.ok(difference(ours, theirs[i]) <= within, `${name}: off by ${difference(ours, theirs[i])}`);
  });
});

test('Chromium: every BMP, GIF, JPEG and PNG of the shared pictures comes out as the browser shows it', needsShared, async () => {
  const files = fs
    .readdirSync(shared('images'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(bmp|gif|jpe?g|png)$/i.test(entry.name))
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
    // Chromium enlarges the screen of these two GIFs, shows an animation's own first frame instead of the picture that
    // is not part of it, and does not read Apple's PNGs.
    .filter((file) => !/oob\.gif|oversized\.gif|fcTL-dispose-in-region-previous|iphone_/.test(file));
  assert.ok(files.length > 300, `${files.length}`);
  const bytes = files.map((file) => new Uint8Array(fs.readFileSync(file)));
  const theirs = await shownBy(pages.Chromium, bytes);
  files.forEach((file, i) => {
    const ours = decoded(bytes[i]);
    assert.equal(Boolean(ours), Boolean(theirs[i]), file);
    if (!ours) return;
    // JPEGs to their rounding; 16 bits a channel are cut off by Chromium, rounded here.
    assert.ok(difference(ours, theirs[i]) <= 0.5, `${file}: off by ${difference(ours, theirs[i])}`);
  });
});
