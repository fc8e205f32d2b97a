// The bar under the canvas: snapping, alignment, distribution, layer order, delete.
import type { Alignment, LayerMove } from '@aurastream/media-wasm';
import { byId, h, icon } from '../dom.js';
import { align, deleteSelection, distribute, restack } from './commands.js';
import type { Context } from './context.js';
import { toolbar } from './toolbar.js';

interface Command {
  icon: string;
  label: string;
  /** Selected layers that it needs at least. */
  least: number;
  run(context: Context): void;
}

const alignment = (how: Alignment, label: string): Command => ({
  icon: `align-${how}`,
  label,
  least: 1,
  run: (context) => align(context, how),
});
const layerMove = (how: LayerMove, label: string): Command => ({
  icon: how,
  label,
  least: 1,
  run: (context) => restack(context, how),
});

const groups: readonly (readonly Command[])[] = [
  [
    alignment('left', 'Align left'),
    alignment('center-x', 'Align centres horizontally'),
    alignment('right', 'Align right'),
  ],
  [
    alignment('top', 'Align top'),
    alignment('center-y', 'Align centres vertically'),
    alignment('bottom', 'Align bottom'),
  ],
  [
    {
      icon: 'distribute-x',
      label: 'Equal gaps horizontally',
      least: 3,
      run: (context) => distribute(context, 'x'),
    },
    {
      icon: 'distribute-y',
      label: 'Equal gaps vertically',
      least: 3,
      run: (context) => distribute(context, 'y'),
    },
  ],
  [
    layerMove('to-front', 'Bring to front'),
    layerMove('forward', 'Bring forward'),
    layerMove('backward', 'Send backward'),
    layerMove('to-back', 'Send to back'),
  ],
  [{ icon: 'trash', label: 'Delete the selected layers', least: 1, run: deleteSelection }],
];

export function mountArrange(context: Context): void {
  const { store } = context;
  const snapping = h(
    'button',
    {
      type: 'button',
      class: 'quiet',
      id: 'snapping',
      'aria-pressed': 'true',
      title: 'Snap to edges, centres and gaps; hold Ctrl to drag freely',
    },
    icon('magnet'),
    'Snap',
  );
  snapping.addEventListener('click', () =>
    store.dispatch({ type: 'snappingChosen', snapping: !store.state.snapping }),
  );
  const several = h(
    'button',
    { type: 'button', class: 'quiet square', id: 'several', 'aria-pressed': 'false', 'aria-label': 'Select several', title: 'Select several: each tap adds one' },
    icon('several'),
  );
  several.addEventListener('click', () => {
    store.dispatch({ type: 'severalChosen', several: !store.state.several });
    store.dispatch({ type: 'said', text: store.state.several ? 'Tap layers to add them to the selection.' : 'A tap selects one layer.' });
  });
  const buttons: { button: HTMLButtonElement; least: number }[] = [];
  const clusters = groups.map((group) =>
    h(
      'span',
      { class: 'cluster' },
      ...group.map(({ icon: name, label, least, run }) => {
        const button = h(
          'button',
          { type: 'button', class: 'quiet square', id: `arrange-${name}`, 'aria-label': label, title: label },
          icon(name),
        );
        button.addEventListener('click', () => run(context));
        buttons.push({ button, least });
        return button;
      }),
    ),
  );
  byId('arrange').append(snapping, several, ...clusters);
  toolbar(byId('arrange'));
  store.subscribe((state) => {
    byId('arrange').hidden = state.view !== 'canvas' || state.document.layers.length === 0;
    snapping.setAttribute('aria-pressed', String(state.snapping));
    several.setAttribute('aria-pressed', String(state.several));
    for (const { button, least } of buttons) button.disabled = state.selection.length < least;
  });
}
