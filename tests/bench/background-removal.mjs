// What a removal costs besides the network itself, beside @imgly/background-removal running the same ISNet (half
// precision, from @imgly/background-removal-data) on one thread in the same Chromium; what each model costs; and what
// each step costs by itself, in Node.
// The peer is installed into build/bench; nothing of it is part of the package.
//   node tests/bench/background-removal.mjs [--models-only | --peer-only | --steps-only]
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import esbuild from 'esbuild';
import { createMediaKit } from '@aurastream/media-wasm';
import { servePackage } from '../browser/package-server.mjs';
import { launchChromium } from '../browser/support.mjs';
import { shared } from '../shared.mjs';
import { sizes, stepCosts } from './steps.mjs';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '../..');
const folder = path.join(root, 'build/bench/imgly');
const versions = { '@imgly/background-removal': '1.7.0', '@imgly/background-removal-data': '1.4.5', 'onnxruntime-web': '1.21.0' };
const only = process.argv[2];

function installPeer() {
  if (fs.existsSync(path.join(folder, 'node_modules/@imgly/background-removal-data'))) return;
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: versions }));
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--silent', '--ignore-scripts'], { cwd: folder, stdio: 'inherit' });
}

const peerFile = (name) => path.join(folder, 'node_modules', name);
const dataFolder = peerFile('@imgly/background-removal-data/dist');

/** The data package's models under the names that 1.7.0 asks for, and its ONNX Runtime, which 1.4.5 was before. */
function peerResources() {
  const resources = JSON.parse(fs.readFileSync(path.join(dataFolder, 'resources.json'), 'utf8'));
  const named = ({ chunks, ...rest }) => ({ ...rest, chunks: chunks.map((chunk) => ({ ...chunk, name: chunk.hash })) });
  const whole = (file, mime) => {
    const { size } = fs.statSync(peerFile(`onnxruntime-web/dist/${file}`));
    return { size, mime, chunks: [{ name: file, offsets: [0, size] }] };
  };
  return {
    '/models/isnet_fp16': named(resources['/models/medium']),
    '/onnxruntime-web/ort-wasm-simd-threaded.wasm': whole('ort-wasm-simd-threaded.wasm', 'application/wasm'),
    '/onnxruntime-web/ort-wasm-simd-threaded.mjs': whole('ort-wasm-simd-threaded.mjs', 'text/javascript'),
  };
}

function joinedModel(key) {
  const { chunks } = JSON.parse(fs.readFileSync(path.join(dataFolder, 'resources.json'), 'utf8'))[key];
  return Buffer.concat(chunks.map(({ hash }) => fs.readFileSync(path.join(dataFolder, hash))));
}

/** ONNX Runtime's glue, of either contender, that also says how long each run of a network took inside the wasm. */
function timed(glue) {
  return `${glue.replace(/export default (\w+);/, `
export default async (...settings) => {
  const runtime = await $1(...settings);
  let run = runtime._OrtRun; // which replaces itself at its first call
  const channel = new BroadcastChannel('inference');
  const timedRun = (...parameters) => {
    const start = performance.now();
    const status = run(...parameters);
    const time = performance.now() - start;
    if (globalThis.addInference) globalThis.addInference(time);
    else channel.postMessage(time);
    return status;
  };
  Object.defineProperty(runtime, '_OrtRun', { get: () => timedRun, set: (replacement) => { run = replacement; } });
  return runtime;
};
`)}`;
}

/** In the page: runs one removal and tells its milliseconds, those of inference, and the longest long task. */
function measureInPage() {
  const runs = [];
  let longest = 0;
  globalThis.addInference = (time) => runs.push(time); // the peer runs its network here, we in a worker
  globalThis.channel = new BroadcastChannel('inference');
  channel.onmessage = ({ data }) => addInference(data);
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
  }).observe({ entryTypes: ['longtask'] });
  globalThis.measured = async (work) => {
    longest = 0;
    runs.length = 0;
    const start = performance.now();
    const output = await work();
    const total = performance.now() - start;
    await new Promise((resolve) => setTimeout(resolve, 200)); // until both reports have come
    const inference = runs.reduce((sum, time) => sum + time, 0);
    return { total, inference, overhead: total - inference, block: longest, bytes: output };
  };
}

/** Peak resident memory of the browser's pages with their workers, in MB above what they had before. */
class Memory {
  #before = new Map();

