// A number that is typed: it counts as soon as it is one within its bounds; what lies outside is said while typing and
// set to the nearest bound afterwards; Escape brings back what was there.
import { h } from '../dom.js';

export interface NumberField {
  element: HTMLElement;
  /** Leaves the caret alone while the person types. */
  show(value: number): void;
}

/** @param apply is given values within [min, max] */
export function numberField(
  { id, label, min, max }: { id: string; label: string; min: number; max: number },
  apply: (value: number) => void,
): NumberField {
  const input = h('input', { type: 'number', id, min, max, step: 0.5, inputmode: 'decimal', 'aria-describedby': `${id}-issue` });
  const issue = h('p', { class: 'issue', id: `${id}-issue`, 'aria-live': 'polite' });
  let before = 0;
  const text = (value: number): string => String(Math.round(value * 10) / 10);
  const judge = (wrong: string): void => {
    issue.textContent = wrong;
    if (wrong) input.setAttribute('aria-invalid', 'true');
    else input.removeAttribute('aria-invalid');
  };
  const wrongWith = (value: number): string =>
    Number.isFinite(value) ? (value < min || value > max ? `From ${min} to ${max}.` : '') : 'A number, please.';
  input.addEventListener('focus', () => {
    before = input.valueAsNumber;
  });
  input.addEventListener('input', () => {
    const wrong = wrongWith(input.valueAsNumber);
    judge(wrong);
    if (!wrong) apply(input.valueAsNumber);
  });
  input.addEventListener('change', () => {
    const typed = input.valueAsNumber;
    const value = Number.isFinite(typed) ? Math.min(max, Math.max(min, typed)) : before;
    if (value !== typed) apply(value);
    input.value = text(value);
    judge('');
  });
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !Number.isFinite(before)) return;
    event.preventDefault();
    input.value = text(before);
    judge('');
    apply(before);
    input.select();
  });
  return {
    element: h('div', { class: 'field' }, h('label', { for: id }, label), input, issue),
    show(value) {
      if (document.activeElement === input) return;
      input.value = text(value);
      judge('');
    },
  };
}
