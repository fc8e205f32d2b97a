// How a cut-out is looked at: on which ground, and the picture of before for as long as a button is held.
import { byId, h } from '../dom.js';
import { named } from './backdrop.js';

/** Of its own, as a value of the list. */
const OWN = 'own';

/** @param frame holds the picture */
export function mountLooking(frame: HTMLElement): HTMLElement {
  const ground = h(
    'select',
    { id: 'ground', 'aria-label': 'Look at it on', title: 'What the cut-out is looked at on; it is saved without' },
    ...Object.entries(named).map(([value, name]) => h('option', { value }, value === 'transparent' ? 'Checkerboard' : `On ${name.toLowerCase()}`)),
    h('option', { value: OWN }, 'On a colour…'),
  );
  const colour = h('input', { type: 'color', id: 'ground-colour', 'aria-label': 'Colour behind the cut-out', value: '#7a3cff', hidden: true });
  const show = (): void => {
    colour.hidden = ground.value !== OWN;
    frame.classList.toggle('checks', ground.value === 'transparent');
    frame.style.background = ground.value === 'transparent' ? '' : ground.value === OWN ? colour.value : ground.value;
  };
  ground.addEventListener('change', show);
  colour.addEventListener('input', show);
  return h('span', { class: 'cluster', id: 'looking' }, ground, colour, holdButton(frame));
}

/** By a mouse, a finger, Space or Enter. */
function holdButton(frame: HTMLElement): HTMLButtonElement {
  const button = h('button', { type: 'button', class: 'quiet', id: 'hold', 'aria-pressed': 'false', title: 'Hold it down to see the picture of before' }, 'Hold to compare');
  const hold = (held: boolean): void => {
    frame.classList.toggle('held', held);
    button.setAttribute('aria-pressed', String(held));
  };
  const isKey = ({ key }: KeyboardEvent): boolean => key === ' ' || key === 'Enter';
  button.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    button.setPointerCapture(event.pointerId);
    hold(true);
  });
  for (const type of ['pointerup', 'pointercancel', 'lostpointercapture', 'blur'] as const) button.addEventListener(type, () => hold(false));
  button.addEventListener('keydown', (event) => isKey(event) && hold(true));
  button.addEventListener('keyup', (event) => isKey(event) && hold(false));
  // A finger that stays opens none.
  button.addEventListener('contextmenu', (event) => event.preventDefault());
  return button;
}

/** Seen as long as there is a cut-out to look at. */
export const showLooking = (isThere: boolean): void => void (byId('looking').hidden = !isThere);
