// Every change of the page's state: (state, action) -> state, without side effects.
import type { GenerationAssetType } from '@aurastream/media-wasm';
import { inOrder, type Document, type Endpoint, type ImageItem, type Layer, type State, type View } from './model.js';

export type Action =
  | { type: 'imageAdded'; image: ImageItem }
  | { type: 'imageChanged'; id: string; changes: Partial<ImageItem> }
  | { type: 'imageRemoved'; id: string }
  | { type: 'imageChosen'; id: string }
  | { type: 'layerAdded'; layer: Layer }
  | { type: 'layersChanged'; layers: Layer[]; gesture?: string | undefined }
  | { type: 'layersDeleted'; ids: string[] }
  | { type: 'selected'; ids: string[] }
  | { type: 'canvasChosen'; canvas: GenerationAssetType; layers?: Layer[] }
  | { type: 'backdropChosen'; backdrop: string }
  | { type: 'viewChosen'; view: View }
  | { type: 'endpointChosen'; endpoint: Endpoint }
  | { type: 'promptTyped'; prompt: string }
  | { type: 'modelChosen'; model: string }
  | { type: 'said'; text: string; tone?: 'info' | 'error' }
  | { type: 'undone' }
  | { type: 'redone' };

const HISTORY_LIMIT = 200;

export function reduce(state: State, action: Action): State {
  switch (action.type) {
    case 'imageAdded':
      return { ...state, images: [...state.images, action.image], imageId: action.image.id, view: 'cutout' };
    case 'imageChanged':
      return { ...state, images: state.images.map((image) => (image.id === action.id ? { ...image, ...action.changes } : image)) };
    case 'imageRemoved':
      return withoutImage(state, action.id);
    case 'imageChosen':
      return { ...state, imageId: action.id };
    case 'layerAdded':
      return {
        ...edited(state, { layers: renumbered([...state.document.layers, action.layer]) }),
        selection: [action.layer.id],
        view: 'canvas',
      };
    case 'layersChanged':
      return edited(state, { layers: merged(state.document.layers, action.layers) }, action.gesture);
    case 'layersDeleted': {
      const layers = state.document.layers.filter(({ id }) => !action.ids.includes(id));
      return { ...edited(state, { layers: renumbered(layers) }), selection: [] };
    }
    case 'selected':
      return { ...state, selection: action.ids, imageId: imageOfLast(state, action.ids) ?? state.imageId };
    case 'canvasChosen':
      return { ...edited(state, { canvas: action.canvas, ...(action.layers && { layers: action.layers }) }), view: 'canvas' };
    case 'backdropChosen':
      return edited(state, { backdrop: action.backdrop });
    case 'viewChosen':
      return { ...state, view: action.view };
    case 'endpointChosen':
      return { ...state, endpoint: action.endpoint };
    case 'promptTyped':
      return { ...state, prompt: action.prompt };
    case 'modelChosen':
      return { ...state, model: action.model };
    case 'said':
      return { ...state, status: { text: action.text, tone: action.tone ?? 'info' } };
    case 'undone':
      return moved(state, state.past, 'past');
    case 'redone':
      return moved(state, state.future, 'future');
  }
}

/** A new document, with the old one kept for undo unless the same gesture goes on. */
function edited(state: State, changes: Partial<Document>, gesture?: string): State {
  const goesOn = gesture !== undefined && gesture === state.gesture;
  const past = goesOn ? state.past : [...state.past, state.document].slice(-HISTORY_LIMIT);
  return { ...state, document: { ...state.document, ...changes }, past, future: [], gesture };
}

function moved(state: State, from: Document[], side: 'past' | 'future'): State {
  const document = from.at(-1);
  if (!document) return state;
  const [past, future] = side === 'past'
    ? [from.slice(0, -1), [...state.future, state.document]]
    : [[...state.past, state.document], from.slice(0, -1)];
  const present = new Set(document.layers.map(({ id }) => id));
  return { ...state, document, past, future, gesture: undefined, selection: state.selection.filter((id) => present.has(id)) };
}

/** An image goes with its layers, in the history too: an undo could not bring its pixels back. */
function withoutImage(state: State, id: string): State {
  const without = (document: Document): Document =>
    ({ ...document, layers: renumbered(document.layers.filter(({ imageId }) => imageId !== id)) });
  const images = state.images.filter((image) => image.id !== id);
  const document = without(state.document);
  const present = new Set(document.layers.map((layer) => layer.id));
  return {
    ...state,
    images,
    document,
    past: state.past.map(without),
    future: state.future.map(without),
    gesture: undefined,
    imageId: state.imageId === id ? images.at(-1)?.id : state.imageId,
    selection: state.selection.filter((layer) => present.has(layer)),
  };
}

const merged = (layers: Layer[], changed: Layer[]): Layer[] =>
  layers.map((layer) => changed.find(({ id }) => id === layer.id) ?? layer);

const renumbered = (layers: Layer[]): Layer[] => {
  const order = inOrder(layers).map(({ id }) => id);
  return layers.map((layer) => ({ ...layer, zIndex: order.indexOf(layer.id) + 1 }));
};

const imageOfLast = (state: State, ids: string[]): string | undefined =>
  state.document.layers.find(({ id }) => id === ids.at(-1))?.imageId;
