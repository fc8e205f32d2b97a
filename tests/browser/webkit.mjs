// WebKit by its own driver, which speaks plain WebDriver: Debian has it as webkit2gtk-driver, and a screen as xvfb.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from './support.mjs';

const DRIVER = '/usr/bin/WebKitWebDriver';
const SCREEN = '/usr/bin/Xvfb';

const isThere = fs.existsSync(DRIVER) && fs.existsSync(SCREEN);
/** Options for a test that needs it: it runs where it is, fails in CI without it, else is skipped. */
export const needsWebKit = isThere || process.env.CI ? {} : { skip: 'WebKit is missing: install it with `apt install webkit2gtk-driver xvfb`.' };

/** Not to need what a container lacks. */
const environment = { WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1', WEBKIT_DISABLE_DMABUF_RENDERER: '1', LIBGL_ALWAYS_SOFTWARE: '1', NO_AT_BRIDGE: '1' };

/** WebDriver's names of the keys that have no character, section 17.4.2. */
const keys = { Escape: '\uE00C', ArrowLeft: '\uE012', ArrowUp: '\uE013', ArrowRight: '\uE014', ArrowDown: '\uE015', Control: '\uE009', Shift: '\uE008' };

/** Runs a command, in its place, until its input ends: then all of the group is told to end, what the command started, too. */
const UNTIL_ALONE = 'exec 3<&0; (cat <&3 >/dev/null; kill 0) & exec "$@" 3<&- </dev/null';

/**
 * A process, in a group of its own that ends when this process does, however that comes about: its input is a pipe
 * from here. And a promise that fails when it ends by itself.
 */
function start(command, args, { env, stdout = 'ignore' } = {}) {
  const child = spawn('/bin/sh', ['-c', UNTIL_ALONE, 'sh', command, ...args], { env, detached: true, stdio: ['pipe', stdout, 'ignore'] });
  child.stdin.on('error', () => {}); // it is gone already
  const ended = new Promise((_, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${command} ended with ${code}.`)));
  });
  ended.catch(() => {});
  return { child, ended };
}

/** A screen that nobody sees. It takes a number that is free, and says which. */
async function openScreen() {
  const { child, ended } = start(SCREEN, ['-displayfd', '1', '-nolisten', 'tcp', '-screen', '0', '1280x1000x24'], { stdout: 'pipe' });
  const [number] = await Promise.race([once(createInterface({ input: child.stdout }), 'line'), ended]);
  return { display: `:${number}`, child, ended };
}

/** @param screen on which it opens its windows: without it nothing would answer */
async function startDriver(screen, env) {
  const port = await freePort();
  const driver = start(DRIVER, [`--port=${port}`], { env: { ...env, DISPLAY: screen.display } });
  const ended = Promise.race([driver.ended, screen.ended]);
  ended.catch(() => {});
  const ask = async (method, route, body) => {
    const answer = fetch(`http://127.0.0.1:${port}${route}`, { method, ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }) });
    const { value } = await (await Promise.race([answer, ended])).json();
    if (value?.error) throw new Error(`${value.error}: ${value.message}`);
    return value;
  };
  const isUp = () => ask('GET', '/status').then(() => true, () => false);
  while (!(await Promise.race([isUp(), ended]))) await new Promise((resolve) => setTimeout(resolve, 50));
  return { ask, child: driver.child };
}

/**
 * A browser with one page. Its clicks, drags and keys are a person's, so that the page gets trusted events.
 * @returns the page; `downloads` is the folder into which it saves, `groups` are the process groups of what was started
 * @throws Error where the driver is missing, ends, or answers with an error
 */
export async function launchWebKit() {
  if (!isThere) throw new Error('WebKit is missing: install it with `apt install webkit2gtk-driver xvfb`.');
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'webkit-'));
  const screen = await openScreen();
  const driver = await startDriver(screen, { ...process.env, ...environment, HOME: home });
  const { ask } = driver;
  const { sessionId } = await ask('POST', '/session', { capabilities: { alwaysMatch: { browserName: 'MiniBrowser', timeouts: { script: 300_000, pageLoad: 120_000 } } } });
  const session = `/session/${sessionId}`;
  await ask('POST', `${session}/window/rect`, { x: 0, y: 0, width: 1280, height: 900 });

  const element = async (value) => Object.values(await ask('POST', `${session}/element`, { using: 'css selector', value }))[0];
  const act = (...actions) => ask('POST', `${session}/actions`, { actions });
  return {
    downloads: home,
    groups: [driver, screen].map(({ child }) => child.pid),
    goto: (url) => ask('POST', `${session}/url`, { url }),
    reload: () => ask('POST', `${session}/refresh`, {}),
    /** Runs a function in the page; it may answer with a promise. */
    async evaluate(run, ...args) {
      const script = `const done = arguments[arguments.length - 1]; Promise.resolve((${run})(...[...arguments].slice(0, -1))).then((value) => done({ value }), (error) => done({ error: String(error) }));`;
      const { value, error } = await ask('POST', `${session}/execute/async`, { script, args });
      if (error) throw new Error(error);
      return value;
    },
    click: async (selector) => ask('POST', `${session}/element/${await element(selector)}/click`, {}),
    choose: async (selector, file) => ask('POST', `${session}/element/${await element(selector)}/value`, { text: file }),
    /** `ArrowRight`, or several at once as in `Control+z`. */
    press(names) {
      const all = names.split('+').map((name) => keys[name] ?? name);
      const actions = [...all.map((value) => ({ type: 'keyDown', value })), ...all.reverse().map((value) => ({ type: 'keyUp', value }))];
      return act({ type: 'key', id: 'keys', actions });
    },
    /** From a place of the viewport to another, in CSS pixels. */
    drag([x, y], [toX, toY]) {
      const move = (toPlaceX, toPlaceY) => ({ type: 'pointerMove', duration: 0, origin: 'viewport', x: Math.round(toPlaceX), y: Math.round(toPlaceY) });
      const actions = [move(x, y), { type: 'pointerDown', button: 0 }, move((x + toX) / 2, (y + toY) / 2), move(toX, toY), { type: 'pointerUp', button: 0 }];
      return act({ type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions });
    },
    async close() {
      await ask('DELETE', session).catch(() => {});
      for (const { child } of [driver, screen]) {
        const gone = child.exitCode ?? child.signalCode ?? once(child, 'exit');
        child.stdin.end();
        await gone;
      }
      fs.rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
