// What buttons and keys do to the selected layers, by the kit's geometry.
import type { Alignment, LayerMove, Point } from '@aurastream/media-wasm';
import { canvasOf, canvasRect, throughBoxes } from '../engine/layout.js';
import { selectedLayers } from '../state/model.js';
import type { Context } from './context.js';

export function deleteSelection({ store }: Context): void {
  const { selection } = store.state;
  if (selection.length === 0) return;
  store.dispatch({ type: 'layersDeleted', ids: selection });
  store.dispatch({
    type: 'said',
    text: selection.length === 1 ? 'Layer deleted.' : `${selection.length} layers deleted.`,
  });
}

/** An arrow key: one canvas pixel, or to the next line of the editor's grid. */
export function nudge({ kit, store }: Context, way: Point, toGrid: boolean): void {
  const canvas = canvasOf(kit, store.state);
  const share = kit.placement.constants.GRID_PERCENT / 100;
  const grid = { width: canvas.width * share, height: canvas.height * share };
  const layers = throughBoxes(kit, selectedLayers(store.state), canvas, (boxes) =>
    boxes.map((box) => kit.placement.nudge(box, way, toGrid ? { grid } : {})),
  );
  store.dispatch({ type: 'layersChanged', layers, gesture: `nudge ${store.state.selection.join()}` });
}

export function restack({ kit, store }: Context, how: LayerMove): void {
  const {
    document: { layers },
    selection,
  } = store.state;
  const chosen = layers.flatMap(({ id }, index) => (selection.includes(id) ? [index] : []));
  const z = kit.placement.arrange.moveLayers(
    layers.map(({ zIndex }) => zIndex),
    chosen,
    how,
  );
  store.dispatch({
    type: 'layersChanged',
    layers: layers.map((layer, index) => ({ ...layer, zIndex: z[index]! })),
  });
}

/** One layer aligns to the canvas, several to the frame around them. */
export function align({ kit, store }: Context, how: Alignment): void {
  const canvas = canvasOf(kit, store.state);
  const chosen = selectedLayers(store.state);
  const layers = throughBoxes(kit, chosen, canvas, (boxes) =>
    kit.placement.arrange.align(boxes, how, chosen.length === 1 ? canvasRect(canvas) : 'selection'),
  );
  store.dispatch({ type: 'layersChanged', layers });
}

export function distribute({ kit, store }: Context, axis: 'x' | 'y'): void {
  const layers = throughBoxes(kit, selectedLayers(store.state), canvasOf(kit, store.state), (boxes) =>
    kit.placement.arrange.distribute(boxes, axis),
  );
  store.dispatch({ type: 'layersChanged', layers });
}
