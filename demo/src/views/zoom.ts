// Which part of the canvas is seen: wheel, fingers, Space, the middle button, keys and a few buttons zoom and pan it.
import type { CoreKit, Point } from '@aurastream/media-wasm';
import { byId, h, icon, isTyping, onChange } from '../dom.js';
import { canvasOf } from '../engine/layout.js';
import type { Store } from '../state/store.js';
import { Viewport } from './viewport.js';

/** Room around the canvas, CSS pixels: the handle that turns stands above it. */
const margins = { wide: { x: 24, y: 48 }, narrow: { x: 16, y: 40 } } as const;
/** CSS pixels between the canvas and the bars that lie over its ground, with what is between them and the edge. */
const BAR_GAP = 10;
/** A step of a key or a button. */
const STEP = 1.25;
/** CSS pixels of a wheel's turn that count at most: a mouse turns by a hundred at once, two fingers by a few. */
const MOST_TURN = 30;
/** What Space presses. */
const PRESSED = 'button, summary, a, input, select, [role=tab]';

export interface Zoom {
  /** Screen pixels a canvas pixel. */
  readonly scale: number;
  /** Whether all of the canvas is seen. */
  readonly isWhole: boolean;
  /** A place in the window as one of the canvas. */
  toCanvas(event: { clientX: number; clientY: number }): Point;
  by(factor: number, at?: { clientX: number; clientY: number }): void;
  pan(x: number, y: number): void;
  fit(): void;
  /** A canvas pixel is a CSS pixel. */
  full(): void;
  in(): void;
  out(): void;
}

export function createZoom(kit: CoreKit, store: Store): Zoom {
  const surface = byId('composition');
  const stage = byId('stage');
  const viewport = new Viewport(canvasOf(kit, store.state));
  const level = h('button', { type: 'button', class: 'quiet', id: 'zoom-full', title: 'Real size (1)' });

  const inSurface = ({ clientX, clientY }: { clientX: number; clientY: number }): Point => {
    const { left, top } = surface.getBoundingClientRect();
    return { x: clientX - left - surface.clientLeft, y: clientY - top - surface.clientTop };
  };
  const show = (): void => {
    const { scale, picture } = viewport;
    const { x, y } = viewport.toPage({ x: 0, y: 0 });
    Object.assign(stage.style, { left: `${x}px`, top: `${y}px`, width: `${picture.width * scale}px`, height: `${picture.height * scale}px` });
    byId('preview').classList.toggle('enlarged', scale > 1.5);
    surface.classList.toggle('zoomed', !viewport.isWhole);
    level.textContent = `${Math.round(scale * 100)} %`;
    level.setAttribute('aria-label', `Shown at ${Math.round(scale * 100)} %: show in real size`);
    if (store.state.view === 'canvas') byId('caption').textContent = `${picture.width} × ${picture.height} px`;
  };
  const changed = <A extends unknown[]>(change: (...args: A) => void) => (...args: A): void => {
    change(...args);
    show();
  };
  const zoom: Zoom = {
    get scale() {
      return viewport.scale;
    },
    get isWhole() {
      return viewport.isWhole;
    },
    toCanvas: (event) => viewport.toPicture(inSurface(event)),
    by: changed((factor, at) => viewport.zoom(factor, at && inSurface(at))),
    pan: changed((x, y) => viewport.pan(x, y)),
    fit: changed(() => viewport.fit()),
    full: changed(() => viewport.zoom(1 / viewport.scale)),
    in: changed(() => viewport.zoom(STEP)),
    out: changed(() => viewport.zoom(1 / STEP)),
  };

  new ResizeObserver(() => {
    const { clientWidth: width, clientHeight: height } = surface;
    if (width === 0 || height === 0) return; // the other view is seen
    viewport.resize({ width, height }, marginBeside(bar));
    show();
  }).observe(surface);
  store.subscribe(
    onChange(
      (state) => [state.document.canvas],
      (state) => {
        const canvas = canvasOf(kit, state);
        if (canvas.width === viewport.picture.width && canvas.height === viewport.picture.height) return;
        viewport.show(canvas);
        show();
      },
    ),
  );
  store.subscribe(onChange((state) => [state.view], show));
  const bar = buttons(zoom, level);
  surface.append(bar);
  attachWheel(surface, zoom);
  attachHand(surface, store, zoom);
  return zoom;
}

