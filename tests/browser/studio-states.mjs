// The states of the studio page, for tests that look at all of them, and how large what can be pressed is.
import fs from 'node:fs';
import path from 'node:path';

/**
 * What the page can look like, with the way there: each follows on those before it.
 * @param folder for files
 */
export const statesOf = (studio, folder) => {
  const click = (selector) => studio.page.$eval(selector, (element) => element.click());
  const press = (key) => studio.page.keyboard.press(key);
  return [
    ['nothing yet', async () => {}],
    ['a picture', async () => {
      await click('#start-sample');
      await studio.imagesAre(1);
    }],
    ['cut out', () => studio.removeBackground()],
    ['by hand', async () => {
      await click('#hand-open');
      await studio.page.waitForSelector('#hand-view[aria-busy=false]');
    }],
    ['a problem', async () => {
      await click('#hand-cancel');
      const file = path.join(folder, 'broken.png');
      fs.writeFileSync(file, 'no picture');
      await studio.choose(file);
      await studio.page.waitForSelector('#problems:not([hidden])');
    }],
    ['several pictures and problems', async () => {
      for (const i of [2, 3]) {
        await click(`#samples li:nth-child(${i}) button`);
        await studio.imagesAre(i);
      }
      const file = path.join(folder, 'broken, too.png');
      fs.writeFileSync(file, 'no picture');
      await studio.choose(file);
      await studio.page.waitForSelector('#problems li:nth-child(2)');
    }],
    ['a layer', async () => {
      for (const left of [2, 1]) {
        await click('.image:last-child .drop-image');
        await studio.imagesAre(left);
      }
      await click('#place');
      await studio.layersAre(1);
    }],
    ['a layer that is cropped', async () => {
      await click('#layer-crop');
      await studio.page.waitForSelector('.frame.cropping');
    }],
    ['two layers', async () => {
      await studio.page.keyboard.down('Control');
      await press('d');
      await press('a');
      await studio.page.keyboard.up('Control');
      await studio.layersAre(2);
    }],
    ['details', () => click('#tab-details')],
    ['projects', () => click('#projects-open')],
    ['download', async () => {
      await press('Escape');
      await click('#export-open');
      await studio.page.waitForFunction(() => /KB|MB/.test(document.querySelector('#export-size').textContent));
    }],
    ['keys', async () => {
      await press('Escape');
      await click('#show-keys');
    }],
    ['what can be added', async () => {
      await press('Escape');
      await click('#add');
      await studio.page.waitForSelector('[role=menu]');
    }],
    ['templates', async () => {
      await press('Escape');
      await click('#templates-open');
      await studio.page.waitForSelector('.template-groups[data-ready=true]', { timeout: 60_000 });
    }],
    ['an empty place', async () => {
      await click('[data-template=thumbnail-versus]');
      await studio.layersAre(8);
      await studio.page.waitForSelector('.place-choose');
    }],
    ['the code for developers', () => click('#tab-code')],
    ['a sheet', () => studio.page.$eval('[data-opens=layers]', (opener) => opener.checkVisibility() && opener.click())],
    ["a layer's menu", async () => {
      await click('.layer-row:last-child button');
      await studio.page.keyboard.down('Shift');
      await press('F10');
      await studio.page.keyboard.up('Shift');
      await studio.page.waitForSelector('[role=menu]');
    }],
  ];
};

const CONTROLS = 'a[href], button, input, select, textarea, summary, [role=menuitem], [role=tab], .grip, .handle';

/**
 * What is seen, can be pressed and is smaller than so many CSS pixels across: `name: width × height`. A box or a file
 * that is chosen by its label is as large as that; layers are as large as the person makes them.
 * @param sheets of a phone that are opened one after the other, all of it in one call
 */
export const controlsUnder = (page, least, sheets = []) =>
  page.evaluate((controls, pixels, names) => {
    const small = () => {
      const seen = [...document.querySelectorAll(controls)].filter((element) => element.checkVisibility({ visibilityProperty: true }));
      const pressed = new Set(seen.map((element) => (element.matches('[type=checkbox], [type=file]') ? (element.closest('label') ?? element) : element)));
      return [...pressed].flatMap((element) => {
        const { offsetWidth = 0, offsetHeight = 0 } = element;
        if (offsetWidth === 0 || Math.min(offsetWidth, offsetHeight) >= pixels) return [];
        const name = element.id || element.getAttribute('aria-label') || element.dataset.handle || element.textContent.trim() || element.className;
        return [`${name}: ${offsetWidth} × ${offsetHeight}`];
      });
    };
    const found = small();
    for (const name of names) {
      document.querySelector(`[data-opens=${name}]`).click();
      found.push(...small());
      document.querySelector(`[data-opens=${name}]`).click();
    }
    return [...new Set(found)];
  }, CONTROLS, least, sheets);
