// Undo and collaboration: the difference between two lists of placements as a small plain-data patch. It is
// about JavaScript objects of any shape, so it lives on this side of the boundary.
import { invalid } from './geometry.js';

/** A placement, or any plain object with an id. */
export type Item = Readonly<Record<string, unknown>>;

/** What happened to one item. */
export interface ItemChange {
  /**
   * What tells the item apart: its value of the key, its `id`, or its asset's id, from the second on with `#2`,
   * `#3` ….
   */
  id: string;
  /** The item that was not there before. */
  added?: Item;
  /** The item that is not there afterwards. */
  removed?: Item;
  /** By key, the value before and after; a side is left out where the key was not there. */
  changed?: Record<
    string,
    {
      /** Left out where the key is new. */
      before?: unknown;
      /** Left out where the key is gone. */
      after?: unknown;
    }
  >;
}

/** Plain data: may be stored and sent as JSON. Patches of different keys can be applied in any order. */
export interface Patch {
  /** One entry an item; items that are the same before and after have none. */
  items: ItemChange[];
  /** The ids in order before and after, where the order changed or items came or went. */
  order?: {
    /** Ids from first to last. */
    before: string[];
    /** Ids from first to last. */
    after: string[];
  };
}

const textIn = (item: Item, key: string): string | undefined => {
  const value = item[key];
  return typeof value === 'string' ? value : undefined;
};

/**
 * Items by what tells them apart: the string in `key`; without a key their `id`, else their asset's, to which the second
 * and later ones of an asset add `#2` and so on in the list's order.
 */
function byId(items: readonly Item[], key: string | null | undefined): Map<string, Item> {
  if (!Array.isArray(items)) throw invalid('The placements must be an array.');
  const out = new Map<string, Item>();
  const counts = new Map<string, number>();
  for (const item of items as Item[]) {
    if (typeof item !== 'object' || item === null) throw invalid('Every placement must be an object.');
    const own = textIn(item, key ?? 'id');
    const asset = key == null && own === undefined ? textIn(item, 'assetId') ?? textIn(item, 'asset_id') : undefined;
    if (own === undefined && asset === undefined) throw invalid(`Every placement needs a string in ${key ?? 'id or assetId'}.`);
    if (own !== undefined && out.has(own)) {
      throw invalid(`Two placements have the ${key ?? 'id'} ${JSON.stringify(own)}; name a key that tells them apart.`);
    }
    out.set(own ?? numbered(asset!, counts, out), item);
  }
  return out;
}

/** What tells each item apart, in the list's order. @internal */
export const idsOf = (items: readonly Item[], key?: string | null): string[] => [...byId(items, key).keys()];

function numbered(asset: string, counts: Map<string, number>, taken: ReadonlyMap<string, unknown>): string {
  for (;;) {
    const count = (counts.get(asset) ?? 0) + 1;
    counts.set(asset, count);
    const id = count === 1 ? asset : `${asset}#${count}`;
    if (!taken.has(id)) return id;
  }
}

function equal(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (
    typeof a !== 'object' ||
    typeof b !== 'object' ||
    a === null ||
    b === null ||
    Array.isArray(a) !== Array.isArray(b)
  )
    return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((k) => Object.hasOwn(b, k) && equal((a as Item)[k], (b as Item)[k]))
  );
}

/** A copy that later changes to the original do not reach. */
const copy = <T>(value: T): T =>
  typeof value === 'object' && value !== null ? structuredClone(value) : value;

function side(item: Item, key: string): { has: boolean; value: unknown } {
  return { has: Object.hasOwn(item, key), value: item[key] };
}

function changes(before: Item, after: Item): ItemChange['changed'] {
  const out: [string, { before?: unknown; after?: unknown }][] = [];
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [a, b] = [side(before, key), side(after, key)];
    if (a.has === b.has && equal(a.value, b.value)) continue;
    out.push([key, { ...(a.has && { before: copy(a.value) }), ...(b.has && { after: copy(b.value) }) }]);
  }
  return out.length > 0 ? Object.fromEntries(out) : undefined;
}

/** The patch that leads from `before` to `after`. Items are told apart by the string in `key`; without a key as {@link ItemChange} says of `id`. */
export function diff(before: readonly Item[], after: readonly Item[], key?: string | null): Patch {
  const [old, now] = [byId(before, key), byId(after, key)];
  const items: ItemChange[] = [];
  for (const [id, item] of old) if (!now.has(id)) items.push({ id, removed: copy(item) });
  for (const [id, item] of now) {
    const was = old.get(id);
    if (!was) items.push({ id, added: copy(item) });
    else {
      const changed = changes(was, item);
      if (changed) items.push({ id, changed });
    }
  }
  const order = { before: [...old.keys()], after: [...now.keys()] };
  return equal(order.before, order.after) ? { items } : { items, order };
}

