// Objects to request bodies beside zod 4, ajv and hand-written JavaScript; upload bodies beside Buffer +
// JSON.stringify in Node and FileReader or btoa + JSON.stringify in Chromium.
//   node tests/bench/contract.mjs [--no-browser]
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import Ajv2020 from 'ajv/dist/2020.js';
import { createMediaKit } from '@aurastream/media-wasm';

const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));

/** A peer that only this benchmark needs, installed into build/bench. */
function peer(name, version) {
  const folder = path.join(root, 'build/bench');
  const manifest = path.join(folder, 'node_modules', name, 'package.json');
  if (!fs.existsSync(manifest) || JSON.parse(fs.readFileSync(manifest, 'utf8')).version !== version) {
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(path.join(folder, 'package.json'), '{"private":true}');
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--silent', `${name}@${version}`], {
      cwd: folder,
      stdio: 'inherit',
    });
  }
  return createRequire(path.join(folder, 'package.json'))(name);
}

/** Median milliseconds of one call; contenders take turns, so that a slow moment hits all. */
function measure(contenders, rounds, repeat = 1) {
  const times = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]));
  for (let round = -3; round < rounds; round++) {
    for (const [name, run] of Object.entries(contenders)) {
      const start = performance.now();
      for (let i = 0; i < repeat; i++) run();
      if (round >= 0) times[name].push((performance.now() - start) / repeat);
    }
  }
  return Object.fromEntries(
    Object.entries(times).map(([name, list]) => [name, list.sort((a, b) => a - b)[list.length >> 1]]),
  );
}

function report(title, times) {
  const [[, ours]] = Object.entries(times);
  const rows = Object.entries(times).map(
    ([name, time]) =>
      `  ${name.padEnd(34)} ${time.toFixed(4).padStart(10)} ms  ${(time / ours).toFixed(2).padStart(6)} × ours`,
  );
  console.log(`${title}\n${rows.join('\n')}`);
}

const kit = await createMediaKit();

// --- Objects to bodies -------------------------------------------------------------------------------------

const makePlacement = (i) => ({
  assetId: `3f2b8c1e-0000-4000-8000-${String(i).padStart(12, '0')}`,
  displayName: `Asset ${i}`,
  assetType: 'face',
  url: `https://cdn.example.com/media/${i}.png`,
  x: (i * 7.31) % 100,
  y: (i * 3.17) % 100,
  width: 20.5,
  height: 30.25,
  sizeUnit: 'percent',
  zIndex: i + 1,
  rotation: (i * 11) % 360,
  opacity: 90,
});

const toSnake = (p) => ({
  asset_id: p.assetId,
  display_name: p.displayName,
  asset_type: p.assetType,
  url: p.url,
  x: p.x,
  y: p.y,
  width: p.width,
  height: p.height,
  size_unit: p.sizeUnit,
  z_index: p.zIndex,
  rotation: p.rotation,
  opacity: p.opacity,
});

function byHand(placements) {
  for (const p of placements) {
    const within = (value, low, high) => typeof value === 'number' && value >= low && value <= high;
    const texts = [p.assetId, p.displayName, p.assetType, p.url].every((text) => typeof text === 'string');
    const numbers =
      within(p.x, 0, 100) &&
      within(p.y, 0, 100) &&
      p.width > 0 &&
      p.height > 0 &&
      within(p.rotation, 0, 360) &&
      within(p.opacity, 0, 100);
    if (
      !texts ||
      !numbers ||
      !(Number.isInteger(p.zIndex) && p.zIndex >= 1) ||
      (p.sizeUnit !== 'percent' && p.sizeUnit !== 'px')
    )
      throw new Error('invalid');
  }
  return new TextEncoder().encode(JSON.stringify(placements.map(toSnake)));
}

const { z } = peer('zod', '4.6.7');
const zodList = z.array(
  z.object({
    assetId: z.string(),
    displayName: z.string(),
    assetType: z.string(),
    url: z.string(),
    x: z.number().min(0).max(100),
    y: z.number().min(0).max(100),
    width: z.number().gt(0),
    height: z.number().gt(0),
    sizeUnit: z.enum(['percent', 'px']).default('percent'),
    zIndex: z.int().min(1).default(1),
    rotation: z.number().min(0).max(360).default(0),
    opacity: z.number().min(0).max(100).default(100),
  }),
);
const ajvList = new Ajv2020({ strict: true, strictTypes: false }).compile({
  type: 'array',
  items: kit.contract.jsonSchema('MediaAssetPlacement'),
});

for (const [count, repeat] of [
  [1, 4000],
  [25, 200],
  [1000, 5],
]) {
  const placements = Array.from({ length: count }, (_, i) => makePlacement(i));
  const [title, agree] = [
    `${count} placement${count === 1 ? '' : 's'}`,
    (contenders, read) => {
      const answers = Object.values(contenders).map((run) => JSON.stringify(read(run())));
      if (new Set(answers).size !== 1) throw new Error('the contenders do not agree');
    },
  ];
  const renamed = () => {
    const snake = placements.map(toSnake);
    if (!ajvList(snake)) throw new Error('invalid');
    return snake;
  };
  const bodies = {
    'kit.contract.encode': () => kit.contract.encode('MediaAssetPlacement[]', placements).body,
    'zod 4 + rename + JSON.stringify': () =>
      new TextEncoder().encode(JSON.stringify(zodList.parse(placements).map(toSnake))),
    'ajv 8 + rename + JSON.stringify': () => new TextEncoder().encode(JSON.stringify(renamed())),
    'by hand + JSON.stringify': () => byHand(placements),
  };
  agree(bodies, (body) => JSON.parse(new TextDecoder().decode(body)));
  report(`${title}, validated, to body bytes (Node)`, measure(bodies, 30, repeat));

  const values = {
    'kit.contract.validate': () => kit.contract.validate('MediaAssetPlacement[]', placements).value,
    'zod 4 + rename': () => zodList.parse(placements).map(toSnake),
    'ajv 8 + rename': renamed,
    'ajv 8 + rename + JSON.stringify': () => void JSON.stringify(renamed()),
  };
  const { 'ajv 8 + rename + JSON.stringify': _, ...comparable } = values;
  agree(comparable, (value) => value);
  report(`${title}, validated, to a snake_case value (Node)`, measure(values, 30, repeat));
}

