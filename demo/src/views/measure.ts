// Beside the pointer while dragging: where the selection is, how large, how far it is turned; canvas pixels and degrees.
import type { Box } from '@aurastream/media-wasm';
import { h } from '../dom.js';

/** What a drag by this handle (none: of the layers themselves) changes. */
export function measured(handle: string | undefined, { x, y, width, height, rotation }: Box): string {
  const whole = (length: number): string => String(Math.round(length)).replace('-', '−');
  if (handle === 'rotate') return `${whole(rotation % 360)}°`;
  if (handle !== undefined) return `${whole(width)} × ${whole(height)}`;
  return `x ${whole(x - width / 2)}  y ${whole(y - height / 2)}`;
}

/** CSS pixels: below a mouse, above a finger. */
const away = { mouse: { x: 16, y: 20 }, touch: { x: -40, y: -64 } } as const;

/** Within the surface, wherever the pointer is. */
export function showMeasure(surface: HTMLElement, event: PointerEvent, text: string): void {
  const tip = surface.querySelector<HTMLElement>('.tip') ?? surface.appendChild(h('div', { class: 'tip', 'aria-hidden': 'true' }));
  const { left, top } = surface.getBoundingClientRect();
  const by = away[event.pointerType === 'touch' ? 'touch' : 'mouse'];
  tip.hidden = false;
  tip.textContent = text;
  tip.style.left = `clamp(4px, ${event.clientX - left + by.x}px, calc(100% - 120px))`;
  tip.style.top = `clamp(4px, ${event.clientY - top + by.y}px, calc(100% - 32px))`;
}

export function hideMeasure(surface: HTMLElement): void {
  const tip = surface.querySelector<HTMLElement>('.tip');
  if (tip) tip.hidden = true;
}
