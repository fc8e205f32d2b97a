// The tools of selecting by hand: what the pointer does, how large the brush is, and what becomes of the result.
import type { SelectionState } from '../../engine/selecting.worker.js';
import { h, icon } from '../../dom.js';
import { isBrush, modes, type Mode } from './mark.js';

interface Tool {
  label: string;
  key: string;
  title: string;
}

export const tools: Record<Mode, Tool> = {
  keep: { label: 'Keep', key: 'K', title: 'Draw over what belongs to the subject' },
  remove: { label: 'Remove', key: 'R', title: 'Draw over what does not' },
  box: { label: 'Box', key: 'B', title: 'Draw a box around the subject' },
  paint: { label: 'Paint', key: 'P', title: 'Make exactly what you draw over visible' },
  erase: { label: 'Erase', key: 'E', title: 'Make exactly what you draw over transparent' },
  move: { label: 'Move', key: 'M', title: 'Move the picture; with any tool: two fingers, or the middle button' },
};

export interface BarActions {
  undo(): void;
  redo(): void;
  reset(): void;
  zoom(factor: number): void;
  fit(): void;
  done(): void;
  cancel(): void;
  /** Something that is seen was chosen. */
  changed(): void;
}

export interface Bar {
  readonly element: HTMLElement;
  readonly mode: Mode;
  /** Of the brush, in pixels of the picture. */
  readonly radius: number;
  readonly hardness: number;
  readonly cutoutOnly: boolean;
  choose(mode: Mode): void;
  /** By so many steps of its slider. */
  resize(steps: number): void;
  harden(steps: number): void;
  toggleCutout(): void;
  /** For a picture of this longer side. */
  open(longerSide: number): void;
  show(state: SelectionState | undefined, isBusy: boolean): void;
}

const SIZE_STEPS = 60;

export function createBar(actions: BarActions): Bar {
  let mode: Mode = 'keep';
  let longerSide = 1000;
  const button = (id: string, label: string, does: () => void, attributes: Record<string, string> = {}) => {
    const made = h('button', { type: 'button', id, ...attributes }, label);
    made.addEventListener('click', does);
    return made;
  };
  const square = (id: string, name: string, label: string, keys: string, does: () => void) => {
    const made = h('button', {
      type: 'button', id, class: 'quiet square', 'aria-label': label, title: `${label} (${keys.replace('Control', 'Ctrl')})`, 'aria-keyshortcuts': keys,
    }, icon(name));
    made.addEventListener('click', does);
    return made;
  };
  const choices = modes.map((name) => {
    const { label, key, title } = tools[name];
    return button(`hand-${name}`, label, () => choose(name), {
      'aria-pressed': 'false', 'aria-keyshortcuts': key, title: `${title} (${key})`,
    });
  });
  const range = (id: string, most: number, value: number) => h('input', { type: 'range', id, min: 0, max: most, step: 1, value });
  const size = range('hand-size', SIZE_STEPS, 24);
  const hardness = range('hand-hardness', 100, 80);
  const sizeText = h('output', { for: 'hand-size' });
  const hardnessText = h('output', { for: 'hand-hardness' });
  const hardnessField = h('label', { class: 'slide', title: 'Of Paint and Erase: how sharp the edge of the brush is ({ and })' }, 'Hardness', hardness, hardnessText);
  const sizeField = h('label', { class: 'slide', title: 'Diameter of the brush ([ and ])' }, 'Size', size, sizeText);
  const only = button('hand-preview', 'Cut-out only', () => toggleCutout(), {
    class: 'quiet', 'aria-pressed': 'false', 'aria-keyshortcuts': 'V', title: 'Show the cut-out alone (V)',
  });
  const undo = square('hand-undo', 'undo', 'Undo mark', 'Control+Z', actions.undo);
  const redo = square('hand-redo', 'redo', 'Redo mark', 'Control+Shift+Z', actions.redo);
  const reset = button('hand-reset', 'Start over', actions.reset, { class: 'quiet' });
  const done = button('hand-done', 'Done', actions.done, { class: 'primary' });
  const cancel = button('hand-cancel', 'Cancel', actions.cancel);

  const element = h(
    'div',
    { class: 'hand-bar', id: 'hand-bar', role: 'group', 'aria-label': 'Tools for selecting by hand', hidden: true },
    h('div', { class: 'segmented', role: 'group', 'aria-label': 'What drawing does' }, ...choices),
    sizeField,
    hardnessField,
    h('div', { class: 'cluster' }, undo, redo),
    h('div', { class: 'cluster' },
      square('hand-smaller', 'minus', 'Zoom out', '-', () => actions.zoom(1 / 1.6)),
      square('hand-larger', 'plus', 'Zoom in', '+', () => actions.zoom(1.6)),
      button('hand-fit', 'Fit', actions.fit, { class: 'quiet', 'aria-keyshortcuts': '0', title: 'Show the whole picture (0)' }),
      only),
    h('div', { class: 'cluster push' }, reset, cancel, done),
  );

  /** Finer where it is small. */
  const radiusAt = (step: number): number => {
    const [least, most] = [0.5, Math.max(2, longerSide / 8)];
    return least * (most / least) ** (step / SIZE_STEPS);
  };
  const radius = (): number => radiusAt(size.valueAsNumber);
  const showSliders = (): void => {
    const pixels = `${Math.max(1, Math.round(2 * radius()))} px`;
    sizeText.textContent = pixels;
    size.setAttribute('aria-valuetext', pixels.replace('px', 'pixels'));
    hardnessText.textContent = `${hardness.value} %`;
    sizeField.hidden = !isBrush(mode);
    hardnessField.hidden = mode !== 'paint' && mode !== 'erase';
    actions.changed();
  };
  function choose(next: Mode): void {
    mode = next;
    for (const [i, name] of modes.entries()) choices[i]!.setAttribute('aria-pressed', String(name === mode));
    showSliders();
  }
  function toggleCutout(): void {
    only.setAttribute('aria-pressed', String(only.getAttribute('aria-pressed') !== 'true'));
    actions.changed();
  }
  size.addEventListener('input', showSliders);
  hardness.addEventListener('input', showSliders);

  return {
    element,
    get mode() { return mode; },
    get radius() { return radius(); },
    get hardness() { return hardness.valueAsNumber / 100; },
    get cutoutOnly() { return only.getAttribute('aria-pressed') === 'true'; },
    choose,
    resize(steps) {
      size.valueAsNumber += steps;
      showSliders();
    },
    harden(steps) {
      hardness.valueAsNumber += steps;
      showSliders();
    },
    toggleCutout,
    open(side) {
      longerSide = side;
      size.value = '34';
      only.setAttribute('aria-pressed', 'false');
      choose('keep');
    },
    show(state, isBusy) {
      undo.disabled = !state?.canUndo;
      redo.disabled = !state?.canRedo;
      reset.disabled = !state?.canUndo;
      done.disabled = !state || isBusy;
    },
  };
}
