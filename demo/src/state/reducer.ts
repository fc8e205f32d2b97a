// Every change of the page's state: (state, action) -> state, without side effects.
import type { GenerationAssetType } from '@aurastream/media-wasm';
import { difference, patched, type Patches } from './history.js';
import {
  inOrder,
  type Document,
  type Endpoint,
  type ImageItem,
  type Layer,
  type State,
  type View,
} from './model.js';

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
  | { type: 'snappingChosen'; snapping: boolean }
  | { type: 'said'; text: string; tone?: 'info' | 'error' }
  | { type: 'undone' }
  | { type: 'redone' };

const HISTORY_LIMIT = 200;

export function reduce(patches: Patches, state: State, action: Action): State {
  switch (action.type) {
    case 'imageAdded':
      return { ...state, images: [...state.images, action.image], imageId: action.image.id, view: 'cutout' };
    case 'imageChanged':
      return {
        ...state,
        images: state.images.map((image) =>
          image.id === action.id ? { ...image, ...action.changes } : image,
        ),
      };
    case 'imageRemoved':
      return withoutImage(state, action.id);
    case 'imageChosen':
      return { ...state, imageId: action.id };
    case 'layerAdded':
      return {
        ...edited(patches, state, { layers: renumbered([...state.document.layers, action.layer]) }),
        selection: [action.layer.id],
        view: 'canvas',
      };
    case 'layersChanged':
      return edited(patches, state, { layers: merged(state.document.layers, action.layers) }, action.gesture);
    case 'layersDeleted': {
      const layers = state.document.layers.filter(({ id }) => !action.ids.includes(id));
      return { ...edited(patches, state, { layers: renumbered(layers) }), selection: [] };
    }
    case 'selected':
      return { ...state, selection: action.ids, imageId: imageOfLast(state, action.ids) ?? state.imageId };
    case 'canvasChosen':
      return {
        ...edited(patches, state, { canvas: action.canvas, ...(action.layers && { layers: action.layers }) }),
        view: 'canvas',
      };
    case 'backdropChosen':
      return edited(patches, state, { backdrop: action.backdrop });
    case 'viewChosen':
      return { ...state, view: action.view };
    case 'endpointChosen':
      return { ...state, endpoint: action.endpoint };
    case 'promptTyped':
      return { ...state, prompt: action.prompt };
    case 'snappingChosen':
      return { ...state, snapping: action.snapping };
    case 'said':
      return { ...state, status: { text: action.text, tone: action.tone ?? 'info' } };
    case 'undone':
      return undone(patches, state);
    case 'redone':
      return redone(patches, state);
  }
}

/** A new document; the patch that led to it is kept, in one with those of the same gesture. */
function edited(patches: Patches, state: State, changes: Partial<Document>, gesture?: string): State {
  const document = { ...state.document, ...changes };
  const patch = difference(patches, state.document, document);
  if (patch.items.length === 0) return state;
  const last = gesture !== undefined && gesture === state.gesture ? state.past.at(-1) : undefined;
  const past = last
    ? [...state.past.slice(0, -1), patches.compose(last, patch)]
    : [...state.past, patch].slice(-HISTORY_LIMIT);
  return { ...state, document, past, future: [], gesture };
}

function undone(patches: Patches, state: State): State {
  const patch = state.past.at(-1);
  if (!patch) return state;
  const document = patched(patches, state.document, patches.invert(patch));
  return arrived({ ...state, document, past: state.past.slice(0, -1), future: [...state.future, patch] });
}

function redone(patches: Patches, state: State): State {
  const patch = state.future.at(-1);
  if (!patch) return state;
  const document = patched(patches, state.document, patch);
  return arrived({ ...state, document, past: [...state.past, patch], future: state.future.slice(0, -1) });
}

/** Ends the gesture and lets go of layers that are no longer there. */
function arrived(state: State): State {
  const present = new Set(state.document.layers.map(({ id }) => id));
  return { ...state, gesture: undefined, selection: state.selection.filter((id) => present.has(id)) };
}

/** An image goes with its layers and with the history, which could not bring its pixels back. */
function withoutImage(state: State, id: string): State {
  const images = state.images.filter((image) => image.id !== id);
  const layers = renumbered(state.document.layers.filter(({ imageId }) => imageId !== id));
  const imageId = state.imageId === id ? images.at(-1)?.id : state.imageId;
  return arrived({
    ...state,
    images,
    imageId,
    document: { ...state.document, layers },
    past: [],
    future: [],
  });
}

const merged = (layers: Layer[], changed: Layer[]): Layer[] =>
  layers.map((layer) => changed.find(({ id }) => id === layer.id) ?? layer);

const renumbered = (layers: Layer[]): Layer[] => {
  const order = inOrder(layers).map(({ id }) => id);
  return layers.map((layer) => ({ ...layer, zIndex: order.indexOf(layer.id) + 1 }));
};

const imageOfLast = (state: State, ids: string[]): string | undefined =>
  state.document.layers.find(({ id }) => id === ids.at(-1))?.imageId;