function applyChange(item: Item, changed: NonNullable<ItemChange['changed']>): Item {
  const out: Record<string, unknown> = { ...item };
  for (const [key, change] of Object.entries(changed)) {
    if ('after' in change)
      Object.defineProperty(out, key, {
        value: copy(change.after),
        enumerable: true,
        writable: true,
        configurable: true,
      });
    else delete out[key];
  }
  return out;
}

function checkPatch(patch: Patch): Patch {
  const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;
  const isOptional = (value: unknown): boolean => value === undefined || isObject(value);
  const isIds = (value: unknown): boolean => Array.isArray(value) && value.every((id) => typeof id === 'string');
  const isChange = (change: ItemChange): boolean =>
    isObject(change) && typeof change.id === 'string' && isOptional(change.added) && isOptional(change.removed)
    && isOptional(change.changed) && Object.values(change.changed ?? {}).every(isObject);
  const isPatch = isObject(patch) && Array.isArray(patch.items) && patch.items.every(isChange)
    && (patch.order === undefined || (isObject(patch.order) && isIds(patch.order.before) && isIds(patch.order.after)));
  if (!isPatch) throw invalid('This is not a patch of diff().');
  return patch;
}

/** The list after the patch, a new one. A change to an item that someone else removed is dropped. */
export function apply<T extends object>(items: readonly T[], patch: Patch, key?: string | null): T[] {
  const out = byId(items as readonly Item[], key);
  for (const { id, added, removed, changed } of checkPatch(patch).items) {
    if (removed) out.delete(id);
    if (added) out.set(id, copy(added));
    const item = out.get(id);
    if (changed && item) out.set(id, applyChange(item, changed));
  }
  if (!patch.order) return [...out.values()] as T[];
  // Ids that the patch knows take its order; what it does not know stays behind the one that it followed.
  const place = new Map(patch.order.after.map((id, i) => [id, i]));
  let last = -1;
  const sorted = [...out.entries()].map(([id, item], i) => {
    last = place.get(id) ?? last;
    return { item, place: last, known: place.has(id), i };
  });
  sorted.sort((a, b) => a.place - b.place || Number(b.known) - Number(a.known) || a.i - b.i);
  return sorted.map(({ item }) => item) as T[];
}

function swap(changed: NonNullable<ItemChange['changed']>): NonNullable<ItemChange['changed']> {
  return Object.fromEntries(
    Object.entries(changed).map(([key, c]) => [
      key,
      { ...('after' in c && { before: c.after }), ...('before' in c && { after: c.before }) },
    ]),
  );
}

/** The patch that undoes a patch. */
export function invert(patch: Patch): Patch {
  const items = checkPatch(patch).items.map(({ id, added, removed, changed }) => ({
    id,
    ...(removed && { added: removed }),
    ...(added && { removed: added }),
    ...(changed && { changed: swap(changed) }),
  }));
  return patch.order ? { items, order: { before: patch.order.after, after: patch.order.before } } : { items };
}

/** What an item is before and after a change that is all there is to know of it. */
function merge(first: ItemChange, second: ItemChange): ItemChange | undefined {
  const { id } = first;
  if (first.changed && second.changed) {
    const changed: [string, { before?: unknown; after?: unknown }][] = [];
    for (const key of new Set([...Object.keys(first.changed), ...Object.keys(second.changed)])) {
      const [a, b] = [first.changed[key], second.changed[key]];
      const [from, to] = [a ?? b, b ?? a] as [{ before?: unknown }, { after?: unknown }];
      if ('before' in from === 'after' in to && equal(from.before, to.after)) continue;
      changed.push([
        key,
        { ...('before' in from && { before: from.before }), ...('after' in to && { after: to.after }) },
      ]);
    }
    return changed.length > 0 ? { id, changed: Object.fromEntries(changed) } : undefined;
  }
  if (first.added && second.changed) return { id, added: applyChange(first.added, second.changed) };
  if (first.added && second.removed) return undefined;
  if (first.removed && second.added) {
    const changed = changes(first.removed, second.added);
    return changed && { id, changed };
  }
  if (first.changed && second.removed)
    return { id, removed: applyChange(second.removed, swap(first.changed)) };
  return second;
}

/** One patch that does what `first` and then `second` do. */
export function compose(first: Patch, second: Patch): Patch {
  const merged = new Map(checkPatch(first).items.map((change) => [change.id, change]));
  for (const change of checkPatch(second).items) {
    const before = merged.get(change.id);
    const both = before ? merge(before, change) : change;
    if (both) merged.set(change.id, both);
    else merged.delete(change.id);
  }
  const items = [...merged.values()];
  const before = first.order?.before ?? second.order?.before;
  const after = second.order?.after ?? first.order?.after;
  return before && after && !equal(before, after) ? { items, order: { before, after } } : { items };
}
