// What an editor shows, out of what it holds.
import type { AnyPlacement } from '../placement-input.js';
import type { PlacementApi } from '../placement.js';
import type { Box } from '../placement/geometry.js';
import { backToFront, frameOf, type Laid } from './layout.js';
import type { EditorItem, EditorState } from './types.js';

const alike = (a: Box, b: Box): boolean =>
  a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height && a.rotation === b.rotation;

/** Items that stay the same objects where nothing of them changed, so that a list of components shows only what did. @internal */
export function itemsOf<P extends AnyPlacement>(laid: readonly Laid<P>[], selection: readonly string[], before: readonly EditorItem<P>[]): readonly EditorItem<P>[] {
  const known = new Map(before.map((item) => [item.id, item]));
  const ranks = new Map(backToFront(laid.map(({ z }) => z)).map((i, rank) => [i, rank + 1]));
  return laid.map(({ id, index, placement, name, box }, i): EditorItem<P> => {
    const item = { id, index, placement, name, box, rank: ranks.get(i)!, selected: selection.includes(id) };
    const old = known.get(id);
    const kept = old && old.placement === placement && old.index === index && old.rank === item.rank && old.selected === item.selected && alike(old.box, box);
    return kept ? old : item;
  });
}

/** @internal */
export function stateOf<P extends AnyPlacement>({ geometry, ...rest }: Omit<EditorState<P>, 'ready' | 'selection' | 'frame'> & { geometry: PlacementApi | undefined }): EditorState<P> {
  const chosen = rest.items.filter(({ selected }) => selected);
  return Object.freeze({
    ...rest,
    ready: geometry !== undefined,
    selection: chosen.map(({ id }) => id),
    frame: geometry && frameOf(geometry, chosen.map(({ box }) => box)),
  });
}
