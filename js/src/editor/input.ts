// Mouse, touch, pen and keys of a surface, for an editor. Listeners are on the surface alone; parts are known by attributes.
import type { AnyPlacement } from '../placement-input.js';
import type { Handle, Point } from '../placement/geometry.js';
import type { Fingers } from '../placement/options.js';
import type { PlacementEditor } from './editor.js';
import { MediaError } from '../errors.js';
import { guarded } from '../guard.js';
import { keyCommand } from './keys.js';
import { HANDLE_ATTRIBUTE, ITEM_ATTRIBUTE } from './props.js';
import type { GestureKind, ModifierKeys } from './types.js';

/** What is needed of a pointer event: the DOM's and React's are ones. */
export interface PointerLike extends Required<ModifierKeys> {
  /** Of the pointer. */
  readonly pointerId: number;
  /** `mouse`, `pen` or `touch`. */
  readonly pointerType: string;
  /** 0: the main one. */
  readonly button: number;
  /** CSS pixels in the window. */
  readonly clientX: number;
  /** CSS pixels in the window. */
  readonly clientY: number;
  /** What was hit. */
  readonly target: unknown;
  /** The surface. */
  readonly currentTarget: unknown;
  /** Whether someone has dealt with it. */
  readonly defaultPrevented: boolean;
  /** Says that it has been dealt with. */
  preventDefault(): void;
}

/** What is needed of a keyboard event. */
export interface KeyLike extends Required<ModifierKeys> {
  /** The key's name, e.g. `ArrowLeft`. */
  readonly key: string;
  /** Where the focus is. */
  readonly target: unknown;
  /** The surface. */
  readonly currentTarget: unknown;
  /** Whether someone has dealt with it. */
  readonly defaultPrevented: boolean;
  /** Says that it has been dealt with. */
  preventDefault(): void;
}

/** What is needed of a focus event. */
export interface FocusLike {
  /** Where the focus is now. */
  readonly target: unknown;
}

/** Listeners of a surface, by the DOM's names of their events. */
export interface EditorListeners {
  /** A press selects and begins a gesture. */
  pointerdown(event: PointerLike): void;
  /** A gesture goes on. */
  pointermove(event: PointerLike): void;
  /** It is done. */
  pointerup(event: PointerLike): void;
  /** The browser has taken the pointer: the gesture is taken back. */
  pointercancel(event: PointerLike): void;
  /** The pointer is gone: the gesture ends where it is. */
  lostpointercapture(event: PointerLike): void;
  /** Arrows, Delete, Escape, undo and others: see {@link keyCommand}. */
  keydown(event: KeyLike): void;
  /** What the keyboard reaches is selected. */
  focusin(event: FocusLike): void;
}

/** A press, until it becomes a gesture. */
interface Press {
  pointerId: number;
  kind: GestureKind;
  /** CSS pixels. */
  client: Point;
  from: Point;
  begun: boolean;
  /** Selected alone when it was only a click. */
  click: string | undefined;
}

/** CSS pixels within which a press is a click. */
const SLOP = 3;

const elementOf = (target: unknown): Element | undefined => (typeof (target as Element | null)?.closest === 'function' ? (target as Element) : undefined);

/** Whether the event is for something of the host's own inside of the surface: a button, a field. */
function isOwn(target: unknown): boolean {
  const control = elementOf(target)?.closest(`button, input, select, textarea, a[href], [contenteditable], [${ITEM_ATTRIBUTE}], [${HANDLE_ATTRIBUTE}]`);
  return control != null && !control.hasAttribute(ITEM_ATTRIBUTE) && !control.hasAttribute(HANDLE_ATTRIBUTE);
}

const attribute = (target: unknown, name: string): string | undefined => elementOf(target)?.closest(`[${name}]`)?.getAttribute(name) ?? undefined;

/** Where the canvas is on the screen, whatever borders and transforms the surface has. */
function viewOf(surface: HTMLElement, width: number): { left: number; top: number; zoom: number } {
  const { left, top, width: shown } = surface.getBoundingClientRect();
  const scale = surface.offsetWidth > 0 ? shown / surface.offsetWidth : 1;
  const inner = surface.clientWidth > 0 ? surface.clientWidth * scale : shown;
  return { left: left + surface.clientLeft * scale, top: top + surface.clientTop * scale, zoom: inner / width || 1 };
}

/**
 * Listeners that let pointers and keys of one surface drive an editor.
 * @throws MediaError `invalid_argument`
 */