// --- Upload bodies -----------------------------------------------------------------------------------------

const params = { assetType: 'logo', displayName: 'My logo', tags: ['a', 'b'] };
const noise = (bytes) => {
  const out = new Uint8Array(bytes);
  for (let i = 0, state = 1; i < bytes; i++)
    out[i] = (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) >>> 24;
  return out;
};

for (const megabytes of [1, 10]) {
  const image = noise(megabytes * 1024 * 1024);
  const wire = (image_base64) =>
    JSON.stringify({
      asset_type: params.assetType,
      display_name: params.displayName,
      image_base64,
      tags: params.tags,
    });
  const contenders = {
    'kit.requests.uploadMedia': () => kit.requests.uploadMedia({ ...params, image }).body,
    'Buffer + JSON.stringify, as text': () => wire(Buffer.from(image.buffer).toString('base64')),
    'Buffer + JSON.stringify, as bytes': () =>
      new TextEncoder().encode(wire(Buffer.from(image.buffer).toString('base64'))),
  };
  const agree = (list) => {
    const [ours, text] = Object.values(list).map((run) => run());
    if (new TextDecoder().decode(ours) !== text) throw new Error('the contenders do not agree');
  };
  agree(contenders);
  report(`upload body of ${megabytes} MiB (Node)`, measure(contenders, 15));

  // Nobody but ours has looked at it: whether it is base64, how long its file is, and what it is.
  const imageBase64 = Buffer.from(image.buffer).toString('base64');
  const fromText = {
    'kit.requests.uploadMedia': () => kit.requests.uploadMedia({ ...params, imageBase64 }).body,
    'JSON.stringify, as text': () => wire(imageBase64),
    'JSON.stringify, as bytes': () => new TextEncoder().encode(wire(imageBase64)),
  };
  agree(fromText);
  report(`upload body of ${megabytes} MiB, from base64 (Node)`, measure(fromText, 15));
}
kit.dispose();

// --- The same in Chromium ----------------------------------------------------------------------------------

/** Runs in the page: from a File, as an upload form has it, to what fetch takes. */
async function inPage(megabytes) {
  const { createMediaKit: create } = await import('/dist/index.js');
  const kit = await create();
  const bytes = new Uint8Array(megabytes * 1024 * 1024);
  for (let i = 0, state = 1; i < bytes.length; i++)
    bytes[i] = (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) >>> 24;
  const file = new File([bytes], 'image.png');
  const fields = { assetType: 'logo', displayName: 'My logo', tags: ['a', 'b'] };
  const wire = (image_base64) =>
    JSON.stringify({
      asset_type: fields.assetType,
      display_name: fields.displayName,
      image_base64,
      tags: fields.tags,
    });
  const contenders = {
    'kit.requests.uploadMedia': async () =>
      kit.requests.uploadMedia({ ...fields, image: await file.arrayBuffer() }).body,
    'FileReader + JSON.stringify, text': () =>
      new Promise((resolve) => {
        const reader = new FileReader();
        reader.onload = () => resolve(wire(reader.result.slice(reader.result.indexOf(',') + 1)));
        reader.readAsDataURL(file);
      }),
    'FileReader + JSON.stringify, bytes': () =>
      new Promise((resolve) => {
        const reader = new FileReader();
        reader.onload = () =>
          resolve(new TextEncoder().encode(wire(reader.result.slice(reader.result.indexOf(',') + 1))));
        reader.readAsDataURL(file);
      }),
    'btoa + JSON.stringify, text': async () => {
      const image = new Uint8Array(await file.arrayBuffer());
      let binary = '';
      for (let i = 0; i < image.length; i += 0x8000)
        binary += String.fromCharCode(...image.subarray(i, i + 0x8000));
      return wire(btoa(binary));
    },
  };
  const times = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]));
  for (let round = -3; round < 15; round++) {
    for (const [name, run] of Object.entries(contenders)) {
      const start = performance.now();
      const body = await run();
      if (round >= 0) times[name].push(performance.now() - start);
      if (body.length < (bytes.length * 4) / 3) throw new Error(name);
    }
  }
  return Object.fromEntries(
    Object.entries(times).map(([name, list]) => [name, list.sort((a, b) => a - b)[list.length >> 1]]),
  );
}

if (!process.argv.includes('--no-browser')) {
  const { default: puppeteer } = await import('puppeteer-core');
  const server = http.createServer((request, response) => {
    const file = path.join(root, path.normalize(new URL(request.url, 'http://host').pathname));
    const known = file.startsWith(path.join(root, 'dist')) && fs.existsSync(file);
    response.writeHead(200, { 'content-type': known ? 'text/javascript' : 'text/html' });
    response.end(known ? fs.readFileSync(file) : '<!doctype html><title>bench</title>');
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser = await puppeteer.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-background-networking'],
  });
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    for (const megabytes of [1, 10])
      report(
        `upload body of ${megabytes} MiB, from a File (Chromium)`,
        await page.evaluate(inPage, megabytes),
      );
  } finally {
    await browser.close();
    server.close();
  }
}
