// Undo and redo as the kit's patches: small plain data, however large the document is.
import type { Item, MediaKit, Patch } from '@aurastream/media-wasm';
import type { Document, Layer } from './model.js';

/** The kit's patch functions. */
export type Patches = Pick<MediaKit['placement'], 'diff' | 'apply' | 'invert' | 'compose'>;

const PAGE = 'page';

/** The document as items with ids: the page's own settings, then the layers. */
function toItems({ layers, ...page }: Document): Item[] {
  return [{ id: PAGE, ...page }, ...layers.map((layer) => ({ ...layer }))];
}

function toDocument(items: readonly Item[]): Document {
  const { id: _, ...page } = items.find(({ id }) => id === PAGE) as Item;
  const layers = items.filter(({ id }) => id !== PAGE) as unknown as Layer[];
  return { ...(page as unknown as Omit<Document, 'layers'>), layers };
}

export const difference = (patches: Patches, before: Document, after: Document): Patch =>
  patches.diff(toItems(before), toItems(after), 'id');

export const patched = (patches: Patches, document: Document, patch: Patch): Document =>
  toDocument(patches.apply(toItems(document), patch, 'id'));
