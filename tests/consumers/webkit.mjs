// WebKit in as much of a browser as pages.mjs needs. There is one window: a page is what is in it.
import { launchWebKit as launch } from '../browser/webkit.mjs';

/** @returns a browser with newPage() and close() */
export async function launchWebKit() {
  const { goto, evaluate, close } = await launch();
  const page = {
    on() {},
    goto,
    evaluate,
    waitForFunction: (expression) => evaluate(`() => new Promise((resolve) => {
      const look = () => ((${expression}) ? resolve() : setTimeout(look, 20));
      look();
    })`),
    close: () => goto('about:blank'),
  };
  return { newPage: async () => page, close };
}
