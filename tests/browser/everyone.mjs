// What nobody may meet on the page in any state, light, dark or with forced colours: axe's findings, controls too small
// for a mouse, more or less than one heading of the first level, motion that was not wanted, scrolling in two directions.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { controlsUnder } from './studio-states.mjs';

const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Looks of the page, by the features of media that make them. */
export const looks = {
  light: [],
  dark: [{ name: 'prefers-color-scheme', value: 'dark' }],
  'forced colours': [{ name: 'forced-colors', value: 'active' }],
};
/** All rules once; of the other looks those that look at them. Forced colours are the system's affair. */
const rules = {
  light: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  dark: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] },
  'forced colours': { type: 'rule', values: ['target-size', 'aria-hidden-focus'] },
};

/** @param studio of `openStudio`; its page may be another in each test */
export function everyoneOf(studio) {
  /** One session a page: each would have a say of its own. */
  const sessions = new WeakMap();

  async function look(features) {
    const { page } = studio;
    if (!sessions.has(page)) sessions.set(page, await page.createCDPSession());
    await sessions.get(page).send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-reduced-motion', value: 'reduce' }, ...features] });
  }

  /** axe's findings, one line an element. */
  const findings = (runOnly) =>
    studio.page.evaluate(async (wanted) => {
      const { violations } = await globalThis.axe.run({ runOnly: wanted, resultTypes: ['violations'] });
      // Layers overlap as the person wants; each can be chosen in the list as well.
      const isLayer = (id, target) => id === 'target-size' && /^\.layer\b/.test(target.join(' '));
      return violations.flatMap(({ id, nodes }) => nodes.filter(({ target }) => !isLayer(id, target)).map(({ target, any }) => `${id} ${target.join(' ')} ${any[0]?.message ?? ''}`));
    }, runOnly);

  /** By how much the page is wider than its window: text that is cut or stands outside makes one scroll in two directions. */
  const sideways = () => studio.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  /** How high the picture's place is. */
  const height = () => studio.page.$$eval('.surface', (all) => Math.max(...all.map((surface) => surface.offsetHeight)));
  /** Headings of the first level that are read out. */
  const headings = () => studio.page.$$eval('h1, [role=heading][aria-level="1"]', (all) => all.filter((heading) => heading.checkVisibility({ visibilityProperty: true })).length);
  /** Transitions and animations, those of the browser's own parts included. */
  const moving = () => studio.page.evaluate(() => document.getAnimations().length);

  /**
   * What is wrong with the page as it stands, in each look. With SCREENSHOTS in the environment pictures are kept there.
   * @param state its name
   */
  async function faults(state) {
    if (!(await studio.page.evaluate(() => 'axe' in globalThis))) await studio.page.evaluate(axe);
    const found = [];
    for (const [name, features] of Object.entries(looks)) {
      await look(features);
      for (const finding of await findings(rules[name])) found.push(`${state}, ${name}: ${finding}`);
      if (process.env.SCREENSHOTS) await studio.page.screenshot({ path: path.join(process.env.SCREENSHOTS, `${studio.page.viewport().width}-${state}-${name}.png`.replaceAll(' ', '-')) });
    }
    // A mouse needs 24 pixels.
    for (const small of await controlsUnder(studio.page, 24)) found.push(`${state}: too small, ${small}`);
    if ((await headings()) !== 1) found.push(`${state}: ${await headings()} headings of the first level`);
    if ((await moving()) > 0) found.push(`${state}: moves for a person who asked for less`);
    if ((await sideways()) > 0) found.push(`${state}: ${await sideways()} pixels too wide`);
    if ((await height()) < 120) found.push(`${state}: ${await height()} pixels are left of the picture's place`);
    return found;
  }

  return { look, sideways, faults };
}
