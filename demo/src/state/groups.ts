// Groups: layers that are selected as one, wherever a pointer or a key means one of them.
import type { Layer } from './model.js';

/** The layer, or all of its group. */
export function together(layers: readonly Layer[], id: string): string[] {
  const group = layers.find((layer) => layer.id === id)?.group;
  return group ? layers.filter((layer) => layer.group === group).map((layer) => layer.id) : [id];
}

/** With what belongs to them, each once, in the order in which they were meant. */
export const allTogether = (layers: readonly Layer[], ids: readonly string[]): string[] =>
  [...new Set(ids.flatMap((id) => [...together(layers, id).filter((one) => one !== id), id]))];

/** The selection after one more was meant, or one that is selected already. */
export function toggled(layers: readonly Layer[], selection: readonly string[], id: string): string[] {
  const all = together(layers, id);
  return selection.includes(id) ? selection.filter((one) => !all.includes(one)) : [...selection, ...all];
}

/** `group-N`, after all that there are. */
export const freshGroup = (layers: readonly Layer[], beyond = 0): string =>
  `group-${1 + beyond + Math.max(0, ...layers.map(({ group }) => Number(group?.slice('group-'.length)) || 0))}`;
