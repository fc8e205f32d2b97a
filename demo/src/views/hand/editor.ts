// Selecting by hand: on any picture, from nothing or from the cut-out that is there. Pixels stay in a worker.
import type { Point } from '@aurastream/media-wasm';
import { createSelecting, type Selecting } from '../../engine/selecting.js';
import type { SelectionState, SelectionStep } from '../../engine/selecting.worker.js';
import { cutoutOf, keepCutout } from '../../engine/pictures.js';
import { byId, h, isTyping } from '../../dom.js';
import { currentImage, removalOf, type ImageItem } from '../../state/model.js';
import type { Context } from '../context.js';
import { createBar, tools } from './bar.js';
import { attachGestures } from './gestures.js';
import { drawInk } from './ink.js';
import { extend, isBrush, modes, stepOf, type Mark, type Mode } from './mark.js';
import { createScreen } from './screen.js';
import { Viewport } from '../viewport.js';

/** A picture that is being worked on. */
interface Session {
  id: string;
  selecting: Selecting;
  view: Viewport;
  state: SelectionState | undefined;
  /** Sent and not yet answered. */
  pending: number;
}

/** Whether leaving it would lose something: marks, with something that they select. */
const hasWork = ({ state }: Session): boolean => state !== undefined && state.canUndo && state.coverage > 0;

const opposites: Partial<Record<Mode, Mark['mode']>> = { keep: 'remove', remove: 'keep', paint: 'erase', erase: 'paint' };

/** CSS pixels: a smaller box is a click. */
const LEAST_BOX = 4;

