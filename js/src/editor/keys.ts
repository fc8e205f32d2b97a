// Which key does what.
import { guarded } from '../guard.js';
import type { PlacementEditor } from './editor.js';
import type { ModifierKeys } from './types.js';

/** @param focused id of the placement whose element has the focus */
type Command = (editor: PlacementEditor, focused: string | undefined) => void;

const arrows: Readonly<Record<string, readonly [number, number]>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const plain: Readonly<Record<string, (shift: boolean) => Command>> = {
  Delete: () => (editor) => editor.remove(),
  Backspace: () => (editor) => editor.remove(),
  Escape: () => (editor) => editor.select([]),
  Enter: (shift) => choose(shift),
  ' ': (shift) => choose(shift),
  PageUp: (shift) => (editor) => editor.layer(shift ? 'to-front' : 'forward'),
  PageDown: (shift) => (editor) => editor.layer(shift ? 'to-back' : 'backward'),
};

const withControl: Readonly<Record<string, (shift: boolean) => Command>> = {
  a: () => (editor) => editor.selectAll(),
  d: () => (editor) => editor.duplicate(),
  y: () => (editor) => editor.redo(),
  z: (shift) => (editor) => (shift ? editor.redo() : editor.undo()),
};

const of = <T>(table: Readonly<Record<string, T>>, key: string): T | undefined => (Object.hasOwn(table, key) ? table[key] : undefined);

function choose(shift: boolean): Command {
  return (editor, focused) => {
    if (focused !== undefined) (shift ? editor.toggle(focused) : editor.select([focused]));
  };
}

/**
 * What a key is for: arrows nudge (Shift: to the grid), Delete and Backspace remove, Enter and Space select what has the
 * focus (Shift: too), PageUp and PageDown change the layer (Shift: all the way), Escape takes a gesture back or lets go;
 * with Ctrl or Meta: A all, D duplicate, Z undo, Shift+Z or Y redo.
 * @returns undefined for any other
 */
export const keyCommand = /* @__PURE__ */ guarded(({ key, shiftKey = false, ctrlKey, metaKey, altKey }: ModifierKeys & {
  /** Its name, as of a KeyboardEvent. */
  readonly key: string;
}): Command | undefined => {
  if (altKey) return undefined;
  if (ctrlKey || metaKey) return of(withControl, key.toLowerCase())?.(shiftKey);
  const arrow = of(arrows, key);
  return arrow ? (editor) => editor.nudge({ x: arrow[0], y: arrow[1] }, shiftKey) : of(plain, key)?.(shiftKey);
}, 'keyCommand');
