// A project saved by the page, drawn by the page and by the command line.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/**
 * Saves the project and its picture into an empty folder: Node draws the project to the same file, byte for byte.
 * @returns the project file's text
 */
export async function assertNodeDrawsTheSame(studio, folder) {
  const { page } = studio;
  await studio.downloadInto(folder);
  await page.click('#projects-open');
  await page.click('#project-save');
  const file = await waitForFile(folder, (name) => name.endsWith('.json'));
  await page.keyboard.press('Escape');
  await page.click('#download');
  const picture = await waitForFile(folder, (name) => name.endsWith('.png'));
  const drawn = path.join(folder, 'drawn.PNG');
  execFileSync(process.execPath, [cli, 'preview', file, drawn]);
  assert.ok(fs.readFileSync(drawn).equals(fs.readFileSync(picture)), 'the page and Node draw the same file');
  return fs.readFileSync(file, 'utf8');
}

async function waitForFile(folder, isIt) {
  for (;;) {
    const names = fs.readdirSync(folder);
    const name = names.find(isIt);
    if (name && !names.some((other) => other.endsWith('.crdownload'))) return path.join(folder, name);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
