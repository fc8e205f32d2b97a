// What the elements of an editor need: attributes and styles, the same for every framework.
import { guarded } from '../guard.js';
import type { AnyPlacement } from '../placement-input.js';
import type { Handle } from '../placement/geometry.js';
import { boxStyle, handleStyle, type EditorStyle } from './styles.js';
import type { EditorItem, EditorState } from './types.js';

/** The attribute by which a placement's element is known. */
export const ITEM_ATTRIBUTE = 'data-placement-item';
/** The attribute by which a handle is known. */
export const HANDLE_ATTRIBUTE = 'data-placement-handle';

/** Attributes by their names in HTML; `style` and `tabIndex` by theirs in JavaScript. */
export type EditorAttributes = Readonly<Record<string, string | number | boolean | EditorStyle>> & {
  /** Declarations. */
  readonly style: EditorStyle;
};

/**
 * The surface that has the canvas' shape and holds all other parts. It can be focused, so that undo works with nothing
 * selected.
 */
export function canvasProps(label: string): EditorAttributes {
  return { role: 'group', 'aria-label': label, tabIndex: 0, style: { position: 'relative', touchAction: 'pan-y', userSelect: 'none' } };
}

/** A placement's own element: a button that Tab reaches and arrow keys move. */
export const itemProps = /* @__PURE__ */ guarded(<P extends AnyPlacement>(item: EditorItem<P>, { canvas, items }: EditorState<P>, label?: (item: EditorItem<P>, count: number) => string): EditorAttributes => {
  return {
    [ITEM_ATTRIBUTE]: item.id,
    role: 'button',
    tabIndex: 0,
    'aria-pressed': item.selected,
    'aria-label': label ? label(item, items.length) : `${item.name}, layer ${item.rank} of ${items.length}`,
    style: { ...boxStyle(item.box, canvas), zIndex: String(item.rank), touchAction: 'none', cursor: 'move' },
  };
}, 'itemProps');

/** The frame around what is selected, in front of all; it lets pointers through, except for its handles. */
export const frameProps = /* @__PURE__ */ guarded(<P extends AnyPlacement>({ frame, canvas, items }: EditorState<P>): EditorAttributes => {
  const front = { zIndex: String(items.length + 1), pointerEvents: 'none' };
  return { 'aria-hidden': true, style: frame ? { ...boxStyle(frame, canvas), ...front } : { display: 'none' } };
}, 'frameProps');

/** A handle, inside of the frame's element. */
export const handleProps = /* @__PURE__ */ guarded(<P extends AnyPlacement>(handle: Handle | 'rotate', { frame }: EditorState<P>): EditorAttributes => {
  return { [HANDLE_ATTRIBUTE]: handle, style: handleStyle(handle, frame?.rotation) };
}, 'handleProps');
