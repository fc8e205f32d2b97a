// A menu at a place in the window, as the ARIA authoring practices describe it: one is open at a time.
import type { Point } from '@aurastream/media-wasm';
import { h } from '../dom.js';

export interface MenuItem {
  id?: string;
  label: string;
  /** The key that does the same. */
  keys?: string;
  isOff?: boolean;
  run(): void;
}

/** CSS pixels from the window's edges. */
const EDGE = 8;

let close = (): void => {};

/** Opens with the focus on its first item; Escape, Tab and a press elsewhere close it, and the focus goes back. */
export function openMenu(label: string, groups: readonly (readonly MenuItem[])[], at: Point): void {
  close();
  const before = document.activeElement;
  const done = new AbortController();
  const { signal } = done;
  const menu = h('div', { class: 'panel context-menu', role: 'menu', 'aria-label': label });
  close = () => {
    if (signal.aborted) return;
    done.abort();
    const hadFocus = menu.contains(document.activeElement);
    if (hadFocus && before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    menu.remove();
  };
  for (const group of groups) {
    if (menu.childElementCount > 0) menu.append(h('hr'));
    for (const { id, label: text, keys, isOff, run } of group) {
      const item = h('button', { type: 'button', id, role: 'menuitem', 'aria-disabled': isOff ? 'true' : undefined, 'aria-keyshortcuts': keys?.replace('Ctrl', 'Control') },
        h('span', {}, text), h('kbd', { 'aria-hidden': 'true' }, keys ?? ''));
      item.addEventListener('click', () => {
        if (isOff) return;
        close();
        run();
      });
      menu.append(item);
    }
  }
  document.querySelector('main')!.append(menu);
  const { offsetWidth, offsetHeight } = menu;
  menu.style.left = `${Math.max(EDGE, Math.min(at.x, innerWidth - offsetWidth - EDGE))}px`;
  menu.style.top = `${Math.max(EDGE, Math.min(at.y, innerHeight - offsetHeight - EDGE))}px`;
  const all = [...menu.querySelectorAll<HTMLElement>('[role=menuitem]')];
  all[0]?.focus({ preventScroll: true });

  menu.addEventListener('keydown', (event) => {
    const now = all.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to !== undefined) all[(to + all.length) % all.length]!.focus();
    else if (event.key === 'Escape' || event.key === 'Tab') close();
    else if (event.key.length === 1 && /\p{L}/u.test(event.key)) {
      const letter = event.key.toLowerCase();
      const next = [...all.slice(now + 1), ...all.slice(0, now + 1)].find(({ textContent }) => textContent?.toLowerCase().startsWith(letter));
      next?.focus();
    } else if (event.key !== 'Shift') return;
    event.preventDefault();
    event.stopPropagation();
  }, { signal });
  menu.addEventListener('contextmenu', (event) => event.preventDefault(), { signal });
  addEventListener('pointerdown', (event) => {
    if (!menu.contains(event.target as Node)) close();
  }, { signal, capture: true });
  for (const type of ['resize', 'blur'] as const) addEventListener(type, () => close(), { signal });
}
