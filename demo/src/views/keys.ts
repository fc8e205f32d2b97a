// The page's keys, in one table: what they do wherever nobody is typing, and the list that `?` shows.
import { byId, h, isTyping } from '../dom.js';
import { copySelection, cutSelection, deleteSelection, duplicateSelection, nudge, pasteLayers, resizeBy, restack, turnBy } from './commands.js';
import { reachableLayers } from '../state/model.js';
import type { Context } from './context.js';
import { flip, groupSelected, toggleCropping, toggleHidden, toggleLocked, ungroupSelected } from './layer-changes.js';
import { renameSelected } from './layer-list.js';
import { layerMenu } from './layer-menu.js';

interface KeyCommand {
  /** As {@link nameOf} names them. */
  keys: readonly string[];
  label: string;
  /** Only where the canvas is seen; the others everywhere. */
  onCanvas: boolean;
  run(context: Context, event: KeyboardEvent): void;
}

const onCanvas = (keys: readonly string[], label: string, run: KeyCommand['run']): KeyCommand => ({ keys, label, onCanvas: true, run });
const anywhere = (keys: readonly string[], label: string, run: KeyCommand['run']): KeyCommand => ({ keys, label, onCanvas: false, run });

const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
const arrowKeys = Object.keys(arrows);
const byArrow = (toGrid: boolean): KeyCommand['run'] => (context, event) => {
  const [x, y] = arrows[event.key]!;
  nudge(context, { x, y }, toGrid);
};

/** Canvas pixels, up and left being smaller. */
const sizeByArrow = (step: number): KeyCommand['run'] => (context, event) => {
  const [x, y] = arrows[event.key]!;
  resizeBy(context, { x: x * step, y: y * step });
};

const commands: readonly KeyCommand[] = [
  anywhere(['Ctrl+Z'], 'Undo', ({ store }) => store.dispatch({ type: 'undone' })),
  anywhere(['Ctrl+Shift+Z', 'Ctrl+Y'], 'Redo', ({ store }) => store.dispatch({ type: 'redone' })),
  onCanvas(arrowKeys, 'Move by a pixel', byArrow(false)),
  onCanvas(arrowKeys.map((key) => `Shift+${key}`), 'Move to the next grid line', byArrow(true)),
  onCanvas(arrowKeys.map((key) => `Ctrl+${key}`), 'Resize by a pixel', sizeByArrow(1)),
  onCanvas(arrowKeys.map((key) => `Ctrl+Shift+${key}`), 'Resize by ten pixels', sizeByArrow(10)),
  onCanvas(['.'], 'Turn to the right by a degree', (context) => turnBy(context, 1)),
  onCanvas([','], 'Turn to the left by a degree', (context) => turnBy(context, -1)),
  // As Shift makes them of these keys, on one keyboard and another.
  onCanvas(['>', ':'], 'Turn to the right by 15 degrees', (context) => turnBy(context, 15)),
  onCanvas(['<', ';'], 'Turn to the left by 15 degrees', (context) => turnBy(context, -15)),
  onCanvas(['Delete', 'Backspace'], 'Delete', deleteSelection),
  onCanvas(['Ctrl+C'], 'Copy', copySelection),
  onCanvas(['Ctrl+X'], 'Cut', cutSelection),
  onCanvas(['Ctrl+D'], 'Duplicate', duplicateSelection),
  onCanvas(['Ctrl+A'], 'Select all', ({ store }) =>
    store.dispatch({ type: 'selected', ids: reachableLayers(store.state).map(({ id }) => id) })),
  onCanvas(['Escape'], 'Select nothing; during a drag, take it back', ({ store }) =>
    store.dispatch(store.state.cropping ? { type: 'croppingChosen', cropping: false } : { type: 'selected', ids: [] })),
  onCanvas(['Ctrl+]'], 'Forward', (context) => restack(context, 'forward')),
  onCanvas(['Ctrl+['], 'Backward', (context) => restack(context, 'backward')),
  onCanvas(['Ctrl+Shift+]', 'Ctrl+}'], 'To the front', (context) => restack(context, 'to-front')),
  onCanvas(['Ctrl+Shift+[', 'Ctrl+{'], 'To the back', (context) => restack(context, 'to-back')),
  onCanvas(['H'], 'Hide or show', (context) => toggleHidden(context)),
  onCanvas(['L'], 'Lock or unlock', (context) => toggleLocked(context)),
  onCanvas(['Shift+H'], 'Mirror left and right', (context) => flip(context, 'flipX')),
  onCanvas(['Shift+V'], 'Mirror up and down', (context) => flip(context, 'flipY')),
  onCanvas(['Ctrl+G'], 'Group', groupSelected),
  onCanvas(['Ctrl+Shift+G'], 'Ungroup', ungroupSelected),
  onCanvas(['C'], 'Crop by the handles', toggleCropping),
  onCanvas(['F2'], 'Rename', renameSelected),
  onCanvas(['Shift+F10', 'ContextMenu'], 'Menu of the layer', (context) => layerMenu(context)),
  onCanvas(['+', '='], 'Zoom in', ({ zoom }) => zoom.in()),
  onCanvas(['-'], 'Zoom out', ({ zoom }) => zoom.out()),
  onCanvas(['0'], 'Show all of the canvas', ({ zoom }) => zoom.fit()),
  onCanvas(['1'], 'Show it in real size', ({ zoom }) => zoom.full()),
  anywhere(['?'], 'Show these keys', () => byId<HTMLDialogElement>('keys').showModal()),
];

