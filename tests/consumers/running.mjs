// What the rows of environments.mjs are made with: programs that are run, pages that are served and opened.
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { html } from './app.mjs';
import { runInPage, serveFolder } from './pages.mjs';

const call = promisify(execFile);

/**
 * @typedef {object} Consumer where a row is tried
 * @property {string} folder an empty project with the packed package and the row's own packages
 * @property {(name: string, text: string) => string} write writes a file of it; the file's path
 * @property {() => Promise<import('puppeteer-core').Browser>} chromium
 * @property {() => Promise<import('puppeteer-core').Browser>} firefox
 * @property {() => Promise<{ newPage(): Promise<object>, close(): Promise<void> }>} webkit as much of one as runInPage() needs
 */

/** Runs a program in the consumer's folder. @returns what it printed */
export async function print({ folder }, file, args, options = {}) {
  const { stdout } = await call(file, args, { cwd: folder, encoding: 'utf8', timeout: 420_000, maxBuffer: 2 ** 26, ...options, env: { ...process.env, CI: '1', ...options.env } });
  return stdout;
}

export const lastLine = (text) => JSON.parse(text.trim().split('\n').at(-1));
export const bin = ({ folder }, name) => path.join(folder, 'node_modules/.bin', name);
export const node = (consumer, ...args) => print(consumer, process.execPath, args);

/** A page of a folder that was built, with a script unless it has one. */
export async function inPage(consumer, folder, { script, options, headers, browser = consumer.chromium, at = '' } = {}) {
  if (script) consumer.write(path.join(folder, 'index.html'), html(script));
  const site = await serveFolder(path.join(consumer.folder, folder), headers);
  try {
    return await runInPage(await browser(), site.address + at, options);
  } finally {
    site.close();
  }
}

/** Starts a server. @returns its process, and the first line that it prints that has what is looked for */
export function firstLine({ folder }, file, args, { pattern = /./, env = {} } = {}) {
  const running = execFile(file, args, { cwd: folder, env: { ...process.env, CI: '1', ...env } });
  let printed = '';
  return new Promise((resolve, reject) => {
    const hear = (text) => {
      printed += text;
      const line = printed.split('\n').slice(0, -1).find((one) => pattern.test(one));
      if (line) resolve({ child: running, line });
    };
    running.stdout.on('data', hear);
    running.stderr.on('data', hear);
    running.on('exit', (code) => reject(new Error(`It ended with ${code}: ${printed}`)));
  });
}

/** The page's files on an origin of their own, which has to be known before they are built. */
export async function elsewhere(consumer, folder, build) {
  const files = await serveFolder(path.join(consumer.folder, folder), { 'access-control-allow-origin': '*' });
  try {
    return await build(files.address);
  } finally {
    files.close();
  }
}
