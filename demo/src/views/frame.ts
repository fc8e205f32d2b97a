// What is drawn over the canvas while editing: the selection's frame with its handles, guides, the marquee.
import { HANDLES, type Box, type Rect, type Size, type SnapGuide } from '@aurastream/media-wasm';
import { h } from '../dom.js';

/** Places an element at a turned box given in canvas pixels. */
export function showAt(element: HTMLElement, box: Box, canvas: Size): void {
  const { style } = element;
  style.left = `${((box.x - box.width / 2) / canvas.width) * 100}%`;
  style.top = `${((box.y - box.height / 2) / canvas.height) * 100}%`;
  style.width = `${(box.width / canvas.width) * 100}%`;
  style.height = `${(box.height / canvas.height) * 100}%`;
  style.transform = `rotate(${box.rotation}deg)`;
}

export function createFrame(): HTMLElement {
  const handles = [...HANDLES, 'rotate'].map((name) =>
    h('span', { class: `handle ${name}`, 'data-handle': name }),
  );
  return h('div', { class: 'frame', hidden: true }, ...handles);
}

/** Guides that run across the axis are lines; gaps and equal sizes are measures along it. */
export function showGuides(overlay: HTMLElement, guides: readonly SnapGuide[], canvas: Size): void {
  for (const old of overlay.querySelectorAll('.guide')) old.remove();
  for (const { axis, kind, position, from, to } of guides) {
    const along = kind === 'gap' || kind === 'size';
    const vertical = (axis === 'x') !== along;
    const line = h('div', {
      class: `guide ${vertical ? 'vertical' : 'horizontal'}${along ? ' measure' : ''}`,
    });
    const [across, length] = vertical ? [canvas.width, canvas.height] : [canvas.height, canvas.width];
    const [place, start, extent] = [
      `${(position / across) * 100}%`,
      `${(from / length) * 100}%`,
      `${((to - from) / length) * 100}%`,
    ];
    Object.assign(
      line.style,
      vertical ? { left: place, top: start, height: extent } : { top: place, left: start, width: extent },
    );
    overlay.append(line);
  }
}

export function showMarquee(overlay: HTMLElement, rect: Rect | undefined, canvas: Size): void {
  const marquee =
    overlay.querySelector<HTMLElement>('.marquee') ?? overlay.appendChild(h('div', { class: 'marquee' }));
  marquee.hidden = rect === undefined;
  if (!rect) return;
  const { left, top, width, height } = rect;
  showAt(marquee, { x: left + width / 2, y: top + height / 2, width, height, rotation: 0 }, canvas);
}