  async start(browser) {
    const session = await browser.target().createCDPSession();
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    for (const { id, type } of processInfo) if (type === 'renderer') this.#before.set(id, this.#read(id, 'VmRSS'));
  }

  peak() {
    let sum = 0;
    for (const [pid, before] of this.#before) sum += this.#read(pid, 'VmHWM') - before;
    return sum;
  }

  #read(pid, field) {
    return Number(new RegExp(`${field}:\\s+(\\d+)`).exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
  }
}

/** @returns for each of `count` calls what measureInPage tells, and the peak of memory */
async function contender(address, prepare, call, count) {
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(600_000);
    page.on('pageerror', (error) => console.error(error));
    await page.goto(address);
    await page.waitForFunction('globalThis.ready');
    await page.evaluate(measureInPage);
    const memory = new Memory();
    await memory.start(browser);
    await page.evaluate(prepare);
    const calls = [];
    for (let i = 0; i < count; ++i) calls.push(await page.evaluate(`measured(${call})`));
    return { calls, peak: memory.peak() };
  } finally {
    await browser.close();
  }
}

const kit = await createMediaKit();

/** A photo at another size, with the grain that a camera would add. */
function photo(file, width, height) {
  const image = kit.image.resize(kit.image.decode(fs.readFileSync(shared(file))), width, height, 'bicubic');
  let seed = 1;
  for (let i = 0; i < image.data.length; ++i) {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    if (i % 4 !== 3) image.data[i] += (seed >>> 28) - 8;
  }
  return Buffer.from(kit.image.encodeJpeg(image, { quality: 90 }));
}

const lemur = 'images/lemur/images/lemur.png';
const files = Object.fromEntries(Object.entries(sizes).map(([name, [width, height]]) => [name, photo(lemur, width, height)]));
const send = (type, body) => (_, response) => response.writeHead(200, { 'content-type': type, 'content-length': body.length }).end(body);
const binary = 'application/octet-stream';

const glue = timed(fs.readFileSync(path.join(root, 'dist/runtime/ort-wasm-simd-threaded.mjs'), 'utf8'));
const routes = {
  '/dist/runtime/ort-wasm-simd-threaded.mjs': send('text/javascript', Buffer.from(glue)),
  '/u2netp-fp16.onnx': send(binary, fs.readFileSync(shared('models/u2netp-fp16.onnx'))),
  ...Object.fromEntries(Object.entries(files).map(([name, bytes]) => [`/${name}`, send('image/jpeg', bytes)])),
};

async function addPeer() {
  installPeer();
  const { outputFiles } = await esbuild.build({
    stdin: { contents: `export * from '@imgly/background-removal'`, resolveDir: folder },
    bundle: true, format: 'esm', write: false, platform: 'browser', target: 'es2022', logLevel: 'error',
  });
  const peerGlue = Buffer.from(timed(fs.readFileSync(peerFile('onnxruntime-web/dist/ort-wasm-simd-threaded.mjs'), 'utf8')));
  const resources = peerResources();
  const glueEntry = resources['/onnxruntime-web/ort-wasm-simd-threaded.mjs'];
  Object.assign(glueEntry, { size: peerGlue.length, chunks: [{ name: 'glue.mjs', offsets: [0, peerGlue.length] }] });
  const page = `<!doctype html><link rel="icon" href="data:,"><script type="module">
    import * as imgly from '/peer.js'; Object.assign(globalThis, { imgly, ready: true });</script>`;
  Object.assign(routes, {
    '/peer': send('text/html', Buffer.from(page)),
    '/peer.js': send('text/javascript', Buffer.from(outputFiles[0].contents)),
    '/peer/resources.json': send('application/json', Buffer.from(JSON.stringify(resources))),
    '/peer/glue.mjs': send('text/javascript', peerGlue),
    '/peer/ort-wasm-simd-threaded.wasm': send('application/wasm', fs.readFileSync(peerFile('onnxruntime-web/dist/ort-wasm-simd-threaded.wasm'))),
    '/isnet-fp16.onnx': send(binary, joinedModel('/models/medium')),
    '/isnet-quint8.onnx': send(binary, joinedModel('/models/small')),
  });
  for (const { hash } of resources['/models/isnet_fp16'].chunks) {
    routes[`/peer/${hash}`] = send(binary, fs.readFileSync(path.join(dataFolder, hash)));
  }
}