/** So that a canvas that is shown whole lies under no bar: beside one that stands, above one that lies. */
function marginBeside(bar: HTMLElement): Point {
  const { x, y } = innerWidth > 720 ? margins.wide : margins.narrow;
  const { offsetWidth: width, offsetHeight: height } = bar; // 0 where it is not shown
  const stands = height > width;
  return { x: stands ? Math.max(x, width + BAR_GAP) : x, y: stands ? y : Math.max(y, height + BAR_GAP) };
}

function buttons(zoom: Zoom, level: HTMLButtonElement): HTMLElement {
  const button = (name: string, label: string, key: string, run: () => void): HTMLButtonElement => {
    const made = h('button', { type: 'button', class: 'quiet square', id: `zoom-${name}`, 'aria-label': label, title: `${label} (${key})` }, icon(name));
    made.addEventListener('click', run);
    return made;
  };
  level.addEventListener('click', zoom.full);
  return h('div', { class: 'zoom', role: 'group', 'aria-label': 'Zoom' },
    button('minus', 'Zoom out', '−', zoom.out), level, button('plus', 'Zoom in', '+', zoom.in), button('fit', 'Show all of the canvas', '0', zoom.fit));
}

/** With Ctrl (as two fingers on a trackpad send it) the wheel zooms; else it moves a canvas that is not wholly seen. */
function attachWheel(surface: HTMLElement, zoom: Zoom): void {
  surface.addEventListener(
    'wheel',
    (event) => {
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
      const [x, y] = [event.deltaX * lines, event.deltaY * lines];
      if (event.ctrlKey || event.metaKey) zoom.by(Math.exp(-Math.min(MOST_TURN, Math.max(-MOST_TURN, y)) / 100), event);
      else if (zoom.isWhole) return; // the page scrolls
      else if (event.shiftKey && x === 0) zoom.pan(-y, 0);
      else zoom.pan(-x, -y);
      event.preventDefault();
    },
    { passive: false },
  );
}

/** The middle button, or Space and any, drags the canvas itself. */
function attachHand(surface: HTMLElement, store: Store, zoom: Zoom): void {
  const hold = (held: boolean): void => void surface.classList.toggle('hand-held', held);
  addEventListener('keydown', (event) => {
    const pressed = event.target instanceof Element && event.target.matches(PRESSED);
    if (event.key !== ' ' || event.ctrlKey || event.altKey || event.metaKey || pressed || isTyping(event.target) || event.defaultPrevented) return;
    if (store.state.view !== 'canvas' || document.querySelector('dialog[open], [popover]:popover-open')) return;
    event.preventDefault();
    hold(true);
  });
  addEventListener('keyup', (event) => event.key === ' ' && hold(false));
  addEventListener('blur', () => hold(false));
  surface.addEventListener(
    'pointerdown',
    (down) => {
      if (down.button !== 1 && !(down.button === 0 && surface.classList.contains('hand-held'))) return;
      down.preventDefault();
      down.stopImmediatePropagation();
      surface.setPointerCapture(down.pointerId);
      let last: { x: number; y: number } = { x: down.clientX, y: down.clientY };
      const done = new AbortController();
      const { signal } = done;
      surface.classList.add('panning');
      surface.addEventListener('pointermove', (event) => {
        if (event.pointerId !== down.pointerId) return;
        zoom.pan(event.clientX - last.x, event.clientY - last.y);
        last = { x: event.clientX, y: event.clientY };
      }, { signal });
      for (const type of ['pointerup', 'pointercancel', 'lostpointercapture'] as const) {
        surface.addEventListener(type, (event) => {
          if (event.pointerId !== down.pointerId) return;
          surface.classList.remove('panning');
          done.abort();
        }, { signal });
      }
    },
    { capture: true },
  );
}
