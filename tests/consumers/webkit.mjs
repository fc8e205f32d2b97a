// WebKit by WebDriver's plain requests, in as much of a browser as pages.mjs needs. WebKitGTK's MiniBrowser and its driver
// (Debian's webkit2gtk-driver) on a screen that nobody sees (xvfb).
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { freePort } from './running.mjs';

const ENV = { WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1', WEBKIT_DISABLE_DMABUF_RENDERER: '1', LIBGL_ALWAYS_SOFTWARE: '1' };

function findMiniBrowser() {
  const lib = `/usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu`;
  const folders = fs.existsSync(lib) ? fs.readdirSync(lib).filter((name) => name.startsWith('webkit2gtk-')) : [];
  const found = folders.map((name) => path.join(lib, name, 'MiniBrowser')).find((file) => fs.existsSync(file));
  if (!found) throw new Error('There is no WebKit here. Debian: apt-get install webkit2gtk-driver xvfb xauth');
  return found;
}

/** @returns a browser with newPage() and close() */
export async function launchWebKit() {
  const binary = findMiniBrowser();
  const port = await freePort();
  const driver = spawn('xvfb-run', ['-a', 'WebKitWebDriver', `--port=${port}`], { env: { ...process.env, ...ENV }, stdio: 'ignore', detached: true });
  // The driver is xvfb-run's child: all of the group end.
  const close = () => void process.kill(-driver.pid);
  const ask = async (method, address, body) => {
    const response = await fetch(`http://127.0.0.1:${port}/${address}`, { method, ...(body && { body: JSON.stringify(body) }) });
    const { value } = await response.json();
    if (!response.ok) throw new Error(`WebKit: ${value.error}: ${value.message}`);
    return value;
  };
  try {
    await untilReady(() => ask('GET', 'status'));
    const { sessionId } = await ask('POST', 'session', { capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': { binary, args: ['--automation'] } } } });
    const session = (method, command, body) => ask(method, `session/${sessionId}/${command}`, body);
    await session('POST', 'timeouts', { script: 300_000, pageLoad: 60_000 });
    return {
      newPage: () => pageOf(session),
      async close() {
        await ask('DELETE', `session/${sessionId}`);
        close();
      },
    };
  } catch (thrown) {
    close();
    throw thrown;
  }
}

/** Asks again until it is answered. */
async function untilReady(asks) {
  for (let tries = 0; ; ++tries) {
    try {
      return await asks();
    } catch (thrown) {
      if (tries === 200) throw thrown;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** There is one window: a page is what is in it. */
const pageOf = (session) => ({
  on() {},
  goto: (url) => session('POST', 'url', { url }),
  async waitForFunction(expression) {
    await session('POST', 'execute/async', { script: `const done = arguments[0]; const look = () => ((${expression}) ? done(true) : setTimeout(look, 20)); look();`, args: [] });
  },
  async evaluate(use, ...given) {
    const { thrown, value } = await session('POST', 'execute/async', {
      script: `const done = arguments[arguments.length - 1]; Promise.resolve((${use})(...[...arguments].slice(0, -1))).then((value) => done({ value }), (thrown) => done({ thrown: String(thrown) }));`,
      args: given,
    });
    if (thrown) throw new Error(thrown);
    return value;
  },
  close: () => session('POST', 'url', { url: 'about:blank' }),
});
