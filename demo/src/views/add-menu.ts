// The one button of the tool row that puts things on the canvas.
import { byId, h, icon } from '../dom.js';
import { openMenu, type MenuItem } from './menu.js';

const groups: (readonly MenuItem[])[] = [];

/** CSS pixels below the button. */
const GAP = 4;

/** A group of things to add; the first one makes the button. */
export function addMenu(items: readonly MenuItem[]): void {
  groups.push(items);
  if (groups.length > 1) return;
  const button = h('button', { type: 'button', id: 'add', 'aria-haspopup': 'menu' }, icon('plus'), 'Add', icon('more'));
  button.addEventListener('click', () => {
    const { left, bottom } = button.getBoundingClientRect();
    openMenu('Add', groups, { x: left, y: bottom + GAP });
  });
  byId('canvas-tools').append(button);
}
