// What lies behind all layers: nothing, or a colour.
import { h, onChange } from '../dom.js';
import type { Context } from './context.js';

/** Grounds that have a name, by their colour. */
export const named: Readonly<Record<string, string>> = { transparent: 'Transparent', '#ffffff': 'White', '#000000': 'Black', '#0b6e5f': 'Green', '#f2c14e': 'Yellow' };
/** As a value of the list. */
const OWN = 'own';

export function mountBackdrop({ store }: Context, panel: HTMLElement): void {
  const choice = h('select', { id: 'backdrop' }, ...Object.entries(named).map(([value, name]) => h('option', { value }, name)), h('option', { value: OWN }, 'Own colour'));
  const colour = h('input', { type: 'color', id: 'backdrop-colour', 'aria-label': 'Colour of the backdrop' });
  let gestures = 0;
  const choose = (backdrop: string): void => store.dispatch({ type: 'backdropChosen', backdrop, gesture: `backdrop ${gestures}` });
  choice.addEventListener('change', () => {
    gestures++;
    if (choice.value !== OWN) return choose(choice.value);
    // Not one of those that have a name.
    colour.value = '#7a3cff';
    choose(colour.value);
    colour.focus();
  });
  colour.addEventListener('focus', () => gestures++);
  colour.addEventListener('input', () => choose(colour.value));
  panel.append(h('div', { class: 'row backdrop' }, h('label', { for: choice.id }, 'Backdrop'), choice, colour));
  store.subscribe(
    onChange(
      (state) => [state.document.backdrop],
      ({ document: { backdrop } }) => {
        colour.hidden = backdrop === 'transparent';
        if (backdrop !== 'transparent') colour.value = backdrop;
        // While it is mixed it may pass one that has a name.
        choice.value = backdrop in named && document.activeElement !== colour ? backdrop : OWN;
      },
    ),
  );
}