/** What pointers and the clipboard do, for the list alone. */
const others: readonly (readonly [string, string])[] = [
  ['Ctrl+V', 'Paste layers, or a picture'],
  ['Double click, Enter', 'Edit a text'],
  ['Shift+click', 'Add to the selection'],
  ['Alt+drag', 'Drag a copy'],
  ['Ctrl while dragging', 'Without snapping'],
  ['Ctrl+wheel, two fingers', 'Zoom'],
  ['Space+drag, middle button', 'Move what is seen'],
];

export function mountKeys(context: Context): void {
  byId('keys').append(
    h('h2', {}, 'Keys'),
    h('dl', {}, ...commands.flatMap(({ keys, label }) => entry(keys[0]!, label)), ...others.flatMap(([keys, label]) => entry(keys, label))),
    h('form', { method: 'dialog' }, h('button', {}, 'Close')),
  );
  byId('show-keys').addEventListener('click', () => byId<HTMLDialogElement>('keys').showModal());
  addEventListener('keydown', (event) => {
    if (event.defaultPrevented || isTyping(event.target) || document.querySelector('dialog[open], [popover]:popover-open, [role=menu]:not([hidden])')) return;
    const command = commands.find(({ keys }) => keys.includes(nameOf(event)));
    if (!command || ownsKey(event) || (command.onCanvas && context.store.state.view !== 'canvas')) return;
    event.preventDefault();
    command.run(context, event);
  });
  addEventListener('paste', (event) => {
    // Pictures are the library's.
    if (!event.defaultPrevented && !isTyping(event.target) && context.store.state.view === 'canvas') pasteLayers(context);
  });
}

const entry = (keys: string, label: string): HTMLElement[] => {
  const shown = /Arrow/.test(keys) ? keys.replace(/Arrow\w+/, 'Arrows') : keys;
  return [h('dt', {}, h('kbd', {}, shown)), h('dd', {}, label)];
};

/** `Ctrl` stands for the Command key as well. Shift is named where it does not change the character. */
function nameOf({ key, ctrlKey, metaKey, shiftKey }: KeyboardEvent): string {
  const isWord = key.length > 1 || /[a-z]/i.test(key);
  return [ctrlKey || metaKey ? 'Ctrl' : '', shiftKey && isWord ? 'Shift' : '', key.length === 1 ? key.toUpperCase() : key].filter(Boolean).join('+');
}

/** Whether what has the focus needs the key for itself: a slider its arrows, a menu its letters. */
function ownsKey({ target, key, ctrlKey, metaKey }: KeyboardEvent): boolean {
  if (!(target instanceof Element) || ctrlKey || metaKey) return false;
  if (target.matches('select')) return true;
  return key.startsWith('Arrow') && target.matches('input, [role=tab], pre, [role=toolbar] *');
}