export const editorListeners = /* @__PURE__ */ guarded(<P extends AnyPlacement>(editor: PlacementEditor<P>): EditorListeners => {
  if (typeof editor?.getSnapshot !== 'function') throw new MediaError('invalid_argument', 'editor must be what createPlacementEditor gives.');
  const touches = new Map<number, Point>();
  let press: Press | undefined;
  /** The two fingers of a pinch. */
  let pair: readonly [number, number] | undefined;

  const surfaceOf = (event: { readonly currentTarget: unknown }): HTMLElement => event.currentTarget as HTMLElement;

  function pointOf(event: PointerLike): Point {
    const { left, top, zoom } = viewOf(surfaceOf(event), editor.getSnapshot().canvas.width);
    return { x: (event.clientX - left) / zoom, y: (event.clientY - top) / zoom };
  }

  const zoomOf = (event: PointerLike): number => viewOf(surfaceOf(event), editor.getSnapshot().canvas.width).zoom;
  const fingers = ([a, b]: readonly [number, number]): Fingers => [touches.get(a)!, touches.get(b)!];

  function focus(surface: HTMLElement, id: string | undefined): void {
    const items = [...surface.querySelectorAll<HTMLElement>(`[${ITEM_ATTRIBUTE}]`)];
    (items.find((item) => item.getAttribute(ITEM_ATTRIBUTE) === id) ?? surface).focus({ preventScroll: true });
  }

  /** Selects as a click does. @returns whether it is selected now */
  function choose(id: string, event: PointerLike): boolean {
    const selected = editor.getSnapshot().selection.includes(id);
    if (event.shiftKey) editor.toggle(id);
    else if (!selected) editor.select([id]);
    return !(event.shiftKey && selected);
  }

  function down(event: PointerLike): void {
    if (event.button !== 0 || event.defaultPrevented || isOwn(event.target) || !editor.getSnapshot().ready) return;
    const from = pointOf(event);
    const touch = event.pointerType === 'touch';
    if (touch) touches.set(event.pointerId, from);
    if (touches.size === 2 && !pair) {
      pair = [...touches.keys()] as [number, number];
      press = undefined;
      if (!editor.begin('pinch', fingers(pair), zoomOf(event))) pair = undefined;
      return;
    }
    if (press || pair) return;
    const surface = surfaceOf(event);
    const handle = attribute(event.target, HANDLE_ATTRIBUTE) as Handle | 'rotate' | undefined;
    const id = handle ? undefined : editor.hit(from);
    const before = editor.getSnapshot().selection;
    const start = { pointerId: event.pointerId, client: { x: event.clientX, y: event.clientY }, from, begun: false };
    if (handle) press = { ...start, kind: handle, click: undefined };
    else if (id === undefined) {
      if (!event.shiftKey) editor.select([]);
      focus(surface, undefined);
      // A finger on empty ground scrolls the page.
      if (touch) return;
      press = { ...start, kind: 'marquee', click: undefined };
    } else {
      const stays = choose(id, event);
      focus(surface, id);
      if (stays) press = { ...start, kind: 'move', click: !event.shiftKey && before.length > 1 ? id : undefined };
    }
    event.preventDefault();
    surface.setPointerCapture?.(event.pointerId);
  }

  function move(event: PointerLike): void {
    if (touches.has(event.pointerId)) touches.set(event.pointerId, pointOf(event));
    if (pair) {
      if (pair.includes(event.pointerId)) editor.drag(fingers(pair), event);
      return;
    }
    if (press?.pointerId !== event.pointerId) return;
    const { client, kind, from } = press;
    if (!press.begun) {
      if (Math.hypot(event.clientX - client.x, event.clientY - client.y) < SLOP) return;
      press.begun = editor.begin(kind, from, zoomOf(event));
      if (!press.begun) press = undefined;
    }
    editor.drag(pointOf(event), event);
  }

  /** @param end what becomes of the gesture */
  function finish(event: PointerLike, end: () => void): void {
    touches.delete(event.pointerId);
    if (pair?.includes(event.pointerId)) {
      pair = undefined;
      end();
    } else if (press?.pointerId === event.pointerId) {
      const { begun, click } = press;
      press = undefined;
      if (begun) end();
      else if (click !== undefined) editor.select([click]);
    }
  }

  return {
    pointerdown: down,
    pointermove: move,
    pointerup: (event) => finish(event, () => editor.end()),
    pointercancel: (event) => finish(event, () => editor.cancel()),
    lostpointercapture: (event) => finish(event, () => editor.end()),
    keydown(event) {
      if (event.defaultPrevented || isOwn(event.target)) return;
      const command = keyCommand(event);
      if (!command || !editor.getSnapshot().ready) return;
      if (event.key === 'Escape' && (press?.begun || pair)) {
        press = undefined;
        pair = undefined;
        editor.cancel();
      } else {
        const focused = attribute(event.target, ITEM_ATTRIBUTE);
        command(editor as unknown as PlacementEditor, focused);
        // The focus does not go with what is taken away: the next key is for the editor still.
        if (focused !== undefined && !editor.holds(focused)) surfaceOf(event).focus({ preventScroll: true });
      }
      event.preventDefault();
    },
    focusin({ target }) {
      const id = attribute(target, ITEM_ATTRIBUTE);
      const element = elementOf(target);
      if (id === undefined || press || !element?.matches(':focus-visible')) return;
      if (!editor.getSnapshot().selection.includes(id)) editor.select([id]);
    },
  };
}, 'editorListeners');

/**
 * Lets an element's pointers and keys drive an editor, until the function that it returns is called.
 * @throws MediaError `invalid_argument`
 */
export const attachEditor = /* @__PURE__ */ guarded(<P extends AnyPlacement>(editor: PlacementEditor<P>, surface: HTMLElement): (() => void) => {
  const ending = new AbortController();
  for (const [type, listener] of Object.entries(editorListeners(editor))) {
    surface.addEventListener(type, listener as unknown as EventListener, { signal: ending.signal });
  }
  return () => {
    ending.abort();
    editor.cancel();
  };
}, 'attachEditor');
