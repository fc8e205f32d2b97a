// Undo and redo as the kit's patches: small plain data, however large the document is.
import type { Item, MediaKit, Patch } from '@aurastream/media-wasm';
import type { Document, ImageItem, Layer, View } from './model.js';

/** The kit's patch functions. */
export type Patches = Pick<MediaKit['placement'], 'diff' | 'apply' | 'invert' | 'compose'>;

const PAGE = 'page';

/** The document as items with ids: the page's own settings, the images, the layers. */
function toItems({ images, layers, ...page }: Document): Item[] {
  return [{ id: PAGE, ...page }, ...images.map((image) => ({ ...image })), ...layers.map((layer) => ({ ...layer }))];
}

const isImage = (id: unknown): boolean => String(id).startsWith('image-');

function toDocument(items: readonly Item[]): Document {
  const { id: _, ...page } = items.find(({ id }) => id === PAGE) as Item;
  const others = items.filter(({ id }) => id !== PAGE) as unknown[];
  const images = others.filter((item) => isImage((item as ImageItem).id)) as ImageItem[];
  const layers = others.filter((item) => !isImage((item as Layer).id)) as Layer[];
  return { ...(page as unknown as Omit<Document, 'images' | 'layers'>), images, layers };
}

/** What a person looks at to see a patch's effect: an image's own view, or the canvas. */
export function whereSeen({ items }: Patch): { view: View; imageId?: string } {
  const ids = items.map(({ id }) => String(id));
  return ids.length > 0 && ids.every(isImage) ? { view: 'cutout', imageId: ids.at(-1)! } : { view: 'canvas' };
}

export const difference = (patches: Patches, before: Document, after: Document): Patch =>
  patches.diff(toItems(before), toItems(after), 'id');

export const patched = (patches: Patches, document: Document, patch: Patch): Document =>
  toDocument(patches.apply(toItems(document), patch, 'id'));