export function mountHand({ kit, store, pictures }: Context): void {
  const open = h('button', { type: 'button', id: 'hand-open', 'aria-describedby': 'remove-why' }, 'Select by hand');
  byId('remove-why').before(open);
  const help = h(
    'p',
    { class: 'hint', id: 'hand-help' },
    'Draw on the picture, or move the brush with the arrow keys and press Space to put it down and to lift it. ' +
      'Two fingers or the wheel zoom. [ and ] change the size, Alt draws the opposite.',
  );
  const ink = h('canvas', { class: 'ink', 'aria-hidden': 'true' });
  const surface = h('div', {
    class: 'hand-view checks', id: 'hand-view', tabindex: 0, role: 'application',
    'aria-label': 'Picture to select on', 'aria-describedby': 'hand-help',
  });
  const frame = h('div', { class: 'hand', id: 'hand', hidden: true }, surface);
  byId('cutout').append(frame);

  let session: Session | undefined;
  let mark: Mark | undefined;
  let waiting: Mark[] = [];
  let at: Point | undefined;

  const say = (text: string, tone: 'info' | 'error' = 'info'): void => store.dispatch({ type: 'said', text, tone });
  const reasonOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

  const screen = createScreen(surface, ink, () => session?.state && { ...session, cutoutOnly: bar.cutoutOnly });
  const showInk = (): void => {
    if (!session) return;
    drawInk(ink, session.view, mark ? [...waiting, mark] : waiting, { mode: bar.mode, radius: bar.radius, at });
  };
  const showAll = (): void => {
    surface.dataset.mode = bar.mode;
    screen.draw();
    showInk();
  };
  const bar = createBar({
    undo: () => take('undo'),
    redo: () => take('redo'),
    reset: () => take('reset'),
    zoom: (factor) => (session?.view.zoom(factor), showAll()),
    fit: () => (session?.view.fit(), showAll()),
    done: () => void finish(),
    cancel: () => leave('The marks were dropped. The image is as it was.'),
    changed: () => showAll(),
  });
  byId('model-bar').before(bar.element, help);

  const showState = (): void => {
    const focused = document.activeElement as HTMLButtonElement | null;
    bar.show(session?.state, (session?.pending ?? 0) > 0);
    surface.setAttribute('aria-busy', String((session?.pending ?? 1) > 0));
    // A button that can no longer be pressed would keep the keys to itself.
    if (focused?.disabled && bar.element.contains(focused)) surface.focus({ preventScroll: true });
  };

  /** One step, its marks shown until its result is. */
  function take(step: SelectionStep, shown?: Mark): void {
    const mine = session;
    if (!mine?.state) return;
    if (shown) waiting.push(shown);
    mine.pending++;
    showState();
    void (async () => {
      try {
        const state = await mine.selecting.step(step);
        if (session !== mine) return;
        mine.state = state;
        await screen.draw();
        const words = { undo: 'Undone. ', redo: 'Done again. ', reset: 'Started over. ' };
        say(`${typeof step === 'string' ? words[step] : ''}${shareOf(state)} of the picture is selected.`);
      } catch (thrown) {
        say(reasonOf(thrown), 'error');
      } finally {
        mine.pending--;
        waiting = waiting.filter((other) => other !== shown);
        if (session === mine) showState(), showInk();
      }
    })();
  }

  async function begin(image: ImageItem): Promise<void> {
    if (session && session.id !== image.id) await (hasWork(session) ? finish() : leave());
    const picture = pictures.get(image.id);
    if (session || !picture) return;
    const { width, height } = image;
    const mine: Session = { id: image.id, selecting: createSelecting(), view: new Viewport({ width, height }), state: undefined, pending: 1 };
    session = mine;
    bar.open(Math.max(width, height));
    showState();
    show();
    say('Opening the picture…');
    surface.focus({ preventScroll: true });
    try {
      mine.state = await mine.selecting.open(picture.source, cutoutOf(pictures, image)?.png);
      mine.pending--;
      if (session !== mine) return;
      showState();
      // Before the picture is drawn: by then a first stroke may have been answered, whose words count.
      say(image.cutout ? 'Draw over what is wrong: Keep brings back, Remove takes away.' : 'Draw a box around the subject, or over it with Keep.');
      await screen.draw();
    } catch (thrown) {
      if (session === mine) leave(reasonOf(thrown), 'error');
    }
  }

  /** The cut-out becomes the image's own, as one of a removal does. */
  async function finish(): Promise<void> {
    const mine = session;
    if (!mine?.state || !pictures.has(mine.id)) return leave();
    const hadFocus = frame.contains(document.activeElement) || bar.element.contains(document.activeElement);
    mine.pending++;
    showState();
    say('Making the cut-out…');
    try {
      const made = await mine.selecting.finish();
      if (session !== mine) return;
      const summary = `Selected by hand · ${shareOf(mine.state)} of the picture`;
      const cutout = { ...keepCutout(pictures, mine.id, made), summary };
      store.dispatch({ type: 'cutoutMade', id: mine.id, cutout });
      leave('Cut out by hand. Compare it, or place it.');
      if (hadFocus) open.focus({ preventScroll: true });
    } catch (thrown) {
      mine.pending--;
      showState();
      say(reasonOf(thrown), 'error');
    }
  }

  function leave(text?: string, tone?: 'error'): void {
    const inside = bar.element.contains(document.activeElement) || frame.contains(document.activeElement);
    session?.selecting.close();
    session = undefined;
    mark = undefined;
    waiting = [];
    screen.clear();
    show();
    if (inside) open.focus({ preventScroll: true });
    if (text !== undefined) say(text, tone);
  }

  attachGestures(surface, {
    viewport: () => (session?.state ? session.view : undefined),
    mode: () => bar.mode,
    radius: () => (isBrush(bar.mode) ? bar.radius : 8 / (session?.view.scale ?? 1)),
    hover(point) {
      at = point;
      showInk();
    },
    begin(point, opposite) {
      const { mode, radius, hardness } = bar;
      if (mode === 'move') return;
      mark = { mode: (opposite && opposites[mode]) || mode, points: [point], radius, hardness };
      showInk();
    },
    extend(point) {
      if (mark) extend(mark, point);
      showInk();
    },
    end() {
      const drawn = mark;
      mark = undefined;
      const step = drawn && session && stepOf(drawn, LEAST_BOX / session.view.scale);
      if (step) take(step, drawn);
      showInk();
    },
    cancel() {
      const was = mark !== undefined;
      mark = undefined;
      showInk();
      return was;
    },
    moved: showAll,
  });

  function show(): void {
    const { state } = store;
    const isOpen = session !== undefined && session.id === state.imageId && state.view === 'cutout';
    frame.hidden = bar.element.hidden = help.hidden = !isOpen;
    document.body.toggleAttribute('data-by-hand', isOpen);
    if (isOpen && session && screen.fit(session.view)) showAll();
  }
  new ResizeObserver(show).observe(surface);

  open.addEventListener('click', () => {
    const image = currentImage(store.state);
    if (image) void begin(image);
  });
  store.subscribe((state) => {
    const image = currentImage(state);
    open.hidden = image === undefined;
    open.disabled = !image || removalOf(state, image).step === 'running' || !kit.contract.backgroundRemoval(image.assetType).allowed;
    open.textContent = image?.cutout ? 'Touch up' : 'Select by hand';
    if (session && !state.document.images.some(({ id }) => id === session!.id)) leave();
    show();
  });

  const keys: Record<string, () => void> = {
    '[': () => bar.resize(-2),
    ']': () => bar.resize(2),
    '{': () => bar.harden(-10),
    '}': () => bar.harden(10),
    '+': () => (session?.view.zoom(1.6), showAll()),
    '=': () => (session?.view.zoom(1.6), showAll()),
    '-': () => (session?.view.zoom(1 / 1.6), showAll()),
    '0': () => (session?.view.fit(), showAll()),
    v: () => bar.toggleCutout(),
    Escape: escape,
    ...Object.fromEntries(modes.map((mode) => [tools[mode].key.toLowerCase(), () => pick(mode)])),
  };
  function pick(mode: Mode): void {
    bar.choose(mode);
    say(`${tools[mode].label}: ${tools[mode].title.toLowerCase()}.`);
  }
  /** What is being drawn is dropped; then the editor closes, unless that would lose marks. */
  function escape(): void {
    if (mark) {
      mark = undefined;
      showInk();
      say('The mark was dropped.');
    } else if (session?.state?.canUndo) {
      byId('hand-cancel').focus();
      say('Your marks are not kept yet. Done keeps them, Cancel drops them.');
    } else leave('');
  }
  // Before the page's own keys: undo is the marks' undo here.
  addEventListener(
    'keydown',
    (event) => {
      const target = event.target as HTMLElement;
      if (frame.hidden || isTyping(target) || target.matches('select')) return;
      const isMine = target === document.body || frame.contains(target) || bar.element.contains(target);
      if (!isMine) return;
      if (event.ctrlKey || event.metaKey) {
        const key = event.key.toLowerCase();
        if (key !== 'z' && key !== 'y') return;
        event.preventDefault();
        event.stopPropagation();
        take(key === 'y' || event.shiftKey ? 'redo' : 'undo');
        return;
      }
      const does = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
      if (!does || event.altKey) return;
      event.preventDefault();
      does();
    },
    { capture: true },
  );
}

const shareOf = ({ coverage }: SelectionState): string =>
  coverage > 0 && coverage < 0.01 ? 'Less than 1 %' : `${Math.round(100 * coverage)} %`;
