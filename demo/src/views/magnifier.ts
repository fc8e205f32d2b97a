// Edge zoom: a lens over the cut-out that follows the pointer, or the slider when it is moved by keys.
import { byId, h } from '../dom.js';

const LENS = 190; // CSS pixels
const ZOOM = 4; // times what the page shows

/**
 * @param picture the canvas that is magnified; it fills `frame`
 * @returns draws anew, for when the picture has changed
 */
export function mountMagnifier(
  frame: HTMLElement,
  picture: HTMLCanvasElement,
  split: HTMLInputElement,
): () => void {
  const toggle = byId<HTMLButtonElement>('magnify');
  const canvas = h('canvas', {
    class: 'lens checks',
    width: LENS * 2,
    height: LENS * 2,
    'aria-hidden': 'true',
    hidden: true,
  });
  frame.append(canvas);
  let at = { x: 0.5, y: 0.5 }; // fractions of the picture

  const show = (): void => {
    const on = toggle.getAttribute('aria-pressed') === 'true';
    canvas.hidden = !on;
    if (canvas.hidden) return;
    const scale = picture.width / frame.clientWidth; // picture pixels a CSS pixel
    const side = (LENS / ZOOM) * scale;
    const context = canvas.getContext('2d');
    context?.clearRect(0, 0, canvas.width, canvas.height);
    context?.drawImage(
      picture,
      at.x * picture.width - side / 2,
      at.y * picture.height - side / 2,
      side,
      side,
      0,
      0,
      canvas.width,
      canvas.height,
    );
    const place = (fraction: number, length: number): string =>
      `${Math.min(length - LENS, Math.max(0, fraction * length - LENS / 2))}px`;
    canvas.style.left = place(at.x, frame.clientWidth);
    canvas.style.top = place(at.y, frame.clientHeight);
  };
  toggle.addEventListener('click', () => {
    toggle.setAttribute('aria-pressed', String(toggle.getAttribute('aria-pressed') !== 'true'));
    show();
  });
  frame.addEventListener('pointermove', (event) => {
    const { left, top, width, height } = frame.getBoundingClientRect();
    at = { x: (event.clientX - left) / width, y: (event.clientY - top) / height };
    show();
  });
  split.addEventListener('input', () => {
    if (!split.matches(':active')) at = { ...at, x: split.valueAsNumber / 100 };
    show();
  });
  return show;
}
