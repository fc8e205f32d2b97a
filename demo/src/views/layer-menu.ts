// The menu of what is selected: by the right button, a long press, or Shift+F10.
import { byId } from '../dom.js';
import { reachableLayers, selectedLayers, type State } from '../state/model.js';
import { canPaste, copySelection, cutSelection, deleteSelection, duplicateSelection, pasteLayers, restack } from './commands.js';
import type { Context } from './context.js';
import { editText, isText } from './drawn.js';
import { fitToCanvas, flip, groupSelected, toggleCropping, toggleHidden, toggleLocked, ungroupSelected } from './layer-changes.js';
import { renameSelected } from './layer-list.js';
import { openMenu, type MenuItem } from './menu.js';

const all = (state: State, key: 'hidden' | 'locked'): boolean => selectedLayers(state).every((layer) => layer[key]);

function items(context: Context): MenuItem[][] {
  const { store, zoom } = context;
  const { state } = store;
  const chosen = selectedLayers(state);
  const paste: MenuItem = { label: 'Paste', keys: 'Ctrl+V', isOff: !canPaste(), run: () => pasteLayers(context) };
  if (chosen.length === 0) {
    const ids = reachableLayers(state).map(({ id }) => id);
    return [
      [paste, { label: 'Select all', keys: 'Ctrl+A', isOff: ids.length === 0, run: () => store.dispatch({ type: 'selected', ids }) }],
      [{ label: 'Show all of the canvas', keys: '0', run: zoom.fit }, { label: 'Real size', keys: '1', run: zoom.full }],
    ];
  }
  const isOff = all(state, 'locked');
  const [only] = chosen.length === 1 ? chosen : [];
  const edit: MenuItem[] = only && isText(state, only) ? [{ label: 'Edit the text', keys: 'Enter', isOff, run: () => editText(context, only.id) }] : [];
  return [
    ...(edit.length > 0 ? [edit] : []),
    [
      { label: 'Cut', keys: 'Ctrl+X', isOff, run: () => cutSelection(context) },
      { label: 'Copy', keys: 'Ctrl+C', run: () => copySelection(context) },
      paste,
      { label: 'Duplicate', keys: 'Ctrl+D', run: () => duplicateSelection(context) },
    ],
    [
      { label: 'To the front', keys: 'Ctrl+Shift+]', run: () => restack(context, 'to-front') },
      { label: 'Forward', keys: 'Ctrl+]', run: () => restack(context, 'forward') },
      { label: 'Backward', keys: 'Ctrl+[', run: () => restack(context, 'backward') },
      { label: 'To the back', keys: 'Ctrl+Shift+[', run: () => restack(context, 'to-back') },
    ],
    [
      { label: 'Fit the canvas', isOff, run: () => fitToCanvas(context, 'contain') },
      { label: 'Fill the canvas', isOff, run: () => fitToCanvas(context, 'cover') },
      { label: 'Mirror left and right', keys: 'Shift+H', isOff, run: () => flip(context, 'flipX') },
      { label: 'Mirror up and down', keys: 'Shift+V', isOff, run: () => flip(context, 'flipY') },
    ],
    [
      { label: 'Crop', keys: 'C', isOff: isOff || chosen.length > 1 || chosen[0]!.place === true, run: () => toggleCropping(context) },
      { label: 'Group', keys: 'Ctrl+G', isOff: chosen.length < 2, run: () => groupSelected(context) },
      { label: 'Ungroup', keys: 'Ctrl+Shift+G', isOff: !chosen.some(({ group }) => group), run: () => ungroupSelected(context) },
    ],
    [
      { label: all(state, 'hidden') ? 'Show' : 'Hide', keys: 'H', run: () => toggleHidden(context) },
      { label: isOff ? 'Unlock' : 'Lock', keys: 'L', run: () => toggleLocked(context) },
      { label: 'Rename', keys: 'F2', isOff: chosen.length > 1, run: () => renameSelected(context) },
    ],
    [{ label: 'Delete', keys: 'Delete', isOff, run: () => deleteSelection(context) }],
  ];
}

/** @param at the pointer; without it the menu opens over what is selected */
export function layerMenu(context: Context, at?: { clientX: number; clientY: number }): void {
  const { top, left, width, height } = (document.querySelector('.frame:not([hidden])') ?? byId('stage')).getBoundingClientRect();
  const place = at ?? { clientX: left + width / 2, clientY: top + height / 2 };
  openMenu('Layer', items(context), { x: place.clientX, y: place.clientY });
}
