// The drawer for developers: it follows what is chosen and seen, its lines do what the page did, and it counts what leaves.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import test, { after } from 'node:test';
import { createMediaKit } from '@aurastream/media-wasm';
import { createBackend } from '../backend/server.mjs';
import { openStudio } from './studio.mjs';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'media-developers-'));
after(() => fs.rmSync(folder, { recursive: true, force: true }));
const studio = openStudio({}, { startBackend: () => createBackend({ folder: path.join(folder, 'backend') }) });

const sample = async (index, count = index) => {
  await studio.page.click(`#samples li:nth-child(${index}) button`);
  await studio.imagesAre(count);
};
const says = (selector, pattern) => studio.page.waitForFunction((where, source) => new RegExp(source).test(document.querySelector(where).textContent), {}, selector, pattern);

test('request, code and verdict follow the picture that is chosen', async () => {
  const { page } = studio;
  await sample(1);
  await sample(2);
  await studio.removeBackground();
  await page.select('#endpoint', 'uploadMedia');
  await says('#json', '"display_name": "Logo"');
  await says('#cutout-technical', 'flat.*, \\d+ ms$');
  await says('#code-text', "remover\\.remove\\(image2File, \\{ assetType: 'logo'");
  await page.click('.images li:nth-child(1) .choose');
  await says('#json', '"display_name": "Character"');
  await says('#code-text', 'kit\\.image\\.decode\\(image1File\\)');
  assert.equal(await page.$eval('#cutout-technical', ({ hidden }) => hidden), true, 'this one has no cut-out');
  // A layer that is selected chooses its picture, too.
  await page.click('#place');
  await studio.layersAre(1);
  await page.click('.images li:nth-child(2) .choose');
  await page.click('#view-canvas');
  await page.$eval('.layer-row .choose', (row) => row.click());
  await says('#json', '"display_name": "Character"');
  await studio.assertClean();
});

test('the lines of the code draw what the page draws', async () => {
  const { page } = studio;
  await studio.downloadInto(folder);
  for (const index of [3, 2]) {
    await sample(index, index === 3 ? 1 : 2);
    await page.click('#place');
    await studio.layersAre(index === 3 ? 1 : 2);
  }
  await page.keyboard.press('>');
  await page.select('#backdrop', '#000000');
  await says('#code-text', "background: '#000000'");
  await says('#code-text', '"rotation":15');
  await page.click('#download');
  await studio.statusSays('thumbnail.png saved');
  const saved = path.join(folder, 'thumbnail.png');
  while (!fs.existsSync(saved)) await new Promise((resolve) => setTimeout(resolve, 50));

  // The pictures themselves, as the page's project file has them.
  const code = await studio.text('#code-text');
  const files = [...code.matchAll(/^\/\/ (\w+): the bytes of /gm)].map(([, name]) => name);
  assert.equal(files.length, 2);
  await page.click('#projects-open');
  await page.click('#project-save');
  const project = path.join(folder, 'My project.json');
  while (!fs.existsSync(project)) await new Promise((resolve) => setTimeout(resolve, 50));
  const { images } = JSON.parse(fs.readFileSync(project, 'utf8'));
  // Beside the package, which finds itself there.
  const program = fileURLToPath(new URL(`../../build/developers-${process.pid}.mjs`, import.meta.url));
  const given = files.map((name) => `const ${name} = Uint8Array.from(atob('${images[name.replace(/^image(\d+)File$/, 'image-$1')].split(',').at(-1)}'), (letter) => letter.charCodeAt(0));`);
  fs.writeFileSync(program, `${given.join('\n')}\n${code}\nexport { png };\nkit.dispose();\n`);
  try {
    const { png } = await import(pathToFileURL(program));
    const kit = await createMediaKit();
    const [drawn, wanted] = [png, fs.readFileSync(saved)].map((bytes) => kit.image.decode(bytes));
    kit.dispose();
    assert.equal(Buffer.compare(Buffer.from(drawn.data), Buffer.from(wanted.data)), 0);
  } finally {
    fs.rmSync(program);
  }
  await studio.assertClean();
});

test('nothing is sent until something is uploaded, and then it is said how much', async () => {
  const { page } = studio;
  await page.waitForSelector('#shelf[data-ready=true]');
  await sample(2, 1);
  await studio.removeBackground();
  await page.click('#place');
  await studio.layersAre(1);
  await says('#bytes-sent', '^0 bytes sent');
  await page.click('#shelf-upload');
  await says('#bytes-sent', '^\\d{1,3}(,\\d{3})+ bytes sent, to the library');
});
