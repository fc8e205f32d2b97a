// How long the first result takes from the call in Chromium, with the people model on a 1024² photo: when each phase was
// first heard of, with everything to be loaded, and after preload(). Each in a page of a fresh profile.
//   node tests/bench/first-result.mjs [RUNS]
import fs from 'node:fs';
import { createMediaKit } from '@aurastream/media-wasm';
import { servePackage } from '../browser/package-server.mjs';
import { launchChromium } from '../browser/support.mjs';
import { shared } from '../shared.mjs';

const runs = Number(process.argv[2] ?? 5);
const kit = await createMediaKit();
const portrait = kit.image.decode(fs.readFileSync(shared('images/exif/Portrait_1.jpg')));
const photo = Buffer.from(kit.image.encodeJpeg(kit.image.resize(portrait, 1024, 1024, 'bicubic'), { quality: 90 }));
kit.dispose();
const server = await servePackage({
  routes: { '/photo.jpg': (_, response) => response.writeHead(200, { 'content-type': 'image/jpeg', 'content-length': photo.length }).end(photo) },
});

/** In the page: ms from the call to each phase and to the result. */
async function firstResult(preloaded) {
  const file = await (await fetch('/photo.jpg')).blob();
  const remover = await globalThis.removal.createBackgroundRemover();
  if (preloaded) await remover.preload();
  const start = performance.now();
  const seen = {};
  await remover.remove(file, { output: 'blob', allowEmpty: true, onProgress: ({ phase }) => (seen[phase] ??= performance.now() - start) });
  seen.result = performance.now() - start;
  remover.dispose();
  return seen;
}

const rows = {};
try {
  for (const preloaded of [false, true]) {
    const all = [];
    for (let i = 0; i < runs; i++) {
      const browser = await launchChromium();
      try {
        const page = await browser.newPage();
        await page.goto(server.address);
        await page.waitForFunction('globalThis.ready');
        all.push(await page.evaluate(firstResult, preloaded));
      } finally {
        await browser.close();
      }
    }
    all.sort((a, b) => a.result - b.result);
    const round = (times) => Object.fromEntries(Object.entries(times).map(([phase, time]) => [phase, Math.round(time)]));
    rows[preloaded ? 'after preload(), least' : 'first call, least'] = round(all[0]);
    rows[preloaded ? 'after preload(), median' : 'first call, median'] = round(all[runs >> 1]);
  }
} finally {
  await server.close();
}
console.log('ms from the call until a phase was first heard of');
console.table(rows);
