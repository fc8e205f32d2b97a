// The command line without options, on what people cut out every day: it does as well as where it is told what it is shown.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import test from 'node:test';
import { createMediaKit } from '@aurastream/media-wasm';
import { commandLine } from './cli-support.mjs';
import { alphaError } from './drawings.mjs';
import { drawEveryday, everyday, everydayGrounds } from './everyday.mjs';

const kit = await createMediaKit();
const { at, media, write } = commandLine();

/** Every subject on every ground, as PNG and as JPEG. */
const pictures = Object.entries(everyday).flatMap(([subject, drawing]) => Object.entries(everydayGrounds).flatMap(([name, ground]) => {
  const { image, alpha } = drawEveryday(drawing, ground);
  return [['png', kit.image.encodePng(image)], ['jpg', kit.image.encodeJpeg(image, { quality: 88 })]].map(([format, bytes]) => {
    const file = `${subject} on ${name} ${format}`.replaceAll(' ', '-');
    write(`${file}.${format}`, bytes);
    return { file, format, type: drawing.type, alpha };
  });
}));

/** Cuts them out into a folder. @returns what the command says of each */
function cut(folder, list, ...options) {
  const { status, stderr } = media(['remove-background', ...list.map(({ file, format }) => `${file}.${format}`), '--out', folder, ...options]);
  assert.equal(status, 0, stderr);
  return stderr;
}

test('a logo, a frog, an emote and a text over white, green and navy come out as they do when their type is named', (context) => {
  cut('by-default', pictures);
  for (const type of ['logo', 'emote']) cut('by-type', pictures.filter((picture) => picture.type === type), '--type', type);
  const read = (folder, file) => kit.image.decode(fs.readFileSync(at(folder, `${file}.png`)));
  const worst = { png: 0, jpg: 0 };
  for (const { file, format, alpha } of pictures) {
    const [byDefault, byType] = ['by-default', 'by-type'].map((folder) => read(folder, file));
    const error = alphaError(byDefault, alpha);
    worst[format] = Math.max(worst[format], error);
    assert.ok(error <= alphaError(byType, alpha) + 0.0005, `${file}: ${error} without a type, ${alphaError(byType, alpha)} with it`);
    // Black outlines are hardly seen on navy once a codec blurs them.
    const most = format === 'png' ? 0.001 : file.includes('outlines-on-navy') ? 0.02 : 0.012;
    assert.ok(error <= most, `${file}: mean alpha error ${error}`);
  }
  context.diagnostic(`${pictures.length} pictures, mean alpha error at most ${worst.png.toFixed(4)} (PNG), ${worst.jpg.toFixed(4)} (JPEG)`);
});

test('what is painted in the ground\'s colour is told from holes, and the certainty says that it was judged', () => {
  const error = (subject, holes) => {
    const { image, alpha } = drawEveryday(everyday[subject], everydayGrounds.white);
    const result = kit.cutout.flatBackground(image, { holes });
    return { error: alphaError(result.image, alpha), certainty: result.certainty };
  };
  for (const subject of ['frog', 'emote', 'laughing emote']) {
    assert.ok(error(subject, 'remove').error > 0.03, `${subject}: else this shows nothing`);
    assert.ok(error(subject, 'auto').error < 0.001, subject);
    assert.ok(error(subject, 'auto').certainty < error(subject, 'keep').certainty - 0.01, subject);
  }
  for (const subject of ['logo', 'text', 'text with outlines']) {
    assert.ok(error(subject, 'keep').error > 0.01, `${subject}: else this shows nothing`);
    assert.ok(error(subject, 'auto').error < 0.001, subject);
  }
});
