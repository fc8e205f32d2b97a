// Tabs as the ARIA authoring practices describe them: arrow keys move, one tab stop for the list.
import { byId } from '../dom.js';

/** Makes the tabs of a list switch their panels; `chosen` hears about every switch. Returns a way to switch. */
export function tabs(ids: readonly string[], chosen: (id: string) => void = () => {}): (id: string) => void {
  const buttons = ids.map((id) => byId<HTMLButtonElement>(id));
  const show = (id: string): void => {
    for (const button of buttons) {
      const active = button.id === id;
      button.setAttribute('aria-selected', String(active));
      button.tabIndex = active ? 0 : -1;
      byId(button.getAttribute('aria-controls') ?? '').hidden = !active;
    }
  };
  const choose = (button: HTMLButtonElement): void => {
    show(button.id);
    chosen(button.id);
  };
  buttons.forEach((button, index) => {
    button.addEventListener('click', () => choose(button));
    button.addEventListener('keydown', (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (step === undefined) return;
      event.preventDefault();
      const next = buttons[(index + step + buttons.length) % buttons.length]!;
      next.focus();
      choose(next);
    });
  });
  show(ids[0]!);
  return show;
}