/** Ours, with a model's row in the page's words. */
const ours = (options, name, refine = false) => [
  `fetch('/${name}').then((r) => r.blob()).then(async (file) => {
    globalThis.file = file;
    globalThis.remover = await removal.createBackgroundRemover({ threads: 1, cache: false, device: 'wasm', ...${options} });
  })`,
  `async () => (await remover.remove(file, { output: 'png', allowEmpty: true, refine: ${refine} })).png.length`,
];
const imgly = (name) => [
  `fetch('/${name}').then((r) => r.blob()).then((file) => { globalThis.file = file; })`,
  `async () => (await imgly.removeBackground(file, { publicPath: location.origin + '/peer/', model: 'isnet_fp16' })).size`,
];

/** The peer's own row for its ISNet: (pixel − 128) / 256. */
const ISNET = `{ id: 'isnet', size: 1024, scale: 1, mean: [128, 128, 128], deviation: [256, 256, 256], activation: 'none', stretch: false }`;

const least = (calls, field) => Math.min(...calls.map((call) => call[field]));
const greatest = (calls, field) => Math.max(...calls.map((call) => call[field]));
const rows = [];
function addRow(who, { calls, peak }) {
  const [first, ...later] = calls;
  rows.push({
    what: who,
    'first call ms': Math.round(first.total),
    'inference ms': Math.round(least(later, 'inference')),
    'overhead ms': Math.round(least(later, 'overhead')),
    'first call’s overhead ms': Math.round(first.overhead),
    'longest block ms': Math.round(greatest(calls, 'block')),
    'peak MB': Math.round(peak),
    'PNG MB': (first.bytes / 1e6).toFixed(2),
  });
  return rows.at(-1);
}

/** Steps by size in CPU ms of Node; and whole calls beside the network, with and without refining, and the peer's. */
const table = {};
const put = (what, size, ms) => ((table[what] ??= {})[size] = Math.round(ms));
if (!only || only === '--steps-only') {
  const portraits = Object.fromEntries(Object.entries(sizes).map(([name, [width, height]]) => [name, photo('images/exif/Portrait_1.jpg', width, height)]));
  for (const [step, costs] of Object.entries(await stepCosts(kit, portraits))) for (const [size, ms] of Object.entries(costs)) put(step, size, ms);
}

const server = await (async () => {
  if (only !== '--steps-only') await addPeer();
  return servePackage({ routes, policy: "default-src 'self' blob: data: 'unsafe-inline' 'wasm-unsafe-eval' 'unsafe-eval'" });
})();
try {
  if (!only || only === '--peer-only') {
    for (const name of Object.keys(files)) {
      const mine = addRow(`${name}, ours`, await contender(server.address, ...ours(`{ model: ${ISNET}, modelUrl: '/isnet-fp16.onnx' }`, name), 4));
      const refined = addRow(`${name}, ours, refined`, await contender(server.address, ...ours(`{ model: ${ISNET}, modelUrl: '/isnet-fp16.onnx' }`, name, true), 3));
      const theirs = addRow(`${name}, imgly 1.7.0`, await contender(`${server.address}peer`, ...imgly(name), 4));
      for (const [what, row] of [['a whole call beside ISNet', mine], ['the same, refined', refined], ['imgly 1.7.0, a whole call beside ISNet', theirs]]) put(what, name, row['overhead ms']);
      const ratio = (field) => (mine[field] / theirs[field]).toFixed(2);
      console.log(`${name}: overhead ${ratio('overhead ms')} of imgly's (target ≤0.5), peak memory ${ratio('peak MB')} (target ≤1)`);
    }
  }
  if (!only || only === '--models-only') {
    const models = {
      selfie: '{}',
      'u2netp-fp16': `{ model: 'u2netp-fp16', modelUrl: '/u2netp-fp16.onnx' }`,
      ...(routes['/isnet-quint8.onnx'] && { 'ISNet, 8-bit weights': `{ model: ${ISNET}, modelUrl: '/isnet-quint8.onnx' }` }),
    };
    for (const [name, options] of Object.entries(models)) addRow(`1024², ${name}`, await contender(server.address, ...ours(options, '1024²'), 4));
  }
} finally {
  await server.close();
}
console.table(rows);
if (Object.keys(table).length > 0) {
  console.log('ms at each size: steps in Node, whole calls in Chromium');
  console.table(table);
}
