// Pixels against peers in one run: sharp and pica (installed into build/bench), and stb_image_write as wasm.
// Figures are CPU time (of all threads, so that no peer gains by having more), the least of several runs, copies to
// and from the core included.
//   node tests/bench/image.mjs
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createMediaKit } from '@aurastream/media-wasm';
import { shared } from '../shared.mjs';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '../..');
const folder = path.join(root, 'build/bench');
const versions = { sharp: '0.34.5', pica: '9.0.1' };

function run(command, args, cwd) {
  const env = { ...process.env, NODE_PATH: [process.env.NODE_PATH, '/usr/share/nodejs'].filter(Boolean).join(path.delimiter) };
  const { status } = spawnSync(command, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'], env });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed`);
}

function peers() {
  fs.mkdirSync(folder, { recursive: true });
  const manifest = path.join(folder, 'package.json');
  if (!fs.existsSync(path.join(folder, 'node_modules/sharp')) || !fs.existsSync(path.join(folder, 'node_modules/pica'))) {
    fs.writeFileSync(manifest, JSON.stringify({ private: true, dependencies: versions }));
    run('npm', ['install', '--no-audit', '--no-fund', '--silent'], folder);
  }
  const require = createRequire(manifest);
  const sharp = require('sharp');
  sharp.concurrency(1);
  sharp.cache(false);
  return { sharp, pica: require('pica')({ features: ['js', 'wasm'], concurrency: 1 }) };
}

/** stb_image_write with its own deflate, compiled with the package's flags. */
async function stbWriter() {
  const source = path.join(folder, 'stb_write.c');
  const output = path.join(folder, 'stb_write.mjs');
  if (!fs.existsSync(output)) {
    fs.writeFileSync(source, `#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STBI_WRITE_NO_STDIO
#include <stb_image_write.h>
static int total;
static void count(void* context, void* data, int size) { total += size; }
int write_png(int w, int h, const void* data) { total = 0; stbi_write_png_to_func(count, 0, w, h, 4, data, w * 4); return total; }
`);
    run('emcc', ['-O3', '-msimd128', '-flto', '-I', path.join(root, 'build/deps/stb'), source, '-o', output, '-sMODULARIZE', '-sEXPORT_ES6',
      '-sENVIRONMENT=web,worker', '-sFILESYSTEM=0', '-sALLOW_MEMORY_GROWTH', '-sMAXIMUM_MEMORY=4GB', '-sEXPORTED_FUNCTIONS=_malloc,_free,_write_png', '-sEXPORTED_RUNTIME_METHODS=HEAPU8'], folder);
  }
  const { default: create } = await import(output);
  const bytes = fs.readFileSync(path.join(folder, 'stb_write.wasm'));
  const core = await create({ instantiateWasm: (imports, done) => void WebAssembly.instantiate(bytes, imports).then((r) => done(r.instance)) && {} });
  return ({ width, height, data }) => {
    const address = core._malloc(data.length);
    core.HEAPU8.set(data, address);
    const length = core._write_png(width, height, address);
    core._free(address);
    return length;
  };
}

async function least(runs, work) {
  let best = Infinity;
  for (let i = 0; i < runs; ++i) {
    const start = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(start);
    best = Math.min(best, (user + system) / 1000);
  }
  return best;
}

const rows = [];
function report(what, ours, peer, theirs, target) {
  rows.push({ what, ms: ours.toFixed(0), peer, 'peer ms': theirs.toFixed(0), 'peer / ours': (theirs / ours).toFixed(2), target });
}

const { sharp, pica } = peers();
const kit = await createMediaKit();

/** A photo enlarged to 12 MP, with the grain that a camera would add. */
function photo() {
  const image = kit.image.resize(kit.image.decode(fs.readFileSync(shared('images/rembg/plants-1.jpg'))), 4000, 3000, 'bicubic');
  let seed = 1;
  for (let i = 0; i < image.data.length; ++i) {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    if (i % 4 !== 3) image.data[i] += (seed >>> 28) - 8;
  }
  return image;
}

const large = photo();
const raw = { raw: { width: large.width, height: large.height, channels: 4 } };
const size = 1024;

const cutOut = { ...large, data: large.data.slice() };
for (let y = 0; y < 3000; ++y) {
  for (let x = 0; x < 4000; ++x) {
    const distance = Math.hypot((x - 2000) / 1200, (y - 1500) / 1300);
    const at = (y * 4000 + x) * 4;
    const alpha = Math.max(0, Math.min(255, Math.round((1 - distance) * 5000)));
    cutOut.data[at + 3] = alpha;
    if (alpha === 0) cutOut.data.fill(0, at, at + 3);
  }
}

for (const [name, image] of [['opaque', large], ['cut-out', cutOut]]) {
  const ours = await least(5, () => kit.image.resize(image, size, size, 'lanczos3'));
  const bySharp = await least(5, () => sharp(image.data, raw).resize(size, size, { fit: 'fill', kernel: 'lanczos3' }).raw().toBuffer());
  report(`resize 12 MP RGBA, ${name}, to ${size}², Lanczos`, ours, 'sharp', bySharp, '≥1');
  const byPica = await least(2, () => pica.resizeBuffer({ src: image.data, width: 4000, height: 3000, toWidth: size, toHeight: size, filter: 'lanczos3' }));
  report('same', ours, 'pica', byPica, '≥3');
}

const jpeg = await sharp(large.data, raw).removeAlpha().jpeg({ quality: 90, chromaSubsampling: '4:2:0' }).toBuffer();
report(`decode 12 MP JPEG (${(jpeg.length / 1e6).toFixed(1)} MB) to RGBA`, await least(5, () => kit.image.decode(jpeg)), 'sharp', await least(5, () => sharp(jpeg).ensureAlpha().raw().toBuffer()), '≥0.9');

for (const quality of [60, 85, 95]) {
  let length = 0;
  let theirs = 0;
  const options = { quality, chromaSubsampling: quality <= 90 ? '4:2:0' : '4:4:4' };
  const ours = await least(5, () => (length = kit.image.encodeJpeg(large, { quality }).length));
  const bySharp = await least(5, async () => (theirs = (await sharp(large.data, raw).jpeg(options).toBuffer()).length));
  report(`encode JPEG, 12 MP photo, quality ${quality}`, ours, 'sharp', bySharp, '≥0.5');
  console.log(`JPEG of quality ${quality}: ${(length / 1e6).toFixed(2)} MB, ${(length / theirs).toFixed(3)} of sharp's`);
}
{
  const limit = 2_000_000;
  const ours = await least(2, () => kit.image.encodeWithin(large, { type: 'image/jpeg', maxBytes: limit }));
  const once = await least(2, () => kit.image.encodeJpeg(large, { quality: 85 }));
  report(`encode JPEG within ${limit / 1e6} MB`, ours, 'one at quality 85', once, '');
}

const stb = await stbWriter();
for (const [name, image] of [['photo', large], ['cut-out', cutOut]]) {
  let length = 0;
  let stbLength = 0;
  const ours = await least(3, () => (length = kit.image.encodePng(image).length));
  report(`encode PNG, 12 MP ${name}`, ours, 'stb deflate', await least(1, () => (stbLength = stb(image))), '≥5');
  report('same', ours, 'sharp, level 1', await least(2, () => sharp(image.data, raw).png({ compressionLevel: 1 }).toBuffer()), '');
  console.log(`PNG of the ${name}: ${(length / 1e6).toFixed(2)} MB, ${(length / stbLength).toFixed(2)} of stb's (target ≤0.8)`);
  const file = kit.image.encodePng(image);
  report(`decode PNG, 12 MP ${name}`, await least(3, () => kit.image.decode(file)), 'sharp', await least(3, () => sharp(file).ensureAlpha().raw().toBuffer()), '≥1');
}
console.table(rows);
