// What a person sees on the studio's canvas is what the command line writes.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createMediaKit } from '@aurastream/media-wasm';
import { openStudio } from './studio.mjs';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'media-preview-'));
after(() => fs.rmSync(folder, { recursive: true, force: true }));
const at = (name) => path.join(folder, name);

let kit;
before(async () => (kit = await createMediaKit()));
after(() => kit.dispose());

const studio = openStudio();

/** A picture of bands, one half of it fading out. */
function writePicture(name, width, height, tint) {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let i = 0; i < width * height; i++) {
    const [x, y] = [i % width, Math.floor(i / width)];
    data.set(
      [(x * 3) % 256, (y * 5) % 256, tint, x < width / 2 ? 255 : 255 - Math.floor((x / width) * 200)],
      i * 4,
    );
  }
  fs.writeFileSync(at(name), kit.image.encodePng({ width, height, data }));
}

/** Makes the window so large that the canvas is shown pixel by pixel. */
async function showAtFullSize(width) {
  const stage = () =>
    studio.page.$eval('#stage', (element) => {
      const { left, top } = element.getBoundingClientRect();
      return { shown: element.clientWidth, isWhole: Number.isInteger(left) && Number.isInteger(top) };
    });
  let viewport = { width: 1920, height: 1400 };
  for (let tries = 0; tries < 12; tries++) {
    await studio.resize(viewport);
    const { shown, isWhole } = await stage();
    if (shown === width && isWhole) return;
    viewport = { width: viewport.width + (width - shown), height: viewport.height + (isWhole ? 0 : 1) };
  }
  assert.fail(`the canvas is not shown at its size: ${JSON.stringify(await stage())}`);
}

/** What is on the screen, without what lies over the canvas. */
async function screenshot() {
  await studio.page.$eval('#overlay', (overlay) => {
    overlay.style.visibility = 'hidden';
  });
  const canvas = await studio.page.$('#preview');
  return kit.image.decode(await canvas.screenshot());
}

function drawnByCommandLine(placements, images) {
  const project = { canvas: { width: 1280, height: 720 }, background: '#f2c14e', placements, images };
  fs.writeFileSync(at('project.json'), JSON.stringify(project));
  const { status, stderr } = spawnSync(process.execPath, [cli, 'preview', 'project.json', 'out.png', '--force'], {
    cwd: folder,
    encoding: 'utf8',
  });
  assert.deepEqual([status, stderr], [0, '']);
  return kit.image.decode(fs.readFileSync(at('out.png')));
}

function largestDifference(a, b) {
  assert.deepEqual([a.width, a.height], [b.width, b.height]);
  let most = 0;
  for (let i = 0; i < a.data.length; i++) most = Math.max(most, Math.abs(a.data[i] - b.data[i]));
  return most;
}

test('a screenshot of the preview is the picture that media-wasm preview writes', async () => {
  writePicture('first.png', 300, 220, 40);
  writePicture('second.png', 180, 260, 200);
  for (const [i, name] of ['first.png', 'second.png'].entries()) {
    await studio.choose(at(name));
    await studio.imagesAre(i + 1);
    await studio.page.click('#place');
    await studio.layersAre(i + 1);
  }
  await studio.page.focus('#layer-rotation');
  for (let press = 0; press < 25; press++) await studio.page.keyboard.press('ArrowRight');
  await studio.page.select('#backdrop', '#f2c14e');
  await studio.placementsSatisfy((placed) => placed[1].rotation === 25);
  await showAtFullSize(1280);
  await studio.previewIsSettled();
  const seen = await screenshot();

  const { media_asset_placements: placements } = await studio.requestBody();
  const images = { [placements[0].asset_id]: 'first.png', [placements[1].asset_id]: 'second.png' };
  const drawn = drawnByCommandLine(placements, images);
  // A session composes cached bitmaps: turned ones may be off by a rounding.
  assert.ok(largestDifference(seen, drawn) <= 1, `off by ${largestDifference(seen, drawn)}`);
  const moved = drawnByCommandLine([{ ...placements[0], x: placements[0].x + 0.2 }, placements[1]], images);
  assert.ok(largestDifference(seen, moved) > 50, 'a shift of three pixels would be seen');
  await studio.assertClean();
});
