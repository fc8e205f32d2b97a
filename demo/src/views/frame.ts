// What is drawn over the canvas while editing: the selection's frame with its handles, guides, the marquee.
import { HANDLES, type Box, type CoreKit, type Rect, type Size, type SnapGuide } from '@aurastream/media-wasm/url';
import { frameOf, handlesStyle, handleStyle } from '@aurastream/media-wasm/editor';
import { byId, h } from '../dom.js';

/** Places an element at a turned box given in canvas pixels. */
export function showAt(element: HTMLElement, box: Box, canvas: Size): void {
  const { style } = element;
  style.left = `${((box.x - box.width / 2) / canvas.width) * 100}%`;
  style.top = `${((box.y - box.height / 2) / canvas.height) * 100}%`;
  style.width = `${(box.width / canvas.width) * 100}%`;
  style.height = `${(box.height / canvas.height) * 100}%`;
  style.transform = `rotate(${box.rotation}deg)`;
}

export interface Frame {
  readonly element: HTMLElement;
  /** Around these boxes; none: there is no frame. */
  show(kit: CoreKit, boxes: readonly Box[], canvas: Size, isLocked: boolean): void;
}

/** CSS pixels across what catches the pointer of a handle, and from the edge to the one that turns. */
const reach = { mouse: { target: 26, away: 34 }, touch: { target: 44, away: 50 } } as const;

/** The handles of a small layer stand outside of it. */
export function createFrame(): Frame {
  const handles = ([...HANDLES, 'rotate'] as const).map((name) => ({ name, element: h('span', { class: `handle ${name}`, 'data-handle': name }) }));
  const holder = h('div', {}, ...handles.map(({ element }) => element));
  const element = h('div', { class: 'frame', hidden: true }, holder);
  const arrange = (rotation: number): void => {
    const { target, away } = reach[byFinger() ? 'touch' : 'mouse'];
    Object.assign(holder.style, handlesStyle(target));
    for (const { name, element: handle } of handles) Object.assign(handle.style, handleStyle(name, rotation, away), { width: `${target}px`, height: `${target}px` });
  };
  return {
    element,
    show(kit, boxes, canvas, isLocked) {
      holder.hidden = isLocked;
      const box = frameOf(kit.placement, boxes);
      element.hidden = box === undefined;
      if (!box) return;
      arrange(box.rotation);
      showAt(element, box, canvas);
    },
  };
}

/** The pointer that was used last on the canvas, else the device's own. */
function byFinger(): boolean {
  const { pointer } = byId('composition').dataset;
  return pointer === undefined ? matchMedia('(pointer: coarse)').matches : pointer === 'touch';
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
