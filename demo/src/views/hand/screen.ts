// The picture as the worker drew it last. Until it has drawn the view of this moment, its last one is moved there.
import type { Selecting } from '../../engine/selecting.js';
import { h } from '../../dom.js';
import type { Viewport } from '../viewport.js';

interface Shown {
  selecting: Selecting;
  view: Viewport;
  cutoutOnly: boolean;
}

export interface Screen {
  /** Ends when what is asked for at this moment, or something newer, is seen. */
  draw(): Promise<void>;
  /** Fits canvases and view to the surface; whether its size is another than before. */
  fit(view: Viewport): boolean;
  clear(): void;
}

export function createScreen(surface: HTMLElement, ink: HTMLCanvasElement, shown: () => Shown | undefined): Screen {
  const canvas = h('canvas', { class: 'picture', 'aria-hidden': 'true' });
  surface.append(canvas, ink);
  const context = canvas.getContext('bitmaprenderer');
  /** Where the picture's corner lies on the canvas, and how large it is, in CSS pixels. */
  let drawn: { scale: number; left: number; top: number } | undefined;
  let running: Promise<void> | undefined;
  let again = false;
  let size = '';
  let lastView: Viewport | undefined;

  const place = (): void => {
    const view = shown()?.view;
    if (!drawn || !view) return;
    const factor = view.scale / drawn.scale;
    const x = (drawn.left - view.left) * view.scale;
    const y = (drawn.top - view.top) * view.scale;
    canvas.style.transform = factor === 1 && x === 0 && y === 0 ? '' : `translate(${x}px, ${y}px) scale(${factor})`;
  };

  async function drawOnce(): Promise<void> {
    const now = shown();
    if (!now) return;
    const ratio = devicePixelRatio;
    const { scale, left, top } = now.view;
    const bitmap = await now.selecting.draw({
      width: Math.round(surface.clientWidth * ratio),
      height: Math.round(surface.clientHeight * ratio),
      scale: scale * ratio,
      left,
      top,
      cutoutOnly: now.cutoutOnly,
    });
    if (shown()?.selecting !== now.selecting) return bitmap.close();
    context?.transferFromImageBitmap(bitmap);
    drawn = { scale, left, top };
    canvas.dataset.drawn = String(Number(canvas.dataset.drawn ?? 0) + 1);
    place();
  }

  return {
    async draw() {
      place();
      again = true;
      running ??= (async () => {
        try {
          while (again) {
            again = false;
            await drawOnce();
          }
        } finally {
          running = undefined;
        }
      })();
      await running;
    },
    fit(view) {
      const { clientWidth: width, clientHeight: height } = surface;
      const wanted = `${width} ${height} ${devicePixelRatio}`;
      if (width === 0 || height === 0 || (wanted === size && view === lastView)) return false;
      [size, lastView] = [wanted, view];
      ink.width = Math.round(width * devicePixelRatio);
      ink.height = Math.round(height * devicePixelRatio);
      view.resize({ width, height });
      return true;
    },
    clear() {
      context?.transferFromImageBitmap(null);
      running = drawn = lastView = undefined;
      canvas.style.transform = '';
      ink.getContext('2d')?.clearRect(0, 0, ink.width, ink.height);
    },
  };
}
