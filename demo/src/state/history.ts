// Undo and redo as the kit's patches: small plain data, however large the document is.
import type { Item, CoreKit, Patch } from '@aurastream/media-wasm';
import type { Document, ImageItem, Layer, Panel, View } from './model.js';

/** The kit's patch functions, and the canvases' sizes. */
export type Patches = Pick<CoreKit['placement'], 'diff' | 'apply' | 'invert' | 'compose' | 'canvasSize'>;

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

/** Of what is seen in a panel alone. */
const panelKeys: Readonly<Record<Panel, readonly string[]>> = {
  details: ['displayName', 'assetType', 'description', 'tags', 'favorite', 'primary', 'useCutout'],
  layers: ['name', 'locked', 'group'],
};

/** What a person looks at to see a patch's effect: an image's own view or the canvas, and the panel that says it. */
export function whereSeen({ items }: Patch): { view: View; imageId?: string; panel?: Panel | undefined } {
  const ids = items.map(({ id }) => String(id));
  const keys = items.flatMap(({ changed }) => Object.keys(changed ?? {}));
  const isChange = keys.length > 0 && items.every(({ added, removed }) => !added && !removed);
  const panel = (['details', 'layers'] as const).find((name) => isChange && keys.every((key) => panelKeys[name].includes(key)));
  return ids.length > 0 && ids.every(isImage) ? { view: 'cutout', imageId: ids.at(-1)!, panel } : { view: 'canvas', panel };
}

/** What a change of these keys is called. */
const properties: readonly (readonly [readonly string[], string])[] = [
  [['crop'], 'crop'],
  [['x', 'y', 'width', 'height'], 'place and size'],
  [['rotation'], 'angle'],
  [['opacity'], 'opacity'],
  [['zIndex'], 'order'],
  [['flipX', 'flipY'], 'mirroring'],
  [['outline', 'glow', 'shadow'], 'effects'],
  [['round'], 'corners'],
  [['group'], 'group'],
  [['hidden'], 'visibility'],
  [['locked'], 'lock'],
  [['name'], 'name'],
  [['cutout', 'useCutout'], 'cut-out'],
  [['displayName'], 'name'],
  [['assetType', 'description', 'tags', 'favorite', 'primary'], 'details'],
  [['canvas'], 'canvas'],
  [['backdrop'], 'backdrop'],
];

/** What a patch did, in the fewest words: "2 layers added", "place and size of Logo". @param documents where what it changed has its name */
export function patchWords({ items }: Patch, documents: readonly Document[]): string {
  const kinds = items.filter(({ added, removed }) => added ?? removed);
  const [first] = kinds.length > 0 ? kinds : items;
  if (!first) return 'a change';
  if (kinds.length > 0) {
    if (items.some(({ id }) => id === PAGE)) return 'a template';
    // An image goes with its layers: the image says it.
    const images = kinds.filter(({ id }) => isImage(id));
    const [counted, what] = images.length > 0 ? [images, 'image'] : [kinds, 'layer'];
    const did = counted[0]!.added ? 'added' : 'taken out';
    return counted.length === 1 ? `${what} ${did}` : `${counted.length} ${what}s ${did}`;
  }
  const keys = items.flatMap(({ changed }) => Object.keys(changed ?? {}));
  const what = properties.find(([among]) => among.some((key) => keys.includes(key)))?.[1] ?? 'change';
  if (first.id === PAGE) return what;
  return `${what} of ${items.length === 1 ? nameIn(documents, String(first.id)) : `${items.length} ${isImage(first.id) ? 'images' : 'layers'}`}`;
}

function nameIn(documents: readonly Document[], id: string): string {
  for (const { images, layers } of documents) {
    const layer = layers.find((one) => one.id === id);
    const imageId = layer?.imageId ?? id;
    const name = layer?.name || images.find((image) => image.id === imageId)?.displayName;
    if (name) return name;
  }
  return isImage(id) ? 'an image' : 'a layer';
}

export const difference = (patches: Patches, before: Document, after: Document): Patch =>
  patches.diff(toItems(before), toItems(after), 'id');

export const patched = (patches: Patches, document: Document, patch: Patch): Document =>
  toDocument(patches.apply(toItems(document), patch, 'id'));
