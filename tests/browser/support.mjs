// Browsers and pages for the browser tests.
import fs from 'node:fs';
import net from 'node:net';
import puppeteer from 'puppeteer-core';

const FIREFOX = ['/usr/bin/firefox-esr', '/usr/bin/firefox', '/Applications/Firefox.app/Contents/MacOS/firefox'];
const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** @throws when there is none: the set-up installs the browsers for the tests */
export function launchChromium(options = {}) {
  const executablePath = process.env.CHROMIUM ?? CHROMIUM.find((file) => fs.existsSync(file));
  if (!executablePath) throw new Error('Chromium is missing: install it with `apt install chromium`, or name it in CHROMIUM.');
  return puppeteer.launch({
    browser: 'chrome',
    executablePath,
    headless: true,
    ...options,
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--no-first-run', ...(options.args ?? [])],
  });
}

/** Driven through WebDriver BiDi, which needs nothing beside the browser. @throws when there is none */
export function launchFirefox(options = {}) {
  const executablePath = process.env.FIREFOX ?? FIREFOX.find((file) => fs.existsSync(file));
  if (!executablePath) throw new Error('Firefox is missing: install it with `apt install firefox-esr`, or name it in FIREFOX.');
  return puppeteer.launch({ browser: 'firefox', executablePath, headless: true, ...options });
}

/** From now on the page's `click` waits until what it clicks stands still: what is still being laid out moves from under the pointer. */
export function clickWhatStands(page) {
  page.click = (selector, options) => page.locator(selector).click(options);
}

/** Waits until a page's script has set a global. puppeteer's waitForFunction compiles text, which a strict policy forbids in Firefox. */
export function whenSet(page, name) {
  return page.evaluate((wanted) => new Promise((resolve) => {
    const look = () => (globalThis[wanted] ? resolve() : setTimeout(look, 10));
    look();
  }), name);
}

/** A port that nobody listens on, for programs that do not choose one themselves. */
export const freePort = () => new Promise((resolve) => {
  const server = net.createServer().listen(0, () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});
