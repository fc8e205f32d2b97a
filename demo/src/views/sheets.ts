// On a phone the panels are sheets, one at a time: the bar below opens them, and what is done on the picture closes them.
// On a larger screen all of them are in sight and the bar is not (styles/phone.css).
import { byId, onChange } from '../dom.js';
import type { Context } from './context.js';

export function mountSheets({ store }: Context, showTab: (id: string) => void): void {
  const nav = byId('sheet-nav');
  const buttons = [...nav.querySelectorAll<HTMLButtonElement>('button')];
  const show = (name: string | undefined): void => {
    if (name === undefined) delete document.body.dataset.sheet;
    else document.body.dataset.sheet = name;
    for (const button of buttons) button.setAttribute('aria-expanded', String(button.dataset.opens === name));
  };
  const isOpen = (): boolean => document.body.dataset.sheet !== undefined && nav.checkVisibility();
  for (const button of buttons) {
    const name = button.dataset.opens!;
    button.addEventListener('click', () => {
      show(document.body.dataset.sheet === name ? undefined : name);
      if (name !== 'images') showTab(`tab-${name}`);
    });
  }
  addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Escape' || event.defaultPrevented || !isOpen()) return;
      event.preventDefault();
      const opener = buttons.find(({ dataset }) => dataset.opens === document.body.dataset.sheet);
      show(undefined);
      opener?.focus();
    },
    { capture: true },
  );
  // What undo took back is said there alone.
  store.subscribe(
    onChange(
      (state) => [state.turnedTo],
      ({ turnedTo }) => {
        if (!turnedTo) return;
        showTab(`tab-${turnedTo.panel}`);
        if (nav.checkVisibility()) show(turnedTo.panel);
      },
    ),
  );
  // A picture was chosen, added or placed: it is to be seen. Layers are often edited with the sheet open.
  store.subscribe(
    onChange(
      (state) => [state.imageId, state.view, state.document.images.length],
      () => {
        if (document.body.dataset.sheet === 'images') show(undefined);
      },
    ),
  );
}
