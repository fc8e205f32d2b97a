// Mouse, pen, touch and keys on the picture. One finger draws, two move and zoom; the middle button, and the tool
// Move, move as well; Alt, the right button and a pen's eraser do the opposite of the tool.
import type { Point } from '@aurastream/media-wasm';
import type { Mode } from './mark.js';
import type { Viewport } from '../viewport.js';

export interface Hand {
  viewport(): Viewport | undefined;
  mode(): Mode;
  /** Of the brush, in pixels of the picture. */
  radius(): number;
  /** The brush is there; undefined: it has left. */
  hover(at: Point | undefined): void;
  begin(at: Point, opposite: boolean): void;
  extend(at: Point): void;
  end(): void;
  /** Drops what is being drawn; false when nothing is. */
  cancel(): boolean;
  /** Another part of the picture is to be seen. */
  moved(): void;
}

/** A first finger that has drawn farther than this (CSS pixels) goes on drawing when a second one comes. */
const SETTLED = 24;

export function attachGestures(element: HTMLElement, hand: Hand): void {
  const fingers = new Map<number, Point>();
  let drawing: number | undefined;
  let panning: number | undefined;
  let drawn = 0;
  let last: Point = { x: 0, y: 0 };

  const onPage = (event: MouseEvent): Point => {
    const { left, top } = element.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };

  element.addEventListener('pointerdown', (event) => {
    const view = hand.viewport();
    if (!view || event.button > 2 && event.button !== 5) return;
    event.preventDefault();
    element.focus({ preventScroll: true });
    element.setPointerCapture(event.pointerId);
    const at = onPage(event);
    if (event.pointerType === 'touch') {
      fingers.set(event.pointerId, at);
      if (fingers.size > 1) {
        if (drawing !== undefined && drawn < SETTLED) {
          hand.cancel();
          drawing = undefined;
        }
        panning = undefined;
        return;
      }
    }
    last = at;
    if (event.button === 1 || hand.mode() === 'move') {
      panning = event.pointerId;
      return;
    }
    if (drawing !== undefined) return;
    drawing = event.pointerId;
    drawn = 0;
    hand.begin(view.toPicture(at), event.altKey || event.button === 2 || event.button === 5);
  });

  element.addEventListener('pointermove', (event) => {
    const view = hand.viewport();
    if (!view) return;
    const at = onPage(event);
    if (fingers.has(event.pointerId)) {
      if (fingers.size === 2 && drawing === undefined) pinch(view, event.pointerId, at);
      fingers.set(event.pointerId, at);
    }
    if (event.pointerId === panning) {
      view.pan(at.x - last.x, at.y - last.y);
      last = at;
      hand.moved();
    } else if (event.pointerId === drawing) {
      drawn = Math.max(drawn, Math.hypot(at.x - last.x, at.y - last.y));
      // All places since the last frame, so that a quick stroke stays round.
      const events = event.getCoalescedEvents?.() ?? [];
      for (const each of events.length > 0 ? events : [event]) hand.extend(view.toPicture(onPage(each)));
      hand.hover(view.toPicture(at));
    } else if (event.pointerType !== 'touch') {
      hand.hover(view.toPicture(at));
    }
  });

  const up = (event: PointerEvent): void => {
    fingers.delete(event.pointerId);
    if (event.pointerId === panning) panning = undefined;
    if (event.pointerId !== drawing) return;
    drawing = undefined;
    if (event.type === 'pointerup') hand.end();
    else hand.cancel();
    if (event.pointerType === 'touch') hand.hover(undefined);
  };
  element.addEventListener('pointerup', up);
  element.addEventListener('pointercancel', up);
  element.addEventListener('pointerleave', () => {
    if (drawing === undefined) hand.hover(undefined);
  });
  element.addEventListener('contextmenu', (event) => event.preventDefault());
  element.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
      hand.viewport()?.zoom(Math.exp(-event.deltaY * lines * (event.ctrlKey ? 0.01 : 0.002)), onPage(event));
      hand.moved();
    },
    { passive: false },
  );

  function pinch(view: Viewport, moving: number, to: Point): void {
    const from = fingers.get(moving)!;
    const other = [...fingers].find(([id]) => id !== moving)![1];
    const middle = (p: Point): Point => ({ x: (p.x + other.x) / 2, y: (p.y + other.y) / 2 });
    const apart = (p: Point): number => Math.max(8, Math.hypot(p.x - other.x, p.y - other.y));
    view.pan(middle(to).x - middle(from).x, middle(to).y - middle(from).y);
    view.zoom(apart(to) / apart(from), middle(to));
    hand.moved();
  }

  attachKeys(element, hand, () => drawing !== undefined);
}

const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Arrows move the brush, Space puts it down and lifts it. With Shift it goes farther, with Alt pixel by pixel. */
function attachKeys(element: HTMLElement, hand: Hand, isDragging: () => boolean): void {
  let at: Point | undefined;
  let isDown = false;
  element.addEventListener('keydown', (event) => {
    const view = hand.viewport();
    if (!view || isDragging() || event.ctrlKey || event.metaKey) return;
    const way = arrows[event.key];
    if (!way && event.key !== ' ') {
      if (event.key === 'Escape') isDown = false;
      return;
    }
    event.preventDefault();
    at ??= view.toPicture({ x: element.clientWidth / 2, y: element.clientHeight / 2 });
    if (way) {
      const step = (event.altKey ? 1 : Math.max(1, hand.radius() / 2)) * (event.shiftKey ? 8 : 1);
      const { width, height } = view.picture;
      at = { x: Math.min(width, Math.max(0, at.x + way[0] * step)), y: Math.min(height, Math.max(0, at.y + way[1] * step)) };
      view.reveal(at);
      hand.moved();
      if (isDown) hand.extend(at);
    } else if (!event.repeat && hand.mode() !== 'move') {
      isDown = !isDown;
      if (isDown) hand.begin(at, event.altKey);
      else hand.end();
    }
    hand.hover(at);
  });
  element.addEventListener('pointerdown', () => (isDown = false), { capture: true });
  element.addEventListener('blur', () => {
    if (isDown) hand.end();
    isDown = false;
    hand.hover(undefined);
  });
  element.addEventListener('pointermove', (event) => {
    const { left, top } = element.getBoundingClientRect();
    at = hand.viewport()?.toPicture({ x: event.clientX - left, y: event.clientY - top });
  });
}
